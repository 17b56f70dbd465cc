//! The tax code of a fee, outside the US.

use actions::ActionError;
use actions::options::{NameOrId, NamedReference, references};
use actions::settings::{Settings, is_us};
use storage::MappingKind;

/// The tax code of the fee's line: the one for fees, else the one for what HubSpot does not tax; none in
/// the US, where purchases have none.
///
/// # Errors
///
/// [`ActionError::SettingMissing`] outside the US, where QuickBooks takes no line without a code.
pub(crate) fn code(settings: &Settings) -> Result<Option<&NameOrId>, ActionError> {
    if is_us(&settings.company) {
        return Ok(None);
    }
    let code = settings.fees.tax_code.as_ref();
    let code = code.or(settings.tax.untaxed_code.as_ref());
    code.map(Some).ok_or_else(|| ActionError::SettingMissing {
        message: "an expense needs a tax code outside the US: set `fees.tax_code`, or \
                  `tax.untaxed_code`"
            .to_owned(),
    })
}

/// The code as an object to be resolved.
pub(crate) fn reference(settings: &Settings) -> Result<Vec<NamedReference>, ActionError> {
    let named = code(settings)?;
    Ok(references([(
        MappingKind::TaxCode,
        named,
        "settings.fees.tax_code",
    )]))
}
