//! The rates of a tax code.

use rust_decimal::Decimal;
use serde_json::Value;

use crate::company::{Company, Entity, decimal};

/// The side on which something is sold or bought: a code has rates of its own for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Sales,
    Purchases,
}

impl Side {
    fn list(self) -> &'static str {
        match self {
            Self::Sales => "SalesTaxRateList",
            Self::Purchases => "PurchaseTaxRateList",
        }
    }
}

/// One rate of a code.
#[derive(Clone)]
pub(super) struct Rate {
    pub(super) id: String,
    pub(super) percent: Decimal,
}

/// The rates of a code, in its order.
pub(super) fn rates(company: &Company, code: &str, side: Side) -> Vec<Rate> {
    let list = company
        .fields(Entity::TaxCode, code)
        .and_then(|code| code.get(side.list())?.get("TaxRateDetail")?.as_array());
    let rate = |detail: &Value| {
        let id = detail.get("TaxRateRef")?.get("value")?.as_str()?;
        let percent = decimal::field(company.fields(Entity::TaxRate, id)?, "RateValue")?;
        Some(Rate {
            id: id.to_owned(),
            percent,
        })
    };
    list.into_iter().flatten().filter_map(rate).collect()
}

/// The percentages of a code's rates together.
pub(crate) fn percent(company: &Company, code: &str, side: Side) -> Decimal {
    rates(company, code, side)
        .iter()
        .map(|rate| rate.percent)
        .sum()
}
