//! Every fault of HubSpot at every request by which a record is read: nothing is booked, and the next run books it once.
//!
//! The requests are those of a run that meets no fault, so that none which is sent is left out here.

use jiff::SignedDuration;
use registry::RegisteredAction::{self, CreateInvoice, CreatePaidInvoice, CreateSalesReceipt};
use rehearsal::{HubSpotAccount, Rehearsal};
use sandbox_hubspot::{
    FaultEffect as Fault, FaultScript, SandboxOptions, ScriptedAnswer, ScriptedLimit,
};
use serde_json::{Value, json};

use crate::every_action::{documents, run};
use crate::one_sale::record;

const ID: &str = "9001";
const LABEL: &str = "Billing contact";

fn answer(status: u16, body: &Value) -> Fault {
    Fault::Status(ScriptedAnswer {
        status,
        body: body.to_string(),
        content_type: "application/json".to_owned(),
        after_effect: false,
    })
}

fn faults() -> Vec<Fault> {
    let error = |category: &str| json!({"status": "error", "message": "no", "category": category});
    let in_part = json!({"status": "COMPLETE", "results": [], "numErrors": 1,
        "errors": [error("OBJECT_NOT_FOUND")]});
    vec![
        answer(207, &in_part),
        answer(400, &error("VALIDATION_ERROR")),
        answer(403, &json!({})),
        answer(404, &error("OBJECT_NOT_FOUND")),
        answer(500, &json!({})),
        Fault::Edge(403),
        Fault::Edge(502),
        Fault::CloseBeforeEffect,
        Fault::CloseAfterEffect,
        Fault::HalfAnswer,
        Fault::RateLimit(ScriptedLimit::TenSecondlyRolling),
        Fault::RateLimit(ScriptedLimit::Daily),
        Fault::RateLimit(ScriptedLimit::Secondly),
        Fault::Locked,
        Fault::Migrating(600),
        Fault::ExpiredToken,
        Fault::MissingScope("crm.objects.deals.read".to_owned()),
    ]
}

/// The error of a run in which a request of this path has the fault; none where the fault cannot be.
fn expected(fault: &Fault, path: &str) -> Option<&'static str> {
    let (is_token, is_record) = (path.contains("/account-info/"), path.ends_with(ID));
    Some(match fault {
        Fault::Status(answer) => match answer.status {
            207 if !path.ends_with("/batch/read") => return None,
            400 => "InvalidRequest",
            403 => "HubSpotAccessDenied",
            404 if is_token => "SettingMissing",
            404 if is_record => "RecordNotFound",
            _ => "HubSpotUnavailable",
        },
        Fault::Edge(_)
        | Fault::CloseBeforeEffect
        | Fault::CloseAfterEffect
        | Fault::HalfAnswer
        | Fault::RateLimit(_)
        | Fault::Locked
        | Fault::Migrating(_) => "HubSpotUnavailable",
        Fault::ExpiredToken | Fault::MissingScope(_) => "HubSpotAccessDenied",
        Fault::Delay(_) => return None,
    })
}

/// A record of two lines, contacts and companies, so that each of these has a further page and a label to ask for.
fn of_two(object_type: &str, lists: &Value) -> Value {
    let two = |ids: [&str; 2], properties: Value| -> Value {
        let both = ids.map(|id| json!({"id": id, "properties": properties}));
        both.into_iter().collect()
    };
    let mut all = json!({
        "line_items": two(["1", "2"], json!({
            "name": "Hours", "quantity": "1", "price": "50.00", "amount": "50.00"})),
        "contacts": two(["61", "62"], json!({"firstname": "Tilda", "lastname": "Ferncastle"})),
        "companies": two(["77", "78"], json!({"name": "Garden Works"})),
        "hs_status": "ACCEPTED",
    });
    let all_lists = all.as_object_mut().unwrap();
    for (list, ids) in lists.as_object().unwrap() {
        let objects = ids.as_array().unwrap().iter();
        let objects = objects.map(|id| json!({"id": id, "properties": {}}));
        all_lists.insert(list.clone(), objects.collect());
    }
    record(object_type, ID, &all)["record"].take()
}

/// The record with a discount, a fee and a tax on the whole.
fn with_terms(mut record: Value) -> Value {
    for (list, id, kind, value) in [
        ("discounts", "88101", "PERCENT", "10"),
        ("fees", "88201", "FIXED", "10"),
        ("taxes", "88301", "PERCENT", "8"),
    ] {
        record[list] = json!([{"id": id, "properties": {
            "hs_label": "Whole", "hs_type": kind, "hs_value": value}}]);
    }
    record
}

/// A stage on an account of this record alone.
async fn stage_of(record: &Value) -> (Rehearsal, HubSpotAccount) {
    let options = SandboxOptions {
        inline_associations: 1,
        ..SandboxOptions::default()
    };
    let account = HubSpotAccount::with(options).await;
    account.put(record);
    let mut setting = account.setting();
    setting["contact_label"] = LABEL.into();
    let stage = Rehearsal::with_settings(json!({"hubspot": setting})).await;
    (account.opened_to(stage).await, account)
}

/// The paths that a run without a fault asks for, and for each the number of the request among those whose path has it.
async fn requests(action: RegisteredAction, record: &Value) -> Vec<(String, u32)> {
    let (stage, account) = stage_of(record).await;
    run(action, &stage, &by_id(record)).await.unwrap();
    let lines = account.requests();
    let paths = lines.iter().filter_map(|line| line.split(' ').nth(1));
    let paths: Vec<&str> = paths.collect();
    let numbered = paths.iter().enumerate().map(|(place, path)| {
        let earlier = paths[..=place].iter().filter(|one| one.contains(path));
        ((*path).to_owned(), u32::try_from(earlier.count()).unwrap())
    });
    numbered.collect()
}

fn by_id(record: &Value) -> Value {
    json!({"connection": rehearsal::CONNECTION,
        "record": {"object_type": record["object_type"], "id": record["id"]},
        "options": {"create_missing_products": true}})
}

/// Has every request of the reading meet every fault, and checks that it asks for these lists.
async fn every_fault_at_every_request(action: RegisteredAction, record: Value, lists: &[&str]) {
    let event = by_id(&record);
    let requests = requests(action, &record).await;
    for list in lists {
        let is_asked = requests.iter().any(|(path, _)| path.contains(list));
        assert!(is_asked, "{list}: {requests:#?}");
    }
    for (path, number) in &requests {
        let (stage, account) = stage_of(&record).await;
        for fault in faults() {
            let Some(expected) = expected(&fault, path) else {
                continue;
            };
            let script = FaultScript::new(fault.clone()).path(path).nth(*number);
            account.sandbox.script(script);
            let error = run(action, &stage, &event).await.unwrap_err();
            let told = format!("{fault:?} at {path} ({number}): {error}");
            assert_eq!(error.error_type(), expected, "{told}");
            assert!(error.to_string().contains(ID), "{told}");
            assert_eq!(stage.requests(), [""; 0], "{told}");
            account.sandbox.clear_scripts();
            stage.environment.advance(SignedDuration::from_secs(61));
        }
        for status in ["created", "already_created"] {
            let booked = run(action, &stage, &event).await.unwrap();
            assert_eq!(booked.status.to_string(), status, "{path}");
        }
        let made = documents().filter(|(of, _)| *of == action);
        for (_, kind) in made {
            assert_eq!(stage.made(kind).len(), 1, "{path}: {kind}");
        }
    }
}

const PAGES: [&str; 3] = [
    "/associations/line_items",
    "/associations/contacts",
    "/associations/companies",
];

#[tokio::test]
async fn whatever_request_for_a_deal_fails_nothing_is_booked_and_the_next_run_books_once() {
    let deal = of_two("deal", &json!({"quotes": ["5911"], "payments": ["3601"]}));
    let lists = [
        "/discounts/",
        "/fees/",
        "/taxes/",
        "/quotes/",
        "/commerce_payments/",
    ];
    let lists = [&lists[..], &PAGES].concat();
    every_fault_at_every_request(CreateInvoice, with_terms(deal), &lists).await;
}

#[tokio::test]
async fn whatever_request_for_a_quote_fails_nothing_is_booked_and_the_next_run_books_once() {
    let quote = of_two("quote", &json!({"deals": ["5911"], "payments": ["3601"]}));
    let lists = [&["/deals/", "/commerce_payments/"], &PAGES[..]].concat();
    every_fault_at_every_request(CreateSalesReceipt, quote, &lists).await;
}

#[tokio::test]
async fn whatever_request_for_a_payment_fails_nothing_is_booked_and_the_next_run_books_once() {
    let related = json!({"deals": ["5911"], "quotes": ["5912"], "invoices": ["4001"]});
    let lists = [&["/deals/", "/quotes/"], &PAGES[..]].concat();
    every_fault_at_every_request(CreatePaidInvoice, of_two("payment", &related), &lists).await;
    // Those that name no deal take a third trip.
    let of_both = json!({"quotes": ["5912"], "invoices": ["4001"]});
    let third_trip = ["/quotes/deals/batch/read", "/invoices/deals/batch/read"];
    every_fault_at_every_request(CreatePaidInvoice, of_two("payment", &of_both), &third_trip).await;
}
