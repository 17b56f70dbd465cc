//! Decimal numbers, read exactly or not at all.

use rust_decimal::Decimal;

/// Reads `1480.00`, `-3`, `.5`, `1.0E7`; `None` for anything else and for what would be rounded.
pub(crate) fn decimal(text: &str) -> Option<Decimal> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    scale_by(exact_decimal(mantissa)?, exponent)
}

/// Reads digits with an optional sign and point; `None` when they do not fit 28 digits.
///
/// `Decimal`'s own parser also takes `1_000`, which no outside system sends as a number.
pub(crate) fn exact_decimal(text: &str) -> Option<Decimal> {
    let plain = text
        .bytes()
        .all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'+' | b'-'));
    if plain {
        Decimal::from_str_exact(text).ok()
    } else {
        None
    }
}

/// `number` × 10^`exponent`, exactly.
fn scale_by(number: Decimal, exponent: i32) -> Option<Decimal> {
    let scale = i64::from(number.scale()) - i64::from(exponent);
    if number.is_zero() || scale >= 0 {
        let scale = u32::try_from(scale.max(0)).ok()?;
        return Decimal::try_from_i128_with_scale(number.mantissa(), scale).ok();
    }
    let factor = 10_i128.checked_pow(u32::try_from(-scale).ok()?)?;
    let mantissa = number.mantissa().checked_mul(factor)?;
    Decimal::try_from_i128_with_scale(mantissa, 0).ok()
}
