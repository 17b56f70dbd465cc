//! The totals that QuickBooks must come to for a drafted body.

use crate::draft::Body;
use crate::draft::totals::Expected;
use crate::subject::Subject;
use crate::subject::priced_sale::ShownBy;

/// The totals a document must come to. One that says its total itself, as a payment does, comes to
/// that.
pub(super) fn expected(subject: &Subject, body: &Body) -> Expected {
    let decimals = subject.decimals();
    if let Some(total) = body.stated {
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
        inclusive: body.is_inclusive,
        due: subject.due,
        decimals,
        taxed_lines: u32::try_from(taxed.count()).unwrap_or(u32::MAX),
    }
}
