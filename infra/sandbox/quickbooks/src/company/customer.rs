//! Customers, vendors and employees.

use serde_json::{Value, json};

use crate::company::draft::Draft;
use crate::company::{Company, Entity, Fields, currency, default_to, name, text};
use crate::fault::Fault;

/// Checks a draft and fills in what QuickBooks fills in.
pub(crate) fn complete(company: &mut Company, draft: &mut Draft<'_>) -> Result<(), Fault> {
    complete_display_name(&mut draft.fields)?;
    default_to(&mut draft.fields, "Active", || Value::Bool(true));
    let print_name = print_on_check_name(&draft.fields);
    default_to(&mut draft.fields, "PrintOnCheckName", || {
        Value::from(print_name)
    });
    match draft.entity {
        Entity::Customer => {
            keep_balance(draft);
            complete_customer(&mut draft.fields, company.is_us());
        }
        Entity::Vendor => complete_vendor(draft),
        _ => complete_employee(&mut draft.fields),
    }
    if draft.entity != Entity::Employee {
        currency::settle_own(company, draft)?;
    }
    name::settle(company, draft)
}

/// No answer has a social security number in the clear, as the tests of python-quickbooks found on a live company.
fn complete_employee(fields: &mut Fields) {
    default_to(fields, "BillableTime", || Value::Bool(false));
    if fields.contains_key("SSN") {
        fields.insert("SSN".to_owned(), Value::from("XXX-XX-XXXX"));
    }
}

/// A display name that is not given is put together from the parts of the name.
fn complete_display_name(fields: &mut Fields) -> Result<(), Fault> {
    if text(fields, "DisplayName").is_some_and(|name| !name.is_empty()) {
        return Ok(());
    }
    let name = joined(
        fields,
        &["Title", "GivenName", "MiddleName", "FamilyName", "Suffix"],
    );
    if name.is_empty() {
        return Err(Fault::no_name());
    }
    fields.insert("DisplayName".to_owned(), Value::from(name));
    Ok(())
}

fn joined(fields: &Fields, parts: &[&str]) -> String {
    let parts: Vec<&str> = parts.iter().filter_map(|part| text(fields, part)).collect();
    parts.join(" ")
}

/// Recorded: given and family name, else the company, else the display name.
fn print_on_check_name(fields: &Fields) -> String {
    let person = joined(fields, &["GivenName", "FamilyName"]);
    let name = [
        person.as_str(),
        text(fields, "CompanyName").unwrap_or_default(),
    ];
    let name = name.into_iter().find(|name| !name.is_empty());
    let name = name
        .or_else(|| text(fields, "DisplayName"))
        .unwrap_or_default();
    name.chars().take(110).collect()
}

/// A balance can be given to a new customer only: what it owed before its documents were kept here.
fn keep_balance(draft: &mut Draft<'_>) {
    let balance = draft.old.as_ref().map(|old| old.get("Balance").cloned());
    if let Some(balance) = balance {
        draft
            .fields
            .insert("Balance".to_owned(), balance.unwrap_or_default());
    }
}

fn complete_customer(fields: &mut Fields, is_us: bool) {
    default_to(fields, "Taxable", || Value::Bool(true));
    default_to(fields, "BillWithParent", || Value::Bool(false));
    default_to(fields, "Balance", || Value::from(0));
    let balance = fields.get("Balance").cloned().unwrap_or_default();
    default_to(fields, "BalanceWithJobs", || balance);
    default_to(fields, "PreferredDeliveryMethod", || Value::from("Print"));
    default_to(fields, "IsProject", || Value::Bool(false));
    if is_us {
        default_to(fields, "DefaultTaxCodeRef", || json!({ "value": "2" }));
    }
}

fn complete_vendor(draft: &mut Draft<'_>) {
    if draft.old.is_none() {
        // Seen on a live company: the term of a vendor is ignored on creation.
        draft.fields.remove("TermRef");
    }
    let fields = &mut draft.fields;
    for amount in ["Balance", "BillRate", "CostRate"] {
        default_to(fields, amount, || Value::from(0));
    }
    default_to(fields, "Vendor1099", || Value::Bool(false));
    if let Some(number) = text(fields, "TaxIdentifier").filter(|number| !number.starts_with('X')) {
        let shown: String = number
            .chars()
            .rev()
            .take(4)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        fields.insert(
            "TaxIdentifier".to_owned(),
            Value::from(format!("XXXXXX{shown}")),
        );
    }
}
