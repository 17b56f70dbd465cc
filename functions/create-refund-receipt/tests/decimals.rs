//! Refunds in currencies whose smallest unit is no hundredth: each can stand on QuickBooks' lines, or nothing is posted.

use create_refund_receipt::CreateRefundReceipt;
use rehearsal::Rehearsal;
use sandbox_quickbooks::SandboxOptions;
use serde_json::{Value, json};

use crate::refunds::{partial, refund, total};

async fn company() -> Rehearsal {
    let mut settings = partial();
    settings["company"] = json!({"realm_id": "9341453172000001", "country": "US", "home_currency": "USD",
        "multi_currency": true, "time_zone": "UTC"});
    let options = SandboxOptions {
        multi_currency: true,
        ..SandboxOptions::default()
    };
    Rehearsal::with(options, settings).await
}

fn of(currency: &str, so_far: &str, lines: &[&str]) -> Value {
    let mut event = refund("1", so_far, lines);
    event["record"]["properties"]["hs_currency_code"] = json!(currency);
    event["options"]["exchange_rate"] = json!("3.25");
    event
}

#[tokio::test]
async fn a_refund_in_dinars_or_yen_is_shared_out_in_amounts_that_stand_on_lines() {
    let dinars = ["4.000", "3.000", "3.000"];
    let yen = ["400", "300", "300"];
    for (currency, lines, refunds) in [
        (
            "KWD",
            dinars,
            [("3.330", "3.330"), ("5.010", "1.680"), ("10.000", "4.990")],
        ),
        (
            "BHD",
            dinars,
            [("0.010", "0.010"), ("9.990", "9.980"), ("10.000", "0.010")],
        ),
        ("JPY", yen, [("333", "333"), ("334", "1"), ("1000", "666")]),
    ] {
        let stage = company().await;
        for (so_far, amount) in refunds {
            let event = of(currency, so_far, &lines);
            let response = stage.run::<CreateRefundReceipt>(&event).await;
            let response = response.map_err(|error| format!("{currency} {so_far}: {error}"));
            assert_eq!(total(&response.unwrap()), amount, "{currency} {so_far}");
        }
    }
}

#[tokio::test]
async fn a_refund_of_a_thousandth_is_refused_before_anything_is_posted() {
    let stage = company().await;
    let lines = ["4.000", "3.000", "3.000"];
    let part = of("KWD", "1.230", &lines);
    stage.run::<CreateRefundReceipt>(&part).await.unwrap();
    stage.sandbox.clear_journal();
    for so_far in ["1.235", "9.999"] {
        let event = of("KWD", so_far, &lines);
        let error = stage.run::<CreateRefundReceipt>(&event).await.unwrap_err();
        assert_eq!(error.error_type(), "InvalidRequest");
        let message = error.to_string();
        for told in [
            "payment 1",
            "line item 7",
            "`quickbooks.line_check`",
            "nothing was created",
        ] {
            assert!(message.contains(told), "{message}");
        }
    }
    assert_eq!(stage.requests(), [""; 0]);
}
