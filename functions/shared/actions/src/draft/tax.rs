//! The tax code of each line, a pure function of HubSpot's tax and the settings.

use quickbooks::entity::GlobalTaxCalculation;
use quickbooks::{Fault, Reference};
use rust_decimal::Decimal;
use storage::MappingKind;

use crate::ActionError;
use crate::options::NameOrId;
use crate::options::NamedReference;
use crate::record::sale::{LineTax, Sale, SaleLine};
use crate::resolve::Resolved;
use crate::settings::{Settings, TaxedPrices, is_us};

/// QuickBooks' pseudo codes for the lines of a US company.
const TAXED: &str = "TAX";
const NOT_TAXED: &str = "NON";

/// A line's tax code, before names are resolved.
enum Code<'s> {
    /// A US line: taxed or not; QuickBooks computes the tax.
    Us(bool),
    /// One of the company's tax codes.
    Named(&'s NameOrId),
}

/// The tax codes that the lines of a sale need.
///
/// # Errors
///
/// [`ActionError::SettingMissing`] for the lines that get no code, since QuickBooks would refuse the
/// document, or worse, book it without tax.
pub fn references(sale: &Sale, settings: &Settings) -> Result<Vec<NamedReference>, ActionError> {
    let mut references: Vec<NamedReference> = Vec::new();
    for line in &sale.lines {
        if let Code::Named(object) = code(line, sale, settings)? {
            let reference = NamedReference {
                kind: MappingKind::TaxCode,
                object: object.clone(),
                place: "settings.tax",
            };
            if !references.contains(&reference) {
                references.push(reference);
            }
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
pub fn calculation(settings: &Settings) -> Option<GlobalTaxCalculation> {
    if is_us(&settings.company) {
        return None;
    }
    Some(match settings.tax.prices {
        TaxedPrices::Exclusive => GlobalTaxCalculation::TaxExcluded,
        TaxedPrices::Inclusive => GlobalTaxCalculation::TaxInclusive,
    })
}

/// `true` tells QuickBooks to tax what is left after a document's discount line, as HubSpot does. A US
/// company would tax the full amounts; elsewhere QuickBooks knows no other way.
pub fn after_discount(discount: Decimal, settings: &Settings) -> Option<bool> {
    (!discount.is_zero() && is_us(&settings.company)).then_some(true)
}

fn code<'s>(line: &SaleLine, sale: &Sale, settings: &'s Settings) -> Result<Code<'s>, ActionError> {
    if is_us(&settings.company) {
        return Ok(Code::Us(line.tax.is_taxed()));
    }
    let tax = &settings.tax;
    let (chosen, missing) = if line.tax.is_taxed() {
        let by_rate = keys(&line.tax)
            .into_iter()
            .find_map(|key| tax.codes.get(&key));
        (
            by_rate.or(tax.default_code.as_ref()),
            "`tax.codes` for its rate, or `tax.default_code`",
        )
    } else {
        (tax.untaxed_code.as_ref(), "`tax.untaxed_code`")
    };
    chosen.map(Code::Named).ok_or_else(|| ActionError::SettingMissing {
        message: format!(
            "{}, {}: it has no QuickBooks tax code: set {missing} (its tax rate in HubSpot: {})",
            sale.label,
            line.label(),
            line.tax.rate_group.as_deref().unwrap_or("none")
        ),
    })
}

/// By what a rate may stand in the settings, the most exact first.
fn keys(tax: &LineTax) -> Vec<String> {
    let rate = tax.rate.map(|rate| rate.normalize().to_string());
    [tax.rate_group.clone(), tax.label.clone(), rate]
        .into_iter()
        .flatten()
        .collect()
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Code, code, references};
    use crate::record::sale::Sale;
    use crate::settings::Settings;

    fn sale(tax: &Value) -> Sale {
        let mut line = json!({"name": "x", "quantity": "1", "amount": "1"});
        line.as_object_mut()
            .unwrap()
            .extend(tax.as_object().unwrap().clone());
        let record = json!({"object_type": "deal", "id": "9001",
            "line_items": [{"id": "7001", "properties": line}]});
        Sale::read(
            &serde_json::from_value(record).unwrap(),
            &settings("US").company,
            None,
        )
        .unwrap()
    }

    fn settings(country: &str) -> Settings {
        let settings = json!({
            "company": {"realm_id": "1", "country": country},
            "tax": {"codes": {"501": "20.0% S", "5": "5.0% R", "VAT zero": "4"}, "untaxed_code": "No VAT"},
        });
        Settings::parse(&settings.to_string()).unwrap()
    }

    fn chosen(country: &str, tax: &Value) -> String {
        let (sale, settings) = (sale(tax), settings(country));
        match code(&sale.lines[0], &sale, &settings) {
            Ok(Code::Us(taxed)) => format!("taxed: {taxed}"),
            Ok(Code::Named(object)) => object.clone().into_text(),
            Err(error) => format!("{}: {error}", error.error_type()),
        }
    }

    #[test]
    fn each_line_gets_the_code_of_its_rate() {
        let taxed = json!({"hs_tax_rate_group_id": "501", "hs_tax_amount": "0.20"});
        let cases = [
            ("US", taxed.clone(), "taxed: true"),
            ("US", json!({}), "taxed: false"),
            (
                "US",
                json!({"hs_tax_rate_group_id": "501", "hs_tax_amount": "0"}),
                "taxed: false",
            ),
            ("GB", taxed, "20.0% S"),
            ("GB", json!({"hs_tax_rate": "5.00"}), "5.0% R"),
            (
                "GB",
                json!({"hs_tax_rate_group_id": "9", "hs_tax_label": "VAT zero"}),
                "4",
            ),
            ("GB", json!({}), "No VAT"),
        ];
        for (country, tax, expected) in cases {
            assert_eq!(chosen(country, &tax), expected, "{country} {tax}");
        }
    }

    #[test]
    fn a_rate_without_a_code_is_refused_with_line_and_setting() {
        let unknown = json!({"hs_tax_rate_group_id": "777", "hs_tax_amount": "1"});
        let message = chosen("GB", &unknown);
        assert!(message.starts_with("SettingMissing"), "{message}");
        assert!(
            message.contains("7001") && message.contains("777"),
            "{message}"
        );
        assert!(references(&sale(&unknown), &settings("GB")).is_err());
    }
}
