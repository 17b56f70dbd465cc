//! Runs in which nothing goes wrong for good.

use std::collections::BTreeSet;

use actions::ErrorType;
use futures_util::future::join_all;
use registry::RegisteredAction;
use serde_json::{Value, json};
use strum::VariantArray;
use workflows::{Answer, CONNECTION, PERSONAL, Stage, record, stage, stage_alone};

use crate::request::{REFUNDED, by_id, for_action, sample};

/// Errors that are no error type of the contract, and may be retried.
const RETRIED_OF_LAMBDA: [&str; 5] = [
    "Lambda.ServiceException",
    "Lambda.TooManyRequestsException",
    "Lambda.Unknown",
    "Runtime.ExitError",
    "Sandbox.Timedout",
];

#[tokio::test]
async fn a_record_given_whole_becomes_an_invoice_and_the_outcome_is_reported() {
    let stage = stage().await;
    let id = stage.fresh_id();
    let input = sample("01-deal", &id);
    let execution = stage.run("quickbooks-action", &input).await;
    let outcome = &execution.output["outcomes"][0];
    assert_eq!(
        execution.status, "SUCCEEDED",
        "it succeeds: {}",
        execution.error
    );
    let document = &outcome["response"]["document"];
    assert_eq!(
        document["type"], "Invoice",
        "there is an invoice: {outcome}"
    );
    assert_eq!(
        document["total"], "1480.00",
        "of the deal's amount: {outcome}"
    );
    let calls = stage.functions.calls("create-invoice", &id);
    assert_eq!(calls[0]["record"], input["record"], "the action has it all");
    let customer = outcome["response"]["customer"].as_object().unwrap();
    let known: Vec<&str> = customer.keys().map(String::as_str).collect();
    assert_eq!(known, ["id", "matched_by"], "nobody is named: {outcome}");
    let reports = stage.functions.calls("report-outcome", &id);
    let report = reports.first().cloned().unwrap_or_default();
    assert_eq!(
        report["outcomes"][0], *outcome,
        "the outcome is reported: {report}"
    );
    let callback = &report["run"]["callback_id"];
    assert_eq!(
        callback, "ap-139722613-192814114-9001-0",
        "to the one who waits: {report}"
    );
}

#[tokio::test]
async fn the_same_run_again_makes_no_second_invoice() {
    let stage = stage().await;
    let input = sample("01-deal", &stage.fresh_id());
    stage.run("quickbooks-action", &input).await;
    let execution = stage.run("quickbooks-action", &input).await;
    let status = &execution.output["outcomes"][0]["response"]["status"];
    assert_eq!(
        status, "already_created",
        "it was made before: {}",
        execution.output
    );
}

#[tokio::test]
async fn a_record_of_which_only_the_id_is_given_is_read_by_the_action() {
    let stage = stage().await;
    let id = stage.fresh_id();
    let execution = stage
        .run("quickbooks-action", &for_action("create-estimate", &id))
        .await;
    assert_eq!(
        execution.status, "SUCCEEDED",
        "it succeeds: {}",
        execution.error
    );
    let calls = stage.functions.calls("create-estimate", &id);
    let event = calls.first().cloned().unwrap_or_default();
    let by_id = json!({ "object_type": "deal", "id": id });
    assert_eq!(event["connection"], CONNECTION, "{event}");
    assert_eq!(event["record"], by_id, "the action has the id: {event}");
    assert_eq!(
        event["options"]["private_note"], "an option",
        "and the options: {event}"
    );
}

/// A deal of 250 lines, two contacts, a company, and a discount, a fee and a tax on the whole.
fn large_order(id: &str) -> Value {
    let own = |list: u8, number: usize| format!("{list}{id}{number:03}");
    let lines = (0..250).map(|number| {
        let properties =
            json!({ "name": "Hours", "quantity": "1", "price": "2.00", "amount": "2.00" });
        json!({ "id": own(1, number), "properties": properties })
    });
    let [email, phone, address] = PERSONAL;
    let contacts = (0..2).map(|number| {
        let properties = json!({ "firstname": "Petra", "lastname": format!("Finch {number}"),
            "email": email, "phone": phone, "address": address });
        json!({ "id": own(2, number), "properties": properties })
    });
    let term = |list: u8, label: &str, kind: &str, value: &str| {
        let properties = json!({ "hs_label": label, "hs_type": kind, "hs_value": value });
        json!([{ "id": own(list, 0), "properties": properties }])
    };
    json!({
        "object_type": "deal", "id": id,
        "properties": { "dealname": "Botanical garden", "amount": "496.80", "deal_currency_code": "USD" },
        "contacts": contacts.collect::<Value>(),
        "companies": [{ "id": own(3, 0), "properties": { "name": "Garden Works" } }],
        "line_items": lines.collect::<Value>(),
        "discounts": term(4, "Autumn", "PERCENT", "10"),
        "fees": term(5, "Delivery", "FIXED", "10"),
        "taxes": term(6, "Sales tax", "PERCENT", "8"),
    })
}

fn cents(amount: &Value) -> i64 {
    let digits = amount.as_str().unwrap().replace('.', "");
    digits.parse().unwrap()
}

#[tokio::test]
async fn a_deal_of_250_lines_with_all_that_hangs_on_an_order_is_read_by_its_id_and_booked() {
    let stage = stage_alone().await;
    let id = stage.fresh_id();
    stage.functions.has(&large_order(&id));
    let mut input = for_action("create-invoice", &id);
    input["options"]["create_missing_products"] = true.into();
    let before = stage.functions.made("Invoice").len();
    stage.functions.take_hubspot_requests();
    let execution = stage.run("quickbooks-action", &input).await;
    assert_eq!(execution.status, "SUCCEEDED", "{}", execution.cause);
    // The deal, a further page of its lines, three batches of them, the contacts, the company, and a discount, a fee
    // and a tax; whose the token is, the first record read with it has asked.
    let (mut requests, round_trips) = stage.functions.take_hubspot_requests();
    requests.retain(|request| !request.contains("/account-info/"));
    assert_eq!(requests.len(), 10, "{requests:#?}");
    assert!((2..=3).contains(&round_trips), "{round_trips}");
    let made = stage.functions.made("Invoice");
    assert_eq!(made.len(), before + 1);
    let lines = made.last().unwrap()["Line"].as_array().unwrap().iter();
    let sold = lines.filter(|line| line["DetailType"] == "SalesItemLineDetail");
    assert_eq!(sold.count(), 251, "the lines and the fee");
    let response = &execution.output["outcomes"][0]["response"];
    let document = &response["document"];
    let in_books = made.last().unwrap()["TotalAmt"].to_string();
    assert_eq!(document["total"], in_books, "{document}");
    // HubSpot's 496.80 are the lines less 10 %, the fee, and a tax of 8 %, which is another than the company's: that is told.
    let (total, tax) = (cents(&document["total"]), cents(&document["tax"]));
    assert_eq!(total - tax, 46_000, "{document}");
    let told = format!(
        "a tax of {}, and HubSpot shows 36.80",
        document["tax"].as_str().unwrap()
    );
    let warnings = response["warnings"].as_array().unwrap();
    let [warning] = &warnings[..] else {
        panic!("{response}");
    };
    assert_eq!(warning["code"], "quickbooks_tax_differs");
    assert!(
        warning["message"].as_str().unwrap().ends_with(&told),
        "{warning}"
    );
    for event in stage.history(&execution.arn).await {
        let size = event.to_string().len();
        let kind = &event["type"];
        assert!(
            size < 40_000,
            "{kind} has {size} bytes, whatever the deal has"
        );
    }
}

/// A document that an action makes of the record of a sample.
struct Made {
    action: &'static str,
    sample: &'static str,
    document: &'static str,
    total: &'static str,
}

const MADE: [Made; 6] = [
    Made {
        action: "create-invoice",
        sample: "create-invoice/events/01-deal",
        document: "Invoice",
        total: "1480.00",
    },
    Made {
        action: "create-estimate",
        sample: "create-estimate/events/01-deal",
        document: "Estimate",
        total: "1137.50",
    },
    Made {
        action: "create-sales-receipt",
        sample: "create-sales-receipt/events/02-paid-quote",
        document: "SalesReceipt",
        total: "240.00",
    },
    Made {
        action: "create-paid-invoice",
        sample: "create-paid-invoice/events/01-payment-link",
        document: "Invoice",
        total: "300.00",
    },
    Made {
        action: "create-expense",
        sample: "create-expense/events/01-card-payment",
        document: "Purchase",
        total: "4.65",
    },
    Made {
        action: "create-refund-receipt",
        sample: "create-refund-receipt/events/01-full-refund",
        document: "RefundReceipt",
        total: "300.00",
    },
];

#[tokio::test]
async fn every_action_makes_its_document_of_a_record_given_by_its_id() {
    let stage = stage().await;
    let made: BTreeSet<&str> = MADE.iter().map(|made| made.action).collect();
    let actions = RegisteredAction::ALL.iter().map(|action| action.name());
    assert_eq!(made, actions.collect());
    for made in MADE {
        let id = stage.fresh_id();
        let record = record(made.sample, &id);
        stage.functions.has(&record);
        let mut input = for_action(made.action, &id);
        input["record"]["object_type"] = record["object_type"].clone();
        let execution = stage.run("quickbooks-action", &input).await;
        let response = &execution.output["outcomes"][0]["response"];
        assert_eq!(
            response["status"], "created",
            "{}: {}",
            made.action, execution.error
        );
        let document = &response["document"];
        assert_eq!(document["type"], made.document, "{response}");
        assert_eq!(document["total"], made.total, "{response}");
    }
}

#[tokio::test]
async fn nothing_of_a_record_but_its_type_and_id_outlives_the_action() {
    let stage = stage().await;
    let id = stage.fresh_id();
    let execution = stage
        .run("quickbooks-action", &for_action("create-estimate", &id))
        .await;
    let reports = stage.functions.calls("report-outcome", &id);
    let seen = format!("{} {reports:?}", execution.output);
    assert!(seen.contains(&id), "the record's id is kept: {seen}");
    let found: Vec<_> = PERSONAL
        .iter()
        .filter(|text| seen.contains(**text))
        .collect();
    assert!(found.is_empty(), "no personal data is kept: {found:?}");
}

#[tokio::test]
async fn a_refund_is_of_the_payment_as_the_action_reads_it() {
    let stage = stage().await;
    let id = stage.fresh_id();
    stage.functions.has(&record(REFUNDED, &id));
    let execution = stage.run("refund-payment", &by_id("payment", &id)).await;
    assert_eq!(
        execution.status, "SUCCEEDED",
        "it succeeds: {}",
        execution.error
    );
    let outcome = &execution.output["outcomes"][0];
    assert_eq!(
        outcome["action"], "create-refund-receipt",
        "a refund receipt: {outcome}"
    );
    let document = &outcome["response"]["document"];
    assert_eq!(document["type"], "RefundReceipt", "is made: {outcome}");
}

#[tokio::test]
async fn every_error_that_may_be_retried_is_retried_until_it_passes() {
    let stage = stage().await;
    let of_contract = ErrorType::VARIANTS
        .iter()
        .filter(|error| error.is_retryable());
    let of_contract = of_contract.map(|error| <&str>::from(*error));
    let errors: Vec<&str> = of_contract.chain(RETRIED_OF_LAMBDA).collect();
    let runs = errors.iter().map(|error| passes(&stage, error));
    join_all(runs).await;
}

async fn passes(stage: &Stage, error: &str) {
    let id = stage.fresh_id();
    stage
        .functions
        .script("create-estimate", &id, Answer::failing(error), Some(2));
    let execution = stage
        .run("quickbooks-action", &for_action("create-estimate", &id))
        .await;
    assert_eq!(
        execution.status, "SUCCEEDED",
        "{error}: {}",
        execution.error
    );
    let calls = stage.functions.calls("create-estimate", &id);
    assert_eq!(calls.len(), 3, "{error} is retried");
    let same = calls.iter().all(|call| *call == calls[0]);
    assert!(same, "{error} is retried with the same event: {calls:?}");
    let waiting = stage.waiting(&execution.arn).await;
    assert!(
        waiting.is_empty(),
        "nothing waits for a person: {waiting:?}"
    );
}

#[tokio::test]
async fn a_malformed_input_is_refused() {
    let stage = stage().await;
    let mut unknown = for_action("create-nothing", "1");
    let mut nameless = for_action("create-estimate", "1");
    nameless["record"] = json!({ "object_type": "deal" });
    let mut nobody = for_action("create-estimate", "1");
    nobody["connection"].take();
    if let Value::Object(fields) = &mut nobody {
        fields.remove("connection");
    }
    unknown["run"] = json!({});
    for input in [unknown, nameless, nobody, json!({})] {
        let execution = stage.run("quickbooks-action", &input).await;
        assert_eq!(execution.error, "InvalidRequest", "it is refused: {input}");
    }
}
