//! The lines of sales forms and expenses.

mod amount;
mod expense;
mod ids;
mod tax_code;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use self::amount::{check_amount, detail_of};
pub(crate) use self::expense::complete_expense_lines;
use self::ids::LineIds;
use crate::company::tax::{CodedAmount, Side, Treatment, add_coded, is_taxed};
use crate::company::{
    Company, Entity, Fields, decimal, default_to, item, reference_id, reference_to, text,
};
use crate::fault::Fault;
use crate::options::OpenQuestions;

/// The item that a sales line without one gets (the sample company's `SalesFormsPrefs.DefaultItem`).
const DEFAULT_ITEM: &str = "1";

/// The account a discount goes to when the line names none ("Discounts given" of the sample company).
const DISCOUNT_ACCOUNT: &str = "86";

/// The lines that a transaction has, or is sent with.
pub(super) fn lines_of(fields: &Fields) -> &[Value] {
    fields
        .get("Line")
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// The lines of a sales form as they are stored, and their amounts.
pub(crate) struct SalesLines {
    pub(crate) lines: Vec<Value>,
    /// The item lines by tax code.
    pub(crate) amounts: Vec<CodedAmount>,
    /// The discount, as a positive amount; where lines include tax, so does it.
    pub(crate) discount: Decimal,
}

/// Checks the lines sent and completes them: numbers, tax codes, subtotal line, discount line last.
pub(crate) fn complete_sales_lines(
    company: &Company,
    treatment: Treatment,
    sent: &[Value],
    old: &[Value],
    open_questions: OpenQuestions,
) -> Result<SalesLines, Fault> {
    let mut numbered = LineIds::after(old);
    let mut lines = Vec::new();
    let mut amounts = Vec::new();
    let mut discount_line = None;
    for line in sent.iter().filter_map(Value::as_object) {
        let mut line = line.clone();
        match text(&line, "DetailType").ok_or_else(|| Fault::missing("Line.DetailType"))? {
            "SalesItemLineDetail" => {
                let amount = complete_item_line(company, treatment, &mut line)?;
                add_coded(&mut amounts, amount);
                lines.push(numbered.number(line, lines.len() + 1));
            }
            "DescriptionOnly" => {
                default_to(&mut line, "DescriptionLineDetail", || json!({}));
                lines.push(numbered.number(line, lines.len() + 1));
            }
            "SubTotalLineDetail" => {}
            "DiscountLineDetail" => discount_line = Some(line),
            other => return Err(Fault::invalid_enumeration("Line.DetailType", other)),
        }
    }
    check_count(lines.len(), open_questions, || {
        is_taxed(company, treatment, Side::Sales, &amounts)
    })?;
    let subtotal: Decimal = amounts.iter().map(|amount| amount.net).sum();
    lines.push(json!({ "Amount": decimal::money(subtotal), "DetailType": "SubTotalLineDetail", "SubTotalLineDetail": {} }));
    let mut discount = Decimal::ZERO;
    if let Some(mut line) = discount_line {
        let whole = amounts.iter().map(|amount| amount.gross).sum();
        discount = complete_discount_line(&mut line, whole)?;
        lines.push(Value::Object(line));
    }
    Ok(SalesLines {
        lines,
        amounts,
        discount,
    })
}

/// Intuit documents 10,000 lines, and 750 where one of them is taxed; not the code that refuses more.
fn check_count(
    count: usize,
    open_questions: OpenQuestions,
    is_taxed: impl Fn() -> bool,
) -> Result<(), Fault> {
    let most = if count > 750 && is_taxed() {
        750
    } else {
        10_000
    };
    if count <= most {
        return Ok(());
    }
    let text = format!("A transaction can have at most {most} lines.");
    open_questions.refuse(|| Fault::business(&text))
}

/// `true` if these lines hold anything but what the server adds itself.
pub(crate) fn is_empty(lines: &[Value]) -> bool {
    lines.iter().all(|line| {
        line.get("DetailType")
            .is_some_and(|detail| detail == "SubTotalLineDetail")
    })
}

fn complete_item_line(
    company: &Company,
    treatment: Treatment,
    line: &mut Fields,
) -> Result<CodedAmount, Fault> {
    let amount = decimal::field(line, "Amount").ok_or_else(|| Fault::missing("Line.Amount"))?;
    let mut detail = detail_of(line, "SalesItemLineDetail")?;
    check_amount(&detail, amount)?;
    default_to(&mut detail, "ItemRef", || reference_to(DEFAULT_ITEM));
    check_sold(company, &detail)?;
    let coded = tax_code::settle(company, treatment, Side::Sales, &mut detail, amount)?;
    if let Some(account) = income_account(company, &detail) {
        detail.insert("ItemAccountRef".to_owned(), account);
    }
    line.insert("SalesItemLineDetail".to_owned(), Value::Object(detail));
    line.insert("Amount".to_owned(), decimal::money(coded.net));
    default_to(line, "CustomExtensions", || json!([]));
    Ok(coded)
}

/// Checks that the item of a sales line is one that can stand on a line of its own.
fn check_sold(company: &Company, detail: &Fields) -> Result<(), Fault> {
    check_no_category(company, detail)?;
    match kind_of_item(company, detail) {
        Some(kind) if !item::is_sold(kind) => Err(Fault::business(&format!(
            "An item of type {kind} cannot stand on a sales item line."
        ))),
        _ => Ok(()),
    }
}

/// Seen on live companies, of invoices and bills: a category is refused on any line.
fn check_no_category(company: &Company, detail: &Fields) -> Result<(), Fault> {
    match kind_of_item(company, detail) {
        Some("Category") => Err(Fault::category()),
        _ => Ok(()),
    }
}

fn kind_of_item<'c>(company: &'c Company, detail: &Fields) -> Option<&'c str> {
    let item = company.fields(Entity::Item, reference_id(detail, "ItemRef")?)?;
    text(item, "Type")
}

fn income_account(company: &Company, detail: &Fields) -> Option<Value> {
    let item = company.fields(Entity::Item, reference_id(detail, "ItemRef")?)?;
    reference_id(item, "IncomeAccountRef").map(reference_to)
}

fn complete_discount_line(line: &mut Fields, whole: Decimal) -> Result<Decimal, Fault> {
    let mut detail = detail_of(line, "DiscountLineDetail").unwrap_or_default();
    let is_percent = detail.get("PercentBased") == Some(&Value::Bool(true));
    let discount = if is_percent {
        let percent =
            decimal::field(&detail, "DiscountPercent").ok_or_else(Fault::discount_incomplete)?;
        decimal::to_cents(whole * percent / Decimal::ONE_HUNDRED)
    } else {
        decimal::field(line, "Amount").ok_or_else(Fault::discount_incomplete)?
    };
    if discount.is_sign_negative() && !discount.is_zero() {
        return Err(Fault::discount_incomplete());
    }
    default_to(&mut detail, "PercentBased", || Value::Bool(false));
    default_to(&mut detail, "DiscountAccountRef", || {
        reference_to(DISCOUNT_ACCOUNT)
    });
    line.insert("DiscountLineDetail".to_owned(), Value::Object(detail));
    line.insert("Amount".to_owned(), decimal::money(discount));
    line.remove("Id");
    line.remove("LineNum");
    Ok(discount)
}
