//! Sales tax of a US company.

use rust_decimal::Decimal;
use serde_json::Value;

use super::{Assessment, CodedAmount, RateTax, Side, TAXABLE, rates, tax_detail};
use crate::company::draft::Draft;
use crate::company::{Company, Entity, Fields, decimal, reference_id, reference_to};
use crate::fault::Fault;
use crate::options::OpenQuestions;

/// The code named on the form decides, else the one that automated sales tax takes, else there is no tax.
pub(super) fn assess(
    company: &Company,
    draft: &Draft<'_>,
    amounts: &[CodedAmount],
    discount: Decimal,
) -> Result<Assessment, Fault> {
    let subtotal: Decimal = amounts.iter().map(|amount| amount.net).sum();
    let code = code(company, draft, amounts);
    let shares = taxable_shares(draft, amounts, subtotal, discount);
    let net = decimal::to_cents(shares.iter().sum());
    let is_automated = company.is_taxed_automatically();
    let mut taxes: Vec<RateTax> = code
        .iter()
        .flat_map(|code| rates(company, code, Side::Sales))
        .map(|rate| RateTax {
            tax: tax_of(&shares, net, rate.percent, is_automated),
            net,
            rate,
        })
        .collect();
    let given = given_by_hand(draft).filter(|_| is_automated);
    let given_total = match given {
        Some(detail) => total_of(detail, draft.settings.open_questions)?,
        None => None,
    };
    if let Some(total) = given_total {
        share_out(total, &mut taxes);
    }
    let computed = || taxes.iter().map(|rate| rate.tax).sum();
    let tax: Decimal = given_total.unwrap_or_else(computed);
    let mut detail = tax_detail(&taxes);
    detail.insert("TotalTax".to_owned(), decimal::money(tax));
    if let Some(lines) = given.and_then(|detail| detail.get("TaxLine")) {
        detail.insert("TaxLine".to_owned(), lines.clone());
    }
    if let Some(code) = code {
        detail.insert("TxnTaxCodeRef".to_owned(), reference_to(&code));
    }
    Ok(Assessment {
        detail: Some(Value::Object(detail)),
        total: subtotal - discount + tax,
    })
}

/// The tax that a detail sets by hand: its total, else what its lines come to. Of two that differ nobody knows which
/// one counts, and of a tax below zero what becomes of it.
fn total_of(detail: &Fields, open_questions: OpenQuestions) -> Result<Option<Decimal>, Fault> {
    let total = decimal::field(detail, "TotalTax");
    if total.is_some_and(|total| total.is_sign_negative() && !total.is_zero()) {
        open_questions.refuse(|| Fault::business("The total tax is below zero."))?;
    }
    let Some(lines) = detail.get("TaxLine").and_then(Value::as_array) else {
        return Ok(total);
    };
    let amount = |line: &Value| decimal::field(line.as_object()?, "Amount");
    let sum: Decimal = lines.iter().filter_map(amount).sum();
    if total.is_some_and(|total| total != sum) {
        open_questions
            .refuse(|| Fault::business("The tax lines do not add up to the total tax."))?;
    }
    Ok(total.or(Some(sum)))
}

/// Recorded of manual tax: each rate is rounded to cents by itself. Automated tax is reckoned line by line.
fn tax_of(shares: &[Decimal], net: Decimal, percent: Decimal, is_automated: bool) -> Decimal {
    let tax = |net: Decimal| decimal::to_cents(net * percent / Decimal::ONE_HUNDRED);
    if is_automated {
        shares.iter().copied().map(tax).sum()
    } else {
        tax(net)
    }
}

/// The detail that sets the tax by hand: automated tax heeds it when it names a code and an amount
/// (QuickBooks-V3-PHP-SDK, issue 199). A later change that sends no detail leaves the old tax while the lines stay.
fn given_by_hand<'d>(draft: &'d Draft<'_>) -> Option<&'d Fields> {
    let is_kept = !draft.sent.contains_key("TxnTaxDetail") && !draft.sent.contains_key("Line");
    let detail = match &draft.old {
        Some(old) if is_kept => old.get("TxnTaxDetail"),
        _ => draft.sent.get("TxnTaxDetail"),
    };
    let detail = detail?.as_object()?;
    reference_id(detail, "TxnTaxCodeRef")?;
    Some(detail)
}

/// Shares an amount of tax out to the rates, in proportion; the last one takes what rounding leaves.
fn share_out(total: Decimal, taxes: &mut [RateTax]) {
    let percent: Decimal = taxes.iter().map(|tax| tax.rate.percent).sum();
    let mut left = total;
    let count = taxes.len();
    for (index, tax) in taxes.iter_mut().enumerate() {
        let share = (total * tax.rate.percent).checked_div(percent);
        tax.tax = if index + 1 == count {
            left
        } else {
            decimal::to_cents(share.unwrap_or_default())
        };
        left -= tax.tax;
    }
}

fn code(company: &Company, draft: &Draft<'_>, amounts: &[CodedAmount]) -> Option<String> {
    let detail = draft.fields.get("TxnTaxDetail").and_then(Value::as_object);
    if let Some(code) = detail.and_then(|detail| reference_id(detail, "TxnTaxCodeRef")) {
        return Some(code.to_owned());
    }
    let is_taxable = amounts.iter().any(|amount| amount.code == TAXABLE);
    let default = draft.settings.default_us_tax_code.clone();
    let is_taxed = is_taxable && company.is_taxed_automatically() && buys_with_tax(company, draft);
    default.filter(|_| is_taxed)
}

/// `false` for a customer whose transactions are not taxable, as Intuit's page on customers says of `Taxable`.
fn buys_with_tax(company: &Company, draft: &Draft<'_>) -> bool {
    let customer = reference_id(&draft.fields, "CustomerRef")
        .and_then(|id| company.fields(Entity::Customer, id));
    customer.and_then(|customer| customer.get("Taxable")) != Some(&Value::Bool(false))
}

/// The part of each taxable line that rates apply to: the line, less its share of the discount when tax comes after it.
fn taxable_shares(
    draft: &Draft<'_>,
    amounts: &[CodedAmount],
    subtotal: Decimal,
    discount: Decimal,
) -> Vec<Decimal> {
    let taxable = amounts.iter().filter(|amount| amount.code == TAXABLE);
    let lines = taxable.flat_map(|amount| amount.lines.iter().copied());
    let is_after_discount = draft.fields.get("ApplyTaxAfterDiscount") == Some(&Value::Bool(true));
    if !is_after_discount || subtotal.is_zero() {
        return lines.collect();
    }
    lines
        .map(|line| line - discount * line / subtotal)
        .collect()
}
