//! The lines of expenses.

use serde_json::{Value, json};

use super::amount::{check_amount, detail_of};
use super::{LineIds, check_count, check_no_category, tax_code};
use crate::company::tax::{CodedAmount, Side, Treatment, add_coded, is_taxed};
use crate::company::{Company, Fields, decimal, default_to, reference_id, text};
use crate::fault::Fault;
use crate::options::OpenQuestions;

/// The lines of an expense, completed, and what they come to by tax code.
pub(crate) fn complete_expense_lines(
    company: &Company,
    treatment: Treatment,
    sent: &[Value],
    old: &[Value],
    open_questions: OpenQuestions,
) -> Result<(Vec<Value>, Vec<CodedAmount>), Fault> {
    let mut numbered = LineIds::after(old);
    let mut lines = Vec::new();
    let mut amounts = Vec::new();
    for line in sent.iter().filter_map(Value::as_object) {
        let mut line = line.clone();
        add_coded(
            &mut amounts,
            complete_expense_line(company, treatment, &mut line)?,
        );
        let mut line = numbered.number(line, 0);
        if let Some(fields) = line.as_object_mut() {
            // Recorded: the lines of an expense have an Id and no LineNum.
            fields.remove("LineNum");
        }
        lines.push(line);
    }
    check_count(lines.len(), open_questions, || {
        is_taxed(company, treatment, Side::Purchases, &amounts)
    })?;
    Ok((lines, amounts))
}

fn complete_expense_line(
    company: &Company,
    treatment: Treatment,
    line: &mut Fields,
) -> Result<CodedAmount, Fault> {
    let kind = text(line, "DetailType")
        .ok_or_else(|| Fault::missing("Line.DetailType"))?
        .to_owned();
    let amount = decimal::field(line, "Amount").ok_or_else(|| Fault::missing("Line.Amount"))?;
    let needed = match kind.as_str() {
        "AccountBasedExpenseLineDetail" => "AccountRef",
        "ItemBasedExpenseLineDetail" => "ItemRef",
        other => return Err(Fault::invalid_enumeration("Line.DetailType", other)),
    };
    let mut detail = detail_of(line, &kind)?;
    if reference_id(&detail, needed).is_none() {
        return Err(Fault::line_needs_account());
    }
    check_no_category(company, &detail)?;
    check_amount(&detail, amount)?;
    let coded = tax_code::settle(company, treatment, Side::Purchases, &mut detail, amount)?;
    default_to(&mut detail, "BillableStatus", || Value::from("NotBillable"));
    line.insert(kind, Value::Object(detail));
    line.insert("Amount".to_owned(), decimal::money(coded.net));
    default_to(line, "CustomExtensions", || json!([]));
    Ok(coded)
}
