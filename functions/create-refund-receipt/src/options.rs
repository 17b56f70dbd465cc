//! The refund receipt's own options.

use actions::ActionError;
use actions::options::{NameOrId, NamedReference, references};
use serde::Deserialize;
use storage::MappingKind;

/// The options of `create-refund-receipt` beside those common to all actions.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefundOptions {
    /// The account the money was taken from, by name or id (QuickBooks' `DepositToAccountRef`).
    #[serde(default)]
    pub refund_account: Option<NameOrId>,
    /// The method by which it was given back, by name or id; when absent, what the setting `payments.methods` says of
    /// the payment's `hs_payment_method_type`.
    #[serde(default)]
    pub payment_method: Option<NameOrId>,
    /// `true` books a refund of a payment from QuickBooks or of a HubSpot invoice all the same, and one
    /// whose sale is not known here or not paid.
    #[serde(default, deserialize_with = "actions::options::truth")]
    pub book_anyway: bool,
}

impl RefundOptions {
    /// The account the money was taken from; QuickBooks takes no refund receipt without one.
    ///
    /// # Errors
    ///
    /// [`ActionError::SettingMissing`] when neither the request nor the connection's defaults name one.
    pub(crate) fn account(&self) -> Result<&NameOrId, ActionError> {
        self.refund_account
            .as_ref()
            .ok_or_else(|| ActionError::SettingMissing {
                message:
                    "`options.refund_account` is not given, and the connection's `defaults` have \
                          none: name the account the money was taken from"
                        .to_owned(),
            })
    }

    /// The QuickBooks objects that the options name.
    pub(crate) fn references(&self) -> Vec<NamedReference> {
        let account = self.refund_account.as_ref();
        let method = self.payment_method.as_ref();
        references([
            (MappingKind::Account, account, "options.refund_account"),
            (MappingKind::PaymentMethod, method, "options.payment_method"),
        ])
    }
}
