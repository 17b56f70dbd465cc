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
    /// The amount of a line whose price holds the tax, as QuickBooks is sent it.
    pub inclusive_amounts: InclusiveAmounts,
    /// The rounding of the tax in QuickBooks, by which cents are shared out among lines; where absent, the likelier one
    /// for the company, and the other where QuickBooks answers so.
    pub rounding: Option<TaxRounding>,
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

/// The amount of a line on a document whose prices hold the tax.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum InclusiveAmounts {
    /// Net, with the amount that holds the tax beside it (`TaxInclusiveAmt`), where HubSpot tells the tax in numbers.
    #[default]
    Net,
    /// The amount that holds the tax, alone.
    Gross,
}

impl Tax {
    /// True where settings name tax codes; in the US, those of a company that computes no tax by itself.
    pub fn has_codes(&self) -> bool {
        !self.codes.is_empty() || self.default_code.is_some()
    }
}

/// The way in which QuickBooks rounds the tax, as the settings have it, or is likelier to: an automated one line by line,
/// and one of codes on the whole, as is recorded.
pub fn tax_rounding(settings: &Settings) -> TaxRounding {
    if let Some(rounding) = settings.tax.rounding {
        rounding
    } else if is_us(&settings.company) && !settings.tax.has_codes() {
        TaxRounding::LineByLine
    } else {
        TaxRounding::OnTheWhole
    }
}

/// The settings with the other way of rounding, for the cents of a document that QuickBooks has taxed otherwise than was
/// expected.
pub fn with_other_tax_rounding(settings: &Settings) -> Settings {
    let mut other = settings.clone();
    other.tax.rounding = Some(tax_rounding(settings).other());
    other
}

/// True when the amounts posted include the tax.
pub fn is_inclusive(settings: &Settings) -> bool {
    settings.tax.prices == TaxedPrices::Inclusive
}

/// True when QuickBooks computes sales tax itself, with no codes of the company's on the lines.
pub fn is_us(company: &Company) -> bool {
    company.country.eq_ignore_ascii_case("US")
}
