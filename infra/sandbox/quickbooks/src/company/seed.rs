//! The sample company "Craig's Design and Landscaping Services", as Intuit gives it to every US developer.
//!
//! Ids are the sample company's where they are known; documents are of its kind.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use crate::company::write::Settings;
use crate::company::{Company, Entity, Fields, schema, text};
use crate::error::SandboxError;

/// The company's id.
pub(crate) const REALM_ID: &str = "9341453172000001";

/// When the sample rows were created: 1 May 2026, 10:00 in California.
const CREATED: Timestamp = Timestamp::constant(1_777_654_800, 0);

/// The rows, in an order in which every reference points backwards.
const ROWS: [(Entity, &str); 21] = [
    (
        Entity::Preferences,
        include_str!("../../seed/preferences.json"),
    ),
    (
        Entity::CompanyInfo,
        include_str!("../../seed/company_info.json"),
    ),
    (Entity::Account, include_str!("../../seed/accounts.json")),
    (Entity::Term, include_str!("../../seed/terms.json")),
    (
        Entity::PaymentMethod,
        include_str!("../../seed/payment_methods.json"),
    ),
    (Entity::TaxRate, include_str!("../../seed/tax_rates.json")),
    (Entity::TaxCode, include_str!("../../seed/tax_codes.json")),
    (Entity::Class, include_str!("../../seed/classes.json")),
    (
        Entity::Department,
        include_str!("../../seed/departments.json"),
    ),
    (Entity::ExchangeRate, "[]"),
    (Entity::Customer, include_str!("../../seed/customers.json")),
    (Entity::Vendor, include_str!("../../seed/vendors.json")),
    (Entity::Employee, include_str!("../../seed/employees.json")),
    (Entity::Item, include_str!("../../seed/items.json")),
    (Entity::Estimate, include_str!("../../seed/estimates.json")),
    (Entity::Invoice, include_str!("../../seed/invoices.json")),
    (
        Entity::SalesReceipt,
        include_str!("../../seed/sales_receipts.json"),
    ),
    (Entity::CreditMemo, "[]"),
    (Entity::Payment, include_str!("../../seed/payments.json")),
    (Entity::Purchase, include_str!("../../seed/purchases.json")),
    (Entity::RefundReceipt, "[]"),
];

/// The sample company as it is on the first day.
pub(crate) fn sample_company() -> Result<Company, SandboxError> {
    let zone = TimeZone::get("America/Los_Angeles").unwrap_or(TimeZone::UTC);
    let mut company = Company::empty(REALM_ID, zone);
    for (entity, rows) in ROWS {
        let rows: Vec<Map<String, Value>> = serde_json::from_str(rows)?;
        for row in &rows {
            plant(&mut company, entity, row)?;
        }
    }
    Ok(company)
}

fn plant(company: &mut Company, entity: Entity, row: &Fields) -> Result<(), SandboxError> {
    let sent = schema::read(entity, row)?;
    let id = text(&sent, "Id").unwrap_or_default().to_owned();
    company.reserve_id(entity, &id);
    if entity.can_be_created() {
        let settings = Settings {
            now: CREATED,
            allow_duplicate_numbers: false,
            send_increments_sync_token: false,
        };
        company.create_as(entity, &id, &sent, &settings)?;
        return Ok(());
    }
    let stamp = company.stamp(CREATED);
    let mut fields = sent;
    fields.insert("SyncToken".to_owned(), Value::from("0"));
    fields.insert(
        "MetaData".to_owned(),
        json!({ "CreateTime": stamp, "LastUpdatedTime": stamp }),
    );
    company.put(entity, &id, fields);
    Ok(())
}
