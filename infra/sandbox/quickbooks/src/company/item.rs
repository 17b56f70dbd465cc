//! Products and services (the entity Item).

use serde_json::Value;

use crate::company::draft::Draft;
use crate::company::{Company, Entity, Fields, default_to, name, reference_id, text};
use crate::fault::Fault;

/// Checks a draft and fills in what QuickBooks fills in.
pub(crate) fn complete(company: &mut Company, draft: &mut Draft<'_>) -> Result<(), Fault> {
    text(&draft.fields, "Name")
        .filter(|name| !name.is_empty())
        .ok_or_else(|| Fault::missing("Name"))?;
    let kind = text(&draft.fields, "Type")
        .ok_or_else(|| Fault::missing("Type"))?
        .to_owned();
    check_accounts(company, &draft.fields, &kind)?;
    let fields = &mut draft.fields;
    default_to(fields, "Active", || Value::Bool(true));
    if is_sold(&kind) {
        for amount in ["UnitPrice", "PurchaseCost"] {
            default_to(fields, amount, || Value::from(0));
        }
        for flag in ["Taxable", "TrackQtyOnHand", "DeferredRevenue"] {
            default_to(fields, flag, || Value::Bool(false));
        }
    }
    name::settle(company, draft)
}

/// `false` for a category and a bundle, which share the list of items: a category holds items, and a bundle
/// stands on a document as a group of its items (`GroupLineDetail`).
pub(crate) fn is_sold(kind: &str) -> bool {
    !matches!(kind, "Category" | "Group")
}

/// Checks the accounts: what is sold needs an income account; what is stocked needs two more, and a count.
fn check_accounts(company: &Company, fields: &Fields, kind: &str) -> Result<(), Fault> {
    if !is_sold(kind) {
        return Ok(());
    }
    check_account(
        company,
        fields,
        "IncomeAccountRef",
        &["Income", "Other Income"],
    )?;
    if kind != "Inventory" {
        return Ok(());
    }
    check_account(
        company,
        fields,
        "ExpenseAccountRef",
        &["Cost of Goods Sold"],
    )?;
    check_account(company, fields, "AssetAccountRef", &["Other Current Asset"])?;
    for needed in ["TrackQtyOnHand", "QtyOnHand", "InvStartDate"] {
        fields.get(needed).ok_or_else(|| Fault::missing(needed))?;
    }
    Ok(())
}

fn check_account(
    company: &Company,
    fields: &Fields,
    property: &str,
    types: &[&str],
) -> Result<(), Fault> {
    let id = reference_id(fields, property).ok_or_else(|| Fault::missing(property))?;
    let account_type = company
        .fields(Entity::Account, id)
        .and_then(|account| text(account, "AccountType"));
    if account_type.is_some_and(|account_type| types.contains(&account_type)) {
        Ok(())
    } else {
        Err(Fault::business(
            "You need to select a different type of account for this transaction.",
        ))
    }
}
