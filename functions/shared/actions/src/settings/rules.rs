//! The rules a connection may choose between.

use hubspot::FilterGroup;
use serde::{Deserialize, Serialize};

pub use crate::amounts::DiscountStyle;
use crate::options::NameOrId;

/// The rules by which a contact or company becomes a QuickBooks customer.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct CustomerMatching {
    /// The matching mode: with a filter that a contact must meet first, or without.
    pub mode: MatchingMode,
    /// HubSpot filter groups, for [`MatchingMode::SyncFilter`].
    pub filter_groups: Vec<FilterGroup>,
    /// True when a contact is billed as a sub-customer of the first company of its record; without a
    /// company it is a customer of its own.
    pub sub_customer_of_company: bool,
    /// The criteria that make a customer the contact's, tried in this order.
    pub match_by: Vec<MatchRule>,
    /// The remedy when the name of a customer to be created is taken.
    pub name_conflict: NameConflict,
    /// The longest display name to create. Intuit's page says 500, older ones 100.
    pub display_name_length: usize,
}

impl Default for CustomerMatching {
    fn default() -> Self {
        Self {
            mode: MatchingMode::Legacy,
            filter_groups: Vec::new(),
            sub_customer_of_company: false,
            match_by: vec![MatchRule::NameAndEmail, MatchRule::Email, MatchRule::Name],
            name_conflict: NameConflict::Suffix,
            display_name_length: 100,
        }
    }
}

/// The matching mode: with a filter that a contact must meet before anything is made, or without.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MatchingMode {
    /// Any contact will do; a customer is created when none fits.
    #[default]
    Legacy,
    /// The contact must meet the connection's filter, else nothing is made anywhere.
    SyncFilter,
}

/// A criterion that makes a QuickBooks customer the contact's or company's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MatchRule {
    /// The same name and the same e-mail.
    NameAndEmail,
    /// The same e-mail.
    Email,
    /// The same name, unless both have an e-mail and the two differ.
    Name,
}

/// The remedy when a name is taken by another customer, vendor or employee (QuickBooks' 6240).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NameConflict {
    /// Use the active customer or product that has the name.
    Adopt,
    /// Like `adopt`, and an inactive one is made active again.
    Reactivate,
    /// Create under the name with HubSpot's id, or the SKU, in brackets.
    #[default]
    Suffix,
}

/// The rules by which a line item becomes a QuickBooks product.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Products {
    /// The income account of products to be created, by name or id.
    pub income_account: Option<NameOrId>,
    /// The type of products to be created.
    pub create_as: ProductType,
    /// The remedy when the name of a product to be created is taken.
    pub name_conflict: NameConflict,
    /// The product of the one line that a record without line items becomes, by name or id; without
    /// it such a record is refused.
    pub item_without_lines: Option<NameOrId>,
    /// The product of the fees on a record as a whole, by name or id; without it a fee is matched by its
    /// name like any other product.
    pub item_of_fees: Option<NameOrId>,
}

/// The type of a product to be created (QuickBooks' `Item.Type`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ProductType {
    /// A service.
    #[default]
    Service,
    /// A product whose stock QuickBooks does not track.
    NonInventory,
}

/// The rules by which amounts are represented and compared.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Amounts {
    /// The place of discounts: in the unit prices, or on a line of their own.
    pub discount_style: DiscountStyle,
    /// The place of a discount on the record as a whole: on a line of its own, or in the unit
    /// prices, in proportion to the lines' amounts.
    pub order_discount_style: DiscountStyle,
    /// The remedy when the lines do not sum to the amount HubSpot shows on the record.
    pub on_mismatch: Mismatch,
    /// The remedy when QuickBooks computes another total than was posted, or another tax than HubSpot
    /// shows; to refuse means to delete the document again.
    pub on_quickbooks_mismatch: Mismatch,
}

impl Default for Amounts {
    fn default() -> Self {
        Self {
            discount_style: DiscountStyle::NetUnitPrice,
            // The lines stay what the buyer saw.
            order_discount_style: DiscountStyle::DiscountLine,
            on_mismatch: Mismatch::Warn,
            on_quickbooks_mismatch: Mismatch::Warn,
        }
    }
}

/// The remedy for a difference between two totals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Mismatch {
    /// Make the document and warn with both figures.
    #[default]
    Warn,
    /// Make nothing.
    Refuse,
}

/// The unit that gets one document: the record, or each enrolment of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OncePer {
    /// One per record and action.
    #[default]
    Record,
    /// One per enrolment of the record in a workflow, and action.
    Enrollment,
}

/// The records whose sale is one: a sale gets one invoice, sales receipt or paid invoice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OneSalePer {
    /// The deal with all its quotes and payments: quotes of one deal are mostly alternatives.
    #[default]
    Deal,
    /// The record: each quote and each payment of a deal is a sale of its own. A deal and its own quote
    /// never are two.
    Record,
}

/// Where the class stands (QuickBooks' preferences `ClassTrackingPerTxn` and `ClassTrackingPerTxnLine`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClassPosition {
    /// On the document.
    #[default]
    Document,
    /// On each line.
    Line,
}
