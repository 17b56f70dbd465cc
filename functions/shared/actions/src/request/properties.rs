//! The properties that are read of a record and of each object associated with it.
//!
//! A record that is given by its id is read from HubSpot with these and no others, so a property that is
//! read without being listed here would be empty in every such record. The names are HubSpot's
//! internal ones.

use hubspot::ObjectType;

/// Of every object.
const ALL: &[&str] = &["hs_object_id", "hs_merged_object_ids"];

const DEAL: &[&str] = &[
    "dealname",
    "amount",
    "deal_currency_code",
    "dealstage",
    "hs_is_closed_lost",
];

const QUOTE: &[&str] = &[
    "hs_title",
    "hs_quote_amount",
    "hs_currency",
    "hs_expiration_date",
    "hs_status",
    "hs_payment_status",
];

const PAYMENT: &[&str] = &[
    "hs_initial_amount",
    "hs_currency_code",
    "hs_latest_status",
    "hs_initiated_date",
    "hs_createdate",
    "hs_payment_method",
    "hs_payment_method_type",
    "hs_payment_type",
    "hs_payment_id",
    "hs_reference_number",
    "hs_payment_source_app",
    "hs_payment_source_name",
    "hs_has_associated_invoice",
    "source",
    "hs_processor_type",
    "hs_fees_amount",
    "hs_platform_fee",
    "hs_net_amount",
    "hs_refunds_amount",
];

/// Of a record whose order has a discount of its own.
const ORDER: &[&str] = &["hs_order_discount_amount", "hs_order_discount_percentage"];

const CONTACT: &[&str] = &[
    "firstname",
    "lastname",
    "email",
    "hs_additional_emails",
    "phone",
    "mobilephone",
    "company",
    "address",
    "city",
    "state",
    "zip",
    "country",
];

const COMPANY: &[&str] = &[
    "name", "phone", "address", "address2", "city", "state", "zip", "country",
];

const LINE_ITEM: &[&str] = &[
    "name",
    "description",
    "hs_sku",
    "hs_product_id",
    "quantity",
    "price",
    "amount",
    "discount",
    "hs_discount_percentage",
    "hs_total_discount",
    "hs_line_item_currency_code",
    "hs_position_on_quote",
    "hs_bundle_id",
    "hs_tax_rate",
    "hs_tax_rate_group_id",
    "hs_tax_label",
    "hs_tax_amount",
    "hs_auto_tax_amount",
    "recurringbillingfrequency",
    "hs_recurring_billing_start_date",
    "hs_recurring_billing_number_of_payments",
    "hs_recurring_billing_period",
    "hs_billing_start_delay_type",
    "hs_billing_start_delay_days",
    "hs_billing_start_delay_months",
    "hs_term_in_months",
    "hs_tcv",
    "hs_acv",
    "hs_arr",
    "hs_mrr",
];

/// Of a discount on the order as a whole.
const DISCOUNT: &[&str] = &[
    "hs_label",
    "hs_type",
    "hs_value",
    "hs_sort_order",
    "hs_duration",
];

/// Of a fee or tax on the order as a whole.
const ORDER_TERM: &[&str] = &["hs_label", "hs_type", "hs_value", "hs_sort_order"];

/// A list of objects associated with a record, as a request carries it.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    strum::VariantArray,
    strum::Display,
    strum::IntoStaticStr,
)]
#[strum(serialize_all = "snake_case")]
pub enum Associated {
    /// The contacts, in HubSpot's order.
    Contacts,
    /// The companies, the primary one first.
    Companies,
    /// The record's own line items.
    LineItems,
    /// The discounts on the order as a whole.
    Discounts,
    /// The fees on the order as a whole.
    Fees,
    /// The taxes on the order as a whole.
    Taxes,
    /// The deals of a quote or payment.
    Deals,
    /// The quotes of a deal or payment.
    Quotes,
    /// The payments of a deal or quote.
    Payments,
    /// The HubSpot invoices of a deal, quote or payment.
    Invoices,
}

impl Associated {
    /// The lists of a record of this type.
    pub fn of(object_type: &ObjectType) -> Vec<Self> {
        use Associated::{
            Companies, Contacts, Deals, Discounts, Fees, Invoices, LineItems, Payments, Quotes,
            Taxes,
        };
        let order = [Contacts, Companies, LineItems, Discounts, Fees, Taxes];
        let sale: &[Self] = match object_type {
            ObjectType::Deal => &[Quotes, Payments, Invoices],
            ObjectType::Quote => &[Deals, Payments, Invoices],
            ObjectType::Payment => &[Deals, Quotes, Invoices],
            _ => &[],
        };
        order.into_iter().chain(sale.iter().copied()).collect()
    }

    /// The type of the list's objects.
    pub const fn object_type(self) -> ObjectType {
        match self {
            Self::Contacts => ObjectType::Contact,
            Self::Companies => ObjectType::Company,
            Self::LineItems => ObjectType::LineItem,
            Self::Discounts => ObjectType::Discount,
            Self::Fees => ObjectType::Fee,
            Self::Taxes => ObjectType::Tax,
            Self::Deals => ObjectType::Deal,
            Self::Quotes => ObjectType::Quote,
            Self::Payments => ObjectType::Payment,
            Self::Invoices => ObjectType::Invoice,
        }
    }

    /// The properties that are read of each object of the list; none of what its id alone says enough of.
    pub fn properties(self) -> impl Iterator<Item = &'static str> {
        let read: [&[&str]; 2] = match self {
            Self::Contacts => [ALL, CONTACT],
            Self::Companies => [ALL, COMPANY],
            Self::LineItems => [ALL, LINE_ITEM],
            Self::Discounts => [ALL, DISCOUNT],
            Self::Fees | Self::Taxes => [ALL, ORDER_TERM],
            Self::Deals => [ALL, DEAL],
            Self::Quotes => [ALL, QUOTE],
            Self::Payments => [ALL, PAYMENT],
            // HubSpot merges none, so no other id stands in their properties.
            Self::Invoices => [&[], &[]],
        };
        read.into_iter().flatten().copied()
    }
}

/// The properties that are read of a record of this type.
pub fn of_record(object_type: &ObjectType) -> impl Iterator<Item = &'static str> {
    let own = match object_type {
        ObjectType::Deal => DEAL,
        ObjectType::Quote => QUOTE,
        ObjectType::Payment => PAYMENT,
        _ => &[],
    };
    ALL.iter().chain(own).chain(ORDER).copied()
}

#[cfg(test)]
mod tests;
