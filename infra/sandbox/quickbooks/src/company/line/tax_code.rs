//! The tax code of a line, and how much of its amount is tax.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::company::tax::{CodedAmount, NOT_TAXABLE, Side, TAXABLE, Treatment, net_of, percent};
use crate::company::{
    Company, Entity, Fields, decimal, default_to, is_active, reference_id, reference_to,
};
use crate::fault::Fault;
use crate::options::TaxInclusiveAmounts;

/// Decimals of the price that QuickBooks computes for a line that includes tax (recorded: `92.5633333`).
const PRICE_DECIMALS: u32 = 7;

/// Checks the code of a line's detail and brings amount and price into the form answers have.
pub(super) fn settle(
    company: &Company,
    treatment: Treatment,
    side: Side,
    detail: &mut Fields,
    amount: Decimal,
) -> Result<CodedAmount, Fault> {
    let code = if treatment == Treatment::OfUs {
        us_code(detail)?
    } else {
        own_code(company, treatment, detail)?
    };
    let (net, gross) = match treatment {
        Treatment::Inclusive(meaning) => {
            let (net, gross) = split(detail, amount, percent(company, &code, side), meaning)?;
            write_split(detail, amount, net, gross);
            (net, gross)
        }
        Treatment::OfUs | Treatment::Excluded | Treatment::NotApplicable => (amount, amount),
    };
    Ok(CodedAmount {
        code,
        net,
        gross,
        lines: vec![net],
    })
}

/// A US company has two tax codes for lines.
fn us_code(detail: &mut Fields) -> Result<String, Fault> {
    default_to(detail, "TaxCodeRef", || reference_to(NOT_TAXABLE));
    match reference_id(detail, "TaxCodeRef") {
        Some(code @ (TAXABLE | NOT_TAXABLE)) => Ok(code.to_owned()),
        other => Err(Fault::line_tax_code(other.unwrap_or_default())),
    }
}

/// Elsewhere a line has one of the company's codes, unless no tax applies to the document.
fn own_code(company: &Company, treatment: Treatment, detail: &Fields) -> Result<String, Fault> {
    let Some(code) = reference_id(detail, "TaxCodeRef") else {
        return if treatment == Treatment::NotApplicable {
            Ok(String::new())
        } else {
            Err(company.tax_code_missing())
        };
    };
    match company.fields(Entity::TaxCode, code) {
        Some(row) if is_active(row) => Ok(code.to_owned()),
        Some(_) => Err(Fault::inactive_reference()),
        None => Err(Fault::unknown_reference(Entity::TaxCode.list_word(), code)),
    }
}

/// Net and gross of a line that includes tax. `TaxInclusiveAmt` counts when it fits the amount as its net.
fn split(
    detail: &Fields,
    amount: Decimal,
    percent: Decimal,
    meaning: TaxInclusiveAmounts,
) -> Result<(Decimal, Decimal), Fault> {
    let inclusive = decimal::field(detail, "TaxInclusiveAmt");
    if let Some(gross) = inclusive.filter(|gross| *gross != decimal::to_cents(*gross)) {
        return Err(Fault::invalid_amount(
            "Line.TaxInclusiveAmt",
            &gross.to_string(),
        ));
    }
    Ok(match inclusive {
        Some(gross) if net_of(gross, percent) == amount => (amount, gross),
        None if meaning == TaxInclusiveAmounts::Gross => (net_of(amount, percent), amount),
        _ => {
            let tax = decimal::to_cents(amount * percent / Decimal::ONE_HUNDRED);
            (amount, amount + tax)
        }
    })
}

/// Recorded: amount and price are net in answers, and `TaxInclusiveAmt` tells the gross amount.
fn write_split(detail: &mut Fields, amount: Decimal, net: Decimal, gross: Decimal) {
    detail.insert("TaxInclusiveAmt".to_owned(), decimal::money(gross));
    let quantity = decimal::field(detail, "Qty").filter(|_| detail.contains_key("UnitPrice"));
    if net != amount
        && let Some(price) = quantity.and_then(|quantity| net.checked_div(quantity))
    {
        let strategy = RoundingStrategy::MidpointAwayFromZero;
        let price = price.round_dp_with_strategy(PRICE_DECIMALS, strategy);
        detail.insert("UnitPrice".to_owned(), decimal::trimmed(price));
    }
}
