//! Refunds of a payment, one after the other.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::amounts::{LineError, Precision, split_over_lines};
use crate::response::amount;

/// One refund of a payment, among those it gets one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// The amount given back with this one and before it, with tax.
    pub total: Decimal,
    /// The amount each line gave back with this one and before it, before tax; by HubSpot's id of it.
    pub lines: BTreeMap<String, Decimal>,
    /// True where the amounts posted hold the tax, though prices do not: no others come to what was given back.
    pub holds_tax: bool,
}

impl Refund {
    /// The name of this refund among those of its payment. It is the amount given back so far, which
    /// is all that HubSpot tells of a refund; `30` and `30.00` are the same.
    pub fn part(&self) -> String {
        self.total.normalize().to_string()
    }

    /// The lines' amounts as responses show them.
    pub fn shown_lines(&self, decimals: u32) -> BTreeMap<String, String> {
        let lines = self.lines.iter();
        lines
            .map(|(line, given_back)| (line.clone(), amount(*given_back, decimals)))
            .collect()
    }
}

/// Shares a refund out over the lines in proportion to what is left of each.
///
/// The shares sum to the refund, no line gives back more than is left of it, and the refund of all
/// that is left takes exactly that from every line: whatever the refunds before, the whole comes to
/// the whole.
///
/// # Errors
///
/// [`LineError`] when the refund is more than is left, or an amount is not in whole smallest units.
pub fn share(
    refund: Decimal,
    left: &[Decimal],
    precision: Precision,
) -> Result<Vec<Decimal>, LineError> {
    if refund > left.iter().sum() {
        return Err(LineError::NoWeights);
    }
    split_over_lines(refund, left, precision)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    use super::share;
    use crate::amounts::Precision;

    const CENTS: Precision = Precision {
        currency: 2,
        checked: 2,
    };

    fn cents(cents: u32) -> Decimal {
        Decimal::new(cents.into(), 2)
    }

    #[test]
    fn a_refund_is_shared_in_proportion_to_the_cent() {
        let left = [cents(1000), cents(500), cents(500)];
        let shares = share(cents(1001), &left, CENTS).unwrap();
        assert_eq!(shares, [cents(501), cents(250), cents(250)]);
        assert_eq!(share(cents(2000), &left, CENTS).unwrap(), left);
        assert!(share(cents(2001), &left, CENTS).is_err());
    }

    proptest! {
        #[test]
        fn refunds_of_any_size_take_exactly_the_whole(
            lines in prop::collection::vec(0_u32..100_000, 1..20),
            cuts in prop::collection::vec(0.0_f64..1.0, 0..12),
        ) {
            let mut left: Vec<Decimal> = lines.iter().map(|amount| cents(*amount)).collect();
            let whole: u32 = lines.iter().sum();
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let mut totals: Vec<u32> = cuts.iter().map(|cut| (cut * f64::from(whole)) as u32).collect();
            totals.sort_unstable();
            totals.push(whole);
            let mut before = 0;
            for total in totals {
                let refund = cents(total - before);
                let shares = share(refund, &left, CENTS).unwrap();
                prop_assert_eq!(shares.iter().sum::<Decimal>(), refund);
                for (left, share) in left.iter_mut().zip(&shares) {
                    prop_assert!(*share >= Decimal::ZERO && *share <= *left);
                    *left -= *share;
                }
                before = total;
            }
            prop_assert!(left.iter().all(Decimal::is_zero));
        }
    }
}
