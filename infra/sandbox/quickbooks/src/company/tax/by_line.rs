//! Tax of a company outside the US: every line has a code, every code has rates.
//!
//! Tax is due on what is left after a discount, which the codes share in proportion.

use rust_decimal::Decimal;
use serde_json::Value;

use super::{Assessment, CodedAmount, RateTax, Side, rates, tax_detail};
use crate::company::{Company, decimal};
use crate::options::TaxRounding;

/// Tax on top: what a rate applies to is added up over the document, then the tax is rounded to cents; or each line's
/// tax is rounded by itself.
pub(super) fn excluded(
    company: &Company,
    side: Side,
    amounts: &[CodedAmount],
    discount: Decimal,
    rounding: TaxRounding,
) -> Assessment {
    let mut taxes = Vec::new();
    let nets: Vec<Decimal> = amounts.iter().map(|amount| amount.net).collect();
    for (amount, share) in amounts.iter().zip(shares(&nets, discount)) {
        for rate in rates(company, &amount.code, side) {
            let net = amount.net - share;
            let tax = by_line(amount, share, rate.percent);
            add(&mut taxes, RateTax { rate, net, tax });
        }
    }
    if rounding == TaxRounding::OnTheWhole {
        for rate in &mut taxes {
            rate.tax = tax_on(rate.net, rate.rate.percent);
        }
    }
    let tax: Decimal = taxes.iter().map(|rate| rate.tax).sum();
    Assessment {
        detail: Some(Value::Object(tax_detail(&taxes))),
        total: nets.iter().sum::<Decimal>() - discount + tax,
    }
}

fn tax_on(net: Decimal, percent: Decimal) -> Decimal {
    decimal::to_cents(net * percent / Decimal::ONE_HUNDRED)
}

/// The tax of a code's lines, each of which bears its share of the code's discount.
fn by_line(amount: &CodedAmount, discount: Decimal, percent: Decimal) -> Decimal {
    let lines = amount.lines.iter();
    let less = |line: &Decimal| {
        line - (discount * line)
            .checked_div(amount.net)
            .unwrap_or_default()
    };
    lines.map(|line| tax_on(less(line), percent)).sum()
}

/// Tax within: the total stays what was asked for, and the tax is what the net amounts leave of it (recorded of
/// Australian invoices: the tax of seven lines is the sum of the gross amounts less that of the net amounts).
/// The last rate of a code takes what rounding the others leaves.
pub(super) fn inclusive(
    company: &Company,
    side: Side,
    amounts: &[CodedAmount],
    discount: Decimal,
) -> Assessment {
    let mut taxes = Vec::new();
    let grosses: Vec<Decimal> = amounts.iter().map(|amount| amount.gross).collect();
    for (amount, share) in amounts.iter().zip(shares(&grosses, discount)) {
        let net = amount.net - net_of(share, super::percent(company, &amount.code, side));
        let mut left = amount.gross - share - net;
        let mut rates = rates(company, &amount.code, side);
        let last = rates.pop();
        for rate in rates {
            let tax = decimal::to_cents(net * rate.percent / Decimal::ONE_HUNDRED);
            left -= tax;
            add(&mut taxes, RateTax { rate, net, tax });
        }
        if let Some(rate) = last {
            let tax = left;
            add(&mut taxes, RateTax { rate, net, tax });
        }
    }
    Assessment {
        detail: Some(Value::Object(tax_detail(&taxes))),
        total: grosses.iter().sum::<Decimal>() - discount,
    }
}

/// The rest of an amount, in cents, when the tax in it is taken out.
pub(crate) fn net_of(gross: Decimal, percent: Decimal) -> Decimal {
    decimal::to_cents(gross * Decimal::ONE_HUNDRED / (Decimal::ONE_HUNDRED + percent))
}

fn add(taxes: &mut Vec<RateTax>, more: RateTax) {
    match taxes.iter_mut().find(|known| known.rate.id == more.rate.id) {
        Some(known) => {
            known.net += more.net;
            known.tax += more.tax;
        }
        None => taxes.push(more),
    }
}

/// The discount in proportion to the amounts, in cents that add up to it.
fn shares(amounts: &[Decimal], discount: Decimal) -> Vec<Decimal> {
    let whole: Decimal = amounts.iter().sum();
    let (mut so_far, mut given) = (Decimal::ZERO, Decimal::ZERO);
    let mut shares = Vec::new();
    for amount in amounts {
        so_far += amount;
        let until_here = if so_far == whole {
            discount
        } else if whole.is_zero() {
            Decimal::ZERO
        } else {
            decimal::to_cents(discount * so_far / whole)
        };
        shares.push(until_here - given);
        given = until_here;
    }
    shares
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cents(amount: i64) -> Decimal {
        Decimal::new(amount, 2)
    }

    #[test]
    fn the_net_of_a_gross_amount_is_rounded_half_up() {
        // The first five are lines of a recorded Australian invoice at 10 %.
        let cases = [
            (30_546, 10, 27_769),
            (341_980, 10, 310_891),
            (8_750, 10, 7_955),
            (4_280, 10, 3_891),
            (1_997, 10, 1_815),
            (120, 20, 100),
            (100, 20, 83),
            (-100, 20, -83),
            (100, 0, 100),
        ];
        for (gross, percent, net) in cases {
            let percent = Decimal::from(percent);
            assert_eq!(
                net_of(cents(gross), percent),
                cents(net),
                "{gross} at {percent} %"
            );
        }
    }

    #[test]
    fn a_discount_is_shared_to_the_cent() {
        let cases: [(&[i64], i64, &[i64]); 5] = [
            (&[10_000], 1_000, &[1_000]),
            (&[100, 100, 100], 100, &[33, 34, 33]),
            (&[0, 100], 5, &[0, 5]),
            (&[], 5, &[]),
            (&[500, -500], 0, &[0, 0]),
        ];
        for (amounts, discount, expected) in cases {
            let amounts: Vec<Decimal> = amounts.iter().copied().map(cents).collect();
            let expected: Vec<Decimal> = expected.iter().copied().map(cents).collect();
            assert_eq!(shares(&amounts, cents(discount)), expected, "{amounts:?}");
        }
    }

    proptest! {
        #[test]
        fn shares_add_up_to_the_discount(
            amounts in prop::collection::vec(0..10_000_000_i64, 1..20), discount in 0..10_000_000_i64,
        ) {
            let amounts: Vec<Decimal> = amounts.into_iter().map(cents).collect();
            let shared: Decimal = shares(&amounts, cents(discount)).into_iter().sum();
            prop_assert_eq!(shared, cents(discount));
        }
    }
}
