//! HubSpot's workflow editor: an execution is run once, however often it is delivered, and every answer agrees with the
//! outcome.

use std::time::Duration;

use report_outcome::Steps;
use sandbox_hubspot::{Enrollment, ExecutionState};
use serde_json::{Value, json};
use workflows::{Answer, CONNECTION, Execution, PERSONAL, Stage, record, stage_alone};

use crate::failure::{QUEUED, only};

const DEAL: &str = "create-estimate/events/01-deal";

/// The enrolment of a deal in "Create a QuickBooks invoice".
fn enrollment(id: &str) -> Enrollment {
    Enrollment::new("deals", id, "create_invoice")
        .input("connection", CONNECTION)
        .input("customer", "associated_contact")
        .input("products", "line_items")
        .input("create_missing_products", "false")
}

/// Enrols a deal, which HubSpot delivers five times at once.
async fn enrolled(stage: &Stage, enrollment: Enrollment) -> String {
    let callback = stage.functions.portal().enroll(enrollment).unwrap();
    stage.functions.settle().await;
    callback
}

/// The only run of an execution, ended.
async fn run_of(stage: &Stage, callback: &str) -> Execution {
    let name = format!("{}-{callback}", stage.functions.portal().portal_id());
    let all = stage.executions("quickbooks-action").await.into_iter();
    let own = only(all.filter(|execution| execution["name"] == name).collect());
    stage.ended(own["executionArn"].as_str().unwrap()).await
}

fn completion(stage: &Stage, callback: &str) -> Value {
    let all = stage.functions.portal().completions().into_iter();
    let own = all.filter(|(of, _)| of == callback);
    only(own.map(|(_, outputs)| outputs).collect())
}

fn deal(stage: &Stage, id: &str) -> Value {
    let record = stage.functions.portal().record("deals", id).unwrap();
    record["properties"].clone()
}

/// Each answer lets HubSpot wait, or is the outcome that the execution was completed with.
fn assert_agree(answers: &[Value], outcome: &Value) {
    for answer in answers {
        let waits = answer["hs_execution_state"] == "BLOCK";
        assert!(waits || answer == outcome, "{answer} is not {outcome}");
    }
}

#[tokio::test]
async fn five_deliveries_at_once_and_five_an_hour_later_are_one_run_one_document_and_one_completion()
 {
    let stage = stage_alone().await;
    let id = stage.fresh_id();
    stage.functions.has(&record(DEAL, &id));
    let before = stage.functions.made("Invoice").len();
    let callback = enrolled(&stage, enrollment(&id)).await;
    let answers = stage.functions.answers(&callback);
    assert_eq!(answers.len(), 5);
    let run = run_of(&stage, &callback).await;
    assert_eq!(run.status, "SUCCEEDED", "{}", run.error);
    let outcome = completion(&stage, &callback);
    assert_eq!(outcome["hs_execution_state"], "SUCCESS");
    assert_agree(&answers, &outcome);
    let execution = stage.functions.portal().execution(&callback).unwrap();
    assert_eq!(execution.state, ExecutionState::Succeeded);

    stage.functions.let_pass(Duration::from_hours(1));
    let later = stage.functions.deliver_again(&callback, 5).await;
    assert_eq!(later, vec![outcome.clone(); 5]);

    run_of(&stage, &callback).await;
    assert_eq!(completion(&stage, &callback), outcome);
    assert_eq!(stage.functions.calls("create-invoice", &id).len(), 1);
    assert_eq!(stage.functions.made("Invoice").len(), before + 1);
    let number = &deal(&stage, &id)["quickbooks_sale_number"];
    assert_eq!(*number, outcome["document_number"]);
}

#[tokio::test]
async fn a_run_that_ends_after_hubspot_has_gone_on_says_so_on_the_metric_and_the_record_shows_its_document()
 {
    let stage = stage_alone().await;
    let id = stage.fresh_id();
    stage.functions.has(&record(DEAL, &id));
    let busy = Answer::failing("QuickBooksThrottled");
    stage.functions.script("create-invoice", &id, busy, None);
    let callback = enrolled(&stage, enrollment(&id)).await;
    stage.functions.let_pass(Duration::from_hours(26));
    stage.functions.settle().await;
    let of_execution = |stage: &Stage| stage.functions.portal().execution(&callback).unwrap().state;
    assert_eq!(of_execution(&stage), ExecutionState::Expired);
    stage.functions.recover("create-invoice", &id);
    let run = run_of(&stage, &callback).await;
    assert_eq!(run.status, "SUCCEEDED", "{} {}", run.error, run.cause);
    assert_eq!(
        of_execution(&stage),
        ExecutionState::Expired,
        "nobody waits for it"
    );
    assert_eq!(deal(&stage, &id)["quickbooks_sale_status"], "booked");

    let report = only(stage.functions.calls("report-outcome", &id));
    let told = stage.functions.told(&report).await;
    assert_eq!(told["completion"], "late", "{told}");
    assert_eq!(told["warnings"][0]["code"], "completion_late", "{told}");
    let steps: Steps = serde_json::from_value(told).unwrap();
    assert!(steps.metrics().contains(&("CompletionsLate", true)));
}

#[tokio::test]
async fn a_run_that_needs_a_person_has_told_hubspot_waits_in_the_queue_and_run_again_shows_the_document()
 {
    let stage = stage_alone().await;
    let hidden = stage.empty_failed_runs().await;
    let id = stage.fresh_id();
    let mut without_product = record(DEAL, &id);
    let line = without_product["line_items"][0].clone();
    let properties = &mut without_product["line_items"][0]["properties"];
    properties["name"] = format!("Marquee {id}").into();
    for name in ["hs_sku", "hs_product_id"] {
        properties[name] = json!(null);
    }
    stage.functions.has(&without_product);
    let callback = enrolled(&stage, enrollment(&id)).await;
    let run = run_of(&stage, &callback).await;
    assert_eq!(
        (run.status.as_str(), run.error.as_str()),
        ("FAILED", "ProductNotFound")
    );
    assert!(run.cause.starts_with(QUEUED), "{}", run.cause);

    // HubSpot has the sentence of the definition's rule, and the action's own.
    let execution = stage.functions.portal().execution(&callback).unwrap();
    assert_eq!(execution.state, ExecutionState::Failed);
    let sentence = execution.sentence.unwrap();
    assert!(
        !sentence.is_empty() && !sentence.contains("{{"),
        "{sentence}"
    );
    let outcome = completion(&stage, &callback);
    assert_eq!(outcome["hs_execution_state"], "FAIL_CONTINUE");
    assert_eq!(outcome["error_code"], "ProductNotFound");
    let told = outcome["error_message"].as_str().unwrap();
    assert!(told.contains("line item") && told.contains(&id), "{told}");
    assert_eq!(deal(&stage, &id)["quickbooks_sale_status"], "waiting");
    // So has a delivery that comes again.
    let again = stage.functions.deliver_again(&callback, 1).await;
    assert_eq!(again, std::slice::from_ref(&outcome));

    assert_eq!(
        stage.count_of_failed_runs().await,
        hidden + 1,
        "the queue holds the run"
    );
    let properties = json!({
        "name": line["properties"]["name"], "hs_sku": line["properties"]["hs_sku"],
    });
    let line = without_product["line_items"][0]["id"].as_str().unwrap();
    stage
        .functions
        .portal()
        .edit("line_items", line, properties)
        .unwrap();
    let again = stage.run("run-again", &json!({})).await;
    assert_eq!(again.output["started"], 1, "{}", again.output);
    booked(&stage, &id).await;
    let deal = deal(&stage, &id);
    assert!(deal["quickbooks_sale_number"].is_string(), "{deal}");
    assert_eq!(
        deal["quickbooks_sale_error"].as_str().unwrap_or_default(),
        ""
    );
    // HubSpot's workflow has gone on: of two ends of a step the first one counts.
    let execution = stage.functions.portal().execution(&callback).unwrap();
    assert_eq!(execution.state, ExecutionState::Failed);
}

/// Waits until the record says that it is booked.
async fn booked(stage: &Stage, id: &str) {
    for _ in 0..100 {
        if deal(stage, id)["quickbooks_sale_status"] == "booked" {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("deal {id} is not booked: {}", deal(stage, id))
}

#[tokio::test]
async fn a_property_in_a_text_stands_on_the_invoice_and_its_name_alone_in_the_run() {
    let stage = stage_alone().await;
    let id = stage.fresh_id();
    let mut deal = record(DEAL, &id);
    let person = PERSONAL[0];
    deal["properties"]["description"] = person.into();
    stage.functions.has(&deal);
    let written = enrollment(&id)
        .input("memo", "For {{description}}")
        .input("bill_email_cc", "{{description}}");
    let callback = enrolled(&stage, written).await;
    let run = run_of(&stage, &callback).await;
    assert_eq!(run.status, "SUCCEEDED", "{}", run.cause);
    let memo = format!("For {person}");
    let made = stage.functions.made("Invoice").into_iter();
    let made = only(
        made.filter(|it| it["CustomerMemo"]["value"] == memo.as_str())
            .collect(),
    );
    assert_eq!(made["BillEmailCc"]["Address"], person);
    let history = stage.history(&run.arn).await;
    let history: String = history.iter().map(Value::to_string).collect();
    assert!(history.contains("For {{description}}") && !history.contains(person));
    let waiting = stage.all_messages().await;
    assert!(waiting.iter().all(|it| !it.to_string().contains(person)));
}
