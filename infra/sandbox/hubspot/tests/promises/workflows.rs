//! HubSpot's part in workflow actions: definitions, dropdowns, executions and webhooks.

mod definitions;
mod dropdowns;
mod executions;
mod hooks;
mod people;

use sandbox_hubspot::{
    Clock, Enrollment, ManualClock, Sandbox, SandboxOptions, WorkflowExecution, WorkflowOptions,
};
use serde_json::{Value, json};

use crate::app::{App, Received, Reply, invoice_action};
use crate::client::{NOON, Portal};

/// A portal at [`NOON`] with one deal, and an app that defines the invoice action.
pub(crate) struct Stage {
    pub(crate) portal: Portal,
    pub(crate) app: App,
    pub(crate) clock: ManualClock,
    /// The id of the definition.
    pub(crate) action: String,
}

impl Stage {
    pub(crate) async fn set(answers: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> Self {
        Self::with(SandboxOptions::default(), answers).await
    }

    pub(crate) async fn with_workflows(
        workflows: WorkflowOptions,
        answers: impl Fn(&Received) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let options = SandboxOptions {
            workflows,
            ..SandboxOptions::default()
        };
        Self::with(options, answers).await
    }

    pub(crate) async fn with(
        options: SandboxOptions,
        answers: impl Fn(&Received) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let clock = ManualClock::new(NOON.parse().unwrap());
        let portal = Portal::start_with(SandboxOptions {
            clock: Clock::Manual(clock.clone()),
            ..options
        })
        .await;
        let app = App::start(answers).await;
        let ids = portal
            .sandbox
            .upload(&[&invoice_action()], &[("APP", &app.url)]);
        portal.plant(
            "deals",
            json!({ "id": "9001", "properties": { "dealname": "Garden redesign", "amount": "1480.00" } }),
        );
        Self {
            action: ids.unwrap()["create_invoice"].clone(),
            portal,
            app,
            clock,
        }
    }

    pub(crate) fn sandbox(&self) -> &Sandbox {
        &self.portal.sandbox
    }

    /// Enrols the deal, and gives the callback id when the first answer is there.
    pub(crate) async fn enroll(&self) -> String {
        let callback_id = self.sandbox().enroll(enrollment()).unwrap();
        self.sandbox().settle().await;
        callback_id
    }

    pub(crate) fn execution(&self, callback_id: &str) -> WorkflowExecution {
        self.sandbox().execution(callback_id).unwrap()
    }

    /// Completes an execution as an app does; gives the status.
    pub(crate) async fn complete(&self, callback_id: &str, outputs: &Value) -> u16 {
        let path = format!("/automation/v4/actions/callbacks/{callback_id}/complete");
        let body = json!({ "outputFields": outputs, "typedOutputs": {} });
        self.portal.post(&path, &body).await.status
    }
}

pub(crate) fn enrollment() -> Enrollment {
    Enrollment::new("deals", "9001", "create_invoice")
        .input("books", "us-books")
        .input("create_products", "false")
        .property("memo", "dealname")
}
