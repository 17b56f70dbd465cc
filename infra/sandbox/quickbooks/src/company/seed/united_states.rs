//! The sample company "Craig's Design and Landscaping Services", as Intuit gives it to every US developer.
//!
//! Ids are the sample company's where they are known; documents are of its kind.

use super::Sample;
use crate::company::Entity;

pub(super) static SAMPLE: Sample = Sample {
    realm_id: "9341453172000001",
    time_zone: TIME_ZONE,
    rows: ROWS,
    exchange_rates: EXCHANGE_RATES,
};

/// The same rows under other switches.
pub(super) static MANUAL_TAX: Sample = Sample {
    realm_id: "9341453172000004",
    time_zone: TIME_ZONE,
    rows: ROWS,
    exchange_rates: EXCHANGE_RATES,
};

const TIME_ZONE: &str = "America/Los_Angeles";

const EXCHANGE_RATES: &str = include_str!("../../../seed/united_states/exchange_rates.json");

const ROWS: &[(Entity, &str)] = &[
    (
        Entity::Preferences,
        include_str!("../../../seed/united_states/preferences.json"),
    ),
    (
        Entity::CompanyInfo,
        include_str!("../../../seed/united_states/company_info.json"),
    ),
    (
        Entity::Account,
        include_str!("../../../seed/united_states/accounts.json"),
    ),
    (
        Entity::Term,
        include_str!("../../../seed/united_states/terms.json"),
    ),
    (
        Entity::PaymentMethod,
        include_str!("../../../seed/united_states/payment_methods.json"),
    ),
    (
        Entity::TaxRate,
        include_str!("../../../seed/united_states/tax_rates.json"),
    ),
    (
        Entity::TaxCode,
        include_str!("../../../seed/united_states/tax_codes.json"),
    ),
    (
        Entity::Class,
        include_str!("../../../seed/united_states/classes.json"),
    ),
    (
        Entity::Department,
        include_str!("../../../seed/united_states/departments.json"),
    ),
    (
        Entity::Customer,
        include_str!("../../../seed/united_states/customers.json"),
    ),
    (
        Entity::Vendor,
        include_str!("../../../seed/united_states/vendors.json"),
    ),
    (
        Entity::Employee,
        include_str!("../../../seed/united_states/employees.json"),
    ),
    (
        Entity::Item,
        include_str!("../../../seed/united_states/items.json"),
    ),
    (
        Entity::Estimate,
        include_str!("../../../seed/united_states/estimates.json"),
    ),
    (
        Entity::Invoice,
        include_str!("../../../seed/united_states/invoices.json"),
    ),
    (
        Entity::SalesReceipt,
        include_str!("../../../seed/united_states/sales_receipts.json"),
    ),
    (
        Entity::Payment,
        include_str!("../../../seed/united_states/payments.json"),
    ),
    (
        Entity::Purchase,
        include_str!("../../../seed/united_states/purchases.json"),
    ),
];
