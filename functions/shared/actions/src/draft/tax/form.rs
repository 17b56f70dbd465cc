//! The tax code of a whole US document, for companies that compute no tax by themselves.
//!
//! Since November 2017 a US company has automated sales tax, which assigns the code and overrides one that is given. An older
//! one computes no tax for a document that names no code, and a write does not say beforehand of which kind a company is
//! (<https://developer.intuit.com/app/developer/qbo/docs/workflows/manage-sales-tax-for-us-locales>).

use quickbooks::Reference;
use quickbooks::entity::TxnTaxDetail;
use storage::MappingKind;

use super::code::{missing_code, of_rate};
use crate::ActionError;
use crate::options::NameOrId;
use crate::record::sale::Sale;
use crate::resolve::Resolved;
use crate::settings::{Settings, is_us};

/// The code that the settings have for the tax of a US document; none where they name no codes.
///
/// # Errors
///
/// [`ActionError::SettingMissing`] for a taxed line that gets none of them, [`ActionError::InvalidRequest`] for
/// lines that get several.
pub(super) fn form_code<'s>(
    sale: &Sale,
    settings: &'s Settings,
) -> Result<Option<&'s NameOrId>, ActionError> {
    let rules = &settings.tax;
    if !is_us(&settings.company) || !rules.has_codes() {
        return Ok(None);
    }
    let mut chosen: Option<&NameOrId> = None;
    for line in sale.lines.iter().filter(|line| line.tax.is_taxed()) {
        let by_rate = of_rate(&line.tax, &rules.codes);
        let by_rate = by_rate.map_err(|missing| missing_code(line, sale, missing))?;
        let code = by_rate.or(rules.default_code.as_ref());
        let missing = "`tax.codes` for its rate, or `tax.default_code`";
        let code = code.ok_or_else(|| missing_code(line, sale, missing))?;
        if chosen.is_some_and(|known| known != code) {
            return Err(ActionError::invalid(format!(
                "{}, {}: by `tax.codes` its tax has another QuickBooks tax code than that of the lines before it, \
                 and QuickBooks takes one for a whole document in the US: give the lines one rate in HubSpot, or \
                 book them in two records",
                sale.label,
                line.label()
            )));
        }
        chosen = Some(code);
    }
    Ok(chosen)
}

/// The tax of a US document, where the settings name its code.
///
/// # Errors
///
/// As the choice of the code.
pub fn detail(
    sale: &Sale,
    settings: &Settings,
    resolved: &Resolved,
) -> Result<Option<TxnTaxDetail>, ActionError> {
    let code = form_code(sale, settings)?;
    let id = code.and_then(|code| resolved.reference(MappingKind::TaxCode, Some(code)));
    Ok(id.map(|id| TxnTaxDetail {
        txn_tax_code_ref: Some(Reference::to(id)),
        ..TxnTaxDetail::default()
    }))
}
