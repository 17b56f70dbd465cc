//! Lines and discounts that were billed once: a subscription's first payment is for them, and no later one
//! (<https://knowledge.hubspot.com/payments/schedule-recurring-payments-to-start-in-the-future>,
//! <https://knowledge.hubspot.com/payments/understand-payment-discounts>).

use super::ties;
use super::{billed_later, unbilled};
use crate::record::sale::{OrderTerm, Sale, SaleLine};
use crate::response::{Warning, amount};
use crate::settings::Settings;

/// Leaves out of a recurring payment what was billed once, where what was paid is what the rest comes to, and not what all
/// does; where lines among the rest are billed later yet, without these too.
pub(super) fn leave_out(sale: &mut Sale, settings: &Settings) -> Vec<Warning> {
    let Some(paid) = sale.shown_total.filter(|_| sale.is_renewal) else {
        return Vec::new();
    };
    let (before, recurring): (Vec<SaleLine>, Vec<SaleLine>) = sale
        .lines
        .iter()
        .cloned()
        .partition(|line| sale.is_billed_before(line));
    let (once, lasting): (Vec<OrderTerm>, Vec<OrderTerm>) = sale
        .order
        .discounts
        .iter()
        .cloned()
        .partition(|discount| discount.is_once);
    let recurs_whole = before.is_empty() && once.is_empty();
    if recurs_whole || recurring.is_empty() || ties(sale, settings) {
        return Vec::new();
    }
    let mut renewed = Sale {
        lines: recurring,
        ..sale.clone()
    };
    renewed.order.discounts = lasting;
    let later = billed_later::leave_out(&mut renewed, settings);
    if later.is_none() && !ties(&renewed, settings) {
        return Vec::new();
    }
    let warning = Warning::new(
        "billed_before",
        format!(
            "{} is a recurring payment of {}, which is without {}: the document is without it too",
            sale.label,
            amount(paid, sale.decimals()),
            unbilled::billed_once(&before, &once)
        ),
    );
    *sale = renewed;
    std::iter::once(warning).chain(later).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::record::sale::Sale;
    use crate::settings::Settings;
    use crate::subject::priced_sale::PricedSale;

    fn line(id: &str, amount: &str, frequency: &str) -> Value {
        json!({"id": id, "properties": {"name": "Hours", "quantity": "1", "price": amount, "amount": amount,
            "recurringbillingfrequency": frequency}})
    }

    /// The codes of what a payment of so much on 4 March is booked with, its total, and what its refusal would name.
    fn priced(
        kind: &str,
        paid: &str,
        lines: &[Value],
        discounts: &Value,
    ) -> (String, String, String) {
        let properties = json!({"hs_initial_amount": paid, "hs_payment_type": kind,
            "hs_initiated_date": "2026-03-04T10:00:00Z"});
        let record = json!({"object_type": "payment", "id": "1", "properties": properties,
            "line_items": lines, "discounts": discounts});
        let record = serde_json::from_value(record).unwrap();
        let settings = Settings::parse(r#"{"company": {"realm_id": "1"}}"#).unwrap();
        let sale = Sale::read(&record, &settings.company, None).unwrap();
        let priced = PricedSale::of(sale, &settings).unwrap();
        let codes: Vec<String> = (priced.warnings.iter())
            .map(|warning| warning.code.clone())
            .collect();
        (
            codes.join(" "),
            priced.total().to_string(),
            priced.without_unbilled(),
        )
    }

    #[test]
    fn what_was_billed_once_is_left_out_of_a_recurring_payment_that_only_the_rest_comes_to() {
        let lines = [line("1", "100.00", "monthly"), line("2", "250.00", "")];
        let named = " (100.00 without line item 2, which is billed once)";
        for (kind, paid, codes, total, without) in [
            ("recurring", "100.00", "billed_before", "100.00", ""),
            ("recurring", "350.00", "", "350.00", named),
            ("recurring", "250.00", "", "350.00", named),
            ("recurring", "90.00", "", "350.00", named),
            ("initial", "100.00", "", "350.00", ""),
            ("initial", "350.00", "", "350.00", ""),
        ] {
            let expected = (codes.to_owned(), total.to_owned(), without.to_owned());
            let found = priced(kind, paid, &lines, &json!([]));
            assert_eq!(found, expected, "{kind} {paid}");
        }
        let once = [line("2", "250.00", "")];
        let found = priced("recurring", "100.00", &once, &json!([]));
        assert_eq!(found.2, "", "all of it may recur");
    }

    #[test]
    fn a_discount_that_is_given_once_is_left_out_of_it_and_one_that_lasts_is_not() {
        let lines = [line("1", "100.00", "monthly")];
        for (duration, paid, codes, total) in [
            (json!("ONCE"), "100.00", "billed_before", "100.00"),
            (json!("ONCE"), "90.00", "", "90.00"),
            (Value::Null, "90.00", "", "90.00"),
            (Value::Null, "100.00", "", "90.00"),
        ] {
            let discounts = json!([{"id": "8", "properties": {"hs_type": "PERCENT", "hs_value": "10",
                "hs_duration": duration}}]);
            let (found, of, _) = priced("recurring", paid, &lines, &discounts);
            assert_eq!(
                (found.as_str(), of.as_str()),
                (codes, total),
                "{duration} {paid}"
            );
        }
    }

    #[test]
    fn a_line_that_is_billed_later_yet_is_left_out_of_it_too() {
        let mut later = line("3", "40.00", "monthly");
        later["properties"]["hs_recurring_billing_start_date"] = json!("2026-05-01");
        let lines = [
            line("1", "100.00", "monthly"),
            line("2", "250.00", ""),
            later,
        ];
        let (codes, total, _) = priced("recurring", "100.00", &lines, &json!([]));
        assert_eq!(
            (codes.as_str(), total.as_str()),
            ("billed_before billed_later", "100.00")
        );
        let (codes, total, _) = priced("recurring", "140.00", &lines, &json!([]));
        assert_eq!(
            (codes.as_str(), total.as_str()),
            ("billed_before", "140.00")
        );
    }
}
