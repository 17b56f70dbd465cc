//! Sales tax: which QuickBooks tax code a line gets.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Company, Settings};
use crate::amounts::TaxRounding;
use crate::options::NameOrId;

/// The rules by which HubSpot's taxes become QuickBooks' tax codes.
///
/// A US company with automated sales tax needs none of this: its lines are `TAX` or `NON`, and QuickBooks
/// computes the tax. One without it needs the code of each document. In other countries every line needs a tax code of the company's
/// (<https://developer.intuit.com/app/developer/qbo/docs/workflows/manage-sales-tax-for-non-us-locales>).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Tax {
    /// The tax code for each of HubSpot's tax rates, by the id of the rate (`hs_tax_rate_group_id`),
    /// its name (`hs_tax_label`) or its percentage (`hs_tax_rate`, such as `20`).
    pub codes: BTreeMap<String, NameOrId>,
    /// The tax code of a taxed line whose rate is not among `codes`; refused when absent.
    pub default_code: Option<NameOrId>,
    /// The tax code of a line without a tax rate in HubSpot, or exempt from it; refused when absent.
    pub untaxed_code: Option<NameOrId>,
    /// The relation of HubSpot's prices to tax: with it, or without.
    pub prices: TaxedPrices,
}

/// The relation of prices to tax (QuickBooks' `GlobalTaxCalculation`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TaxedPrices {
    /// Tax comes on top of the prices.
    #[default]
    Exclusive,
    /// The prices include the tax.
    Inclusive,
}

impl Tax {
    /// True where settings name tax codes; in the US, those of a company that computes no tax by itself.
    pub fn has_codes(&self) -> bool {
        !self.codes.is_empty() || self.default_code.is_some()
    }
}

/// The way in which QuickBooks is likelier to round the tax: an automated one line by line, and one of codes on
/// the whole, as is recorded.
pub fn tax_rounding(settings: &Settings) -> TaxRounding {
    if is_us(&settings.company) && !settings.tax.has_codes() {
        TaxRounding::LineByLine
    } else {
        TaxRounding::OnTheWhole
    }
}

/// True when the amounts posted include the tax.
pub fn is_inclusive(settings: &Settings) -> bool {
    settings.tax.prices == TaxedPrices::Inclusive
}

/// True when QuickBooks computes sales tax itself, with no codes of the company's on the lines.
pub fn is_us(company: &Company) -> bool {
    company.country.eq_ignore_ascii_case("US")
}
