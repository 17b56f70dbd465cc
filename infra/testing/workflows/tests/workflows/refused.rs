//! Runs by ids that the functions themselves refuse, with the errors whose words come nearest to people.

use serde_json::{Value, json};
use workflows::{Execution, PERSONAL, Stage, record};

use crate::histories::NAMING;
use crate::request::for_action;

const DEAL: &str = "create-invoice/events/01-deal";

/// Refuses a run of each, and gives the ids of its records.
pub(crate) async fn nearest_to_people(stage: &Stage) -> Vec<String> {
    let ids = [stage.fresh_id(), stage.fresh_id(), stage.fresh_id()];
    let [ambiguous, changed, worded] = &ids;
    let run = customer_ambiguous(stage, ambiguous).await;
    assert_refused(&run, "CustomerAmbiguous", ambiguous);
    let run = idempotency_conflict(stage, changed).await;
    assert_refused(&run, "IdempotencyConflict", changed);
    let run = quickbooks_rejected(stage, worded).await;
    assert_refused(&run, "QuickBooksRejected", worded);
    ids.into()
}

fn assert_refused(run: &Execution, error: &str, id: &str) {
    assert_eq!(run.error, error, "{}", run.cause);
    let of_record = format!("deal {id}: ");
    assert!(
        run.cause.contains(&of_record),
        "the function's: {}",
        run.cause
    );
}

/// A deal that two customers of QuickBooks fit equally.
async fn customer_ambiguous(stage: &Stage, id: &str) -> Execution {
    let email = format!("{id}.{}", PERSONAL[0]);
    for name in ["Petra Finch", "Petra R. Finch"] {
        let customer = json!({ "DisplayName": format!("{name} {id}"),
            "PrimaryEmailAddr": { "Address": email } });
        let company = &stage.functions.company().sandbox;
        company.insert("Customer", customer).unwrap();
    }
    let mut deal = record(DEAL, id);
    of_another_contact(&mut deal, &email);
    stage.functions.has(&deal);
    invoice(stage, id, &json!({})).await
}

/// A deal that is another customer's, with another text, since its invoice was made.
async fn idempotency_conflict(stage: &Stage, id: &str) -> Execution {
    let mut deal = record(DEAL, id);
    let options = json!({ "memo": NAMING });
    deal["properties"]["description"] = PERSONAL[0].into();
    stage.functions.has(&deal);
    let made = invoice(stage, id, &options).await;
    assert_eq!(made.status, "SUCCEEDED", "{}", made.cause);
    deal["properties"]["description"] = PERSONAL[2].into();
    of_another_contact(&mut deal, &format!("{id}.{}", PERSONAL[0]));
    stage.functions.has(&deal);
    invoice(stage, id, &options).await
}

/// A deal whose invoice QuickBooks refuses, in words that quote what it was sent.
async fn quickbooks_rejected(stage: &Stage, id: &str) -> Execution {
    stage.functions.has(&record(DEAL, id));
    let [email, _, address] = PERSONAL;
    let words = format!("Invalid String: Supplied value: Petra Finch, {email}, {address}");
    let company = stage.functions.company();
    company.refuse_next_with("2050", "Invoice", &words);
    invoice(stage, id, &json!({})).await
}

fn of_another_contact(deal: &mut Value, email: &str) {
    let id = deal["id"].as_str().unwrap_or_default();
    deal["contacts"][0]["id"] = format!("9{id}").into();
    deal["contacts"][0]["properties"]["email"] = email.into();
    deal["contacts"][0]["properties"]["lastname"] = "Finch-Hatton".into();
}

async fn invoice(stage: &Stage, id: &str, options: &Value) -> Execution {
    let mut input = for_action("create-invoice", id);
    input["options"] = options.clone();
    stage.run("quickbooks-action", &input).await
}
