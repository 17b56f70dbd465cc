use actions::record::payment::Payment;
use actions::settings::Settings;
use serde_json::{Value, json};

use super::{Fee, nothing};

fn fee(properties: &Value, settings: &Value) -> String {
    let mut all = json!({"hs_latest_status": "succeeded", "hs_initial_amount": "150.00"});
    let given = properties.as_object().unwrap().clone();
    all.as_object_mut().unwrap().extend(given);
    let record = json!({"object_type": "payment", "id": "3001", "properties": all});
    let mut document = json!({"company": {"realm_id": "1"}});
    let given = settings.as_object().unwrap().clone();
    document.as_object_mut().unwrap().extend(given);
    let settings = Settings::parse(&document.to_string()).unwrap();
    let record = serde_json::from_value(record).unwrap();
    let payment = Payment::read(&record, &settings.company).unwrap();
    match Fee::of(&payment, &settings) {
        Ok(None) => "none".to_owned(),
        Ok(Some(fee)) => {
            let codes = fee
                .warnings
                .iter()
                .map(|warning| format!(" {}", warning.code));
            format!("{}{}", fee.amount, codes.collect::<String>())
        }
        Err(error) => error.error_type().to_owned(),
    }
}

#[test]
fn a_fee_of_less_than_the_smallest_amount_is_not_said_to_be_nothing() {
    let settings = Settings::parse(r#"{"company": {"realm_id": "1"}}"#).unwrap();
    for (fee, said) in [
        ("0.004", "its fee, 0.004 USD, is less"),
        ("0.00", "its fee is 0"),
    ] {
        let record = json!({"object_type": "payment", "id": "3001", "properties": {
            "hs_latest_status": "succeeded", "hs_initial_amount": "150.00", "hs_fees_amount": fee}});
        let record = serde_json::from_value(record).unwrap();
        let payment = Payment::read(&record, &settings.company).unwrap();
        let reason = nothing(&payment, &settings).unwrap();
        assert!(reason.contains(said), "{reason}");
    }
}

#[test]
fn the_fee_is_hubspot_s_and_checked_against_the_net_amount() {
    let both = json!({"fees": {"source": "fees_and_platform_fee"}});
    let strict = json!({"amounts": {"on_mismatch": "refuse"}});
    let usual = json!({});
    let cases = [
        (json!({"hs_fees_amount": "4.65"}), &usual, "4.65"),
        (
            json!({"hs_fees_amount": "4.65", "hs_net_amount": "145.35"}),
            &strict,
            "4.65",
        ),
        (
            json!({"hs_fees_amount": "4.65", "hs_net_amount": "145.34"}),
            &usual,
            "4.65 fee_differs",
        ),
        (
            json!({"hs_fees_amount": "4.65", "hs_net_amount": "145.34"}),
            &strict,
            "InvalidRequest",
        ),
        // A refund of 150.00 leaves less than nothing, since the fee is not given back.
        (
            json!({"hs_fees_amount": "4.65", "hs_net_amount": "-4.65", "hs_refunds_amount": "150"}),
            &strict,
            "4.65",
        ),
        (
            json!({"hs_fees_amount": "4.65", "hs_net_amount": "145.35", "hs_refunds_amount": "150"}),
            &strict,
            "4.65",
        ),
        (
            json!({"hs_fees_amount": "300.00"}),
            &usual,
            "300.00 fee_differs",
        ),
        (
            json!({"hs_fees_amount": "300.00"}),
            &strict,
            "InvalidRequest",
        ),
        (json!({"hs_fees_amount": "0.00"}), &usual, "none"),
        (json!({"hs_fees_amount": "0"}), &both, "RecordIncomplete"),
        // The net amount says that there is no platform fee, or leaves it open.
        (
            json!({"hs_fees_amount": "4.65", "hs_platform_fee": null, "hs_net_amount": "145.35"}),
            &both,
            "4.65",
        ),
        (
            json!({"hs_fees_amount": "4.65", "hs_net_amount": "144.60"}),
            &both,
            "RecordIncomplete",
        ),
        (json!({}), &usual, "RecordIncomplete"),
        (json!({"hs_fees_amount": ""}), &usual, "RecordIncomplete"),
        (
            json!({"hs_fees_amount": "4.65", "hs_platform_fee": "0.75"}),
            &both,
            "5.40",
        ),
        (
            json!({"hs_fees_amount": "4.65", "hs_platform_fee": "0.75"}),
            &usual,
            "4.65",
        ),
        (
            json!({"hs_fees_amount": "4.645"}),
            &usual,
            "4.65 fee_rounded",
        ),
        (json!({"hs_fees_amount": "0.004"}), &usual, "none"),
    ];
    for (properties, settings, expected) in cases {
        assert_eq!(fee(&properties, settings), expected, "{properties}");
    }
}

#[test]
fn a_fee_of_a_thousandth_is_refused_where_quickbooks_takes_cents() {
    let payment =
        |currency: &str, fees: &str| json!({"hs_currency_code": currency, "hs_fees_amount": fees});
    let company = json!({"realm_id": "1", "multi_currency": true});
    let cents = json!({"company": company});
    let thousandths = json!({"company": company, "quickbooks": {"line_check": "currency"}});
    for (currency, fees, of_cents, of_thousandths) in [
        ("KWD", "0.295", "InvalidRequest", "0.295"),
        ("KWD", "0.290", "0.290", "0.290"),
        ("JPY", "29", "29", "29"),
        ("USD", "0.295", "0.30 fee_rounded", "0.30 fee_rounded"),
    ] {
        assert_eq!(
            fee(&payment(currency, fees), &cents),
            of_cents,
            "{currency} {fees}"
        );
        let told = fee(&payment(currency, fees), &thousandths);
        assert_eq!(told, of_thousandths, "{currency} {fees}");
    }
}
