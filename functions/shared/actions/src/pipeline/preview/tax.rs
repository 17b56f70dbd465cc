//! The tax of a document that is only previewed: QuickBooks computes it when it makes the document.

use rust_decimal::Decimal;

use crate::action::Action;
use crate::draft::totals::Expected;
use crate::pipeline::prepare::Prepared;
use crate::response::{Warning, amount};

/// The total of a document that is only previewed.
pub(super) struct PreviewedTotal {
    /// With the tax, as far as that is known.
    pub(super) total: Decimal,
    /// The tax that is predicted.
    pub(super) tax: Option<Decimal>,
    /// Says of a taxed document what its total is worth.
    pub(super) warning: Option<Warning>,
}

impl<A: Action> Prepared<A> {
    /// The total of a preview, with the tax that is predicted. Where nothing predicts it, the warning says that the total is
    /// without it.
    pub(super) fn previewed_total(&self, expected: &Expected) -> PreviewedTotal {
        let (posted, decimals) = (expected.total, expected.decimals);
        let mut lines = self
            .subject
            .sale
            .iter()
            .flat_map(|priced| &priced.sale.lines);
        let is_refund = self.subject.refund.is_some();
        if !lines.any(|line| line.tax.is_taxed()) || (is_refund && expected.inclusive) {
            return PreviewedTotal {
                total: posted,
                tax: None,
                warning: None,
            };
        }
        let sale = self.subject.sale.as_ref().filter(|_| !is_refund);
        let of_rates = || sale.and_then(|priced| priced.predicted_tax(&self.settings));
        // A document that has to come to what was paid is not kept where it does not.
        let of_due = expected.due.filter(|_| !expected.inclusive);
        let of_due = of_due.map(|due| due.saturating_sub(posted));
        let tax = of_due.or_else(of_rates);
        let on_top = tax.filter(|_| !expected.inclusive).unwrap_or_default();
        let total = posted.saturating_add(on_top);
        let show = |value| amount(value, decimals);
        let shown = expected.tax.filter(|shown| Some(*shown) != tax);
        let shown = shown.map_or_else(String::new, |shown| {
            format!("; HubSpot shows a tax of {}", show(shown))
        });
        let label = &self.subject.label;
        let warning = match tax {
            Some(tax) => Warning::new(
                "tax_predicted",
                format!(
                    "{label}: the tax of {} in this preview is predicted from HubSpot's: QuickBooks computes it when it \
                     makes the document{shown}",
                    show(tax)
                ),
            ),
            None => Warning::new(
                "tax_not_known",
                format!(
                    "{label}: the total of {} in this preview is without tax: QuickBooks computes it when it makes the \
                     document, which is over more{shown}",
                    show(total)
                ),
            ),
        };
        PreviewedTotal {
            total,
            tax,
            warning: Some(warning),
        }
    }
}
