//! A company of Ontario without documents. Accounts and items have the ids they have in the US sample company.

use super::Sample;
use crate::company::Entity;

pub(super) static SAMPLE: Sample = Sample {
    realm_id: "9341453172000002",
    time_zone: "America/Toronto",
    rows: &[
        (
            Entity::Preferences,
            include_str!("../../../seed/canada/preferences.json"),
        ),
        (
            Entity::CompanyInfo,
            include_str!("../../../seed/canada/company_info.json"),
        ),
        (
            Entity::Account,
            include_str!("../../../seed/canada/accounts.json"),
        ),
        (
            Entity::Term,
            include_str!("../../../seed/canada/terms.json"),
        ),
        (
            Entity::PaymentMethod,
            include_str!("../../../seed/canada/payment_methods.json"),
        ),
        (
            Entity::TaxRate,
            include_str!("../../../seed/canada/tax_rates.json"),
        ),
        (
            Entity::TaxCode,
            include_str!("../../../seed/canada/tax_codes.json"),
        ),
        (
            Entity::Customer,
            include_str!("../../../seed/canada/customers.json"),
        ),
        (
            Entity::Vendor,
            include_str!("../../../seed/canada/vendors.json"),
        ),
        (
            Entity::Item,
            include_str!("../../../seed/canada/items.json"),
        ),
    ],
    exchange_rates: include_str!("../../../seed/canada/exchange_rates.json"),
};
