//! All components together, with the template's state machines in them.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};
use tokio::sync::Mutex;

use super::connection;
use super::definition::{hurried, in_moto_s_spelling, substituted};
use super::functions::Functions;
use super::local_program::LocalProgram;
use super::moto::{Moto, Service};
use crate::error::XtaskError;
use crate::template::{ACCOUNT, Names, REGION, Resolver, Template};

/// The bucket of files of records.
pub(super) const BACKFILL_BUCKET: &str = "backfill";

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
    local: LocalProgram,
}

/// In what a state machine differs from the one that the template deploys.
#[derive(Debug, Default)]
pub(super) struct Variant {
    /// What its name ends in.
    pub(super) suffix: &'static str,
    /// Its queue of failed runs does not exist.
    pub(super) without_queue: bool,
    /// There is nothing to load a record with, and nobody to report to, as by default.
    pub(super) without_hubspot: bool,
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
        connection::set_up(&functions).await?;
        let queue = json!({ "QueueName": "failed-runs" });
        let queue = moto.call(Service::Queues, "CreateQueue", &queue).await?;
        moto.create_bucket(BACKFILL_BUCKET).await?;
        let stage = Self {
            moto,
            functions,
            template: Template::read()?,
            failed_runs: queue["QueueUrl"].as_str().unwrap_or_default().to_owned(),
            received: Mutex::default(),
            names: AtomicUsize::default(),
            local,
        };
        for (_, properties) in stage.template.resources(STATE_MACHINE) {
            stage.create(&properties, &Variant::default()).await?;
        }
        Ok(stage)
    }

    /// Another state machine of a workflow's definition.
    pub(super) async fn create_variant(
        &self,
        workflow: &str,
        variant: &Variant,
    ) -> Result<String, XtaskError> {
        let machines = self.template.resources(STATE_MACHINE);
        let file = format!("infra/workflows/{workflow}.asl.json");
        let found = machines
            .iter()
            .find(|(_, p)| p["DefinitionS3Location"] == *file);
        let (_, properties) = found.ok_or_else(|| XtaskError::broken("it exists", workflow))?;
        self.create(properties, variant).await
    }

    async fn create(&self, properties: &Value, variant: &Variant) -> Result<String, XtaskError> {
        let function = |name: &str| format!("arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}");
        let (load, report) = if variant.without_hubspot {
            (String::new(), String::new())
        } else {
            (function("load-record"), function("report-outcome"))
        };
        let given = [
            ("LoadRecordFunction", load.as_str()),
            ("ReportOutcomeFunction", report.as_str()),
        ];
        let names = if variant.without_queue {
            let nowhere = format!("{}-gone", self.failed_runs);
            self.names().reference("FailedRunsQueue", &nowhere)
        } else {
            self.names()
        };
        let properties = Resolver::new(&self.template, &given, names).resolve(properties)?;
        let file = properties["DefinitionS3Location"]
            .as_str()
            .unwrap_or_default();
        let substitutions = properties["DefinitionSubstitutions"].as_object();
        let substitutions = substitutions.cloned().unwrap_or_default();
        let definition = hurried(in_moto_s_spelling(&substituted(file, &substitutions)?)?);
        let name = properties["StateMachineName"].as_str().unwrap_or_default();
        let input = json!({
            "name": format!("{name}{}", variant.suffix),
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
            ("RunAgain", "run-again"),
        ];
        let names = Names::default()
            .reference("FailedRunsQueue", &self.failed_runs)
            .reference("BackfillBucket", BACKFILL_BUCKET);
        machines.iter().fold(names, |names, (resource, workflow)| {
            names.reference(resource, &workflow_arn(workflow))
        })
    }

    /// What no history may hold.
    pub(super) async fn secrets(&self) -> Result<Vec<String>, XtaskError> {
        self.local.secrets().await
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
