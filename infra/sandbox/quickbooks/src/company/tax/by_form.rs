//! Sales tax of a US company.

use rust_decimal::Decimal;
use serde_json::Value;

use super::{Assessment, CodedAmount, RateTax, Side, TAXABLE, rates, tax_detail};
use crate::company::draft::Draft;
use crate::company::{Company, decimal, reference_id, reference_to};

/// The code named on the form decides, else the one that stands for automated sales tax, else there is no tax.
/// Every rate of the code is rounded to cents by itself, as recorded.
pub(super) fn assess(
    company: &Company,
    draft: &Draft<'_>,
    amounts: &[CodedAmount],
    discount: Decimal,
) -> Assessment {
    let subtotal: Decimal = amounts.iter().map(|amount| amount.net).sum();
    let code = code(draft, amounts);
    let net = taxable_net(draft, amounts, subtotal, discount);
    let taxes: Vec<RateTax> = code
        .iter()
        .flat_map(|code| rates(company, code, Side::Sales))
        .map(|rate| RateTax {
            tax: decimal::to_cents(net * rate.percent / Decimal::ONE_HUNDRED),
            net,
            rate,
        })
        .collect();
    let mut detail = tax_detail(&taxes);
    if let Some(code) = code {
        detail.insert("TxnTaxCodeRef".to_owned(), reference_to(&code));
    }
    let tax: Decimal = taxes.iter().map(|rate| rate.tax).sum();
    Assessment {
        detail: Some(Value::Object(detail)),
        total: subtotal - discount + tax,
    }
}

fn code(draft: &Draft<'_>, amounts: &[CodedAmount]) -> Option<String> {
    let detail = draft.fields.get("TxnTaxDetail").and_then(Value::as_object);
    if let Some(code) = detail.and_then(|detail| reference_id(detail, "TxnTaxCodeRef")) {
        return Some(code.to_owned());
    }
    let is_taxable = amounts.iter().any(|amount| amount.code == TAXABLE);
    let default = draft.settings.default_us_tax_code.clone();
    default.filter(|_| is_taxable)
}

/// The amount the rates apply to: the taxable lines, less their share of the discount when tax comes after it.
fn taxable_net(
    draft: &Draft<'_>,
    amounts: &[CodedAmount],
    subtotal: Decimal,
    discount: Decimal,
) -> Decimal {
    let taxable: Decimal = amounts
        .iter()
        .filter(|amount| amount.code == TAXABLE)
        .map(|amount| amount.net)
        .sum();
    let is_after_discount = draft.fields.get("ApplyTaxAfterDiscount") == Some(&Value::Bool(true));
    if !is_after_discount || subtotal.is_zero() {
        return taxable;
    }
    decimal::to_cents(taxable - discount * taxable / subtotal)
}
