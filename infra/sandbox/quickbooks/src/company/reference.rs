//! References between rows: what a property points to, and whether it may.

use serde_json::Value;

use crate::company::{Company, Entity, Fields, is_active};
use crate::fault::Fault;

/// The entity a property of this name refers to.
pub(crate) fn target(property: &str, reference: &Value) -> Option<Entity> {
    match property {
        "CustomerRef" => Some(Entity::Customer),
        "VendorRef" | "PrefVendorRef" => Some(Entity::Vendor),
        "EntityRef" => reference.get("type").and_then(Value::as_str)?.parse().ok(),
        "ItemRef" | "GroupItemRef" => Some(Entity::Item),
        "ClassRef" => Some(Entity::Class),
        "DepartmentRef" => Some(Entity::Department),
        "SalesTermRef" | "TermRef" => Some(Entity::Term),
        "PaymentMethodRef" => Some(Entity::PaymentMethod),
        "TxnTaxCodeRef" | "DefaultTaxCodeRef" | "SalesTaxCodeRef" | "PurchaseTaxCodeRef" => {
            Some(Entity::TaxCode)
        }
        "TaxRateRef" => Some(Entity::TaxRate),
        "AccountRef"
        | "IncomeAccountRef"
        | "ExpenseAccountRef"
        | "AssetAccountRef"
        | "DepositToAccountRef" => Some(Entity::Account),
        "DiscountAccountRef" | "ItemAccountRef" | "ARAccountRef" | "APAccountRef" => {
            Some(Entity::Account)
        }
        _ => None,
    }
}

/// The entity that a property which is sent must name a row of. The preferences' own references are answered without
/// the name of what they refer to.
fn checked(property: &str, reference: &Value) -> Option<Entity> {
    match property {
        "DefaultTerms" => Some(Entity::Term),
        "TaxGroupCodeRef" => Some(Entity::TaxCode),
        _ => target(property, reference),
    }
}

/// Checks every reference in what was sent, at any depth. `ParentRef` points into `entity` itself.
pub(crate) fn check(company: &Company, entity: Entity, sent: &Fields) -> Result<(), Fault> {
    for (property, value) in sent {
        match value {
            Value::Object(_) if property == "ParentRef" => check_one(company, entity, value)?,
            Value::Object(inner) => match checked(property, value) {
                Some(target) => check_one(company, target, value)?,
                None => check(company, entity, inner)?,
            },
            Value::Array(elements) => {
                for inner in elements.iter().filter_map(Value::as_object) {
                    check(company, entity, inner)?;
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    Ok(())
}

fn check_one(company: &Company, target: Entity, reference: &Value) -> Result<(), Fault> {
    let id = reference
        .get("value")
        .and_then(Value::as_str)
        .unwrap_or("null");
    match company.fields(target, id) {
        Some(row) if is_active(row) => Ok(()),
        Some(_) => Err(Fault::inactive_reference()),
        None => Err(Fault::unknown_reference(target.list_word(), id)),
    }
}

/// Puts the present names of the rows referred to beside their ids, at any depth. Recorded: but for the payee of an
/// expense, no answer says of which type they are.
pub(crate) fn name(company: &Company, fields: &mut Fields) {
    for (property, value) in fields {
        match value {
            Value::Object(inner) => {
                if inner.contains_key("value") && property != "EntityRef" {
                    inner.remove("type");
                    inner.retain(|name, value| name != "name" || value != "");
                }
                if let Some(name) = shown_name(company, property, inner) {
                    inner.insert("name".to_owned(), Value::from(name));
                } else {
                    self::name(company, inner);
                }
            }
            Value::Array(elements) => {
                for inner in elements.iter_mut().filter_map(Value::as_object_mut) {
                    self::name(company, inner);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

/// Some references are answered without a name: recorded for tax codes and rates.
fn shown_name(company: &Company, property: &str, reference: &Fields) -> Option<String> {
    if property == "CurrencyRef" {
        let code = reference.get("value")?.as_str()?;
        return Some(currency_name(code).unwrap_or(code).to_owned());
    }
    let target = target(property, &Value::Object(reference.clone()))?;
    if matches!(target, Entity::TaxCode | Entity::TaxRate) {
        return None;
    }
    let row = company.fields(target, reference.get("value")?.as_str()?)?;
    let full = row
        .get("FullyQualifiedName")
        .filter(|_| target != Entity::Customer);
    full.or_else(|| row.get(target.name_property()))?
        .as_str()
        .map(str::to_owned)
}

/// The name of a currency, when it is one that a company here can use.
pub(crate) fn currency_name(code: &str) -> Option<&'static str> {
    Some(match code {
        "AUD" => "Australian Dollar",
        "BHD" => "Bahraini Dinar",
        "CAD" => "Canadian Dollar",
        "CHF" => "Swiss Franc",
        "EUR" => "Euro",
        "GBP" => "British Pound Sterling",
        "HKD" => "Hong Kong Dollar",
        "JPY" => "Japanese Yen",
        "KWD" => "Kuwaiti Dinar",
        "NZD" => "New Zealand Dollar",
        "SGD" => "Singapore Dollar",
        "USD" => "United States Dollar",
        _ => return None,
    })
}
