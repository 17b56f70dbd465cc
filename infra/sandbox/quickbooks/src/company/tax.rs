//! Sales tax, GST, HST and VAT.
//!
//! A US company names one tax code on the document and marks lines as taxable; everywhere else every line has a
//! tax code of its own.

mod by_form;
mod by_line;
mod rates;
mod treatment;

use rust_decimal::Decimal;
use serde_json::{Value, json};

pub(crate) use self::by_line::net_of;
use self::rates::{Rate, rates};
pub(crate) use self::rates::{Side, percent};
pub(crate) use self::treatment::Treatment;
use crate::company::draft::Draft;
use crate::company::{Company, Entity, Fields, decimal, text};
use crate::fault::Fault;

/// The pseudo codes for the lines of a US company.
pub(crate) const TAXABLE: &str = "TAX";
pub(crate) const NOT_TAXABLE: &str = "NON";

/// The amounts sold or bought under one tax code.
pub(crate) struct CodedAmount {
    pub(crate) code: String,
    /// Without tax.
    pub(crate) net: Decimal,
    /// With tax where the lines say so, else the same as without.
    pub(crate) gross: Decimal,
    /// The net amount of each line.
    pub(crate) lines: Vec<Decimal>,
}

/// The totals of a document.
pub(crate) struct Assessment {
    /// The `TxnTaxDetail`; a document to which no tax applies has none.
    pub(crate) detail: Option<Value>,
    pub(crate) total: Decimal,
}

impl Assessment {
    /// Puts the detail in the place of one that was sent or stored.
    pub(crate) fn write_detail(self, fields: &mut Fields) {
        match self.detail {
            Some(detail) => fields.insert("TxnTaxDetail".to_owned(), detail),
            None => fields.remove("TxnTaxDetail"),
        };
    }
}

impl Company {
    /// `true` if sales tax is computed for documents that name no code, as for all US companies founded since
    /// November 2017; clients know it by this preference.
    pub(crate) fn is_taxed_automatically(&self) -> bool {
        self.is_us() && self.is_preferred("TaxPrefs", "PartnerTaxEnabled")
    }

    /// `true` if the company is taxed as US companies are.
    pub(crate) fn is_us(&self) -> bool {
        self.country() == "US"
    }

    fn country(&self) -> &str {
        self.fields(Entity::CompanyInfo, "1")
            .and_then(|info| text(info, "Country"))
            .unwrap_or("US")
    }

    /// The refusal of a line without tax code, in the words of the company's country.
    pub(crate) fn tax_code_missing(&self) -> Fault {
        let tax = if self.country() == "CA" {
            "GST/HST"
        } else {
            "VAT"
        };
        Fault::business(&format!(
            "Make sure all your transactions have a {tax} rate before you save."
        ))
    }
}

/// Adds up amounts by tax code, in the order in which the codes first occur.
pub(crate) fn add_coded(amounts: &mut Vec<CodedAmount>, line: CodedAmount) {
    match amounts.iter_mut().find(|known| known.code == line.code) {
        Some(known) => {
            known.net += line.net;
            known.gross += line.gross;
            known.lines.extend(line.lines);
        }
        None => amounts.push(line),
    }
}

/// `true` if one of the lines with these amounts is taxed. Expenses of a US company bear no tax of their own.
pub(crate) fn is_taxed(
    company: &Company,
    treatment: Treatment,
    side: Side,
    amounts: &[CodedAmount],
) -> bool {
    let is_taxed = |code: &str| match treatment {
        Treatment::OfUs => side == Side::Sales && code == TAXABLE,
        Treatment::Excluded | Treatment::Inclusive(_) => !rates(company, code, side).is_empty(),
        Treatment::NotApplicable => false,
    };
    amounts.iter().any(|amount| is_taxed(&amount.code))
}

/// The tax of a document and its total. `discount` is positive, and includes tax where the lines do.
pub(crate) fn assess(
    company: &Company,
    draft: &Draft<'_>,
    treatment: Treatment,
    side: Side,
    amounts: &[CodedAmount],
    discount: Decimal,
) -> Result<Assessment, Fault> {
    Ok(match treatment {
        Treatment::OfUs => by_form::assess(company, draft, amounts, discount)?,
        Treatment::Excluded => {
            let rounding = draft.settings.tax_rounding;
            by_line::excluded(company, side, amounts, discount, rounding)
        }
        Treatment::Inclusive(_) => by_line::inclusive(company, side, amounts, discount),
        Treatment::NotApplicable => Assessment {
            detail: None,
            total: amounts.iter().map(|amount| amount.net).sum::<Decimal>() - discount,
        },
    })
}

/// A rate, what it applies to, and the tax.
struct RateTax {
    rate: Rate,
    net: Decimal,
    tax: Decimal,
}

impl RateTax {
    fn line(&self) -> Value {
        json!({
            "Amount": decimal::money(self.tax),
            "DetailType": "TaxLineDetail",
            "TaxLineDetail": {
                "TaxRateRef": { "value": self.rate.id },
                "PercentBased": true,
                "TaxPercent": decimal::trimmed(self.rate.percent),
                "NetAmountTaxable": decimal::money(self.net),
            },
        })
    }
}

fn tax_detail(taxes: &[RateTax]) -> Fields {
    let total: Decimal = taxes.iter().map(|rate| rate.tax).sum();
    let mut detail = Fields::new();
    detail.insert("TotalTax".to_owned(), decimal::money(total));
    if !taxes.is_empty() {
        let lines = taxes.iter().map(RateTax::line);
        detail.insert("TaxLine".to_owned(), Value::Array(lines.collect()));
    }
    detail
}
