//! Refunds of several payments of one sale: together they give back what was sold, or what is beyond that is told.

use actions::{ActionError, Response};
use create_refund_receipt::CreateRefundReceipt;
use create_sales_receipt::CreateSalesReceipt;
use jiff::SignedDuration;
use rehearsal::Rehearsal;
use serde_json::{Value, json};

use crate::refunds::{refund, total, totals};

/// A company in which deal 4 has a sales receipt of 100.00.
async fn sold(without_sale: &str) -> Rehearsal {
    let settings = json!({"refunds": {"partial": true, "without_sale": without_sale}});
    let stage = Rehearsal::with_settings(settings).await;
    let mut deal = refund("4", "0", &["100.00"]);
    deal["record"]["object_type"] = json!("deal");
    deal["record"]["properties"] = json!({"amount": "100.00"});
    deal["options"] = json!({});
    stage.run::<CreateSalesReceipt>(&deal).await.unwrap();
    stage
}

/// A payment of deal 4, of which so much was given back.
fn of_deal(payment: &str, so_far: &str, paid: &str) -> Value {
    let mut event = refund(payment, so_far, &[paid]);
    event["record"]["deals"] = json!([{"id": "4", "properties": {}}]);
    event
}

async fn run(stage: &Rehearsal, event: &Value) -> Result<Response, ActionError> {
    stage.environment.advance(SignedDuration::from_secs(1));
    stage.run::<CreateRefundReceipt>(event).await
}

fn told(response: &Response) -> Vec<&str> {
    let codes = response.warnings.iter().map(|told| &*told.code);
    codes.filter(|code| code.contains("sale")).collect()
}

#[tokio::test]
async fn what_several_payments_give_back_beyond_their_sale_is_told_or_refused() {
    for (without_sale, is_made, warns) in [
        ("warn", true, true),
        ("book", true, false),
        ("refuse", false, false),
    ] {
        let stage = sold(without_sale).await;
        let first = run(&stage, &of_deal("5", "60.00", "60.00")).await.unwrap();
        assert_eq!(told(&first), [""; 0]);
        let within = run(&stage, &of_deal("6", "40.00", "60.00")).await.unwrap();
        assert_eq!(told(&within), [""; 0]);
        stage.sandbox.clear_journal();
        match run(&stage, &of_deal("6", "60.00", "60.00")).await {
            Ok(response) => {
                assert!(is_made);
                assert_eq!(total(&response), "20.00");
                let expected: &[&str] = if warns { &["refunds_exceed_sale"] } else { &[] };
                assert_eq!(told(&response), expected);
                for message in response.warnings.iter().map(|told| &told.message) {
                    let names = ["payment 6", "payment 5", "120.00", "100.00", "SalesReceipt"];
                    assert!(names.iter().all(|name| message.contains(name)), "{message}");
                }
            }
            Err(error) => {
                assert!(!is_made, "{error}");
                assert_eq!(error.error_type(), "SaleNotBooked");
                assert!(error.to_string().contains("payment 5"), "{error}");
                assert_eq!(stage.requests(), ["read SalesReceipt"]);
            }
        }
    }
}

#[tokio::test]
async fn a_refund_that_names_its_deal_later_counts_for_whoever_comes_next() {
    let stage = sold("warn").await;
    let mut alone = of_deal("5", "60.00", "60.00");
    alone["record"]["deals"] = json!([]);
    let first = run(&stage, &alone).await.unwrap();
    assert_eq!(told(&first), ["sale_not_known"]);
    stage.sandbox.clear_journal();
    for _ in 0..2 {
        let repeat = run(&stage, &of_deal("5", "60.00", "60.00")).await.unwrap();
        assert_eq!(repeat.status.to_string(), "already_created");
    }
    assert_eq!(stage.requests(), [""; 0]);
    let second = run(&stage, &of_deal("6", "60.00", "60.00")).await.unwrap();
    assert_eq!(told(&second), ["refunds_exceed_sale"]);
}

#[tokio::test]
async fn two_refunds_of_one_sale_at_once_do_not_exceed_it_where_that_is_refused() {
    for _ in 0..5 {
        let stage = sold("refuse").await;
        let events = [
            of_deal("5", "60.00", "60.00"),
            of_deal("6", "60.00", "60.00"),
        ];
        let [first, second] = &events;
        let (first, second) =
            tokio::join!(Box::pin(run(&stage, first)), Box::pin(run(&stage, second)));
        for error in [first.err(), second.err()].into_iter().flatten() {
            let known = ["InProgress", "SaleNotBooked"];
            assert!(known.contains(&error.error_type()), "{error}");
        }
        stage.environment.advance(SignedDuration::from_secs(60));
        for event in &events {
            let _ = run(&stage, event).await;
        }
        assert_eq!(totals(&stage), ["60.00"]);
    }
}
