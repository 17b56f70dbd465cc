//! Random orders: what QuickBooks holds is what HubSpot shows, to the cent, or every cent of difference is told.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod order;

use actions::{ActionError, Response};
use create_invoice::CreateInvoice;
use jiff::SignedDuration;
use order::{Order, Place, Taxed, any_order};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use rehearsal::Rehearsal;
use rust_decimal::Decimal;
use sandbox_quickbooks::TaxRounding;
use serde_json::json;

const STYLES: [(&str, &str); 4] = [
    ("net_unit_price", "net_unit_price"),
    ("net_unit_price", "discount_line"),
    ("discount_line", "net_unit_price"),
    ("discount_line", "discount_line"),
];

const US: Place = Place {
    currency: "USD",
    rate: Decimal::from_parts(8, 0, 0, false, 0),
    untaxed_code: "",
};
const GB: Place = Place {
    currency: "GBP",
    rate: Decimal::from_parts(20, 0, 0, false, 0),
    untaxed_code: "No VAT",
};
/// The same with a setting that is wrong: what HubSpot does not tax, QuickBooks does.
const GB_TAXING_ALL: Place = Place {
    untaxed_code: "20.0% S",
    ..GB
};

/// The connections of a company, one for each style of discounts, which warn of a difference or refuse it.
async fn connections(stage: &Rehearsal, place: Place) -> Vec<String> {
    let mut connections = Vec::new();
    for policy in ["refuse", "warn"] {
        for (lines, whole) in STYLES {
            let amounts = json!({"discount_style": lines, "order_discount_style": whole,
                "on_mismatch": policy, "on_quickbooks_mismatch": policy});
            let name = format!("{policy}-{lines}-{whole}").replace('_', "-");
            let mut settings = json!({"amounts": amounts});
            if place.currency == "GBP" {
                settings["company"] = json!({"realm_id": stage.sandbox.realm_id(), "country": "GB",
                    "home_currency": "GBP", "time_zone": "UTC"});
                settings["tax"] =
                    json!({"codes": {"20": "20.0% S"}, "untaxed_code": place.untaxed_code});
            }
            stage.connect(&name, settings).await;
            connections.push(name);
        }
    }
    connections
}

/// The amounts of money in a text.
fn amounts(text: &str) -> Vec<Decimal> {
    let words = text.split(|char: char| !(char.is_ascii_digit() || char == '.' || char == '-'));
    let words = words.map(|word| word.trim_end_matches('.'));
    let money = words.filter(|word| word.contains('.'));
    money.filter_map(|word| word.parse().ok()).collect()
}

/// True where two of the amounts in a text are this far from each other.
fn tells(text: &str, difference: Decimal) -> bool {
    let amounts = amounts(text);
    let far = |one: &Decimal| {
        amounts
            .iter()
            .any(|other| (one - other).abs() == difference)
    };
    amounts.iter().any(far)
}

#[derive(Debug, Default)]
struct Outcomes {
    same: usize,
    told: usize,
    refused: usize,
}

impl Outcomes {
    fn booked(&self) -> usize {
        self.same + self.told
    }

    /// Counts an outcome; a difference that is not told fails.
    fn take(&mut self, order: &Order, total: Decimal, outcome: Result<Response, ActionError>) {
        let response = match outcome {
            Ok(response) => response,
            Err(error) => {
                let message = error.to_string();
                assert_eq!(error.error_type(), "InvalidRequest", "{message}: {order:?}");
                let amounts = amounts(&message);
                let differ = amounts.iter().any(|amount| *amount != amounts[0]);
                assert!(differ, "{message}: {order:?}");
                self.refused += 1;
                return;
            }
        };
        let booked: Decimal = response.document.unwrap().total.parse().unwrap();
        let difference = (booked - total).abs();
        if difference.is_zero() {
            self.same += 1;
            return;
        }
        let mut warnings = response.warnings.iter();
        let is_told = warnings.any(|warning| tells(&warning.message, difference));
        assert!(
            is_told,
            "{total} is booked as {booked}: {:?}: {order:?}",
            response.warnings
        );
        self.told += 1;
    }
}

async fn book(
    stage: &Rehearsal,
    place: Place,
    orders: usize,
    lines: std::ops::RangeInclusive<usize>,
) -> [Outcomes; 2] {
    let connections = connections(stage, place).await;
    let mut runner = TestRunner::deterministic();
    let mut outcomes = [Outcomes::default(), Outcomes::default()];
    for id in 1..=orders {
        let order = any_order(lines.clone(), place)
            .new_tree(&mut runner)
            .unwrap();
        let order = order.current();
        let Some(total) = order.total() else { continue };
        let mut event = order.event(id, total);
        event["connection"] = json!(connections[id % connections.len()]);
        // The connection holds itself to QuickBooks' requests per minute.
        stage.environment.advance(SignedDuration::from_secs(1));
        let outcome = Box::pin(stage.run::<CreateInvoice>(&event)).await;
        let is_taxed = usize::from(order.taxed != Taxed::Nowhere);
        outcomes[is_taxed].take(&order, total, outcome);
    }
    let booked: usize = outcomes.iter().map(Outcomes::booked).sum();
    assert_eq!(
        stage.made("Invoice").len(),
        booked,
        "what is refused is not left"
    );
    outcomes
}

#[tokio::test]
async fn of_two_thousand_orders_every_cent_is_booked_or_told() {
    let [untaxed, taxed] = book(&Rehearsal::start().await, US, 2_000, 1..=60).await;
    assert_eq!((untaxed.told, untaxed.refused), (0, 0), "{untaxed:?}");
    // Otherwise every one of them is told, and the promise is an empty one. Not the same are totals with a tax on what
    // the lines come to before a discount that stands in their prices, and taxes that no cent of a line comes to.
    assert!(
        untaxed.same > 400 && taxed.same > 1_250,
        "{untaxed:?} {taxed:?}"
    );
}

#[tokio::test]
async fn orders_of_two_hundred_lines_are_booked_to_the_cent() {
    let [untaxed, _] = book(&Rehearsal::start().await, US, 40, 150..=200).await;
    assert_eq!((untaxed.told, untaxed.refused), (0, 0), "{untaxed:?}");
    assert!(untaxed.same > 5, "{untaxed:?}");
}

#[tokio::test]
async fn however_a_company_abroad_rounds_its_tax_every_cent_is_booked_or_told() {
    // What is on record is rounding on the whole, so amounts that are free to fit one of the two fit that.
    for (rounding, least) in [
        (TaxRounding::OnTheWhole, 100),
        (TaxRounding::LineByLine, 60),
    ] {
        let stage = Rehearsal::british(rounding, json!({})).await;
        let [untaxed, taxed] = book(&stage, GB, 300, 1..=60).await;
        assert_eq!((untaxed.told, untaxed.refused), (0, 0), "{untaxed:?}");
        assert!(taxed.same > least, "{rounding:?}: {taxed:?}");
    }
}

#[tokio::test]
async fn a_tax_on_what_hubspot_does_not_tax_is_told_or_refused() {
    let stage = Rehearsal::british(TaxRounding::OnTheWhole, json!({})).await;
    let [untaxed, _] = book(&stage, GB_TAXING_ALL, 150, 1..=10).await;
    assert!(untaxed.told > 10 && untaxed.refused > 10, "{untaxed:?}");
    // What is left over is too small for a penny of tax.
    assert!(untaxed.same < 3, "{untaxed:?}");
}
