//! The amounts that HubSpot works out for a line item.

use rust_decimal::Decimal;

use super::record::{Record, Source};

/// Works out the amounts of a line that has a price and a quantity.
///
/// `amount` is the net price: the total after discount and before tax. `discount` is money off per unit, and
/// `hs_discount_percentage` goes before it, if both are there.
pub(crate) fn work_out(line: &mut Record, now: jiff::Timestamp) {
    let number = |name: &str| line.values.get(name)?.parse::<Decimal>().ok();
    let (Some(price), Some(quantity)) = (number("price"), number("quantity")) else {
        return;
    };
    let gross = price * quantity;
    let discount = match (number("hs_discount_percentage"), number("discount")) {
        (Some(percentage), _) => gross * percentage / Decimal::ONE_HUNDRED,
        (None, Some(per_unit)) => per_unit * quantity,
        (None, None) => Decimal::ZERO,
    };
    let worked_out = [
        ("hs_pre_discount_amount", gross),
        ("hs_total_discount", discount),
        ("amount", gross - discount),
    ];
    for (name, amount) in worked_out {
        let text = amount.normalize().to_string();
        line.set(name, Some(text), Source::Calculated, now);
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::work_out;
    use crate::portal::Record;

    #[test]
    fn the_net_price_is_what_the_discount_leaves() {
        for (values, amount, discount) in [
            (&[("price", "92.50"), ("quantity", "16")][..], "1480", "0"),
            (
                &[("price", "10"), ("quantity", "3"), ("discount", "1.5")],
                "25.5",
                "4.5",
            ),
            (
                &[
                    ("price", "10"),
                    ("quantity", "3"),
                    ("hs_discount_percentage", "10"),
                ],
                "27",
                "3",
            ),
            (&[("price", "0.1"), ("quantity", "2.5")], "0.25", "0"),
        ] {
            let mut line = Record::default();
            for (name, value) in values {
                line.values.insert((*name).to_owned(), (*value).to_owned());
            }
            work_out(&mut line, Timestamp::UNIX_EPOCH);
            assert_eq!(line.values["amount"], amount);
            assert_eq!(line.values["hs_total_discount"], discount);
        }
    }

    #[test]
    fn a_line_without_a_price_keeps_its_amount() {
        let mut line = Record::default();
        line.values.insert("amount".to_owned(), "5".to_owned());
        work_out(&mut line, Timestamp::UNIX_EPOCH);
        assert_eq!(line.values["amount"], "5");
    }
}
