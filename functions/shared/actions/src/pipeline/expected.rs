//! The totals that QuickBooks must come to for a drafted body.

use quickbooks::entity::GlobalTaxCalculation;
use serde_json::{Value, json};

use crate::draft::totals::Expected;
use crate::subject::Subject;
use crate::subject::priced_sale::ShownBy;

/// The totals a document must come to. One that says its total itself, as a payment does, comes to
/// that.
pub(super) fn expected(subject: &Subject, body: &Value) -> Expected {
    let decimals = subject.decimals();
    let stated = body
        .get("TotalAmt")
        .and_then(|total| total.to_string().parse().ok());
    if let Some(total) = stated {
        return Expected {
            total,
            tax: None,
            tax_shown_by: ShownBy::default(),
            inclusive: true,
            due: None,
            decimals,
            taxed_lines: 0,
        };
    }
    // HubSpot's tax is that of the whole sale, and a refund may be of a part.
    let sale = subject.sale.as_ref().filter(|_| subject.refund.is_none());
    let compared = sale.and_then(|priced| priced.compared_tax);
    let lines = sale.iter().flat_map(|priced| &priced.sale.lines);
    let taxed = lines.filter(|line| line.tax.is_taxed());
    Expected {
        total: subject.total,
        tax: compared.map(|(tax, _)| tax),
        tax_shown_by: compared.map(|(_, by)| by).unwrap_or_default(),
        inclusive: body.get("GlobalTaxCalculation")
            == Some(&json!(GlobalTaxCalculation::TaxInclusive)),
        due: subject.due,
        decimals,
        taxed_lines: u32::try_from(taxed.count()).unwrap_or(u32::MAX),
    }
}
