//! The rules for what is made of a payment.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::rules::Mismatch;
use crate::options::NameOrId;

/// The parts of a payment that go into QuickBooks.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Payments {
    /// The QuickBooks payment method, by name or id, of each way of paying that HubSpot knows
    /// (`hs_payment_method_type`: `card`, `ach`, `cash`, `check`, `wire_transfer`, `other`, `sepa`,
    /// `bacs`, `pads`), such as `{"card": "Visa"}`; `null` leaves it out on purpose. There are no
    /// defaults, since no payment method stands in every company.
    pub methods: BTreeMap<String, Option<NameOrId>>,
    /// The remedy when a sales receipt would not come to what was paid, to the cent.
    pub on_difference: Mismatch,
}

impl Default for Payments {
    fn default() -> Self {
        Self {
            methods: BTreeMap::new(),
            // A sales receipt is money received, and more or less than that is not.
            on_difference: Mismatch::Refuse,
        }
    }
}

/// The rules by which a name becomes a QuickBooks vendor.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Vendors {
    /// True when a vendor that QuickBooks does not have is created there; HubSpot has no such step.
    pub create_missing: bool,
}

/// The processing fee of a payment.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Fees {
    /// The one of HubSpot's amounts that is the fee.
    pub source: FeeSource,
    /// The tax code of the fee, by name or id, outside the US; the fee holds the tax. Without it, the one
    /// of lines that HubSpot does not tax.
    pub tax_code: Option<NameOrId>,
}

/// The one of a payment's amounts that is its fee.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FeeSource {
    /// `hs_fees_amount`, what HubSpot charged to process the payment.
    #[default]
    Fees,
    /// `hs_fees_amount` and `hs_platform_fee` together, where the second comes on top: HubSpot does
    /// not document whether the first includes it.
    FeesAndPlatformFee,
}

/// Refunds of payments.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Refunds {
    /// True when refunds of a part are booked, each as it comes; HubSpot's own action takes a full
    /// refund alone.
    pub partial: bool,
    /// The remedy for a refund whose sale is not known here.
    pub without_sale: WithoutSale,
}

/// The remedy for a refund whose sale is not known here: it would make income and cash negative, unless
/// the sale was booked another way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WithoutSale {
    /// Book it, with a warning.
    #[default]
    Warn,
    /// Make nothing.
    Refuse,
    /// Book it: sales are booked elsewhere.
    Book,
}

/// Payments booked as an invoice and the payment that settles it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct PaidInvoices {
    /// True when taxable lines are taken, as HubSpot's own action does not. QuickBooks computes the
    /// tax, and where its total is not what was paid, to the cent, nothing is kept.
    pub taxable_lines: bool,
    /// True when a payment below its lines makes the invoice over all of them and is received on it;
    /// further payments of the same deal, quote or HubSpot invoice are received on that one.
    pub part_payments: bool,
}
