//! Payments received, and the documents they settle.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::company::account::check_deposit_account;
use crate::company::draft::Draft;
use crate::company::line::lines_of;
use crate::company::voided::mark_voided;
use crate::company::{
    Company, Entity, Fields, currency, dates, decimal, default_to, reference_id, reference_to, text,
};
use crate::fault::Fault;

/// Where money received waits until it is brought to the bank ("Undeposited Funds").
const UNDEPOSITED_FUNDS: &str = "4";

/// The part of a payment that goes to each document.
pub(crate) type Applications = BTreeMap<(Entity, String), Decimal>;

/// Checks a draft and fills in what QuickBooks fills in.
pub(crate) fn complete(company: &mut Company, draft: &mut Draft<'_>) -> Result<(), Fault> {
    reference_id(&draft.fields, "CustomerRef").ok_or_else(|| Fault::missing("CustomerRef"))?;
    let total =
        decimal::field(&draft.fields, "TotalAmt").ok_or_else(|| Fault::missing("TotalAmt"))?;
    if total != decimal::to_cents(total) || (total.is_sign_negative() && !total.is_zero()) {
        return Err(Fault::invalid_amount("TotalAmt", &total.to_string()));
    }
    currency::settle(company, draft)?;
    complete_lines(company, draft)?;
    let unapplied = unapplied(&draft.fields, total)?;
    let today = dates::today(company, draft.settings.now);
    let fields = &mut draft.fields;
    default_to(fields, "TxnDate", || Value::from(today.to_string()));
    default_to(fields, "DepositToAccountRef", || {
        reference_to(UNDEPOSITED_FUNDS)
    });
    default_to(fields, "ProcessPayment", || Value::Bool(false));
    fields.insert("UnappliedAmt".to_owned(), decimal::money(unapplied));
    dates::check_open_period(company, dates::date(fields, "TxnDate").unwrap_or(today))?;
    check_deposit_account(company, fields)
}

fn complete_lines(company: &Company, draft: &mut Draft<'_>) -> Result<(), Fault> {
    let mut lines = Vec::new();
    for line in lines_of(&draft.fields).iter().filter_map(Value::as_object) {
        let amount = decimal::field(line, "Amount").ok_or_else(|| Fault::missing("Line.Amount"))?;
        if amount != decimal::to_cents(amount) || amount.is_sign_negative() {
            return Err(Fault::invalid_amount("Line.Amount", &amount.to_string()));
        }
        let (entity, id) = document_of(line).ok_or_else(|| Fault::missing("Line.LinkedTxn"))??;
        let document = company
            .fields(entity, &id)
            .ok_or_else(|| Fault::link_missing(entity.name(), &id))?;
        check_customer(company, &draft.fields, document)?;
        lines.push(json!({ "Amount": decimal::money(amount), "LinkedTxn": line.get("LinkedTxn") }));
    }
    draft.fields.insert("Line".to_owned(), Value::Array(lines));
    Ok(())
}

/// The document a line is linked to; an error when it is of a kind that cannot be paid here.
fn document_of(line: &Fields) -> Option<Result<(Entity, String), Fault>> {
    let first = line.get("LinkedTxn")?.as_array()?.first()?.as_object()?;
    let (kind, id) = (text(first, "TxnType")?, text(first, "TxnId")?);
    Some(match kind {
        "Invoice" => Ok((Entity::Invoice, id.to_owned())),
        "CreditMemo" => Ok((Entity::CreditMemo, id.to_owned())),
        other => Err(Fault::link_missing(other, id)),
    })
}

/// A payment settles documents of its customer and of the customer's sub-customers.
fn check_customer(company: &Company, payment: &Fields, document: &Fields) -> Result<(), Fault> {
    let payer = reference_id(payment, "CustomerRef");
    let mut customer = reference_id(document, "CustomerRef");
    while customer != payer {
        let parent = customer.and_then(|id| company.fields(Entity::Customer, id));
        let Some(parent) = parent.and_then(|row| reference_id(row, "ParentRef")) else {
            return Err(Fault::business(
                "The customer of the linked transaction is not the customer of the payment.",
            ));
        };
        customer = Some(parent);
    }
    Ok(())
}

/// The rest of the payment after its lines: credits add to it, invoices take from it.
fn unapplied(fields: &Fields, total: Decimal) -> Result<Decimal, Fault> {
    let mut left = total;
    for ((entity, _), amount) in applications(fields) {
        if entity == Entity::CreditMemo {
            left += amount;
        } else {
            left -= amount;
        }
    }
    if left.is_sign_negative() && !left.is_zero() {
        return Err(Fault::business(
            "The amounts applied are more than the amount of the payment.",
        ));
    }
    Ok(left)
}

/// The documents that a payment's lines settle.
pub(crate) fn applications(fields: &Fields) -> Applications {
    let mut applied = Applications::new();
    for line in lines_of(fields).iter().filter_map(Value::as_object) {
        if let (Some(Ok(document)), Some(amount)) =
            (document_of(line), decimal::field(line, "Amount"))
        {
            *applied.entry(document).or_default() += amount;
        }
    }
    applied
}

/// Takes the lines that settle a document out of a payment; the money is unapplied again.
pub(crate) fn release(payment: &mut Fields, document: &(Entity, String)) {
    let released = applications(payment)
        .get(document)
        .copied()
        .unwrap_or_default();
    if let Some(lines) = payment.get_mut("Line").and_then(Value::as_array_mut) {
        lines.retain(|line| {
            let link = line.as_object().and_then(document_of);
            !matches!(link, Some(Ok(settled)) if &settled == document)
        });
    }
    let left = decimal::field(payment, "UnappliedAmt").unwrap_or_default();
    let left = if document.0 == Entity::CreditMemo {
        left - released
    } else {
        left + released
    };
    payment.insert("UnappliedAmt".to_owned(), decimal::money(left));
}

/// Sets a payment to zero and marks it.
pub(crate) fn void(fields: &mut Fields) {
    for amount in ["TotalAmt", "UnappliedAmt"] {
        fields.insert(amount.to_owned(), Value::from(0));
    }
    fields.insert("Line".to_owned(), json!([]));
    mark_voided(fields);
}
