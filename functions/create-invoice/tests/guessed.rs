//! Readings that HubSpot's total does not tell are told to be guessed.

use crate::deals::{deal, line};
use crate::tax::hours;
use create_invoice::CreateInvoice;
use rehearsal::Rehearsal;
use serde_json::{Value, json};

/// Deal 1 with discounts in percent on the whole.
fn discounted(amount: &str, line: Value, percentages: &[&str]) -> Value {
    let mut event = deal("1", amount, vec![line], json!({}));
    let discounts = percentages.iter().enumerate().map(|(place, percentage)| {
        json!({"id": (place + 1).to_string(), "properties": {"hs_label": "Spring", "hs_type": "PERCENT",
            "hs_value": percentage, "hs_sort_order": place.to_string()}})
    });
    event["record"]["discounts"] = discounts.collect();
    event
}

fn taxed(amount: &str, tax: &str) -> Value {
    let tax = json!({"hs_tax_rate": "8", "hs_tax_amount": tax});
    discounted(amount, hours("100.00", &tax), &["10"])
}

/// The totals of what is booked, and the messages of its warnings.
async fn booked(event: &Value) -> (String, Vec<String>) {
    let stage = Rehearsal::start().await;
    let response = stage.run::<CreateInvoice>(event).await.unwrap();
    let told = response.warnings.into_iter();
    let told = told.map(|warning| format!("{}: {}", warning.code, warning.message));
    (response.document.unwrap().total, told.collect())
}

#[tokio::test]
async fn a_tax_that_is_before_or_after_a_discount_is_told_to_be_guessed_where_no_total_tells() {
    let of_tax = "reading_guessed: deal 1: HubSpot shows no total with the tax, which would tell whether that of its lines is \
        before or after the discount on the whole: the document is over 97.20, and the other reading comes to 98.00";
    for amount in ["90.00", ""] {
        let (total, told) = booked(&taxed(amount, "8.00")).await;
        assert_eq!((total.as_str(), told), ("97.20", vec![of_tax.to_owned()]));
    }
    // The total tells it, and so does a rate that comes to the tax after the discount alone.
    for (amount, tax, total) in [
        ("98.00", "8.00", "98.00"),
        ("97.20", "8.00", "97.20"),
        ("90.00", "7.20", "97.20"),
        ("97.20", "7.20", "97.20"),
    ] {
        let expected = (total.to_owned(), Vec::new());
        assert_eq!(
            booked(&taxed(amount, tax)).await,
            expected,
            "{amount} {tax}"
        );
    }
}

#[tokio::test]
async fn the_base_of_a_second_percentage_is_told_to_be_guessed_where_there_is_no_total() {
    let hundred = || line(1, "Hours", "1", "100.00", "100.00");
    let (total, told) = booked(&discounted("", hundred(), &["10", "10"])).await;
    assert_eq!(total, "80.00");
    let message = "reading_guessed: deal 1: HubSpot shows no total, which would tell whether a second percentage on the whole is \
        of what the first one is of, or of what that left: the document is over 80.00, and the other reading comes to 81.00";
    assert_eq!(told, [message]);
    for amount in ["80.00", "81.00"] {
        let expected = (amount.to_owned(), Vec::new());
        assert_eq!(
            booked(&discounted(amount, hundred(), &["10", "10"])).await,
            expected
        );
    }
}

#[tokio::test]
async fn the_base_of_a_second_percentage_is_told_by_the_tax_on_the_lines_and_its_rate() {
    // 8 % of the 64.00 that the second 20 % leaves of 80.00, and of the 60.00 that both leave of 100.00.
    for (tax, total) in [("5.12", "69.12"), ("4.80", "64.80")] {
        let line = hours("100.00", &json!({"hs_tax_rate": "8", "hs_tax_amount": tax}));
        let (booked, told) = booked(&discounted("", line, &["20", "20"])).await;
        assert_eq!((booked.as_str(), told), (total, Vec::new()), "{tax}");
    }
}

#[tokio::test]
async fn what_would_be_guessed_is_refused_before_it_is_posted_where_settings_refuse_a_mismatch() {
    let stacked = || {
        let hundred = line(1, "Hours", "1", "100.00", "100.00");
        discounted("", hundred, &["10", "10"])
    };
    let cases = [
        ("on_mismatch", taxed("90.00", "8.00"), "98.00"),
        ("on_quickbooks_mismatch", taxed("90.00", "8.00"), "98.00"),
        ("on_mismatch", stacked(), "81.00"),
    ];
    for (setting, event, other) in cases {
        let settings = json!({"amounts": {setting: "refuse"}});
        let stage = Rehearsal::with_settings(settings).await;
        let error = stage.run::<CreateInvoice>(&event).await.unwrap_err();
        assert_eq!(error.error_type(), "InvalidRequest");
        let message = error.to_string();
        let setting = format!("set `amounts.{setting}` to `warn`");
        for part in ["deal 1", other, "nothing was created", setting.as_str()] {
            assert!(message.contains(part), "{message}");
        }
        assert_eq!(stage.requests(), [""; 0]);
    }
}
