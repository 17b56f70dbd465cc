//! Amounts that cannot be made into a document.

/// An amount is impossible or too large. Lines are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// The quantity is zero or below.
    #[error("the quantity of line {line} is not above zero")]
    QuantityNotPositive {
        /// The line.
        line: usize,
    },
    /// The net amount, the price or the weight is below zero.
    #[error("an amount of line {line} is negative")]
    Negative {
        /// The line.
        line: usize,
    },
    /// The amount has more digits than QuickBooks takes, or than can be kept exactly.
    #[error("an amount of line {line} has too many digits")]
    TooLarge {
        /// The line.
        line: usize,
    },
    /// The amount has more decimals than QuickBooks compares, and so cannot stand on a line.
    #[error(
        "the amount of line {line} has more decimals than QuickBooks takes (see the setting \
         `quickbooks.line_check`)"
    )]
    BelowCheckedDecimals {
        /// The line.
        line: usize,
    },
    /// The discount line's amount has more decimals than QuickBooks takes.
    #[error(
        "its discounts come to more decimals than QuickBooks takes on the discount line (see the setting \
         `quickbooks.line_check`)"
    )]
    DiscountBelowCheckedDecimals,
    /// The document's total has more digits than can be kept exactly.
    #[error("the total has too many digits")]
    TotalTooLarge,
    /// The total has decimals below the currency's smallest unit.
    #[error("the total is not in whole smallest units of the currency")]
    TotalNotWhole,
    /// The discounts on the order take off more than its lines come to.
    #[error("its discounts are more than its line items come to")]
    DiscountTooLarge,
    /// There is a total to split, and nothing to split it by.
    #[error("a total cannot be split by weights that are all zero")]
    NoWeights,
}

impl LineError {
    /// The fault where its line is named already: `it has …`.
    pub const fn of_line(&self) -> &'static str {
        match self {
            Self::QuantityNotPositive { .. } => "a quantity that is not above zero",
            Self::Negative { .. } => "an amount that is negative",
            Self::TooLarge { .. } => "an amount of too many digits",
            Self::BelowCheckedDecimals { .. } => {
                "an amount of more decimals than QuickBooks takes (see the setting `quickbooks.line_check`)"
            }
            Self::DiscountBelowCheckedDecimals
            | Self::TotalTooLarge
            | Self::TotalNotWhole
            | Self::DiscountTooLarge
            | Self::NoWeights => "amounts that do not fit together",
        }
    }

    /// The line it is about, counted from 0; none for the document as a whole.
    pub const fn line(&self) -> Option<usize> {
        match self {
            Self::QuantityNotPositive { line }
            | Self::Negative { line }
            | Self::BelowCheckedDecimals { line }
            | Self::TooLarge { line } => Some(*line),
            Self::DiscountBelowCheckedDecimals
            | Self::TotalTooLarge
            | Self::TotalNotWhole
            | Self::DiscountTooLarge
            | Self::NoWeights => None,
        }
    }
}
