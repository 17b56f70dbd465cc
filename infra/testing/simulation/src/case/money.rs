//! Amounts as they are written, in cents.

use serde_json::Value;

/// The sum of the documents' totals, in cents; none if one of them has no total.
pub(crate) fn sum_of(documents: &[Value]) -> Option<i64> {
    let totals = documents.iter().map(|row| row["TotalAmt"].to_string());
    totals.map(|total| cents_of(&total)).sum()
}

/// An amount in cents.
pub(super) fn cents_of(amount: &str) -> Option<i64> {
    let (whole, part) = amount.split_once('.').unwrap_or((amount, ""));
    let part = format!("{part:0<2}");
    let whole: i64 = whole.parse().ok()?;
    let part: i64 = part.get(..2)?.parse().ok()?;
    Some(whole * 100 + part)
}

#[cfg(test)]
mod tests {
    use super::cents_of;

    #[test]
    fn amounts_are_compared_in_cents() {
        let cases = [("150", 15_000), ("150.0", 15_000), ("4.65", 465)];
        for (amount, cents) in cases {
            assert_eq!(cents_of(amount), Some(cents));
        }
    }
}
