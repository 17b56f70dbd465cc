//! From a change in HubSpot to a document, with webhooks alone. HubSpot delivers each five times at once.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};
use workflows::{CONNECTION, Execution, Stage, record, stage, stage_alone};

use crate::bus::{Bus, bus};

/// The times that HubSpot delivers a webhook at once.
const DELIVERIES: usize = 5;

/// A run that an event has started.
struct Run {
    rule: String,
    execution: Execution,
}

/// Has somebody change a record in HubSpot, and runs what the rules start.
async fn changed(
    stage: &Stage,
    (path, id): (&str, &str),
    change: Value,
    parameters: &[(&str, &str)],
) -> (usize, Vec<Run>) {
    let bus = bus(stage).await;
    stage.functions.portal().edit(path, id, change).unwrap();
    stage.functions.settle().await;
    started(stage, &bus, parameters).await
}

/// The number of events that rules have taken, and the runs that were started for them, ended.
async fn started(stage: &Stage, bus: &Bus, parameters: &[(&str, &str)]) -> (usize, Vec<Run>) {
    let taken = bus.taken(stage, parameters).await;
    let mut runs = Vec::new();
    for (rule, input) in &taken {
        let start = stage.run("start-workflow", input).await;
        assert_eq!(start.status, "SUCCEEDED", "{rule}: {}", start.error);
        // What the same occasion has started before has no execution of its own.
        if let Some(arn) = start.output["execution"].as_str() {
            let execution = stage.ended(arn).await;
            let (status, error) = (&execution.status, &execution.error);
            assert_eq!(status, "SUCCEEDED", "{rule}: {error} {}", execution.cause);
            let rule = rule.clone();
            runs.push(Run { rule, execution });
        }
    }
    (taken.len(), runs)
}

/// The record of a sample with these properties instead of its own.
fn plant(stage: &Stage, sample: &str, id: &str, properties: &Value) {
    let mut record = record(sample, id);
    for (name, value) in properties.as_object().unwrap() {
        record["properties"][name] = value.clone();
    }
    stage.functions.has(&record);
}

fn property(stage: &Stage, (path, id): (&str, &str), name: &str) -> Value {
    let record = stage.functions.portal().record(path, id).unwrap();
    record["properties"][name].clone()
}

fn response(run: &Run, place: usize) -> &Value {
    &run.execution.output["outcomes"][place]["response"]
}

#[tokio::test]
async fn a_signed_quote_becomes_an_invoice_or_as_the_stack_is_set_an_estimate_once() {
    let stage = stage().await;
    let cases: [(&[_], _, _, _); 2] = [
        (&[], "create-invoice", "Invoice", "quickbooks_sale_number"),
        (
            &[("QuoteSignedAction", "create-estimate")],
            "create-estimate",
            "Estimate",
            "quickbooks_estimate_number",
        ),
    ];
    for (parameters, action, document, number) in cases {
        let id = stage.fresh_id();
        plant(
            &stage,
            "create-invoice/events/02-signed-quote",
            &id,
            &json!({ "hs_esign_date": null }),
        );
        let quote = ("quotes", id.as_str());
        let signed = json!({ "hs_esign_date": "2026-11-28T09:00:00Z" });
        let (events, runs) = changed(&stage, quote, signed, parameters).await;
        assert_eq!(events, DELIVERIES, "each delivery is an event");
        assert_eq!(runs.len(), 1, "of which one starts a run");
        assert_eq!(runs[0].rule, "QuoteSigned");
        let made = &response(&runs[0], 0)["document"];
        assert_eq!(made["type"], document, "{made}");
        let calls = stage.functions.calls(action, &id);
        assert_eq!(calls.len(), 1, "{action}");
        assert_eq!(calls[0]["connection"], CONNECTION);
        let reason = calls[0]["run"]["occasion"].as_str().unwrap();
        let begin = format!("change-0-14-{id}-hs_esign_date-");
        assert!(reason.starts_with(&begin), "{reason}");
        assert_eq!(property(&stage, quote, number), made["number"]);
    }
}

#[tokio::test]
async fn a_deal_that_becomes_one_of_a_payment_link_is_booked_once_and_a_later_name_books_nothing() {
    let stage = stage().await;
    let id = stage.fresh_id();
    let deal = ("deals", id.as_str());
    plant(
        &stage,
        "create-sales-receipt/events/01-deal",
        &id,
        &json!({ "dealname": "Spring workshop" }),
    );
    let named = json!({ "dealname": "Payment link: Spring workshop" });
    let (events, runs) = changed(&stage, deal, named, &[]).await;
    assert_eq!((events, runs.len()), (DELIVERIES, 1));
    assert_eq!(runs[0].rule, "PaymentLinkDeal");
    let made = &response(&runs[0], 0)["document"];
    assert_eq!(made["type"], "SalesReceipt", "{made}");
    let number = property(&stage, deal, "quickbooks_sale_number");
    assert_eq!(number, made["number"]);

    let (events, runs) = changed(&stage, deal, json!({ "dealname": "Summer" }), &[]).await;
    assert_eq!((events, runs.len()), (0, 0));
    let calls = stage.functions.calls("create-sales-receipt", &id);
    assert_eq!(calls.len(), 1);
}

#[tokio::test]
async fn a_payment_is_booked_with_its_fee_once_and_so_is_its_refund() {
    let stage = stage().await;
    let id = stage.fresh_id();
    let payment = ("commerce_payments", id.as_str());
    plant(
        &stage,
        "create-paid-invoice/events/01-payment-link",
        &id,
        &json!({ "hs_latest_status": "processing", "hs_payment_source_app": null }),
    );
    let succeeded = json!({ "hs_latest_status": "succeeded" });
    let (events, runs) = changed(&stage, payment, succeeded, &[]).await;
    assert_eq!((events, runs.len()), (DELIVERIES, 1));
    assert_eq!(runs[0].rule, "PaymentSucceeded");
    assert_eq!(response(&runs[0], 0)["document"]["type"], "Invoice");
    assert_eq!(response(&runs[0], 1)["document"]["type"], "Purchase");
    let total = response(&runs[0], 0)["document"]["total"].clone();

    // Two properties change, which are two occasions of one refund.
    let refunded = json!({ "hs_latest_status": "refunded", "hs_refunds_amount": total });
    let (events, runs) = changed(&stage, payment, refunded, &[]).await;
    assert_eq!((events, runs.len()), (2 * DELIVERIES, 2));
    assert!(runs.iter().all(|run| run.rule == "PaymentRefunded"));
    let documents = runs
        .iter()
        .map(|run| response(run, 0)["document"]["id"].to_string());
    assert_eq!(documents.collect::<BTreeSet<_>>().len(), 1, "one receipt");
    let statuses = runs
        .iter()
        .map(|run| response(run, 0)["status"].to_string());
    let statuses: BTreeSet<_> = statuses.collect();
    let expected = ["\"already_created\"", "\"created\""];
    assert_eq!(statuses, BTreeSet::from(expected.map(str::to_owned)));
    for (action, times) in [
        ("create-paid-invoice", 1),
        ("create-expense", 1),
        ("create-refund-receipt", 2),
    ] {
        let calls = stage.functions.calls(action, &id).len();
        assert_eq!(calls, times, "{action}");
    }
    // HubSpot lets nobody write to a payment that it processed, so notes say it.
    let notes = stage.functions.portal().records("notes");
    let own = notes
        .iter()
        .map(|note| note["properties"]["hs_note_body"].to_string());
    let own: Vec<String> = own.filter(|note| note.contains(&id)).collect();
    assert_eq!(own.len(), 2, "of the sale and of the refund: {own:?}");
}

#[tokio::test]
async fn a_payment_that_was_refunded_before_its_change_was_read_is_a_sale_and_a_refund() {
    let stage = stage().await;
    let id = stage.fresh_id();
    let payment = ("commerce_payments", id.as_str());
    plant(
        &stage,
        "create-paid-invoice/events/01-payment-link",
        &id,
        &json!({ "hs_latest_status": "processing", "hs_payment_source_app": null }),
    );
    let portal = stage.functions.portal();
    let total = property(&stage, payment, "hs_initial_amount");
    let bus = bus(&stage).await;
    let succeeded = json!({ "hs_latest_status": "succeeded" });
    portal.edit(payment.0, &id, succeeded).unwrap();
    let refunded = json!({ "hs_latest_status": "refunded", "hs_refunds_amount": total });
    portal.edit(payment.0, &id, refunded).unwrap();
    stage.functions.settle().await;
    let (_, runs) = started(&stage, &bus, &[]).await;
    let mut made = BTreeSet::new();
    for run in &runs {
        let outcomes = run.execution.output["outcomes"].as_array().unwrap();
        let documents = outcomes.iter().map(|one| &one["response"]["document"]);
        made.extend(documents.map(|document| document["type"].to_string()));
    }
    let expected = ["\"Invoice\"", "\"Purchase\"", "\"RefundReceipt\""];
    assert_eq!(made, BTreeSet::from(expected.map(str::to_owned)));
    let sales = stage.functions.calls("create-paid-invoice", &id);
    assert_eq!(sales.len(), 1, "one change is the sale");
}

/// Two deals of payment links, named so in HubSpot one right after the other.
async fn two_deals(stage: &Stage) -> [String; 2] {
    let ids = [stage.fresh_id(), stage.fresh_id()];
    for id in &ids {
        let named = json!({ "dealname": "Spring workshop" });
        plant(stage, "create-sales-receipt/events/01-deal", id, &named);
    }
    for id in &ids {
        let named = json!({ "dealname": "Payment link: Spring workshop" });
        stage.functions.portal().edit("deals", id, named).unwrap();
    }
    stage.functions.settle().await;
    ids
}

fn records_of(runs: &[Run]) -> BTreeSet<String> {
    let inputs = runs.iter().map(|run| &run.execution.output["request"]);
    let ids = inputs.map(|request| request["record"]["id"].as_str().unwrap().to_owned());
    ids.collect()
}

#[tokio::test]
async fn an_event_that_the_bus_does_not_take_at_first_is_sent_again() {
    let stage = stage_alone().await;
    let bus = bus(&stage).await;
    stage.functions.lose_events(1);
    let ids = two_deals(&stage).await;
    let (events, runs) = started(&stage, &bus, &[]).await;
    assert_eq!(
        events,
        2 * DELIVERIES,
        "none is lost, and none is there twice"
    );
    assert_eq!(records_of(&runs), BTreeSet::from(ids));
}

#[tokio::test]
async fn what_the_bus_goes_on_refusing_is_delivered_again_by_hubspot() {
    let stage = stage_alone().await;
    let bus = bus(&stage).await;
    stage.functions.lose_events(usize::MAX);
    let ids = two_deals(&stage).await;
    let told = stage.functions.portal().webhooks();
    let last = told.last().unwrap();
    assert_eq!((last.status, last.taken), (Some(503), false), "{told:?}");
    let (_, mut runs) = started(&stage, &bus, &[]).await;
    let early = records_of(&runs);
    assert!(early.len() < 2, "one is missing: {early:?}");

    stage.functions.lose_events(0);
    stage.functions.let_pass(Duration::from_mins(2));
    stage.functions.settle().await;
    assert!(
        stage
            .functions
            .portal()
            .webhooks()
            .iter()
            .all(|batch| batch.taken)
    );
    let (_, later) = started(&stage, &bus, &[]).await;
    runs.extend(later);
    assert_eq!(records_of(&runs), BTreeSet::from(ids));
    assert_eq!(runs.len(), 2, "each is booked once");
}
