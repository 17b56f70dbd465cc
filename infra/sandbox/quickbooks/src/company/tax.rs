//! Sales tax of a US company.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::company::line::SalesLines;
use crate::company::{Company, Entity, Fields, decimal, reference_id};
use crate::fault::Fault;

/// The `TxnTaxDetail` of a sales form, and the tax it comes to.
///
/// The code named on the form decides; without one there is no tax. Every rate of the code is rounded to cents
/// by itself, as recorded.
pub(crate) fn compute(
    company: &Company,
    form: &Fields,
    lines: &SalesLines,
) -> Result<(Value, Decimal), Fault> {
    let sent = form.get("TxnTaxDetail").and_then(Value::as_object);
    if sent.is_some()
        && form
            .get("GlobalTaxCalculation")
            .is_some_and(|mode| mode == "NotApplicable")
    {
        return Err(Fault::tax_not_applicable());
    }
    let Some(code) = sent.and_then(|detail| reference_id(detail, "TxnTaxCodeRef")) else {
        return Ok((json!({ "TotalTax": 0 }), Decimal::ZERO));
    };
    let net = taxable_net(form, lines);
    let mut total = Decimal::ZERO;
    let mut tax_lines = Vec::new();
    for (rate_id, percent) in rates(company, code) {
        let amount = decimal::to_cents(net * percent / Decimal::ONE_HUNDRED);
        total += amount;
        tax_lines.push(tax_line(&rate_id, percent, net, amount));
    }
    let mut detail =
        json!({ "TxnTaxCodeRef": { "value": code }, "TotalTax": decimal::money(total) });
    if let Some(fields) = detail.as_object_mut().filter(|_| !tax_lines.is_empty()) {
        fields.insert("TaxLine".to_owned(), Value::Array(tax_lines));
    }
    Ok((detail, total))
}

/// What the rates apply to: the taxable lines, less their share of the discount when tax comes after it.
fn taxable_net(form: &Fields, lines: &SalesLines) -> Decimal {
    let is_after_discount = form.get("ApplyTaxAfterDiscount") == Some(&Value::Bool(true));
    if !is_after_discount || lines.subtotal.is_zero() {
        return lines.taxable;
    }
    decimal::to_cents(lines.taxable - lines.discount * lines.taxable / lines.subtotal)
}

/// The sales rates of a tax code: id and percentage.
fn rates(company: &Company, code: &str) -> Vec<(String, Decimal)> {
    let list = company.fields(Entity::TaxCode, code).and_then(|code| {
        code.get("SalesTaxRateList")?
            .get("TaxRateDetail")?
            .as_array()
    });
    let rate = |detail: &Value| {
        let id = detail.get("TaxRateRef")?.get("value")?.as_str()?;
        let percent = decimal::field(company.fields(Entity::TaxRate, id)?, "RateValue")?;
        Some((id.to_owned(), percent))
    };
    list.into_iter().flatten().filter_map(rate).collect()
}

fn tax_line(rate_id: &str, percent: Decimal, net: Decimal, amount: Decimal) -> Value {
    json!({
        "Amount": decimal::money(amount),
        "DetailType": "TaxLineDetail",
        "TaxLineDetail": {
            "TaxRateRef": { "value": rate_id },
            "PercentBased": true,
            "TaxPercent": decimal::trimmed(percent),
            "NetAmountTaxable": decimal::money(net),
        },
    })
}
