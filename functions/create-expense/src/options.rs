//! The expense's own options.

use actions::ActionError;
pub use actions::options::PaymentType;
use actions::options::{NameOrId, NamedReference, references};
use serde::Deserialize;
use storage::MappingKind;

/// The options of `create-expense` beside those common to all actions.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpenseOptions {
    /// The account the fee was paid from, by name or id: where HubSpot pays the rest out to.
    #[serde(default)]
    pub payment_account: Option<NameOrId>,
    /// The account the fee is booked to, by name or id, such as `Bank Charges`.
    #[serde(default)]
    pub expense_account: Option<NameOrId>,
    /// The vendor who was paid, by name or id.
    #[serde(default)]
    pub vendor: Option<NameOrId>,
    /// The way it was paid; decides which type of account `payment_account` must be.
    #[serde(default)]
    pub payment_type: PaymentType,
    /// `true` books the fee of a payment from QuickBooks or of a HubSpot invoice all the same.
    #[serde(default, deserialize_with = "actions::options::truth")]
    pub book_anyway: bool,
}

/// The three objects that every expense is booked by.
pub(crate) struct Names<'o> {
    pub(crate) payment_account: &'o NameOrId,
    pub(crate) expense_account: &'o NameOrId,
    pub(crate) vendor: &'o NameOrId,
}

impl ExpenseOptions {
    /// The objects that every expense is booked by.
    ///
    /// # Errors
    ///
    /// [`ActionError::SettingMissing`] that names the first option given neither in the request nor
    /// in the connection's defaults.
    pub(crate) fn names(&self) -> Result<Names<'_>, ActionError> {
        Ok(Names {
            payment_account: self
                .payment_account
                .as_ref()
                .ok_or_else(|| missing("payment_account", "the account the fee was paid from"))?,
            expense_account: self
                .expense_account
                .as_ref()
                .ok_or_else(|| missing("expense_account", "the account the fee is booked to"))?,
            vendor: (self.vendor.as_ref())
                .ok_or_else(|| missing("vendor", "who was paid the fee"))?,
        })
    }

    /// The QuickBooks objects that the options name.
    pub(crate) fn references(&self) -> Vec<NamedReference> {
        let (from, to) = (self.payment_account.as_ref(), self.expense_account.as_ref());
        references([
            (MappingKind::Account, from, "options.payment_account"),
            (MappingKind::Account, to, "options.expense_account"),
            (MappingKind::Vendor, self.vendor.as_ref(), "options.vendor"),
        ])
    }
}

fn missing(option: &str, purpose: &str) -> ActionError {
    ActionError::SettingMissing {
        message: format!(
            "`options.{option}` is not given, and the connection's `defaults` have none: name {purpose}"
        ),
    }
}
