use std::sync::Mutex as Kept;

use serde_json::json;
use storage::Ledger as _;

use super::*;
use crate::functions::run;
use crate::installation::{HubSpotArguments, Installation, portal_in_memory};

/// The local services, which end with this value.
type Services = (sandbox_hubspot::Sandbox, sandbox_quickbooks::Sandbox);

/// A server's company that is taken for a real one, and answers by `ask`.
async fn company(ask: Ask) -> (ServedCompany, Services) {
    let portal = portal_in_memory().await.unwrap();
    let hubspot = HubSpotArguments {
        api_url: None,
        api_version: None,
    };
    let (installation, sandbox) = Installation::in_memory(&portal, &hubspot).await.unwrap();
    let served = ServedCompany {
        ask,
        ..ServedCompany::new(installation.engine, installation.app, (false, false))
    };
    (served, (portal, sandbox))
}

fn event(id: &str, dry_run: bool) -> Bytes {
    let event = json!({"connection": "us-books",
        "record": {"object_type": "deal", "id": id,
            "properties": {"amount": "10.00", "deal_currency_code": "USD"},
            "contacts": [{"id": "51", "properties": {"lastname": "Lovelace"}}],
            "line_items": [{"id": "7", "properties": {"name": "Hours", "quantity": "1",
                "price": "10.00", "amount": "10.00"}}]},
        "options": {"dry_run": dry_run}});
    event.to_string().into()
}

const INVOICE: &str = "create-invoice";

fn invoice() -> RegisteredAction {
    RegisteredAction::named(INVOICE).unwrap()
}

#[tokio::test]
async fn the_first_booking_of_a_server_is_asked_about_once_with_company_and_amount() {
    static ASKED: Kept<Vec<String>> = Kept::new(Vec::new());
    let (served, _services) = company(|text| {
        ASKED.lock().unwrap().push(text);
        Ok(true)
    })
    .await;
    served.may_book(invoice(), &event("1", true)).await.unwrap();
    assert!(ASKED.lock().unwrap().is_empty(), "a preview books nothing");
    let (one, two) = (event("1", false), event("2", false));
    let (first, second) = tokio::join!(
        served.may_book(invoice(), &one),
        served.may_book(invoice(), &two)
    );
    first.unwrap();
    second.unwrap();
    let asked = ASKED.lock().unwrap().clone();
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert!(
        asked[0].contains("Invoice over 10.00 USD of deal 1"),
        "{asked:?}"
    );
    assert!(asked[0].contains("company    "), "{asked:?}");
}

#[tokio::test]
async fn a_first_booking_that_is_declined_books_nothing_and_says_where_to_agree() {
    let (served, _services) = company(|_| Ok(false)).await;
    let refused = served.may_book(invoice(), &event("1", false)).await;
    let error = refused.unwrap_err();
    assert_eq!(error.error_type(), "InvalidRequest");
    let said = error.to_string();
    assert!(
        said.starts_with("deal 1: the first booking for us-books was declined"),
        "{said}"
    );
    let us = Connection::try_from("us-books").unwrap();
    assert!(!served.engine.store.has_entries(&us).await.unwrap());
}

#[tokio::test]
async fn nobody_is_asked_where_something_was_booked_before() {
    let (served, _services) = company(|_| Ok(false)).await;
    run(invoice(), &served.engine, &event("1", false))
        .await
        .unwrap();
    served
        .may_book(invoice(), &event("2", false))
        .await
        .unwrap();
}
