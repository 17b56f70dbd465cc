//! Dropdowns, read from a local company.

use jiff::SignedDuration;
use sandbox_quickbooks::{FaultEffect, FaultScript};
use secrecy::SecretString;
use serde_json::{Value, json};
use storage::{Connection, Tokens};

use crate::stage::Stage;

const BOOKS: Option<&str> = Some("us-books");

fn values(answer: &Value) -> Vec<&str> {
    let options = answer["options"].as_array().unwrap().iter();
    options
        .map(|option| option["value"].as_str().unwrap())
        .collect()
}

fn labels(answer: &Value) -> Vec<&str> {
    let options = answer["options"].as_array().unwrap().iter();
    options
        .map(|option| option["label"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn the_connections_are_those_of_the_account() {
    let stage = Stage::start().await;
    stage.rehearsal.connect("nobody-s", json!({})).await;
    let other = json!({"hubspot": {"portal_id": "7"}});
    stage.rehearsal.connect("other-books", other).await;
    stage
        .rehearsal
        .connect("west-books", json!({"hubspot": stage.account.setting()}))
        .await;
    let answer = stage
        .options("connection", &stage.fetch(None, "", None))
        .await;
    assert_eq!(values(&answer), ["us-books", "west-books"]);
    let searched = stage
        .options("connection", &stage.fetch(None, "WEST", None))
        .await;
    assert_eq!(values(&searched), ["west-books"]);
}

#[tokio::test]
async fn an_account_without_a_connection_is_told_so() {
    let account = rehearsal::HubSpotAccount::start().await;
    let stage = Stage::with(account, json!({})).await;
    let answer = stage
        .options("connection", &stage.fetch(None, "", None))
        .await;
    assert_eq!(values(&answer), ["unavailable"]);
    assert!(labels(&answer)[0].contains("No QuickBooks account is connected"));
    let terms = stage
        .options("payment_terms", &stage.fetch(BOOKS, "", None))
        .await;
    assert_eq!(values(&terms), ["as_set", "unavailable"]);
    assert!(stage.rehearsal.requests().is_empty());
}

#[tokio::test]
async fn every_dropdown_of_every_action_is_filled_from_the_company() {
    let stage = Stage::start().await;
    for action in editor::ACTIONS {
        for field in action.fields_of_connection() {
            let answer = stage
                .options(field.name, &stage.fetch(BOOKS, "", None))
                .await;
            let values = values(&answer);
            assert!(!values.contains(&"unavailable"), "{}: {answer}", field.name);
            let fixed = field.fixed_values();
            assert_eq!(values[..fixed.len()], *fixed, "{}", field.name);
            let ids = &values[fixed.len()..];
            assert!(
                ids.iter()
                    .all(|id| id.bytes().all(|byte| byte.is_ascii_digit()))
            );
            assert_eq!(answer["searchable"], true);
        }
    }
    let terms = stage
        .options("payment_terms", &stage.fetch(BOOKS, "", None))
        .await;
    assert!(labels(&terms).contains(&"Net 30"), "{terms}");
    let expense = stage
        .options("expense_account", &stage.fetch(BOOKS, "", None))
        .await;
    assert!(labels(&expense).contains(&"Bank Charges"), "{expense}");
    let payment = stage
        .options("payment_account", &stage.fetch(BOOKS, "", None))
        .await;
    assert!(labels(&payment).contains(&"Checking"), "{payment}");
    assert!(!labels(&payment).contains(&"Bank Charges"), "{payment}");
}

#[tokio::test]
async fn what_is_typed_is_searched_for_wherever_it_stands_in_the_name() {
    let stage = Stage::start().await;
    for name in ["Ada O'Keefe", "Zoë Okafor", "Ōkami Ltd"] {
        stage
            .rehearsal
            .sandbox
            .insert("Customer", json!({"DisplayName": name}))
            .unwrap();
    }
    for (typed, expected) in [
        ("o'kee", vec!["Ada O'Keefe"]),
        ("OKAF", vec!["Zoë Okafor"]),
        ("Ōkami", vec!["Ōkami Ltd"]),
        ("nobody at all", vec![]),
    ] {
        let answer = stage
            .options("customer", &stage.fetch(BOOKS, typed, None))
            .await;
        assert_eq!(labels(&answer), expected, "{typed}");
    }
    let fixed = stage
        .options("customer", &stage.fetch(BOOKS, "company", None))
        .await;
    assert_eq!(values(&fixed)[0], "associated_company");
}

#[tokio::test]
async fn a_long_list_comes_in_pages_and_each_of_it_once() {
    let stage = Stage::start().await;
    for number in 0..150 {
        let customer = json!({"DisplayName": format!("Paged {number:03}")});
        stage
            .rehearsal
            .sandbox
            .insert("Customer", customer)
            .unwrap();
    }
    let (mut all, mut after) = (Vec::new(), None::<String>);
    for _ in 0..10 {
        let body = stage.fetch(BOOKS, "Paged", after.as_deref());
        let answer = stage.options("customer", &body).await;
        all.extend(labels(&answer).into_iter().map(ToOwned::to_owned));
        after = answer["after"].as_str().map(ToOwned::to_owned);
        if after.is_none() {
            break;
        }
    }
    assert_eq!(all.len(), 150);
    assert_eq!(all.first().unwrap(), "Paged 000");
    all.dedup();
    assert_eq!(all.len(), 150);
}

#[tokio::test]
async fn a_list_is_read_once_a_minute() {
    let stage = Stage::start().await;
    let body = stage.fetch(BOOKS, "", None);
    for _ in 0..3 {
        stage.options("payment_terms", &body).await;
    }
    assert_eq!(
        stage.rehearsal.requests().len(),
        1,
        "{:?}",
        stage.rehearsal.requests()
    );
    stage
        .rehearsal
        .environment
        .advance(SignedDuration::from_secs(61));
    stage.options("payment_terms", &body).await;
    assert_eq!(stage.rehearsal.requests().len(), 2);
}

#[tokio::test]
async fn a_category_is_no_product() {
    let stage = Stage::start().await;
    let products = stage
        .options("products", &stage.fetch(BOOKS, "", None))
        .await;
    for item in stage.rehearsal.sandbox.documents("Item") {
        let is_listed = values(&products).contains(&item["Id"].as_str().unwrap());
        let is_sold = !matches!(item["Type"].as_str(), Some("Category" | "Group"));
        assert_eq!(is_listed, is_sold && item["Active"] != false, "{item}");
    }
}

#[tokio::test]
async fn one_option_says_what_to_do_when_the_list_cannot_be_read() {
    let stage = Stage::start().await;
    for connection in [
        None,
        Some("other-books"),
        Some("No Such Name!"),
        Some("unavailable"),
    ] {
        let answer = stage
            .options("payment_terms", &stage.fetch(connection, "", None))
            .await;
        assert_eq!(values(&answer), ["as_set", "unavailable"], "{connection:?}");
        assert_eq!(labels(&answer)[1], "Choose a QuickBooks account first");
    }
    stage
        .rehearsal
        .sandbox
        .script(FaultScript::new(FaultEffect::CloseBeforeEffect).always());
    let busy = stage
        .options("payment_terms", &stage.fetch(BOOKS, "", None))
        .await;
    assert!(labels(&busy)[1].contains("try again"), "{busy}");
    stage.rehearsal.sandbox.clear_scripts();
    let again = stage
        .options("payment_terms", &stage.fetch(BOOKS, "", None))
        .await;
    assert!(labels(&again).contains(&"Net 30"));
}

#[tokio::test]
async fn a_company_that_must_be_connected_again_is_told_so() {
    let stage = Stage::start().await;
    let books = Connection::try_from("us-books").unwrap();
    let store = &stage.rehearsal.store;
    let mut stored = store.load_tokens(&books).await.unwrap().unwrap();
    stored.value.refresh_token = SecretString::from("revoked");
    stored.value.access_expires_at -= SignedDuration::from_hours(2);
    let version = Some(stored.version);
    store
        .store_tokens(&books, version, &stored.value)
        .await
        .unwrap();
    let answer = stage
        .options("payment_terms", &stage.fetch(BOOKS, "", None))
        .await;
    assert_eq!(values(&answer), ["as_set", "unavailable"]);
    assert!(labels(&answer)[1].contains("connected again"), "{answer}");
}

#[tokio::test]
async fn a_field_that_is_no_dropdown_is_not_found() {
    let stage = Stage::start().await;
    for field in ["memo", "send_email", "nothing"] {
        let request = stage.signed(
            &format!("/hubspot/options/{field}"),
            &stage.fetch(BOOKS, "", None),
        );
        assert_eq!(stage.call(&request).await.status, 404, "{field}");
    }
}
