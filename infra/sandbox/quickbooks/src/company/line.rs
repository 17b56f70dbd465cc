//! The lines of sales forms and expenses.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::company::{
    Company, Entity, Fields, decimal, default_to, reference_id, reference_to, text,
};
use crate::fault::Fault;

/// The item that a sales line without one gets (the sample company's `SalesFormsPrefs.DefaultItem`).
const DEFAULT_ITEM: &str = "1";

/// The account a discount goes to when the line names none ("Discounts given" of the sample company).
const DISCOUNT_ACCOUNT: &str = "86";

/// The lines of a sales form as they are stored, and what they come to.
pub(crate) struct SalesLines {
    pub(crate) lines: Vec<Value>,
    /// Sum of the item lines.
    pub(crate) subtotal: Decimal,
    /// Sum of the item lines that are taxable.
    pub(crate) taxable: Decimal,
    /// The discount, as a positive amount.
    pub(crate) discount: Decimal,
}

/// Checks the lines sent and completes them: numbers, tax codes, subtotal line, discount line last.
pub(crate) fn complete_sales_lines(
    company: &Company,
    sent: &[Value],
    old: &[Value],
) -> Result<SalesLines, Fault> {
    let mut numbered = LineIds::after(old);
    let mut lines = Vec::new();
    let (mut subtotal, mut taxable) = (Decimal::ZERO, Decimal::ZERO);
    let mut discount_line = None;
    for line in sent.iter().filter_map(Value::as_object) {
        let mut line = line.clone();
        match text(&line, "DetailType").ok_or_else(|| Fault::missing("Line.DetailType"))? {
            "SalesItemLineDetail" => {
                let amount = complete_item_line(company, &mut line)?;
                subtotal += amount;
                if is_taxable(&line) {
                    taxable += amount;
                }
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
    lines.push(json!({ "Amount": decimal::money(subtotal), "DetailType": "SubTotalLineDetail", "SubTotalLineDetail": {} }));
    let mut discount = Decimal::ZERO;
    if let Some(mut line) = discount_line {
        discount = complete_discount_line(&mut line, subtotal)?;
        lines.push(Value::Object(line));
    }
    Ok(SalesLines {
        lines,
        subtotal,
        taxable,
        discount,
    })
}

/// Whether these lines hold anything but what the server adds itself.
pub(crate) fn is_empty(lines: &[Value]) -> bool {
    lines.iter().all(|line| {
        line.get("DetailType")
            .is_some_and(|detail| detail == "SubTotalLineDetail")
    })
}

fn complete_item_line(company: &Company, line: &mut Fields) -> Result<Decimal, Fault> {
    let amount = decimal::field(line, "Amount").ok_or_else(|| Fault::missing("Line.Amount"))?;
    let mut detail = detail_of(line, "SalesItemLineDetail")?;
    check_amount(&detail, amount)?;
    default_to(&mut detail, "ItemRef", || reference_to(DEFAULT_ITEM));
    check_tax_code(&detail)?;
    default_to(&mut detail, "TaxCodeRef", || reference_to("NON"));
    if let Some(account) = income_account(company, &detail) {
        detail.insert("ItemAccountRef".to_owned(), account);
    }
    line.insert("SalesItemLineDetail".to_owned(), Value::Object(detail));
    line.insert("Amount".to_owned(), decimal::money(amount));
    default_to(line, "CustomExtensions", || json!([]));
    Ok(amount)
}

fn income_account(company: &Company, detail: &Fields) -> Option<Value> {
    let item = company.fields(Entity::Item, reference_id(detail, "ItemRef")?)?;
    reference_id(item, "IncomeAccountRef").map(reference_to)
}

/// The detail object that belongs to the line's type.
fn detail_of(line: &Fields, name: &str) -> Result<Fields, Fault> {
    let detail = line.get(name).and_then(Value::as_object).cloned();
    detail.ok_or_else(|| Fault::missing(&format!("Line.{name}")))
}

/// With both quantity and price, the amount is their product, rounded half up to cents.
fn check_amount(detail: &Fields, amount: Decimal) -> Result<(), Fault> {
    if let (Some(quantity), Some(price)) = (
        decimal::field(detail, "Qty"),
        decimal::field(detail, "UnitPrice"),
    ) {
        let product = quantity.checked_mul(price).map(decimal::to_cents);
        if product != Some(amount) {
            return Err(Fault::amount_mismatch(&decimal::grouped(amount)));
        }
    }
    if amount == decimal::to_cents(amount) {
        Ok(())
    } else {
        Err(Fault::invalid_amount("Line.Amount", &amount.to_string()))
    }
}

/// A US company has two tax codes for lines.
fn check_tax_code(detail: &Fields) -> Result<(), Fault> {
    match reference_id(detail, "TaxCodeRef") {
        None | Some("TAX" | "NON") => Ok(()),
        Some(other) => Err(Fault::line_tax_code(other)),
    }
}

fn is_taxable(line: &Fields) -> bool {
    let detail = line.get("SalesItemLineDetail").and_then(Value::as_object);
    detail.and_then(|detail| reference_id(detail, "TaxCodeRef")) == Some("TAX")
}

fn complete_discount_line(line: &mut Fields, subtotal: Decimal) -> Result<Decimal, Fault> {
    let mut detail = detail_of(line, "DiscountLineDetail").unwrap_or_default();
    let is_percent = detail.get("PercentBased") == Some(&Value::Bool(true));
    let discount = if is_percent {
        let percent =
            decimal::field(&detail, "DiscountPercent").ok_or_else(Fault::discount_incomplete)?;
        decimal::to_cents(subtotal * percent / Decimal::ONE_HUNDRED)
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

/// The lines of an expense, completed, and their sum.
pub(crate) fn complete_expense_lines(
    sent: &[Value],
    old: &[Value],
) -> Result<(Vec<Value>, Decimal), Fault> {
    let mut numbered = LineIds::after(old);
    let mut lines = Vec::new();
    let mut total = Decimal::ZERO;
    for line in sent.iter().filter_map(Value::as_object) {
        let mut line = line.clone();
        total += complete_expense_line(&mut line)?;
        let mut line = numbered.number(line, 0);
        if let Some(fields) = line.as_object_mut() {
            // Recorded: the lines of an expense have an Id and no LineNum.
            fields.remove("LineNum");
        }
        lines.push(line);
    }
    Ok((lines, total))
}

fn complete_expense_line(line: &mut Fields) -> Result<Decimal, Fault> {
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
    check_amount(&detail, amount)?;
    check_tax_code(&detail)?;
    default_to(&mut detail, "BillableStatus", || Value::from("NotBillable"));
    default_to(&mut detail, "TaxCodeRef", || reference_to("NON"));
    line.insert(kind, Value::Object(detail));
    line.insert("Amount".to_owned(), decimal::money(amount));
    Ok(amount)
}

/// Line ids: a line sent with the id of an existing line keeps it, every other line gets a new one.
pub(crate) struct LineIds {
    known: Vec<String>,
    last: u64,
}

impl LineIds {
    pub(crate) fn after(old: &[Value]) -> Self {
        let known: Vec<String> = old
            .iter()
            .filter_map(|line| line.get("Id")?.as_str())
            .map(str::to_owned)
            .collect();
        let last = known
            .iter()
            .filter_map(|id| id.parse().ok())
            .max()
            .unwrap_or(0);
        Self { known, last }
    }

    pub(crate) fn number(&mut self, mut line: Fields, position: usize) -> Value {
        let kept = text(&line, "Id").and_then(|id| self.known.iter().position(|known| known == id));
        let id = if let Some(index) = kept {
            self.known.swap_remove(index)
        } else {
            self.last += 1;
            self.last.to_string()
        };
        line.insert("Id".to_owned(), Value::from(id));
        line.insert("LineNum".to_owned(), Value::from(position));
        Value::Object(line)
    }
}
