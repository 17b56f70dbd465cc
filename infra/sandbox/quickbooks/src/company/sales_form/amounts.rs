//! The totals of a sales form, and the part that is open.

use rust_decimal::Decimal;
use serde_json::Value;

use crate::company::draft::Draft;
use crate::company::line::{SalesLines, lines_of};
use crate::company::tax::{Side, Treatment};
use crate::company::{Company, Entity, Fields, decimal, line, linking, tax};
use crate::fault::Fault;

pub(super) fn complete_lines(
    company: &Company,
    draft: &mut Draft<'_>,
    treatment: Treatment,
) -> Result<SalesLines, Fault> {
    let old = draft.old.as_ref().map_or(&[][..], lines_of);
    let (sent, open_questions) = (lines_of(&draft.fields), draft.settings.open_questions);
    let mut lines = line::complete_sales_lines(company, treatment, sent, old, open_questions)?;
    linking::link_lines(company, &draft.fields, &mut lines.lines);
    draft.fields.insert(
        "Line".to_owned(),
        Value::Array(std::mem::take(&mut lines.lines)),
    );
    Ok(lines)
}

pub(super) fn complete_amounts(
    company: &Company,
    draft: &mut Draft<'_>,
    treatment: Treatment,
    lines: &SalesLines,
) -> Result<(), Fault> {
    let (side, amounts) = (Side::Sales, &lines.amounts);
    let assessment = tax::assess(company, draft, treatment, side, amounts, lines.discount)?;
    let total = assessment.total;
    if total.is_sign_negative() && !total.is_zero() {
        return Err(Fault::business(
            "Transaction amounts must be zero or greater.",
        ));
    }
    let balance = match draft.entity {
        Entity::Invoice => Some(open_balance(draft, total)?),
        Entity::CreditMemo => Some(remaining_credit(draft, total)?),
        Entity::SalesReceipt | Entity::RefundReceipt => Some(Decimal::ZERO),
        _ => None,
    };
    let fields = &mut draft.fields;
    assessment.write_detail(fields);
    fields.insert("TotalAmt".to_owned(), decimal::money(total));
    if let Some(balance) = balance {
        fields.insert("Balance".to_owned(), decimal::money(balance));
    }
    if draft.entity == Entity::CreditMemo {
        fields.insert(
            "RemainingCredit".to_owned(),
            fields.get("Balance").cloned().unwrap_or_default(),
        );
    }
    Ok(())
}

/// The rest to pay: the total less the deposit and less what payments have settled.
fn open_balance(draft: &Draft<'_>, total: Decimal) -> Result<Decimal, Fault> {
    let amount = |fields: &Fields, name: &str| decimal::field(fields, name).unwrap_or_default();
    let paid = draft.old.as_ref().map_or(Decimal::ZERO, |old| {
        amount(old, "TotalAmt") - amount(old, "Deposit") - amount(old, "Balance")
    });
    let balance = total - amount(&draft.fields, "Deposit") - paid;
    if balance.is_sign_negative() && !balance.is_zero() {
        return Err(Fault::business(
            "The total of the transaction is less than the amount already paid on it.",
        ));
    }
    Ok(balance)
}

fn remaining_credit(draft: &Draft<'_>, total: Decimal) -> Result<Decimal, Fault> {
    let amount = |fields: &Fields, name: &str| decimal::field(fields, name).unwrap_or_default();
    let used = draft.old.as_ref().map_or(Decimal::ZERO, |old| {
        amount(old, "TotalAmt") - amount(old, "RemainingCredit")
    });
    let remaining = total - used;
    if remaining.is_sign_negative() && !remaining.is_zero() {
        return Err(Fault::business(
            "The total of the credit memo is less than the credit already used.",
        ));
    }
    Ok(remaining)
}
