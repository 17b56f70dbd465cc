mod faults;
mod fuzz;

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use hubspot::{ApiVersion, Endpoint, Transport, TransportError};
use secrecy::SecretString;
use serde_json::{Value, json};
use storage::embedded::EmbeddedStore;
use storage::{PortalId, PortalSecret, Portals};

use super::*;
use crate::request::parse;
use crate::settings::Settings;

/// An answer in place of the account's own.
type Fault = fn() -> Result<Response<Bytes>, TransportError>;

/// A HubSpot account of one deal, which answers one of its requests with a fault.
struct Account {
    lines: usize,
    companies: Vec<&'static str>,
    /// The lists that its payments name, with an id each.
    named_by_payments: &'static [(&'static str, &'static str)],
    fault: Option<(usize, Fault)>,
    sent: Mutex<Vec<String>>,
}

impl Account {
    fn of_lines(lines: usize) -> Self {
        Self {
            lines,
            companies: vec!["77"],
            named_by_payments: &[("quotes", "5511"), ("deals", "9101"), ("invoices", "4001")],
            fault: None,
            sent: Mutex::default(),
        }
    }

    fn answer(&self, request: &Request<Bytes>) -> Value {
        let path = request.uri().path();
        if path.starts_with("/account-info/") {
            return json!({"portalId": 147});
        }
        for (of, id) in [("quotes", "5511"), ("invoices", "4001")] {
            if path.ends_with(&format!("/{of}/deals/batch/read")) {
                let deals = json!([{"toObjectId": 9101, "associationTypes": []}]);
                return json!({"status": "COMPLETE", "results": [{"from": {"id": id}, "to": deals}]});
            }
        }
        if path.ends_with("/batch/read") {
            let body: Value = serde_json::from_slice(request.body()).unwrap();
            let inputs = body["inputs"].as_array().unwrap();
            let results = inputs
                .iter()
                .rev()
                .map(|input| json!({"id": input["id"], "properties": {"name": "x"}}));
            return json!({"status": "COMPLETE", "results": results.collect::<Vec<_>>()});
        }
        if path.contains("/associations/contacts") {
            let ids = ["52", "51"].map(|id| json!({"toObjectId": id, "associationTypes": []}));
            return json!({ "results": ids });
        }
        if path.contains("/associations/companies") {
            let second = |id: &&str| {
                json!({"toObjectId": id, "associationTypes": [
                {"category": "HUBSPOT_DEFINED", "typeId": if *id == "78" { 5 } else { 341 }, "label": null}]})
            };
            return json!({"results": self.companies.iter().map(second).collect::<Vec<_>>()});
        }
        let page: usize = request
            .uri()
            .query()
            .and_then(|query| query.split("after=").nth(1))
            .map_or(0, |after| after.parse().unwrap());
        let ids = page * 100 + 7001..=7000 + self.lines.min(page * 100 + 100);
        let is_inline = !path.contains("/associations/");
        let line = |id: usize| {
            if is_inline {
                json!({"id": id.to_string(), "type": "deal_to_line_item"})
            } else {
                json!({"toObjectId": id, "associationTypes": []})
            }
        };
        let lines: Vec<Value> = ids.map(line).collect();
        let paging = (self.lines > page * 100 + 100)
            .then(|| json!({"next": {"after": (page + 1).to_string()}}));
        if !is_inline {
            return json!({"results": lines, "paging": paging});
        }
        if path.ends_with("/9001")
            && !request
                .uri()
                .query()
                .is_some_and(|query| query.contains("associations="))
        {
            return json!({"id": "9001", "properties": {}, "archived": true});
        }
        let ids = |ids: &[&str]| json!({"results": ids.iter().map(|id| json!({"id": id, "type": "t"})).collect::<Vec<_>>()});
        let mut associations = json!({
            "line items": {"results": lines, "paging": paging}, "contacts": ids(&["52", "51", "52"]),
            "companies": ids(&self.companies), "discounts": ids(&["1"]), "fees": ids(&["2"]), "taxes": ids(&["3"])});
        let others: &[(&str, &str)] = if path.contains("/deals/") {
            &[
                ("quotes", "5511"),
                ("commerce_payments", "3001"),
                ("invoices", "4001"),
            ]
        } else if path.contains("/quotes/") {
            &[
                ("deals", "9101"),
                ("commerce_payments", "3001"),
                ("invoices", "4001"),
            ]
        } else {
            self.named_by_payments
        };
        for (list, id) in others {
            associations[*list] = ids(&[id]);
        }
        json!({"id": "9001", "properties": {"dealname": "Garden"}, "associations": associations})
    }
}

impl Transport for &Account {
    async fn send(
        &self,
        request: Request<Bytes>,
        _: Duration,
    ) -> Result<Response<Bytes>, TransportError> {
        round_trip().await;
        let mut sent = self.sent.lock().unwrap();
        sent.push(format!("{} {}", request.method(), request.uri().path()));
        if let Some((place, fault)) = self.fault
            && place + 1 == sent.len()
        {
            return fault();
        }
        drop(sent);
        Ok(response(200, &self.answer(&request).to_string()))
    }
}

/// Comes back when everything has been polled once more, so that what is sent side by side comes back together.
async fn round_trip() {
    let mut is_over = false;
    poll_fn(|context| {
        if std::mem::replace(&mut is_over, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// The times that a future had to wait: with this account, the round trips.
async fn round_trips<F: Future>(future: F) -> usize {
    let (mut future, mut waits) = (pin!(future), 0);
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(_) => Poll::Ready(waits),
        Poll::Pending => {
            waits += 1;
            Poll::Pending
        }
    })
    .await
}

fn response(status: u16, body: &str) -> Response<Bytes> {
    let response = Response::builder().status(status);
    let response = response.header("content-type", "application/json");
    response
        .body(Bytes::copy_from_slice(body.as_bytes()))
        .unwrap()
}

/// The order of a deal or another record, of an account with these further settings.
fn order(object_type: &str, label: Option<&str>) -> ReadOrder {
    let event = json!({"connection": "us", "record": {"object_type": object_type, "id": "9001"}});
    let request = parse(event.to_string().as_bytes()).unwrap();
    let hubspot = json!({"portal_id": "147", "contact_label": label});
    let settings = json!({"company": {"realm_id": "1"}, "hubspot": hubspot}).to_string();
    let settings = Settings::parse(&settings).unwrap();
    ReadOrder::of(&request, &settings, "create-invoice").unwrap()
}

async fn read<T>(account: T) -> Result<EnrolledRecord, ActionError>
where
    T: Transport + Send + Sync,
{
    read_as("deal", account).await
}

async fn read_as<T>(object_type: &str, account: T) -> Result<EnrolledRecord, ActionError>
where
    T: Transport + Send + Sync,
{
    let order = order(object_type, None);
    let now = Timestamp::from_second(1_000).unwrap();
    let records = reader(account, move || now).await;
    records
        .read(&order, Timestamp::from_second(1_030).unwrap())
        .await
}

async fn reader<T, C>(account: T, clock: C) -> PortalRecords<EmbeddedStore, T, C>
where
    T: Transport + Send + Sync,
    C: Clock,
{
    let store = EmbeddedStore::in_memory().unwrap();
    let secret = PortalSecret {
        access_token: SecretString::from("pat-canary"),
        client_secret: None,
    };
    let portal = PortalId::try_from("147").unwrap();
    store.store_portal(&portal, &secret).await.unwrap();
    let endpoint = Endpoint::new("https://example.com", ApiVersion::default()).unwrap();
    PortalRecords::new(store, account, clock, endpoint)
}

#[tokio::test]
async fn a_deal_of_250_lines_takes_twelve_requests_and_every_line_comes_in_order() {
    let mut account = Account::of_lines(250);
    account.companies = vec!["77", "78"];
    let record = read(&account).await.unwrap();
    let ids: Vec<&str> = record
        .line_items
        .iter()
        .map(|line| line.id.as_str())
        .collect();
    let expected: Vec<String> = (7001..=7250).map(|id| id.to_string()).collect();
    assert_eq!(ids, expected);
    let contacts: Vec<&str> = record
        .contacts
        .iter()
        .map(|contact| contact.id.as_str())
        .collect();
    assert_eq!(contacts, ["52", "51"]);
    let companies: Vec<&str> = record
        .companies
        .iter()
        .map(|company| company.id.as_str())
        .collect();
    assert_eq!(companies, ["78", "77"], "the primary one comes first");
    let sent = account.sent.lock().unwrap();
    // The question whose the token is, which comes with the first record alone. The read, two further pages of lines, three batches of lines, contacts, companies and their labels, discount,
    // fee, tax, quote, payment; none for its HubSpot invoice. Where the read brings all associations the two pages are not asked for.
    assert_eq!(sent.len() - 3, 12, "{sent:#?}");
}

#[tokio::test]
async fn a_label_for_the_order_of_contacts_is_one_request_more_and_a_payment_takes_fifteen_at_most()
{
    let no_deal: &[_] = &[("quotes", "5511"), ("invoices", "4001")];
    let of_deal = Account::of_lines(0).named_by_payments;
    for (object_type, named, label, expected) in [
        ("deal", of_deal, Some("Billing contact"), 13),
        ("commerce_payment", of_deal, None, 12),
        ("commerce_payment", of_deal, Some("Billing contact"), 13),
        ("commerce_payment", no_deal, Some("Billing contact"), 15),
    ] {
        let mut account = Account::of_lines(250);
        account.companies = vec!["77", "78"];
        account.named_by_payments = named;
        let order = order(object_type, label);
        let records = reader(&account, || Timestamp::from_second(1_000).unwrap()).await;
        let deadline = Timestamp::from_second(1_030).unwrap();
        records.read(&order, deadline).await.unwrap();
        let sent = account.sent.lock().unwrap();
        assert_eq!(
            sent.len() - 3,
            expected,
            "{object_type} {label:?}: {sent:#?}"
        );
    }
}

#[tokio::test]
async fn an_account_whose_requests_are_used_up_is_asked_again_when_they_are_there_again() {
    let refusals: [(Fault, i64); 2] = [
        (
            || Ok(response(429, r#"{"policyName":"TEN_SECONDLY_ROLLING"}"#)),
            10,
        ),
        (|| Ok(response(429, r#"{"policyName":"DAILY"}"#)), 60),
    ];
    for (refused, rest) in refusals {
        let mut account = Account::of_lines(1);
        account.fault = Some((0, refused));
        let now = AtomicI64::new(1_000);
        let clock = || Timestamp::from_second(now.load(Ordering::Relaxed)).unwrap();
        let (order, records) = (order("deal", None), reader(&account, clock).await);
        let deadline = Timestamp::from_second(2_000).unwrap();
        for second in [1_000, 1_001, 999 + rest] {
            now.store(second, Ordering::Relaxed);
            let error = records.read(&order, deadline).await.unwrap_err();
            assert_eq!(error.error_type(), "HubSpotUnavailable", "{rest}: {error}");
        }
        // The record, and beside it the question whose the token is.
        assert_eq!(account.sent.lock().unwrap().len(), 2, "{rest}");
        now.store(1_000 + rest, Ordering::Relaxed);
        records.read(&order, deadline).await.unwrap();
    }
}

#[tokio::test]
async fn a_record_is_read_in_two_round_trips_and_one_more_for_each_further_page() {
    for object_type in ["deal", "quote", "commerce_payment"] {
        for (lines, expected) in [(1, 2), (100, 2), (101, 3), (250, 4)] {
            let mut account = Account::of_lines(lines);
            account.companies = vec!["77", "78"];
            let taken = round_trips(read_as(object_type, &account)).await;
            assert_eq!(taken, expected, "{object_type} of {lines}");
        }
    }
}

#[tokio::test]
async fn a_payment_that_names_quotes_or_invoices_and_no_deal_takes_a_third_round_trip_for_the_deals()
 {
    const QUOTE: (&str, &str) = ("quotes", "5511");
    const INVOICE: (&str, &str) = ("invoices", "4001");
    let named: [&[_]; 3] = [&[QUOTE], &[INVOICE], &[QUOTE, INVOICE]];
    for named in named {
        // The deals come after the read and the question for them, while the pages of lines go on.
        for (lines, expected) in [(1, 3), (100, 3), (101, 3), (250, 4)] {
            let mut account = Account::of_lines(lines);
            account.named_by_payments = named;
            let record = read_as("commerce_payment", &account).await.unwrap();
            assert_eq!(record.deals.len(), 1, "{lines}: {:?}", record.deals);
            account.sent.lock().unwrap().clear();
            let taken = round_trips(read_as("commerce_payment", &account)).await;
            assert_eq!(taken, expected, "{lines}");
        }
    }
}

#[tokio::test]
async fn the_hubspot_invoices_of_every_record_are_read_by_their_ids_without_a_request() {
    for object_type in ["deal", "quote", "commerce_payment"] {
        let account = Account::of_lines(1);
        let record = read_as(object_type, &account).await.unwrap();
        let ids: Vec<&str> = record.invoices.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(ids, ["4001"], "{object_type}");
        let sent = account.sent.lock().unwrap();
        assert!(
            !sent.iter().any(|line| line.contains("/invoices/")),
            "{sent:#?}"
        );
    }
}

#[tokio::test]
async fn a_record_that_is_answered_as_archived_is_not_booked() {
    let mut account = Account::of_lines(1);
    account.fault = Some((0, || {
        Ok(response(
            200,
            r#"{"id":"9001","properties":{},"archived":true}"#,
        ))
    }));
    let error = read(&account).await.unwrap_err();
    assert_eq!(error.error_type(), "RecordNotFound");
    assert!(error.to_string().contains("archived"), "{error}");
}
