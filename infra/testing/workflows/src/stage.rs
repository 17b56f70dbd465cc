//! All components together, with the template's state machines in them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};
use template::{ACCOUNT, Names, REGION, Resolver, Template};
use tokio::sync::{
    Mutex, OnceCell, OwnedSemaphorePermit, RwLock, RwLockReadGuard, RwLockWriteGuard,
};

use crate::arn::workflow_arn;
use crate::background;
use crate::definition::{hurried, in_moto_s_spelling, substituted, with_turns_taken};
use crate::functions::Functions;
use crate::gateway;
use crate::moto::{Moto, Service};
use crate::turns::{self, Turns};

/// The bucket of files of records.
pub const BACKFILL_BUCKET: &str = "backfill";

const STATE_MACHINE: &str = "AWS::StepFunctions::StateMachine";

/// The stage of all tests of this process: it takes 10 s to set up.
static STAGE: OnceCell<RwLock<Stage>> = OnceCell::const_new();

/// The running components.
pub struct Stage {
    /// The services of AWS.
    pub moto: Moto,
    /// Lambda.
    pub functions: Functions,
    /// The address of all services of AWS, as the functions reach them.
    pub aws: String,
    /// The template that the state machines come from.
    pub template: Template,
    /// The URL of the queue of failed runs.
    pub failed_runs: String,
    /// The URL of the queue of undelivered events.
    pub undelivered_events: String,
    /// The URL of the queue of failed invocations.
    pub failed_invocations: String,
    /// The URL of the queue in which actions wait for their turn.
    pub actions: String,
    turns: Arc<Turns>,
    /// The messages that were taken out of that queue.
    pub(crate) received: Mutex<Vec<Value>>,
    ids: AtomicUsize,
}

/// Differences of a state machine from the one that the template deploys.
#[derive(Debug, Default)]
pub struct Variant {
    /// The end of its name.
    pub suffix: &'static str,
    /// Its queue of failed runs does not exist.
    pub without_queue: bool,
    /// It leaves actions in their queue, as it is deployed.
    pub queues_actions: bool,
}

/// The stage, beside other tests.
pub async fn stage() -> RwLockReadGuard<'static, Stage> {
    shared().await.read().await
}

/// The stage while no other test uses it, for a test that takes whatever waits in the queue of failed runs.
pub async fn stage_alone() -> RwLockWriteGuard<'static, Stage> {
    shared().await.write().await
}

async fn shared() -> &'static RwLock<Stage> {
    STAGE
        .get_or_init(async || RwLock::new(Stage::set_up().await))
        .await
}

impl Stage {
    /// Starts everything and creates the template's state machines.
    async fn set_up() -> Self {
        let (functions, port) = Functions::serve().await;
        let moto = Moto::start(port).await;
        functions.pass_on_to(moto.url());
        let aws = format!("http://127.0.0.1:{port}");
        let (engine, told) = (functions.engine(), functions.clone());
        let of_gateway = aws.clone();
        let serve = async move { gateway::serve(engine, told.portal(), &of_gateway).await };
        background::of(serve).await;
        let failed_runs = create_queue(&moto, "failed-runs").await;
        let undelivered_events = create_queue(&moto, "undelivered-events").await;
        let failed_invocations = create_queue(&moto, "failed-invocations").await;
        let actions = create_queue(&moto, "actions").await;
        moto.create_bucket(BACKFILL_BUCKET).await;
        let template = Template::read();
        let at_once = at_once(&template);
        let lambda = turns::actions(&aws);
        functions.take_turns_by(lambda.clone());
        let turns = Turns::take_from(&actions, moto.caller(), &aws, lambda, at_once);
        let stage = Self {
            moto,
            functions,
            aws,
            template,
            failed_runs,
            undelivered_events,
            failed_invocations,
            actions,
            turns,
            received: Mutex::default(),
            ids: AtomicUsize::default(),
        };
        for (_, properties) in stage.template.resources(STATE_MACHINE) {
            stage.create(&properties, &Variant::default()).await;
        }
        stage
    }

    /// Another state machine of a workflow's definition.
    pub async fn create_variant(&self, workflow: &str, variant: &Variant) -> String {
        let machines = self.template.resources(STATE_MACHINE);
        let file = format!("infra/workflows/{workflow}.asl.json");
        let found = machines
            .iter()
            .find(|(_, p)| p["DefinitionS3Location"] == *file);
        let (_, properties) = found.unwrap_or_else(|| panic!("{workflow} is not in the template"));
        self.create(properties, variant).await
    }

    async fn create(&self, properties: &Value, variant: &Variant) -> String {
        let names = if variant.without_queue {
            let nowhere = format!("{}-gone", self.failed_runs);
            self.names().reference("FailedRunsQueue", &nowhere)
        } else {
            self.names()
        };
        let properties = Resolver::new(&self.template, &[], names).resolve(properties);
        let file = properties["DefinitionS3Location"]
            .as_str()
            .unwrap_or_default();
        let substitutions = properties["DefinitionSubstitutions"].as_object();
        let substitutions = substitutions.cloned().unwrap_or_default();
        let definition = hurried(in_moto_s_spelling(&substituted(file, &substitutions)));
        let definition = if variant.queues_actions {
            definition
        } else {
            with_turns_taken(definition)
        };
        let name = properties["StateMachineName"].as_str().unwrap_or_default();
        let input = json!({
            "name": format!("{name}{}", variant.suffix),
            "definition": definition.to_string(),
            "roleArn": format!("arn:aws:iam::{ACCOUNT}:role/workflows"),
        });
        let call = self
            .moto
            .call(Service::StepFunctions, "CreateStateMachine", &input);
        let created = call.await;
        created["stateMachineArn"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// The names the template's resources have here.
    pub fn names(&self) -> Names {
        let machines = [
            ("QuickBooksAction", "quickbooks-action"),
            ("SettlePayment", "settle-payment"),
            ("RefundPayment", "refund-payment"),
            ("StartWorkflow", "start-workflow"),
            ("RunAgain", "run-again"),
            ("SendAgain", "send-again"),
            ("Backfill", "backfill"),
        ];
        let queue = format!("arn:aws:sqs:{REGION}:{ACCOUNT}:failed-runs");
        let refresh = format!("arn:aws:lambda:{REGION}:{ACCOUNT}:function:books-refresh-tokens");
        let report = format!("arn:aws:lambda:{REGION}:{ACCOUNT}:function:report-outcome");
        let manage = format!("arn:aws:lambda:{REGION}:{ACCOUNT}:function:manage-connection");
        let names = Names::default()
            .attribute("ManageConnection", "Arn", &manage)
            .reference("FailedRunsQueue", &self.failed_runs)
            .attribute("FailedRunsQueue", "Arn", &queue)
            .reference("UndeliveredEventsQueue", &self.undelivered_events)
            .reference("FailedInvocationsQueue", &self.failed_invocations)
            .reference("ActionsQueue", &self.actions)
            .reference("EventBus", "books")
            .attribute("RefreshTokens", "Arn", &refresh)
            .reference("BackfillBucket", BACKFILL_BUCKET)
            .attribute("ReportOutcome", "Arn", &report);
        machines.iter().fold(names, |names, (resource, workflow)| {
            names.reference(resource, &workflow_arn(workflow))
        })
    }

    /// The most actions of workflows that have run at once so far, and the most that may.
    pub fn most_at_once(&self) -> (usize, usize) {
        self.turns.most()
    }

    /// Lets no action of a workflow have its turn while the answer lives.
    pub async fn hold_turns(&self) -> OwnedSemaphorePermit {
        self.turns.hold().await
    }

    /// A record's id that no other test uses.
    pub fn fresh_id(&self) -> String {
        format!("{}", 40_000 + self.ids.fetch_add(1, Ordering::Relaxed))
    }
}

/// The default of the template.
fn at_once(template: &Template) -> u32 {
    let default = template.section("Parameters")["ActionsAtOnce"]["Default"].as_u64();
    u32::try_from(default.unwrap_or_default()).expect("a number of invocations")
}

async fn create_queue(moto: &Moto, name: &str) -> String {
    let queue = json!({ "QueueName": name });
    let queue = moto.call(Service::Queues, "CreateQueue", &queue).await;
    queue["QueueUrl"].as_str().unwrap_or_default().to_owned()
}
