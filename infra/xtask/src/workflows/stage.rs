//! All components together, with the template's state machines in them.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};
use tokio::sync::Mutex;

use super::definition::{hurried, in_moto_s_spelling, substituted};
use super::functions::Functions;
use super::local_program::LocalProgram;
use super::moto::{Moto, Service};
use crate::error::XtaskError;
use crate::template::{ACCOUNT, Names, REGION, Resolver, Template};

const STATE_MACHINE: &str = "AWS::StepFunctions::StateMachine";

/// The running components.
#[derive(Debug)]
pub(super) struct Stage {
    pub(super) moto: Moto,
    pub(super) functions: Functions,
    pub(super) template: Template,
    /// The URL of the queue of failed runs.
    pub(super) failed_runs: String,
    pub(super) received: Mutex<Vec<Value>>,
    names: AtomicUsize,
    _local: LocalProgram,
}

impl Stage {
    /// Starts everything and creates the template's state machines.
    pub(super) async fn set() -> Result<Self, XtaskError> {
        // Plain HTTP alone is talked here, but a client is not made without cryptography.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let local = LocalProgram::start().await?;
        let (functions, port) = Functions::serve(&local.url).await?;
        let moto = Moto::start(port).await?;
        functions.pass_on_to(moto.url());
        let queue = json!({ "QueueName": "failed-runs" });
        let queue = moto.call(Service::Queues, "CreateQueue", &queue).await?;
        let stage = Self {
            moto,
            functions,
            template: Template::read()?,
            failed_runs: queue["QueueUrl"].as_str().unwrap_or_default().to_owned(),
            received: Mutex::default(),
            names: AtomicUsize::default(),
            _local: local,
        };
        for (_, properties) in stage.template.resources(STATE_MACHINE) {
            stage.create(&properties, "", stage.names()).await?;
        }
        Ok(stage)
    }

    /// A state machine whose queue of failed runs does not exist.
    pub(super) async fn create_without_queue(&self, workflow: &str) -> Result<String, XtaskError> {
        let machines = self.template.resources(STATE_MACHINE);
        let file = format!("infra/workflows/{workflow}.asl.json");
        let found = machines
            .iter()
            .find(|(_, p)| p["DefinitionS3Location"] == *file);
        let (_, properties) = found.ok_or_else(|| XtaskError::broken("it exists", workflow))?;
        let nowhere = format!("{}-gone", self.failed_runs);
        let names = self.names().reference("FailedRunsQueue", &nowhere);
        self.create(properties, "-without-queue", names).await
    }

    async fn create(
        &self,
        properties: &Value,
        suffix: &str,
        names: Names,
    ) -> Result<String, XtaskError> {
        let load = format!("arn:aws:lambda:{REGION}:{ACCOUNT}:function:load-record");
        let report = format!("arn:aws:lambda:{REGION}:{ACCOUNT}:function:report-outcome");
        let given = [
            ("LoadRecordFunction", load.as_str()),
            ("ReportOutcomeFunction", report.as_str()),
        ];
        let properties = Resolver::new(&self.template, &given, names).resolve(properties)?;
        let file = properties["DefinitionS3Location"]
            .as_str()
            .unwrap_or_default();
        let substitutions = properties["DefinitionSubstitutions"].as_object();
        let substitutions = substitutions.cloned().unwrap_or_default();
        let definition = hurried(in_moto_s_spelling(&substituted(file, &substitutions)?)?);
        let name = properties["StateMachineName"].as_str().unwrap_or_default();
        let input = json!({
            "name": format!("{name}{suffix}"),
            "definition": definition.to_string(),
            "roleArn": format!("arn:aws:iam::{ACCOUNT}:role/workflows"),
        });
        let call = self
            .moto
            .call(Service::StepFunctions, "CreateStateMachine", &input);
        let created = call.await?;
        Ok(created["stateMachineArn"]
            .as_str()
            .unwrap_or_default()
            .to_owned())
    }

    /// The names the template's resources have here.
    pub(super) fn names(&self) -> Names {
        let machines = [
            ("QuickBooksAction", "quickbooks-action"),
            ("SettlePayment", "settle-payment"),
            ("RefundPayment", "refund-payment"),
            ("StartWorkflow", "start-workflow"),
        ];
        let names = Names::default().reference("FailedRunsQueue", &self.failed_runs);
        machines.iter().fold(names, |names, (resource, workflow)| {
            names.reference(resource, &workflow_arn(workflow))
        })
    }

    /// A record's id that no other proof uses.
    pub(super) fn fresh_id(&self) -> String {
        format!("{}", 40_000 + self.names.fetch_add(1, Ordering::Relaxed))
    }
}

/// The ARN of a workflow of the template.
pub(super) fn workflow_arn(workflow: &str) -> String {
    format!("arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:books-{workflow}")
}
