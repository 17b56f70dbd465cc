//! The short lists: terms, payment methods, classes, departments.

use rust_decimal::Decimal;
use serde_json::Value;

use crate::company::draft::Draft;
use crate::company::{Company, Entity, decimal, default_to, name, text};
use crate::fault::Fault;

/// Checks a draft and fills in what QuickBooks fills in.
pub(crate) fn complete(company: &mut Company, draft: &mut Draft<'_>) -> Result<(), Fault> {
    text(&draft.fields, "Name")
        .filter(|name| !name.is_empty())
        .ok_or_else(|| Fault::missing("Name"))?;
    default_to(&mut draft.fields, "Active", || Value::Bool(true));
    match draft.entity {
        Entity::Term => complete_term(draft)?,
        Entity::PaymentMethod => {
            default_to(&mut draft.fields, "Type", || Value::from("NON_CREDIT_CARD"));
        }
        _ => {}
    }
    name::settle(company, draft)
}

/// A term counts days, or names a day of the month.
fn complete_term(draft: &mut Draft<'_>) -> Result<(), Fault> {
    let fields = &mut draft.fields;
    let kind = if fields.contains_key("DayOfMonthDue") {
        check_range(fields, "DayOfMonthDue", 1, 31)?;
        "DATE_DRIVEN"
    } else {
        fields
            .get("DueDays")
            .ok_or_else(|| Fault::missing("DueDays"))?;
        "STANDARD"
    };
    check_range(fields, "DueDays", 0, 999)?;
    check_range(fields, "DueNextMonthDays", 0, 999)?;
    check_range(fields, "DiscountPercent", 0, 100)?;
    fields.insert("Type".to_owned(), Value::from(kind));
    Ok(())
}

fn check_range(
    fields: &crate::company::Fields,
    name: &str,
    min: u32,
    max: u32,
) -> Result<(), Fault> {
    match decimal::field(fields, name) {
        Some(value) if value < Decimal::from(min) || value > Decimal::from(max) => {
            Err(Fault::invalid_decimal(name, &value.to_string()))
        }
        _ => Ok(()),
    }
}
