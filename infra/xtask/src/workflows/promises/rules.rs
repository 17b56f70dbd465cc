//! The rules: which events they take, and what they start.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Value, json};

use super::super::functions::record;
use super::super::moto::Service;
use super::super::stage::Stage;
use super::super::{hold, proved};
use super::request::{REFUNDED, read};
use crate::error::XtaskError;
use crate::template::{ACCOUNT, REGION, Resolver};

/// Every sample event, and the rules that take it when all are enabled.
const EVENTS: [(&str, &[&str]); 18] = [
    ("deal-of-payment-link", &["PaymentLinkDeal"]),
    ("deal-of-payment-link-in-capitals", &["PaymentLinkDeal"]),
    ("deal-won", &[]),
    ("invoice-requested", &["InvoiceRequested"]),
    ("payment-failed", &[]),
    ("payment-from-quickbooks", &[]),
    ("payment-of-invoice", &[]),
    ("payment-paid-out", &[]),
    ("payment-refunded", &["PaymentRefunded"]),
    ("payment-refunded-in-part", &[]),
    ("payment-succeeded", &["PaymentSucceeded"]),
    ("payment-succeeded-without-source", &["PaymentSucceeded"]),
    ("quote-not-signed", &[]),
    ("quote-renamed-after-signing", &[]),
    ("quote-signature-withdrawn", &[]),
    ("quote-signed", &["QuoteSigned"]),
    ("quote-signed-elsewhere", &[]),
    ("quote-signed-unix-time", &["QuoteSigned"]),
];

/// What each rule's workflow runs.
const STARTED: [(&str, &str, &str, &[&str]); 4] = [
    (
        "QuoteSigned",
        "quote-signed",
        "quickbooks-action",
        &["create-invoice"],
    ),
    (
        "PaymentLinkDeal",
        "deal-of-payment-link",
        "quickbooks-action",
        &["create-sales-receipt"],
    ),
    (
        "PaymentSucceeded",
        "payment-succeeded",
        "settle-payment",
        &["create-paid-invoice", "create-expense"],
    ),
    (
        "PaymentRefunded",
        "payment-refunded",
        "refund-payment",
        &["create-refund-receipt"],
    ),
];

pub(super) async fn prove(stage: &Arc<Stage>) -> Result<(), XtaskError> {
    let rules = Bus::with_rules_of(stage).await?;
    proved("there is a sample event for every case", every_file()).await?;
    proved(
        "every rule takes its events and no others",
        every_event(stage, &rules),
    )
    .await?;
    proved(
        "what a rule takes starts its workflow, which runs its actions",
        every_rule(stage, &rules),
    )
    .await?;
    proved(
        "the rule without a workflow invokes the function with the event itself",
        the_direct_rule(stage, &rules),
    )
    .await
}

/// A bus with the template's rules; each puts what it would send to its target into a queue, since
/// `moto`'s rules reach queues and not state machines or functions.
struct Bus {
    rules: Vec<(String, String)>,
}

impl Bus {
    async fn with_rules_of(stage: &Stage) -> Result<Self, XtaskError> {
        let moto = &stage.moto;
        moto.call(
            Service::Events,
            "CreateEventBus",
            &json!({ "Name": "books" }),
        )
        .await?;
        let resolver = Resolver::new(&stage.template, &[], stage.names());
        let mut rules = Vec::new();
        for (name, properties) in stage.template.resources("AWS::Events::Rule") {
            let rule = resolver.resolve(&properties)?;
            let queue = json!({ "QueueName": format!("rule-{name}") });
            let queue = moto.call(Service::Queues, "CreateQueue", &queue).await?;
            let url = queue["QueueUrl"].as_str().unwrap_or_default().to_owned();
            let pattern = rule["EventPattern"].to_string();
            let put = json!({ "Name": name, "EventBusName": "books", "EventPattern": pattern });
            moto.call(Service::Events, "PutRule", &put).await?;
            let mut target = json!({
                "Id": "queue", "Arn": format!("arn:aws:sqs:{REGION}:{ACCOUNT}:rule-{name}"),
            });
            if let Some(transformer) = rule["Targets"][0].get("InputTransformer") {
                target["InputTransformer"] = transformer.clone();
            }
            let put = json!({ "Rule": name, "EventBusName": "books", "Targets": [target] });
            moto.call(Service::Events, "PutTargets", &put).await?;
            rules.push((name, url));
        }
        Ok(Self { rules })
    }

    /// Sends a sample event; which rules took it, and what they sent on.
    async fn send(&self, stage: &Stage, event: &str) -> Result<Vec<(&str, Value)>, XtaskError> {
        let event = sample(event)?;
        let entry = json!({
            "EventBusName": "books", "Source": event["source"],
            "DetailType": event["detail-type"], "Detail": event["detail"].to_string(),
        });
        let put = json!({ "Entries": [entry] });
        let put = stage.moto.call(Service::Events, "PutEvents", &put).await?;
        hold(
            put["FailedEntryCount"] == 0,
            "the bus takes the event",
            &put,
        )?;
        let mut taken = Vec::new();
        for (rule, queue) in &self.rules {
            let sent = stage.receive(queue).await?;
            taken.extend(sent.into_iter().map(|message| (rule.as_str(), message)));
        }
        Ok(taken)
    }
}

fn sample(event: &str) -> Result<Value, XtaskError> {
    read(&format!("infra/workflows/events/{event}.json"))
}

#[allow(
    clippy::unused_async,
    reason = "a promise is a future, as all the others are"
)]
async fn every_file() -> Result<(), XtaskError> {
    let folder = crate::workspace::root().join("infra/workflows/events");
    let files = std::fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    let files: BTreeSet<String> = files
        .iter()
        .map(|file| file.file_name().to_string_lossy().replace(".json", ""))
        .collect();
    let listed: BTreeSet<String> = EVENTS.iter().map(|(name, _)| (*name).to_owned()).collect();
    let difference = files.symmetric_difference(&listed).collect::<Vec<_>>();
    hold(
        difference.is_empty(),
        "files and cases agree",
        format!("{difference:?}"),
    )
}

async fn every_event(stage: &Stage, bus: &Bus) -> Result<(), XtaskError> {
    for (event, rules) in EVENTS {
        let taken = bus.send(stage, event).await?;
        let taken: Vec<&str> = taken.iter().map(|(rule, _)| *rule).collect();
        hold(
            taken == rules,
            format!("{event} is taken by {rules:?}"),
            format!("{taken:?}"),
        )?;
    }
    let taken: BTreeSet<&str> = EVENTS
        .iter()
        .flat_map(|(_, rules)| *rules)
        .copied()
        .collect();
    let untaken = bus
        .rules
        .iter()
        .find(|(rule, _)| !taken.contains(rule.as_str()));
    hold(
        untaken.is_none(),
        "every rule takes an event",
        format!("{untaken:?}"),
    )
}

async fn every_rule(stage: &Stage, bus: &Bus) -> Result<(), XtaskError> {
    for (rule, event, workflow, actions) in STARTED {
        let taken = bus.send(stage, event).await?;
        let id = sample(event)?["detail"]["record"]["id"].clone();
        let id = id.as_str().unwrap_or_default();
        if rule == "PaymentRefunded" {
            stage.functions.has(id, &record(REFUNDED, id)?);
        }
        let (_, input) = taken
            .first()
            .ok_or_else(|| XtaskError::broken("it is taken", event))?;
        let started = stage.run("start-workflow", input).await?;
        let arn = started.output["execution"].as_str().unwrap_or_default();
        hold(
            arn.contains(workflow),
            format!("{rule} starts {workflow}"),
            &started.output,
        )?;
        let ended = stage.ended(arn).await?;
        hold(ended.status == "SUCCEEDED", rule, &ended.error)?;
        for action in actions {
            let calls = stage.functions.calls(action, id).len();
            hold(calls == 1, format!("{rule} runs {action}"), calls)?;
        }
        let loads = stage.functions.calls("load-record", id).len();
        hold(loads >= 1, "what the event does not tell is loaded", loads)?;
    }
    Ok(())
}

async fn the_direct_rule(stage: &Stage, bus: &Bus) -> Result<(), XtaskError> {
    let taken = bus.send(stage, "invoice-requested").await?;
    let (_, event) = taken
        .first()
        .ok_or_else(|| XtaskError::broken("it is taken", "not"))?;
    let response = stage.functions.real("create-invoice", event).await?;
    hold(
        response["document"]["type"] == "Invoice",
        "an invoice is made",
        &response,
    )
}
