//! A name that is taken (6240) by a customer, a vendor or an employee, active or not: the settings
//! decide between adopting, making active again and a suffix.

use actions::response::MatchedBy;
use actions::{ActionError, Response};
use rehearsal::{Rehearsal, codes};
use sandbox_quickbooks::{FaultEffect, FaultScript, Operation, ScriptedAnswer};
use serde_json::{Value, json};

use crate::every_action::{deal, invoice};

/// The outcome of an invoice for somebody whose name is taken.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Outcome {
    /// For the customer who has the name.
    Adopted,
    /// For a new customer with HubSpot's id in the name.
    Suffixed,
    /// QuickBooks' refusal.
    Refused,
}

/// Gives the name to somebody else, or takes that of an employee of the sample company: QuickBooks'
/// API makes none.
fn name_of(stage: &Rehearsal, holder: &str) -> [&'static str; 2] {
    if holder == "Employee" {
        let mut employees = stage.sandbox.documents("Employee").into_iter();
        assert!(employees.any(|row| row["DisplayName"] == "Emily Platt"));
        return ["Emily", "Platt"];
    }
    let address = json!({"Address": "old@example.com"});
    let row = json!({"DisplayName": "Ada Byron", "PrimaryEmailAddr": address});
    stage.sandbox.insert(holder, row).unwrap();
    ["Ada", "Byron"]
}

#[tokio::test]
async fn who_has_the_name_and_the_settings_decide() {
    use Outcome::{Adopted, Refused, Suffixed};
    let table = [
        ("suffix", ["Customer", "Vendor", "Employee"], [Suffixed; 3]),
        (
            "adopt",
            ["Customer", "Vendor", "Employee"],
            [Adopted, Suffixed, Suffixed],
        ),
        (
            "reactivate",
            ["Customer", "Vendor", "Employee"],
            [Adopted, Suffixed, Suffixed],
        ),
    ];
    for (policy, holders, outcomes) in table {
        for (holder, expected) in holders.into_iter().zip(outcomes) {
            let settings = json!({"customers": {"name_conflict": policy}});
            let stage = Rehearsal::with_settings(settings).await;
            let [first, last] = name_of(&stage, holder);
            let mut event = deal("1", &json!({}));
            event["record"]["contacts"][0]["properties"] =
                json!({"firstname": first, "lastname": last, "email": "ada@example.com"});
            let result = invoice(&stage, &event).await;
            let found = outcome(&result, &format!("{first} {last}"));
            assert_eq!(found, expected, "{policy} {holder}: {result:?}");
            let made = usize::from(expected != Refused);
            assert_eq!(stage.made("Invoice").len(), made, "{policy} {holder}");
        }
    }
}

fn outcome(result: &Result<Response, ActionError>, wanted: &str) -> Outcome {
    let response = match result {
        Ok(response) => response,
        Err(error) => {
            assert_eq!(error.error_type(), "QuickBooksRejected");
            assert!(error.to_string().contains("6240"), "{error}");
            return Outcome::Refused;
        }
    };
    let customer = response.customer.clone().unwrap();
    let name = customer.name.unwrap();
    match codes(response).as_slice() {
        ["name_adopted"] if name == wanted => Outcome::Adopted,
        ["name_suffixed"]
            if [" (customer)", " (HubSpot 51)"]
                .iter()
                .any(|mark| name == format!("{wanted}{mark}")) =>
        {
            assert_eq!(customer.matched_by, MatchedBy::Created);
            Outcome::Suffixed
        }
        other => panic!("{name}: {other:?}"),
    }
}

/// QuickBooks answers so to the second batch: the first asks, the second creates.
fn second_batch(answer: &Value) -> FaultScript {
    FaultScript::new(FaultEffect::Status(ScriptedAnswer {
        status: 200,
        body: answer.to_string(),
        content_type: "application/json;charset=utf-8".to_owned(),
        after_effect: false,
    }))
    .operation(Operation::Batch)
    .nth(2)
}

/// QuickBooks says that a name is taken, as it may of an inactive customer's.
fn taken() -> FaultScript {
    let fault = json!({"Error": [{"Message": "Duplicate Name Exists Error", "code": "6240", "element": "",
        "Detail": "The name supplied already exists. : Another customer, vendor or employee is already \
                   using this name. Please use a different name."}], "type": "ValidationFault"});
    let answer = json!({"BatchItemResponse": [{"Fault": fault, "bId": "1of1"}],
        "time": "2026-11-25T10:00:00.000-08:00"});
    second_batch(&answer)
}

#[tokio::test]
async fn an_item_of_a_batch_over_the_quota_is_a_throttle_and_one_refused_tells_its_own_way_out() {
    let fault = |code: &str, detail: &str, element: &str| json!({"Error": [{"Message": "Refused", "code": code, "Detail": detail, "element": element}], "type": "ValidationFault"});
    for (fault, error_type, way_out) in [
        (
            fault(
                "3001",
                "The request limit was reached.  Try again later",
                "",
            ),
            "QuickBooksThrottled",
            "used up",
        ),
        (
            fault("5020", "You do not have permission", ""),
            "QuickBooksRejected",
            "connect it again as an administrator",
        ),
        (
            fault(
                "2210",
                "the address needs the format x@y.z",
                "PrimaryEmailAddr",
            ),
            "QuickBooksRejected",
            "correct `email` in HubSpot",
        ),
    ] {
        let stage = Rehearsal::start().await;
        let answer = json!({"BatchItemResponse": [{"Fault": fault, "bId": "1of1"}]});
        stage.sandbox.script(second_batch(&answer));
        let error = invoice(&stage, &deal("1", &json!({}))).await.unwrap_err();
        assert_eq!(error.error_type(), error_type, "{error}");
        let message = error.to_string();
        assert!(
            message.contains("deal ") && message.contains(way_out),
            "{message}"
        );
        assert!(!message.contains("bill_email_cc"), "{message}");
    }
}

#[tokio::test]
async fn an_inactive_customer_of_the_name_is_made_active_or_told_apart() {
    for (policy, expected) in [
        ("reactivate", "reactivated"),
        ("suffix", "name_suffixed"),
        ("adopt", "name_suffixed"),
    ] {
        let settings = json!({"customers": {"name_conflict": policy}});
        let stage = Rehearsal::with_settings(settings).await;
        let row = json!({"DisplayName": "Ada O'Keefe", "PrimaryEmailAddr": {"Address": "old@example.com"}});
        let inactive = stage.sandbox.insert("Customer", row).unwrap();
        let id = inactive["Id"].as_str().unwrap();
        stage
            .sandbox
            .edit("Customer", json!({"Id": id, "Active": false}))
            .unwrap();
        // The inactive are asked for before, where they are made active.
        if policy != "reactivate" {
            stage.sandbox.script(taken());
        }
        let event = deal("1", &json!({}));
        let response = invoice(&stage, &event).await.unwrap();
        assert_eq!(codes(&response), [expected], "{policy}");
        let is_reactivated = response.customer.unwrap().id == id;
        assert_eq!(is_reactivated, policy == "reactivate");
        assert_eq!(active(&stage, id), is_reactivated, "{policy}");
    }
}

fn active(stage: &Rehearsal, id: &str) -> bool {
    let customers = stage.sandbox.documents("Customer").into_iter();
    let mut own = customers.filter(|row: &Value| row["Id"] == id);
    let row = own.next().unwrap();
    assert_eq!(
        row["DisplayName"].as_str().unwrap().ends_with(" (deleted)"),
        row["Active"] == false
    );
    row["Active"] == true
}

#[tokio::test]
async fn a_customer_who_was_renamed_in_quickbooks_stays_the_one_that_is_mapped() {
    let stage = Rehearsal::start().await;
    let event = |id| deal(id, &json!({}));
    let first = invoice(&stage, &event("1")).await.unwrap();
    let id = first.customer.unwrap().id;
    let renamed = json!({"Id": id, "DisplayName": "Ada Lovelace", "GivenName": "Ada",
        "FamilyName": "Lovelace"});
    stage.sandbox.edit("Customer", renamed).unwrap();
    stage.sandbox.clear_journal();
    let second = invoice(&stage, &event("2")).await.unwrap();
    assert_eq!(second.customer.unwrap().id, id);
    assert_eq!(stage.requests(), ["create Invoice"]);
}
