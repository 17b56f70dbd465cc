//! Expenses (the entity Purchase).

use rust_decimal::Decimal;
use serde_json::Value;

use crate::company::draft::Draft;
use crate::company::line::lines_of;
use crate::company::tax::{Side, Treatment};
use crate::company::{
    Company, Entity, Fields, currency, dates, decimal, default_to, expense_rules, line,
    reference_id, tax, text,
};
use crate::fault::Fault;

/// Checks a draft and fills in what QuickBooks fills in.
pub(crate) fn complete(company: &mut Company, draft: &mut Draft<'_>) -> Result<(), Fault> {
    check_payment(company, draft)?;
    if lines_of(&draft.fields).is_empty() {
        return Err(Fault::missing("Line"));
    }
    check_number(company, draft)?;
    currency::settle(company, draft)?;
    complete_payee(company, draft)?;
    complete_amounts(company, draft)?;
    expense_rules::check(company, draft)?;
    let today = dates::today(company, draft.settings.now);
    let fields = &mut draft.fields;
    default_to(fields, "TxnDate", || Value::from(today.to_string()));
    default_to(fields, "Credit", || Value::Bool(false));
    default_to(fields, "PrintStatus", || Value::from("NotSet"));
    dates::check_open_period(company, dates::date(fields, "TxnDate").unwrap_or(today))
}

/// The person or company paid: a customer, a vendor or an employee, who share one row of ids.
fn complete_payee(company: &Company, draft: &mut Draft<'_>) -> Result<(), Fault> {
    let Some(payee) = draft.fields.get("EntityRef").and_then(Value::as_object) else {
        return Ok(());
    };
    if payee.contains_key("type") {
        return Ok(());
    }
    let open_questions = draft.settings.open_questions;
    open_questions.refuse(|| Fault::missing("EntityRef.type"))?;
    let id = text(payee, "value").unwrap_or_default();
    let kind = [Entity::Vendor, Entity::Customer, Entity::Employee]
        .into_iter()
        .find(|kind| company.fields(*kind, id).is_some())
        .ok_or_else(|| Fault::unknown_reference(Entity::Vendor.list_word(), id))?;
    let mut payee = payee.clone();
    payee.insert("type".to_owned(), Value::from(kind.name()));
    draft
        .fields
        .insert("EntityRef".to_owned(), Value::Object(payee));
    Ok(())
}

/// An expense in the US bears no tax of its own; elsewhere its lines have purchase rates.
fn complete_amounts(company: &Company, draft: &mut Draft<'_>) -> Result<(), Fault> {
    let treatment = Treatment::settle(company, draft)?;
    let old = draft.old.as_ref().map_or(&[][..], lines_of);
    let (sent, open_questions) = (lines_of(&draft.fields), draft.settings.open_questions);
    let (lines, amounts) =
        line::complete_expense_lines(company, treatment, sent, old, open_questions)?;
    draft.fields.insert("Line".to_owned(), Value::Array(lines));
    let total = if treatment == Treatment::OfUs {
        amounts.iter().map(|amount| amount.net).sum()
    } else {
        let (side, discount) = (Side::Purchases, Decimal::ZERO);
        let assessment = tax::assess(company, draft, treatment, side, &amounts, discount)?;
        let total = assessment.total;
        assessment.write_detail(&mut draft.fields);
        total
    };
    draft
        .fields
        .insert("TotalAmt".to_owned(), decimal::money(total));
    Ok(())
}

/// Cash and checks are paid from a bank account, cards from a credit card account.
fn check_payment(company: &Company, draft: &Draft<'_>) -> Result<(), Fault> {
    // Seen on a live company: even a sparse update must repeat it.
    let kind = text(draft.sent, "PaymentType").ok_or_else(|| Fault::missing("PaymentType"))?;
    let was = draft.old.as_ref().and_then(|old| text(old, "PaymentType"));
    if was.is_some_and(|was| was != kind) {
        return Err(Fault::business(
            "The payment type of an expense cannot be changed.",
        ));
    }
    let id =
        reference_id(&draft.fields, "AccountRef").ok_or_else(|| Fault::missing("AccountRef"))?;
    let account_type = company
        .fields(Entity::Account, id)
        .and_then(|account| text(account, "AccountType"));
    let wanted = if kind == "CreditCard" {
        "Credit Card"
    } else {
        "Bank"
    };
    if account_type == Some(wanted) {
        Ok(())
    } else {
        Err(Fault::account_type(&format!(
            "PaymentType {kind} needs an account of type {wanted}"
        )))
    }
}

/// Seen on live companies: the number of an expense must be new among expenses of its payment type.
fn check_number(company: &Company, draft: &Draft<'_>) -> Result<(), Fault> {
    let Some(number) =
        text(&draft.fields, "DocNumber").filter(|_| !draft.settings.allow_duplicate_numbers)
    else {
        return Ok(());
    };
    let is_same = |fields: &Fields, name: &str| text(fields, name) == text(&draft.fields, name);
    let alike = company.with_value(Entity::Purchase, "DocNumber", number);
    let taken = alike.into_iter().find(|row| {
        is_same(&row.fields, "DocNumber")
            && is_same(&row.fields, "PaymentType")
            && text(&row.fields, "Id") != Some(draft.id.as_str())
    });
    match taken {
        Some(row) => {
            let kind = text(&row.fields, "PaymentType").unwrap_or("Purchase");
            Err(Fault::duplicate_number(
                number,
                kind,
                text(&row.fields, "Id").unwrap_or_default(),
            ))
        }
        None => Ok(()),
    }
}
