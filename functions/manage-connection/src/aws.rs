//! The queue of failed runs and the executions of workflows, on AWS.

mod again;

use std::collections::HashMap;

use actions::ActionError;
use aws_sdk_sfn::error::ProvideErrorMetadata;
use aws_sdk_sfn::primitives::DateTime;
use aws_sdk_sfn::types::{ExecutionListItem, ExecutionStatus};
use jiff::Timestamp;
use serde_json::Value;

use crate::traced::{
    Elsewhere, ElsewhereFound, ExecutionFacts, RunNames, RunToStart, RunsElsewhere,
};

/// The most executions of a workflow that are looked through, the latest first; one page.
const MOST_EXECUTIONS: i32 = 1_000;
/// The most executions of HubSpot's editor under way whose inputs are read.
const MOST_UNDER_WAY: usize = 100;
/// The most messages that are looked at, ten at a time.
const MOST_MESSAGES: usize = 200;

/// The most messages that SQS gives at once.
const AT_ONCE: i32 = 10;

/// The most answers without a message that is new.
const MOST_IN_VAIN: usize = 3;

/// The queue of failed runs and the workflows of a stack.
#[derive(derive_more::Debug)]
#[debug("RunsOnAws({workflows:?})")]
pub struct RunsOnAws {
    /// Step Functions.
    pub step_functions: aws_sdk_sfn::Client,
    /// SQS.
    pub queues: aws_sdk_sqs::Client,
    /// The ARNs of the workflows that run actions, `quickbooks-action` first.
    pub workflows: Vec<String>,
    /// The URL of the queue of failed runs.
    pub failed_runs: String,
}

impl RunsElsewhere for RunsOnAws {
    fn of_record<'c>(
        &'c self,
        record: (&'c str, &'c str),
        asked_by: &'c [String],
    ) -> ElsewhereFound<'c> {
        Box::pin(async move {
            let (mut executions, mut incomplete) = (Vec::new(), false);
            for workflow in &self.workflows {
                let (own, are_all) = self.executions(workflow, record, asked_by).await?;
                executions.extend(own);
                incomplete |= !are_all;
            }
            executions.sort_by_key(|execution| std::cmp::Reverse(execution.started_at));
            let (waiting, are_all) = self.waiting(record, &executions).await?;
            Ok(Elsewhere {
                waiting,
                executions,
                incomplete: incomplete || !are_all,
            })
        })
    }

    fn run_again<'c>(&'c self, run: &'c RunToStart<'c>) -> RunNames<'c> {
        Box::pin(self.start_again(run))
    }
}

impl RunsOnAws {
    /// The executions whose names name the record or what asked for it, or that HubSpot's editor has asked for and are under
    /// way with it; and `true` where all were looked through.
    async fn executions(
        &self,
        workflow: &str,
        record: (&str, &str),
        asked_by: &[String],
    ) -> Result<(Vec<ExecutionFacts>, bool), ActionError> {
        let list = self.step_functions.list_executions();
        let listed = list
            .state_machine_arn(workflow)
            .max_results(MOST_EXECUTIONS)
            .send()
            .await
            .map_err(|error| unavailable("Step Functions: ListExecutions", error.code()))?;
        let (mut own, mut under_way) = (Vec::new(), 0);
        for execution in listed.executions() {
            let mut is_own = is_of(execution.name(), record.1, asked_by);
            if !is_own && is_of_gateway(execution.name()) && is_running(execution) {
                under_way += 1;
                is_own = under_way <= MOST_UNDER_WAY && self.is_with(execution, record).await?;
            }
            own.extend(is_own.then(|| facts(workflow, execution)));
        }
        let are_all = listed.next_token().is_none() && under_way <= MOST_UNDER_WAY;
        Ok((own, are_all))
    }

    /// Tells whether an execution was started with the record: the gateway's names do not say it, and nothing is kept of a run
    /// before it has failed or claimed.
    async fn is_with(
        &self,
        execution: &ExecutionListItem,
        (object_type, id): (&str, &str),
    ) -> Result<bool, ActionError> {
        let describe = self.step_functions.describe_execution();
        let described = describe.execution_arn(execution.execution_arn()).send();
        let described = described
            .await
            .map_err(|error| unavailable("Step Functions: DescribeExecution", error.code()))?;
        let input = serde_json::from_str(described.input().unwrap_or_default());
        let input: Value = input.unwrap_or_default();
        let record = &input["record"];
        Ok(record["object_type"] == object_type && record["id"] == id)
    }

    /// The messages of a record in the queue, and `true` where all were looked through. One of a run that ended without a
    /// word names its execution alone.
    async fn waiting(
        &self,
        record: (&str, &str),
        executions: &[ExecutionFacts],
    ) -> Result<(Vec<Value>, bool), ActionError> {
        let is_among = |body: &Value| {
            let mut executions = executions.iter();
            executions.any(|own| body["execution"] == own.execution.as_str())
        };
        let is_wanted = |body: &Value| is_of_record(body, record) || is_among(body);
        let (messages, are_all) = self.messages(is_wanted).await?;
        let bodies = messages.into_iter().map(|message| message.body);
        Ok((bodies.collect(), are_all))
    }

    /// Looks at the messages without taking them, each once; `true` where all were looked through.
    async fn messages(
        &self,
        is_wanted: impl Fn(&Value) -> bool,
    ) -> Result<(Vec<Waiting>, bool), ActionError> {
        let mut seen: HashMap<String, Waiting> = HashMap::new();
        let mut in_vain = 0;
        loop {
            let receive = self.queues.receive_message();
            let received = receive
                .queue_url(&self.failed_runs)
                .max_number_of_messages(AT_ONCE)
                .visibility_timeout(0)
                // Without a wait, SQS asks a few of its servers, and may show none of what is there.
                .wait_time_seconds(1)
                .send()
                .await
                .map_err(|error| unavailable("SQS: ReceiveMessage", error.code()))?;
            let before = seen.len();
            for message in received.messages() {
                let id = message.message_id().unwrap_or_default();
                // The latest receipt is the one that deletes.
                let waiting = Waiting {
                    id: id.to_owned(),
                    receipt: message.receipt_handle().unwrap_or_default().to_owned(),
                    body: serde_json::from_str(message.body().unwrap_or_default())
                        .unwrap_or_default(),
                };
                seen.insert(id.to_owned(), waiting);
            }
            // What is not taken may be shown again in the place of others: only fewer than there is room for, and none of
            // them new, are all.
            let is_full = i32::try_from(received.messages().len()) == Ok(AT_ONCE);
            in_vain += usize::from(seen.len() == before);
            let are_all = seen.len() == before && !is_full;
            if are_all || in_vain >= MOST_IN_VAIN || seen.len() >= MOST_MESSAGES {
                let wanted = seen
                    .into_values()
                    .filter(|message| is_wanted(&message.body));
                let mut wanted: Vec<Waiting> = wanted.collect();
                wanted.sort_by(|one, other| one.failed_at().cmp(other.failed_at()));
                return Ok((wanted, are_all));
            }
        }
    }
}

/// A message that waits for a person.
struct Waiting {
    id: String,
    receipt: String,
    body: Value,
}

impl Waiting {
    fn failed_at(&self) -> &str {
        self.body["failed_at"].as_str().unwrap_or_default()
    }
}

fn is_of_record(body: &Value, (object_type, id): (&str, &str)) -> bool {
    let record = &body["input"]["record"];
    record["object_type"] == object_type && record["id"] == id
}

/// Tells whether an execution's name says that it is of this record: the rules begin it with the record's id,
/// people write `deal-9001`, and the gateway ends it with HubSpot's id of the execution that asks.
fn is_of(name: &str, id: &str, asked_by: &[String]) -> bool {
    let mut numbers = name.split(|character: char| !character.is_ascii_digit());
    let first = numbers.find(|number| !number.is_empty());
    let names_asker = asked_by.iter().any(|asker| name.ends_with(asker.as_str()));
    names_asker || (!is_of_gateway(name) && first == Some(id))
}

/// The gateway's names are an account's number and an id of HubSpot's, in which any number may stand.
fn is_of_gateway(name: &str) -> bool {
    let (portal, callback) = name.split_once('-').unwrap_or_default();
    let is_number = !portal.is_empty() && portal.bytes().all(|byte| byte.is_ascii_digit());
    is_number && callback.starts_with("ap-")
}

fn is_running(execution: &ExecutionListItem) -> bool {
    *execution.status() == ExecutionStatus::Running
}

fn facts(workflow: &str, execution: &ExecutionListItem) -> ExecutionFacts {
    let name = workflow.rsplit(':').next().unwrap_or(workflow);
    ExecutionFacts {
        workflow: name.to_owned(),
        execution: execution.execution_arn().to_owned(),
        status: execution.status().as_str().to_owned(),
        started_at: moment(execution.start_date()),
    }
}

fn moment(date: &DateTime) -> Timestamp {
    let milliseconds = date.to_millis().unwrap_or_default();
    Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The service's message may quote what was sent, so only its code is kept.
fn unavailable(operation: &str, code: Option<&str>) -> ActionError {
    let code = code.unwrap_or("no answer");
    ActionError::StorageUnavailable {
        detail: format!("{operation}: {code}"),
    }
}

#[cfg(test)]
mod tests {
    use super::is_of;

    #[test]
    fn an_execution_is_known_by_its_name() {
        let asked = ["ap-139722613-192814114-9001-0".to_owned()];
        let table: [(&str, &[String], bool); 7] = [
            ("9001-5f2b", &[], true),
            ("deal-9001", &[], true),
            ("90010-5f2b", &[], false),
            ("deal-19001", &[], false),
            ("102670506-ap-1-2-9001-0", &[], false),
            ("102670506-ap-139722613-192814114-9001-0", &asked, true),
            ("again-0b9f", &[], false),
        ];
        for (name, asked_by, expected) in table {
            assert_eq!(is_of(name, "9001", asked_by), expected, "{name}");
        }
    }
}
