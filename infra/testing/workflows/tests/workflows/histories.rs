//! Personal data and secrets in the histories of runs.
//!
//! A history holds what went into an execution and through its tasks. With a record given by its id nobody is in it,
//! anywhere, whether the actions that read it book, show or refuse it. A record that is given whole is in it until the workflow has set it aside and its action has answered; of
//! such a run, nothing personal is in an error or a cause, in anything after that, in what the execution ends with, or
//! in what is sent anywhere but to an action. No secret is in any of it.

use std::collections::{BTreeSet, HashSet};

use futures_util::future::join_all;
use serde_json::{Value, json};
use workflows::{Answer, CONNECTION, PERSONAL, Stage, record, stage_alone};

use crate::failure::errors;
use crate::request::{REFUNDED, by_id, for_action};
use crate::{backfill, refused, sending, starting};

const WORKFLOWS: [&str; 7] = [
    "quickbooks-action",
    "settle-payment",
    "refund-payment",
    "start-workflow",
    "run-again",
    "backfill",
    "send-again",
];

/// The states after which nothing is left of a run but ids, options and its outcome.
const DROPS: [&str; 4] = [
    "Keep what is needed",
    "Note the failure",
    "The sale is booked",
    "The fee is booked",
];

/// A text of the options whose property has a person in it.
pub(crate) const NAMING: &str = "For {{description}}";

/// The first state of a backfill's line.
const LINE: &str = "Complete the record's request";

/// Names of the people of the records, and an address of one of the sample events.
const NAMES: [&str; 4] = ["Petra", "Finch", "O'Keefe", "ada@example.com"];

#[tokio::test]
async fn no_history_whatever_a_run_met_holds_a_secret_or_a_person_where_nobody_needs_to_know() {
    let stage = stage_alone().await;
    let by_id = run_everything(&stage).await;
    let secrets = stage.functions.secrets();
    let mut findings = Findings::default();
    // Those of the other tests too, as far as they have run.
    for workflow in WORKFLOWS {
        for execution in stage.executions(workflow).await {
            let arn = execution["executionArn"].as_str().unwrap();
            let events = stage.history(arn).await;
            assert_holds_none(&events, &secrets, arn);
            findings.look_through(workflow, &History::of(&events, &by_id));
        }
    }
    assert!(findings.persons.is_empty(), "{:#?}", findings.persons);
    for message in stage.all_messages().await {
        assert!(
            !person_in(&message.to_string()),
            "a person waits: {message}"
        );
    }
    // Otherwise the search has been for nothing, or of nothing.
    let Findings { whole, by_id, .. } = findings;
    assert!(whole > 20 && by_id > 50, "{whole} whole, {by_id} by id");
    let errors = findings.errors.len();
    assert!(errors > 20, "runs failed of {errors} errors");
}

/// Runs every workflow, with a record that is given whole and with one that is given by its id, to its end and into every
/// error. The texts are those by which the inputs of the latter are known: whatever their runs hold, nobody was given to them.
async fn run_everything(stage: &Stage) -> Vec<String> {
    let mut given_by_id = run_by_id(stage).await;
    let fails = |error: &'static str| async move {
        let (whole, by_its_id) = (stage.fresh_id(), stage.fresh_id());
        let answer = Answer::failing(error);
        stage
            .functions
            .script("create-estimate", &whole, answer.clone(), None);
        stage
            .functions
            .script("create-expense", &by_its_id, answer, None);
        stage
            .run("quickbooks-action", &whole_estimate(&whole))
            .await;
        stage
            .run("settle-payment", &by_id("payment", &by_its_id))
            .await;
        by_its_id
    };
    given_by_id.extend(join_all(errors().into_iter().map(fails)).await);

    let refunded = stage.fresh_id();
    stage.functions.has(&record(REFUNDED, &refunded));
    stage
        .run("refund-payment", &by_id("payment", &refunded))
        .await;
    given_by_id.push(refunded);
    let event = starting::event(&stage.fresh_id(), &json!({}), "a");
    stage.run("start-workflow", &event).await;
    let ids = [stage.fresh_id(), stage.fresh_id()];
    backfill::put_records(stage, "histories.jsonl", &ids).await;
    stage
        .run("backfill", &backfill::request("histories.jsonl"))
        .await;
    stage.run("run-again", &json!({})).await;
    given_by_id
}

/// A record of a sample, and the action, connection and options with which it is run by its id.
struct ById {
    sample: &'static str,
    action: &'static str,
    connection: &'static str,
    options: Value,
}

/// Runs every workflow with records that are given by their ids, and read by the actions: booked, shown, and refused.
async fn run_by_id(stage: &Stage) -> Vec<String> {
    let mut given = Vec::new();
    let of = |sample, action| ById {
        sample,
        action,
        connection: CONNECTION,
        options: json!({}),
    };
    let preview = ById {
        options: json!({ "dry_run": true, "memo": NAMING, "custom_fields": { "1": NAMING } }),
        ..of("create-invoice/events/01-deal", "create-invoice")
    };
    let with_texts = ById {
        options: json!({ "private_note": NAMING, "bill_email_cc": "{{description}}" }),
        ..of("create-invoice/events/01-deal", "create-invoice")
    };
    let refused_with_texts = ById {
        options: json!({ "memo": NAMING, "document_number": "a number too long for {{description}}" }),
        ..of("create-invoice/events/01-deal", "create-invoice")
    };
    let not_eligible = ById {
        connection: "us-books-filtered",
        ..of(
            "create-invoice/events/08-contact-not-eligible",
            "create-invoice",
        )
    };
    let runs = [
        of(
            "create-invoice/events/10-company-customer",
            "create-invoice",
        ),
        preview,
        with_texts,
        refused_with_texts,
        not_eligible,
        of(
            "create-invoice/events/07-product-not-found",
            "create-invoice",
        ),
        of("create-estimate/events/02-quote", "create-estimate"),
        of(
            "create-sales-receipt/events/02-paid-quote",
            "create-sales-receipt",
        ),
        of(
            "create-paid-invoice/events/04-taxable-line",
            "create-paid-invoice",
        ),
        of("create-expense/events/01-card-payment", "create-expense"),
        of(REFUNDED, "create-refund-receipt"),
    ];
    for ById {
        sample,
        action,
        connection,
        options,
    } in runs
    {
        let id = stage.fresh_id();
        let mut record = record(sample, &id);
        if options.to_string().contains("{{description}}") {
            record["properties"]["description"] = PERSONAL[0].into();
        }
        if connection != CONNECTION {
            record["contacts"][0]["properties"]["lifecyclestage"] = "lead".into();
        }
        stage.functions.has(&record);
        let mut input = for_action(action, &id);
        input["record"]["object_type"] = record["object_type"].clone();
        input["connection"] = connection.into();
        input["options"] = options;
        stage.run("quickbooks-action", &input).await;
        given.push(id);
    }
    let payment = stage.fresh_id();
    let booked = stage
        .run("settle-payment", &by_id("payment", &payment))
        .await;
    assert_eq!(booked.status, "SUCCEEDED", "{}", booked.error);
    given.push(payment);
    given.extend(refused::nearest_to_people(stage).await);
    send_again(stage).await;
    let ids = [stage.fresh_id(), stage.fresh_id()];
    backfill::put_ids(stage, "histories.csv", &ids).await;
    given.push("histories.csv".to_owned());
    let mut request = backfill::request("histories.csv");
    request["format"] = "csv".into();
    request["object_type"] = "deal".into();
    let booked = stage.run("backfill", &request).await;
    assert_eq!(booked.status, "SUCCEEDED", "{}", booked.error);
    given
}

/// Sends a failed invocation again, whose answer stands in the history as the action gave it.
async fn send_again(stage: &Stage) {
    let id = stage.fresh_id();
    stage
        .functions
        .has(&record("create-estimate/events/01-deal", &id));
    sending::failed_invocation(stage, "create-estimate", &id).await;
    let input = json!({ "queue": "failed_invocations" });
    stage.run("send-again", &input).await;
    assert_eq!(stage.functions.calls("create-estimate", &id).len(), 1);
}

/// A request for an estimate of a record that is given whole.
fn whole_estimate(id: &str) -> Value {
    let mut input = for_action("create-estimate", id);
    input["record"] = record("create-estimate/events/01-deal", id);
    input
}

fn assert_holds_none(events: &[Value], secrets: &[String], arn: &str) {
    let texts: Vec<String> = events.iter().map(Value::to_string).collect();
    for secret in secrets {
        let found = texts.iter().any(|text| text.contains(secret));
        assert!(!found, "a secret is in the history of {arn}");
    }
}

/// The findings of the search through all histories.
#[derive(Default)]
struct Findings {
    /// The number of runs that were given people.
    whole: usize,
    /// The number of runs that were given ids alone.
    by_id: usize,
    /// The workflows and events with a person where none must be.
    persons: BTreeSet<String>,
    /// The errors that tasks and executions failed with.
    errors: HashSet<String>,
}

impl Findings {
    fn look_through(&mut self, workflow: &str, history: &History<'_>) {
        if history.is_whole() {
            self.whole += 1;
        } else {
            self.by_id += 1;
        }
        let persons = history.persons();
        self.persons
            .extend(persons.map(|event| format!("{workflow}: {event}")));
        self.errors.extend(history.errors());
    }
}

/// True if a text holds something of a person of the tests.
fn person_in(text: &str) -> bool {
    PERSONAL
        .iter()
        .chain(&NAMES)
        .any(|person| text.contains(person))
}

/// An execution's events, in order.
struct History<'h> {
    events: &'h [Value],
    /// True where it is known that the run was given ids alone, whatever it holds.
    is_given_by_id: bool,
    /// The ids of the events that come after all but the outcome was dropped.
    later: HashSet<i64>,
}

impl<'h> History<'h> {
    fn of(events: &'h [Value], given_by_id: &[String]) -> Self {
        let mut later = HashSet::new();
        for event in events {
            let after = event["previousEventId"].as_i64().unwrap_or_default();
            let exited = event["stateExitedEventDetails"]["name"].as_str();
            let forgets = exited.is_some_and(|state| DROPS.contains(&state));
            if forgets || later.contains(&after) {
                later.extend(event["id"].as_i64());
            }
        }
        let mut started = events
            .iter()
            .filter(|event| event["type"] == "ExecutionStarted");
        Self {
            events,
            later,
            is_given_by_id: started.any(|event| {
                let input = event["executionStartedEventDetails"]["input"].as_str();
                let input = input.unwrap_or_default();
                let mut given = given_by_id.iter();
                given.any(|given| input.contains(&format!("\"{given}\"")))
            }),
        }
    }

    /// True when the run was given a whole record, or looked one up: an execution's input, or an item of a map.
    fn is_whole(&self) -> bool {
        !self.is_given_by_id && self.holds_records()
    }

    fn holds_records(&self) -> bool {
        self.events.iter().any(|event| {
            let given = match event["type"].as_str() {
                Some("ExecutionStarted" | "MapStateStarted" | "MapIterationStarted") => true,
                Some("PassStateEntered") => event["stateEnteredEventDetails"]["name"] == LINE,
                _ => event["taskSucceededEventDetails"]["resource"] == "describeExecution",
            };
            given && event.to_string().contains("properties")
        })
    }

    /// The events that hold something of a person where they must not, without what they hold.
    fn persons(&self) -> impl Iterator<Item = String> + use<'_, 'h> {
        let is_whole = self.is_whole();
        let telling = self.events.iter().filter(move |event| {
            let id = event["id"].as_i64().unwrap_or_default();
            let is_late = self.later.contains(&id) || event["type"] == "ExecutionSucceeded";
            person_in(&if is_late || !is_whole {
                event.to_string()
            } else {
                shown(event)
            })
        });
        telling.map(|event| {
            let names = [texts(event, "name"), texts(event, "resource")].concat();
            format!("{} {}", event["type"], names.join(" "))
        })
    }

    /// The errors that tasks and the execution failed with.
    fn errors(&self) -> impl Iterator<Item = String> + use<'h> {
        let events = self.events.iter();
        events.flat_map(|event| texts(event, "error"))
    }
}

/// The text with which an event tells of a failure, and with what its state sends to anything but an action's turn.
fn shown(event: &Value) -> String {
    let failure = [texts(event, "error"), texts(event, "cause")].concat();
    let task = &event["taskScheduledEventDetails"];
    let parameters = task["parameters"].as_str().unwrap_or_default();
    let takes_records = parameters.contains(":books-run-queued-action")
        || task["resource"] == "sendMessage.waitForTaskToken"
        || task["resource"] == "startExecution";
    let sent = if takes_records { "" } else { parameters };
    format!("{} {sent}", failure.join(" "))
}

/// The values of all fields of this name in an event's details.
fn texts(event: &Value, field: &str) -> Vec<String> {
    let details = event
        .as_object()
        .into_iter()
        .flat_map(|event| event.values());
    let values = details.filter_map(|details| details.get(field)?.as_str());
    values.map(ToOwned::to_owned).collect()
}
