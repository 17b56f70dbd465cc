//! The workflows of `infra/workflows` in this process: what Step Functions does on AWS for HubSpot's calls.
//!
//! A run goes the way of its definition: the action, tried again as that says; what fails for good is kept for a person;
//! HubSpot is told by `report-outcome`; the run has ended. A run is started once under its name. Unlike on AWS, names and
//! failed runs are known as long as the process lasts. After that the ledger still knows every document, so a run that
//! is started again makes none twice.

mod bus;
mod definition;
mod elsewhere;
mod failed_runs;
mod order;
mod retry;
mod rules;
mod run;

use std::sync::Arc;

use actions::records::OwnTokens;
use hubspot_gateway::memory::MemoryWorkflows;
use hubspot_gateway::{PortError, Run, RunState, Started, Workflows};
use jiff::Timestamp;
use tokio::sync::watch;
use uuid::Uuid;

pub(crate) use bus::LocalBus;
pub(crate) use failed_runs::FailedRun;
pub(crate) use order::Workflow;
pub(crate) use rules::Rule;

use crate::error::LocalError;
use crate::functions::{Background, ServedCompany};
use crate::installation::{Installation, LocalHubSpot};
use definition::Definition;
use failed_runs::FailedRuns;

/// The begin of the cause of a run that is kept for a person.
const QUEUED: &str = "Queued: ";

/// The runs of one workflow, by the machine's clock.
type Runs = MemoryWorkflows<fn() -> Timestamp>;

/// The workflows, and the runs of each.
#[derive(Clone)]
pub(crate) struct LocalWorkflows(Arc<Process>);

struct Process {
    company: Arc<ServedCompany>,
    hubspot: LocalHubSpot,
    own_tokens: OwnTokens,
    definition: Definition,
    quickbooks_action: Runs,
    settle_payment: Runs,
    refund_payment: Runs,
    failed: FailedRuns,
    background: Background,
    /// True when the process is about to end: then nothing waits for another try.
    closing: watch::Sender<bool>,
}

impl LocalWorkflows {
    /// Workflows that run on this installation.
    pub(crate) fn of(
        installation: &Installation,
        company: Arc<ServedCompany>,
    ) -> Result<Self, LocalError> {
        let runs = || Runs::new(Timestamp::now);
        Ok(Self(Arc::new(Process {
            company,
            hubspot: installation.hubspot.clone(),
            own_tokens: OwnTokens::default(),
            definition: Definition::read()?,
            quickbooks_action: runs(),
            settle_payment: runs(),
            refund_payment: runs(),
            failed: FailedRuns::default(),
            background: Background::default(),
            closing: watch::Sender::new(false),
        })))
    }

    /// Starts a run of a workflow, unless one of its name exists.
    pub(crate) async fn begin(&self, workflow: Workflow, run: &Run) -> Result<Started, PortError> {
        let runs = self.runs(workflow);
        let started = runs.start(run).await?;
        for run in runs.take() {
            let workflows = self.clone();
            let work = async move { workflows.bring_to_its_end(workflow, run).await };
            self.0.background.spawn(work);
        }
        Ok(started)
    }

    /// Starts a run that waits for a person again, and gives the new one's name; `None` if none of this name waits.
    pub(crate) async fn run_again(&self, name: &str) -> Result<Option<String>, PortError> {
        let Some(failed) = self.0.failed.take(name) else {
            return Ok(None);
        };
        let name = format!("again-{}", Uuid::new_v4());
        let run = Run {
            name: name.clone(),
            input: failed.input,
        };
        self.begin(Workflow::QuickBooksAction, &run).await?;
        Ok(Some(name))
    }

    /// Brings what runs to its end; what would be tried again later fails instead.
    pub(crate) async fn finish(&self) {
        self.0.closing.send_replace(true);
        self.0.background.finish().await;
    }

    fn closing(&self) -> watch::Receiver<bool> {
        self.0.closing.subscribe()
    }

    fn runs(&self, workflow: Workflow) -> &Runs {
        match workflow {
            Workflow::QuickBooksAction => &self.0.quickbooks_action,
            Workflow::SettlePayment => &self.0.settle_payment,
            Workflow::RefundPayment => &self.0.refund_payment,
        }
    }

    /// Runs in a task of its own: a panic ends the run, and not without a word.
    async fn bring_to_its_end(&self, workflow: Workflow, run: Run) {
        let Run { name, input } = run;
        let (workflows, own_name) = (self.clone(), name.clone());
        let work = async move { workflows.run(workflow, &own_name, &input).await };
        let ended = tokio::spawn(work).await;
        let state = ended.unwrap_or_else(|_| RunState::Failed {
            error: "Runtime.ExitError".to_owned(),
            cause: String::new(),
        });
        tracing::info!(name, ?state, "a run has ended");
        self.runs(workflow).end(&name, state);
    }
}

impl Workflows for LocalWorkflows {
    async fn start(&self, run: &Run) -> Result<Started, PortError> {
        self.begin(Workflow::QuickBooksAction, run).await
    }

    async fn describe(&self, name: &str) -> Result<Option<RunState>, PortError> {
        self.0.quickbooks_action.describe(name).await
    }
}
