//! The tax code of each line, a pure function of HubSpot's tax and the settings.

mod code;
mod form;
pub mod inclusive;

use quickbooks::entity::GlobalTaxCalculation;
use quickbooks::{Fault, Reference};
use storage::MappingKind;

use crate::ActionError;
use crate::options::{NameOrId, NamedReference};
use crate::record::sale::{Sale, SaleLine};
use crate::resolve::Resolved;
use crate::settings::{Settings, TaxedPrices, is_us};
use crate::subject::Subject;
use crate::subject::priced_sale::PricedSale;

use self::code::{Code, code};
pub use self::form::detail;
use self::form::form_code;

/// QuickBooks' pseudo codes for the lines of a US company.
const TAXED: &str = "TAX";
const NOT_TAXED: &str = "NON";

/// The tax codes that the lines of a sale need.
///
/// # Errors
///
/// [`ActionError::SettingMissing`] for the lines that get no code, since QuickBooks would refuse the
/// document, or worse, book it without tax.
pub fn references(sale: &Sale, settings: &Settings) -> Result<Vec<NamedReference>, ActionError> {
    let mut references: Vec<NamedReference> = Vec::new();
    let mut add = |object: &NameOrId| {
        let reference = NamedReference {
            kind: MappingKind::TaxCode,
            object: object.clone(),
            place: "settings.tax",
        };
        if !references.contains(&reference) {
            references.push(reference);
        }
    };
    if let Some(object) = form_code(sale, settings)? {
        add(object);
    }
    for line in &sale.lines {
        if let Code::Named(object) = code(line, sale, settings)? {
            add(object);
        }
    }
    Ok(references)
}

/// The tax code of a line as it is posted.
pub fn line_code(
    line: &SaleLine,
    sale: &Sale,
    settings: &Settings,
    resolved: &Resolved,
) -> Result<Option<Reference>, ActionError> {
    Ok(match code(line, sale, settings)? {
        Code::Us(taxed) => Some(Reference::to(if taxed { TAXED } else { NOT_TAXED })),
        Code::Named(object) => resolved
            .reference(MappingKind::TaxCode, Some(object))
            .map(Reference::to),
    })
}

/// The relation of a document's amounts to tax; outside the US QuickBooks wants to be told.
pub fn calculation(subject: &Subject, settings: &Settings) -> Option<GlobalTaxCalculation> {
    if is_us(&settings.company) {
        return None;
    }
    let holds_tax = subject
        .refund
        .as_ref()
        .is_some_and(|refund| refund.holds_tax);
    Some(match settings.tax.prices {
        TaxedPrices::Exclusive if !holds_tax => GlobalTaxCalculation::TaxExcluded,
        TaxedPrices::Exclusive | TaxedPrices::Inclusive => GlobalTaxCalculation::TaxInclusive,
    })
}

/// `true` tells QuickBooks to tax what is left after a document's discount line, as HubSpot does, unless the total
/// that it shows is with the tax of the full amounts. A US company would tax these; elsewhere QuickBooks knows no
/// other way than the first.
pub fn after_discount(priced: &PricedSale, settings: &Settings) -> Option<bool> {
    let has_choice = !priced.pricing.discount.is_zero() && is_us(&settings.company);
    has_choice.then_some(!priced.is_tax_full)
}

/// The hint for a company of another country whose settings say that it is in the US, where lines are
/// `TAX` or `NON`: no other company has those codes.
pub fn advice(fault: &Fault, settings: &Settings) -> Option<String> {
    let is_about_tax = fault.errors.iter().any(|error| {
        let text = format!("{} {}", error.message, error.detail).to_lowercase();
        ["tax", "gst", "hst", "vat"]
            .iter()
            .any(|word| text.contains(word))
    });
    (is_us(&settings.company) && is_about_tax).then(|| {
        "the setting `company.country` is US: if the company is in another country, correct that, with \
         `company.home_currency` and `tax`"
            .to_owned()
    })
}
