//! The queue of actions, as Lambda takes from it: so many messages at once, each by the function itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use actions::ActionError;
use run_queued_action::aws::{ActionsQueue, LambdaActions, StepFunctionsTasks};
use run_queued_action::{Ended, Outcome, PortError, Queue, Tasks};
use serde_json::{Value, json};
use template::{ACCOUNT, REGION};
use tokio::sync::{Mutex, OwnedSemaphorePermit, Semaphore};

use crate::background;
use crate::gateway::configuration;
use crate::moto::{Caller, Service};

/// The tries of a turn that nobody seems to wait for, and the pause before each: moto knows a token some moments after its
/// message is in the queue, where Step Functions knows it before.
const TRIES: usize = 20;
const PAUSE: Duration = Duration::from_millis(100);

/// The functions of actions, in front of a server that stands in for AWS.
pub(crate) fn actions(aws: &str) -> LambdaActions {
    let configuration = configuration(aws);
    let functions = format!("arn:aws:lambda:{REGION}:{ACCOUNT}:function:books-");
    LambdaActions::new((&configuration).into(), functions)
}

/// The task of whoever invokes the function that takes turns.
#[derive(Default)]
struct InvokingTask(Mutex<Option<Outcome>>);

impl Tasks for InvokingTask {
    async fn is_waited_for(&self, _token: &str) -> Result<bool, PortError> {
        Ok(true)
    }

    async fn tell(&self, _token: &str, outcome: &Outcome) -> Result<bool, PortError> {
        *self.0.lock().await = Some(outcome.clone());
        Ok(true)
    }
}

/// It is told what came of its turn, since it is in no queue.
impl Queue for InvokingTask {
    async fn put_off(&self, _message: &str, _wait: Duration) -> Result<(), PortError> {
        let detail = "there is no queue".to_owned();
        Err(PortError { detail })
    }
}

/// The most bytes that a task hands on, which moto does not look at.
///
/// <https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html>
const LARGEST_TURN: usize = 262_144;

/// Takes a turn for the task that invokes the function with it: its outcome.
pub(crate) async fn taken(actions: &LambdaActions, turn: &[u8]) -> Option<Outcome> {
    if turn.len() > LARGEST_TURN {
        // What a task gets back, it looks at; and a test can give it no error of Step Functions' own.
        let output = json!({ "x": "x".repeat(LARGEST_TURN) }).to_string();
        return Some(Outcome::Succeeded { output });
    }
    let record = json!({ "messageId": "of the task", "body": String::from_utf8_lossy(turn) });
    let event = json!({ "Records": [record] }).to_string();
    let task = InvokingTask::default();
    let run = run_queued_action::run(actions, &task, &task, event.as_bytes());
    run.await.ok()?;
    task.0.into_inner()
}

/// The taker of all that is in the queue.
pub(crate) struct Turns {
    queue: String,
    moto: Caller,
    actions: LambdaActions,
    tasks: StepFunctionsTasks,
    put_off: ActionsQueue,
    /// The number that the template lets run at once.
    limit: u32,
    at_once: Arc<Semaphore>,
    /// The number of those that are taken, and the most there were.
    now: AtomicUsize,
    most: AtomicUsize,
}

impl Turns {
    /// Takes from this queue until the process ends. `aws` is the address of all services.
    pub(crate) fn take_from(
        queue: &str,
        moto: Caller,
        aws: &str,
        actions: LambdaActions,
        limit: u32,
    ) -> Arc<Self> {
        let configuration = configuration(aws);
        let turns = Arc::new(Self {
            queue: queue.to_owned(),
            moto,
            actions,
            tasks: StepFunctionsTasks::new(aws_sdk_sfn::Client::new(&configuration)),
            put_off: ActionsQueue::new(aws_sdk_sqs::Client::new(&configuration), queue.to_owned()),
            limit,
            at_once: Arc::new(Semaphore::new(limit as usize)),
            now: AtomicUsize::default(),
            most: AtomicUsize::default(),
        });
        let taking = Arc::clone(&turns);
        background::run(async move { taking.take_for_ever().await });
        turns
    }

    /// The most that were taken at once, and the most that may be.
    pub(crate) fn most(&self) -> (usize, usize) {
        (self.most.load(Ordering::SeqCst), self.limit as usize)
    }

    /// Has nothing taken while the answer lives.
    pub(crate) async fn hold(&self) -> OwnedSemaphorePermit {
        let all = Arc::clone(&self.at_once).acquire_many_owned(self.limit);
        all.await.expect("nobody closes it")
    }

    async fn take_for_ever(self: Arc<Self>) {
        loop {
            let permit = Arc::clone(&self.at_once).acquire_owned().await;
            let permit = permit.expect("nobody closes it");
            let Some(message) = self.receive().await else {
                tokio::time::sleep(Duration::from_millis(20)).await;
                continue;
            };
            let turns = Arc::clone(&self);
            tokio::spawn(async move {
                turns.take(&message).await;
                drop(permit);
            });
        }
    }

    async fn receive(&self) -> Option<Value> {
        let input = json!({ "QueueUrl": self.queue, "MaxNumberOfMessages": 1 });
        let call = self.moto.call(Service::Queues, "ReceiveMessage", &input);
        let mut received = call.await;
        received["Messages"].as_array_mut()?.pop()
    }

    /// A message whose invocation failed would show again after some minutes; here it is left.
    async fn take(&self, message: &Value) {
        let now = self.now.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(now, Ordering::SeqCst);
        let record = json!({ "messageId": message["MessageId"], "body": message["Body"] });
        let event = json!({ "Records": [record] }).to_string();
        let mut taken = self.run(&event).await;
        for _ in 0..TRIES {
            if !matches!(taken.as_deref(), Ok([Ended::NotWaitedFor])) {
                break;
            }
            tokio::time::sleep(PAUSE).await;
            taken = self.run(&event).await;
        }
        self.now.fetch_sub(1, Ordering::SeqCst);
        if taken.is_ok() {
            let handle = &message["ReceiptHandle"];
            let input = json!({ "QueueUrl": self.queue, "ReceiptHandle": handle });
            let delete = self.moto.call(Service::Queues, "DeleteMessage", &input);
            delete.await;
        }
    }

    async fn run(&self, event: &str) -> Result<Vec<Ended>, ActionError> {
        let Self {
            actions,
            tasks,
            put_off,
            ..
        } = self;
        run_queued_action::run(actions, tasks, put_off, event.as_bytes()).await
    }
}
