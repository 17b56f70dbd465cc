//! A company of England without documents. Accounts and items have the ids they have in the US sample company.

use super::Sample;
use crate::company::Entity;

pub(super) static SAMPLE: Sample = Sample {
    realm_id: "9341453172000003",
    time_zone: "Europe/London",
    rows: &[
        (
            Entity::Preferences,
            include_str!("../../../seed/united_kingdom/preferences.json"),
        ),
        (
            Entity::CompanyInfo,
            include_str!("../../../seed/united_kingdom/company_info.json"),
        ),
        (
            Entity::Account,
            include_str!("../../../seed/united_kingdom/accounts.json"),
        ),
        (
            Entity::Term,
            include_str!("../../../seed/united_kingdom/terms.json"),
        ),
        (
            Entity::PaymentMethod,
            include_str!("../../../seed/united_kingdom/payment_methods.json"),
        ),
        (
            Entity::TaxRate,
            include_str!("../../../seed/united_kingdom/tax_rates.json"),
        ),
        (
            Entity::TaxCode,
            include_str!("../../../seed/united_kingdom/tax_codes.json"),
        ),
        (
            Entity::Customer,
            include_str!("../../../seed/united_kingdom/customers.json"),
        ),
        (
            Entity::Vendor,
            include_str!("../../../seed/united_kingdom/vendors.json"),
        ),
        (
            Entity::Item,
            include_str!("../../../seed/united_kingdom/items.json"),
        ),
    ],
    exchange_rates: include_str!("../../../seed/united_kingdom/exchange_rates.json"),
};
