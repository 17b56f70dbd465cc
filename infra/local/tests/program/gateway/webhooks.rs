//! Changes of records, told by HubSpot's webhooks: no workflow editor is used.

use sandbox_hubspot::WorkflowOptions;
use serde_json::{Value, json};

use super::own_account::OwnAccount;
use super::{documents, get, until};
use crate::process::Server;
use crate::serve::client;

/// A quote that waits for its signature.
const QUOTE: &str = "27740012145";

/// A payment that is under way, and one that was paid.
const PAYMENT: &str = "71033005217";
const PAID: &str = "71033005527";

/// A quote that is paid for in HubSpot, and its payment.
const PAID_QUOTE: Changed = ("quotes", "27740012261");
const PAYMENT_OF_QUOTE: Changed = ("commerce_payments", "71033005000");

/// Every batch is delivered twice at once.
fn twice() -> WorkflowOptions {
    WorkflowOptions {
        deliveries_at_once: 2,
        ..WorkflowOptions::default()
    }
}

async fn account() -> OwnAccount {
    OwnAccount::start(twice()).await
}

/// The numbers of documents in the company.
async fn counts(account: &OwnAccount) -> [usize; 4] {
    let mut counts = [0; 4];
    for (count, kind) in counts
        .iter_mut()
        .zip(["Invoice", "Payment", "Purchase", "RefundReceipt"])
    {
        *count = documents(&account.server, kind).await.len();
    }
    counts
}

/// Waits until the company has so many documents more, and no run is left that could make another.
async fn wait_for(account: &OwnAccount, before: [usize; 4], more: [usize; 4]) {
    let expected: Vec<usize> = before
        .iter()
        .zip(more)
        .map(|(had, more)| had + more)
        .collect();
    let failed = format!("{}/failed-runs", account.server.url);
    until(&format!("{expected:?}"), || async {
        assert_eq!(get(&failed).await, json!([]));
        (counts(account).await.to_vec() == expected).then_some(())
    })
    .await;
    account.portal.settle().await;
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    assert_eq!(counts(account).await.to_vec(), expected);
    assert_eq!(get(&failed).await, json!([]));
}

/// Lets something happen to a record.
async fn happen(account: &OwnAccount, (object_type, id): Changed, properties: Value) {
    account.portal.edit(object_type, id, properties).unwrap();
    account.portal.settle().await;
}

/// A change of a record, and how many documents it makes.
type Occasion = (Changed, Value, [usize; 4]);

/// The type and the id of a record.
type Changed = (&'static str, &'static str);

/// Lets things happen one after the other, and waits for what comes of each.
async fn happen_in_turn(account: &OwnAccount, occasions: impl IntoIterator<Item = Occasion>) {
    for (record, properties, more) in occasions {
        let before = counts(account).await;
        happen(account, record, properties).await;
        wait_for(account, before, more).await;
    }
}

/// An account in which the payment of a quote is under way.
async fn paying() -> OwnAccount {
    let account = account().await;
    let under_way = json!({ "hs_latest_status": "processing" });
    happen(&account, PAYMENT_OF_QUOTE, under_way).await;
    account
}

fn signed() -> Value {
    json!({ "hs_esign_date": "2026-11-20T10:00:00Z" })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signed_quote_a_payment_and_its_refund_are_booked_once_each_by_webhooks_alone() {
    let payment = ("commerce_payments", PAYMENT);
    let paid = json!({ "hs_fees_amount": "3.20", "hs_net_amount": "96.80", "hs_latest_status": "succeeded" });
    let refunded = json!({ "hs_latest_status": "refunded", "hs_refunds_amount": "100.00" });
    let occasions = [
        (("quotes", QUOTE), signed(), [1, 0, 0, 0]),
        (payment, paid, [1, 1, 1, 0]),
        (payment, refunded, [0, 0, 0, 1]),
    ];
    happen_in_turn(&account().await, occasions).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_payment_of_a_signed_quote_is_received_on_its_invoice_its_fee_booked_and_its_refund() {
    let paid = json!({ "hs_latest_status": "succeeded" });
    let refunded = json!({ "hs_latest_status": "refunded", "hs_refunds_amount": "320.00" });
    let occasions = [
        (PAID_QUOTE, signed(), [1, 0, 0, 0]),
        (PAYMENT_OF_QUOTE, paid, [0, 1, 1, 0]),
        (PAYMENT_OF_QUOTE, refunded, [0, 0, 0, 1]),
    ];
    happen_in_turn(&paying().await, occasions).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quote_whose_payment_came_first_is_told_the_invoice_of_that_and_gets_no_other() {
    let account = paying().await;
    let paid = json!({ "hs_latest_status": "succeeded" });
    happen_in_turn(&account, [(PAYMENT_OF_QUOTE, paid, [1, 1, 1, 0])]).await;
    let before = counts(&account).await;
    happen(&account, PAID_QUOTE, signed()).await;
    let failed = format!("{}/failed-runs", account.server.url);
    let failed = until("the run that is refused", || async {
        let runs = get(&failed).await;
        (runs != json!([])).then(|| runs.to_string())
    })
    .await;
    let told = format!("by create-paid-invoice of payment {}", PAYMENT_OF_QUOTE.1);
    assert!(
        failed.contains("AlreadyBooked") && failed.contains(&told),
        "{failed}"
    );
    assert_eq!(counts(&account).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_fee_of_a_payment_is_booked_where_its_sale_is_the_deal_s() {
    let rules = ["--rules", "payment-link-deal,payment-succeeded"];
    let account = OwnAccount::serving(twice(), &rules).await;
    let before = counts(&account).await;
    let fee = json!({ "hs_fees_amount": "3.20", "hs_net_amount": "96.80", "hs_latest_status": "succeeded" });
    happen(&account, ("commerce_payments", PAYMENT), fee).await;
    wait_for(&account, before, [0, 0, 1, 0]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deal_that_becomes_one_of_a_payment_link_is_booked_once_where_its_rule_is_on() {
    let account = OwnAccount::serving(twice(), &["--rules", "payment-link-deal"]).await;
    let receipts = async || documents(&account.server, "SalesReceipt").await.len();
    let (before, others) = (receipts().await, counts(&account).await);
    let named = |name: &str| {
        let name = json!({ "dealname": name });
        account.portal.edit("deals", super::DEAL, name).unwrap();
    };
    named("Payment link of the spring fair");
    account.portal.settle().await;
    until("the sales receipt", || async {
        (receipts().await == before + 1).then_some(())
    })
    .await;
    named("Payment link of the summer fair");
    account.portal.settle().await;
    wait_for(&account, others, [0; 4]).await;
    assert_eq!(receipts().await, before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_no_rule_is_about_starts_nothing() {
    let account = account().await;
    let before = counts(&account).await;
    let renamed = json!({ "dealname": "Payment link of the spring fair" });
    account.portal.edit("deals", super::DEAL, renamed).unwrap();
    let disputed = json!({ "hs_latest_status": "disputed_lost" });
    account
        .portal
        .edit("commerce_payments", PAID, disputed)
        .unwrap();
    account.portal.settle().await;
    let batches = account.portal.webhooks();
    assert!(!batches.is_empty() && batches.iter().all(|batch| batch.taken));
    wait_for(&account, before, [0; 4]).await;
}

/// The request of the page, as it is printed there.
fn request_of_the_page() -> (String, Value) {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let mut commands = page
        .lines()
        .filter(|line| line.starts_with("$ curl -X PATCH "));
    let command = commands.next().unwrap();
    let path = command.split_once("127.0.0.1:9402").unwrap().1;
    let (path, body) = path.split_once(" -d '").unwrap();
    let body = serde_json::from_str(body.trim_end_matches('\'')).unwrap();
    (path.to_owned(), body)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_signature_that_the_page_lets_happen_becomes_an_invoice_in_a_fresh_serve() {
    let server = Server::start(&[]);
    let before = documents(&server, "Invoice").await.len();
    let (path, body) = request_of_the_page();
    let url = format!("{}{path}", server.portal_url);
    let changed = client().patch(url).json(&body).send().await.unwrap();
    assert!(changed.status().is_success(), "{}", changed.status());
    until("the invoice", || async {
        let made = documents(&server, "Invoice").await.len();
        (made == before + 1).then_some(())
    })
    .await;
}
