//! The paid invoice's own options.

use actions::options::{NameOrId, NamedReference, references};
use serde::Deserialize;
use storage::MappingKind;

/// The options of `create-paid-invoice` beside those common to all actions. A number and a memo stand
/// on the invoice.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaidInvoiceOptions {
    /// The account the money went to, by name or id; QuickBooks takes Undeposited Funds when absent.
    #[serde(default)]
    pub deposit_account: Option<NameOrId>,
    /// The payment method, by name or id; when absent, what the setting `payments.methods` says of the
    /// payment's `hs_payment_method_type`.
    #[serde(default)]
    pub payment_method: Option<NameOrId>,
    /// `true` books a payment although its sale has another document already.
    #[serde(default, deserialize_with = "actions::options::truth")]
    pub book_anyway: bool,
}

impl PaidInvoiceOptions {
    /// The QuickBooks objects that the options name.
    pub(crate) fn references(&self) -> Vec<NamedReference> {
        let account = self.deposit_account.as_ref();
        let method = self.payment_method.as_ref();
        references([
            (MappingKind::Account, account, "options.deposit_account"),
            (MappingKind::PaymentMethod, method, "options.payment_method"),
        ])
    }
}
