//! The way from HubSpot's line amounts to QuickBooks lines, exactly to the cent.
//!
//! QuickBooks refuses a line (code 6070) unless its amount is the product of unit price and
//! quantity, rounded half up to the currency's smallest unit. HubSpot's `amount` is what the buyer
//! saw and is never changed; what is chosen here is the unit price that goes with it.
//!
//! All arithmetic is on integers, counted in the currency's smallest unit, and checked.

mod allocation;
mod error;
mod exact;
mod guess;
mod inclusive;
mod order;
mod pricing;
mod settlement;
mod swaps;
mod taxation;
#[cfg(test)]
mod tests;
mod tie;
mod unit_price;
mod units;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use allocation::{split, split_over_lines};
pub use error::LineError;
pub use exact::least_total;
pub use guess::{Guess, Open};
pub use inclusive::{TaxWithin, without_tax};
pub(crate) use order::half_up;
pub use order::{OrderAmounts, OrderTerms, OrderValue, TaxRounding};
pub use pricing::price;
pub use settlement::{Settlement, TieOut, settle};
pub use taxation::ComputedTax;
pub use tie::{Shown, ShownTax, Tied, Untaxed, tie};
pub use unit_price::{MAX_QUANTITY_DECIMALS, MAX_UNIT_PRICE_DECIMALS};
pub use units::{MAX_AMOUNT_DIGITS, Precision};

/// Where a line's discount goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DiscountStyle {
    /// Into the unit prices: every line stands at its net amount.
    #[default]
    NetUnitPrice,
    /// Onto one discount line of the document: every line stands at price × quantity.
    DiscountLine,
}

/// The discount on an order as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderDiscount {
    /// In whole smallest units; not negative, and not more than the lines come to.
    pub amount: Decimal,
    /// Where it goes.
    pub style: DiscountStyle,
    /// The number of lines it is taken from, the first ones: fees are added after it.
    pub lines: usize,
}

/// One line as HubSpot has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineAmounts {
    /// `amount`: after discount, before tax; not negative, may have decimals below a cent.
    pub net: Decimal,
    /// `quantity`: above zero, may be fractional.
    pub quantity: Decimal,
    /// `price`: of one, before discount; not negative, absent when tiered.
    pub price: Option<Decimal>,
}

/// One line as it is sent to QuickBooks: quantity and unit price both, or neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PricedLine {
    /// `Amount`, in whole smallest units of the currency.
    pub amount: Decimal,
    /// `Qty`; `None` when no unit price gives the amount, and then it belongs in the description.
    pub quantity: Option<Decimal>,
    /// `UnitPrice`; `amount` is its product with `quantity`, rounded half up.
    pub unit_price: Option<Decimal>,
}

/// A document's lines as they are sent. Their sum less `discount` is the document's net total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pricing {
    /// One for each of HubSpot's lines, in the same order.
    pub lines: Vec<PricedLine>,
    /// The amount of the one discount line; zero: there is no such line. Never negative.
    pub discount: Decimal,
    /// The comparison of the lines' sum with the total HubSpot shows.
    pub tie_out: TieOut,
    /// Notes for the person who reads the document.
    pub notes: Vec<Note>,
}

/// Something a line could not show; its amount is right all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// No unit price of so few decimals gives the amount: it is sent without quantity and price.
    AmountOnly {
        /// The line, counted from 0.
        line: usize,
    },
    /// In [`DiscountStyle::DiscountLine`]: the line has no usable price, or costs more than price ×
    /// quantity, so it stands at its net amount.
    DiscountNotShown {
        /// The line, counted from 0.
        line: usize,
    },
}
