//! The properties a query may filter by: the "filterable" marks of Intuit's entity pages, and recorded cases.

use crate::company::Entity;
use crate::company::schema;
use crate::fault::Fault;

const NAMES: &[&str] = &[
    "Id",
    "DisplayName",
    "GivenName",
    "MiddleName",
    "FamilyName",
    "CompanyName",
    "PrintOnCheckName",
    "FullyQualifiedName",
    "Active",
    "Balance",
];
const LISTS: &[&str] = &[
    "Id",
    "Name",
    "FullyQualifiedName",
    "Active",
    "Description",
    "Type",
];
const SALES: &[&str] = &[
    "Id",
    "CustomerRef",
    "DocNumber",
    "TxnDate",
    "DueDate",
    "TotalAmt",
];

/// The property as the schema spells it, if a query may filter by it. Case does not matter.
pub(super) fn resolve(entity: Entity, property: &str) -> Result<String, Fault> {
    for time in ["MetaData.CreateTime", "MetaData.LastUpdatedTime"] {
        if property.eq_ignore_ascii_case(time) {
            return Ok(time.to_owned());
        }
    }
    let known = schema::shape(entity).find(|known| known.name.eq_ignore_ascii_case(property));
    let Some(known) = known else {
        let detail = format!("Property {property} not found for Entity {}", entity.name());
        return Err(Fault::query_invalid(&detail));
    };
    let (shared, own) = filterable(entity);
    if shared.contains(&known.name) || own.contains(&known.name) {
        Ok(known.name.to_owned())
    } else {
        Err(Fault::query_invalid(&format!(
            "property '{}' is not queryable",
            known.name
        )))
    }
}

/// `true` if the property, as the schema spells it, is a date or a moment.
pub(super) fn is_time(entity: Entity, property: &str) -> bool {
    let known = schema::shape(entity).property(property);
    property.starts_with("MetaData.")
        || known.is_some_and(|known| matches!(known.kind, schema::Kind::Date))
}

/// `true` if the property, as the schema spells it, is true or false.
pub(super) fn is_flag(entity: Entity, property: &str) -> bool {
    let known = schema::shape(entity).property(property);
    known.is_some_and(|known| matches!(known.kind, schema::Kind::Flag))
}

fn filterable(entity: Entity) -> (&'static [&'static str], &'static [&'static str]) {
    match entity {
        Entity::Customer => (NAMES, &["PrimaryEmailAddr", "Job"]),
        Entity::Vendor | Entity::Employee => (NAMES, &[]),
        Entity::Item => (LISTS, &["Taxable", "SubItem", "Sku"]),
        Entity::Account => (
            LISTS,
            &[
                "AccountType",
                "AccountSubType",
                "Classification",
                "AcctNum",
                "SubAccount",
                "CurrentBalance",
            ],
        ),
        Entity::Invoice => (SALES, &["SalesTermRef", "Balance", "ProjectRef"]),
        Entity::Estimate => (SALES, &["TxnStatus", "ExpirationDate"]),
        Entity::SalesReceipt => (SALES, &["Balance", "PaymentRefNum", "DepositToAccountRef"]),
        Entity::CreditMemo | Entity::RefundReceipt => (SALES, &["Balance"]),
        Entity::Payment => (
            &[
                "Id",
                "TotalAmt",
                "CustomerRef",
                "TxnDate",
                "PaymentMethodRef",
                "PaymentRefNum",
            ],
            &["ProjectRef"],
        ),
        Entity::Purchase => (
            &["Id", "DocNumber", "TxnDate", "TotalAmt", "PaymentType"],
            &[],
        ),
        Entity::TaxRate => (LISTS, &["AgencyRef"]),
        Entity::ExchangeRate => (&["SourceCurrencyCode", "AsOfDate"], &[]),
        Entity::Class
        | Entity::Department
        | Entity::Term
        | Entity::PaymentMethod
        | Entity::TaxCode => (LISTS, &[]),
        Entity::CompanyInfo | Entity::Preferences => (&["Id"], &[]),
    }
}
