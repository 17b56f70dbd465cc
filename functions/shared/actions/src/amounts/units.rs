//! Amounts as whole numbers of the currency's smallest unit.

use rust_decimal::Decimal;

/// The digits QuickBooks takes in an amount, cents included.
pub const MAX_AMOUNT_DIGITS: u32 = 15;

/// The decimals that amounts of a document have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Precision {
    /// The decimals of the currency's smallest unit: 2 for USD, 0 for JPY.
    pub currency: u32,
    /// The decimals at which QuickBooks compares quantity × unit price with the amount.
    pub checked: u32,
}

impl Precision {
    /// The decimals that amounts of lines can have: those of the currency, or as many of them as QuickBooks compares.
    pub const fn of_lines(self) -> u32 {
        if self.checked < self.currency {
            self.checked
        } else {
            self.currency
        }
    }

    /// True for an amount that can stand on a line.
    pub fn takes(self, amount: Decimal) -> bool {
        amount.normalize().scale() <= self.of_lines()
    }

    /// An amount in the currency's smallest units as QuickBooks compares it; `None` where it has
    /// decimals below that.
    pub(super) fn checked(self, units: i128) -> Option<i128> {
        let factor = |more: u32, fewer: u32| power_of_ten(more.saturating_sub(fewer));
        let divisor = factor(self.currency, self.checked)?;
        (units % divisor == 0)
            .then(|| (units / divisor).checked_mul(factor(self.checked, self.currency)?))
            .flatten()
    }

    /// The reverse of [`Self::checked`].
    pub(super) fn unchecked(self, units: i128) -> Option<i128> {
        let reverse = Self {
            currency: self.checked,
            checked: self.currency,
        };
        reverse.checked(units)
    }
}

/// An amount of money in smallest units, and what is left over below one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Units {
    /// Whole smallest units, rounded down.
    pub(super) whole: i128,
    /// The rest, out of `per_unit`.
    pub(super) rest: i128,
    /// 10^decimals below the smallest unit.
    pub(super) per_unit: i128,
}

impl Units {
    /// `mantissa` / 10^`scale`, where 10^-`decimals` is the smallest unit; `None` on overflow.
    pub(super) fn new(mantissa: i128, scale: u32, decimals: u32) -> Option<Self> {
        let per_unit = power_of_ten(scale.saturating_sub(decimals))?;
        let mantissa = mantissa.checked_mul(power_of_ten(decimals.saturating_sub(scale))?)?;
        Some(Self {
            whole: mantissa.div_euclid(per_unit),
            rest: mantissa.rem_euclid(per_unit),
            per_unit,
        })
    }

    pub(super) fn of(amount: Decimal, decimals: u32) -> Option<Self> {
        let amount = amount.normalize();
        Self::new(amount.mantissa(), amount.scale(), decimals)
    }

    /// Rounded half up, as QuickBooks rounds.
    pub(super) fn rounded(self) -> i128 {
        self.whole + i128::from(self.rest >= self.per_unit - self.rest)
    }
}

/// Smallest units as an amount with all its decimals (`148000` -> `1480.00`).
pub(super) fn amount(units: i128, decimals: u32) -> Option<Decimal> {
    Decimal::try_from_i128_with_scale(units, decimals).ok()
}

/// True if QuickBooks takes that many digits.
pub(super) fn fits(units: i128) -> bool {
    units.unsigned_abs() < 10_u128.pow(MAX_AMOUNT_DIGITS)
}

pub(super) fn power_of_ten(exponent: u32) -> Option<i128> {
    10_i128.checked_pow(exponent)
}
