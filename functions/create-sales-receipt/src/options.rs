//! The sales receipt's own options.

use actions::options::NameOrId;
use serde::Deserialize;

/// The options of `create-sales-receipt` beside those common to all actions.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SalesReceiptOptions {
    /// The account the money went to, by name or id; QuickBooks takes Undeposited Funds when absent.
    #[serde(default)]
    pub deposit_account: Option<NameOrId>,
    /// The payment method, by name or id; when absent, what the setting `payments.methods` says of the
    /// payment's `hs_payment_method_type`.
    #[serde(default)]
    pub payment_method: Option<NameOrId>,
    /// `true` makes a sales receipt although the sale has another document already, or its payment is pending.
    #[serde(default, deserialize_with = "actions::options::truth")]
    pub book_anyway: bool,
}
