//! The whole sale of which a payment paid all or a part: the tax on it, and the part that an amount with tax is of it.

use actions::reservation::BookedSale;
use actions::settings::{Settings, is_inclusive};
use actions::subject::priced_sale::PricedSale;
use quickbooks::EntityKind;
use rust_decimal::{Decimal, RoundingStrategy};

use crate::sale::is_invoice;

/// The smallest units by which QuickBooks' tax may be off for its rounding; more is another tax.
pub(crate) const FEW_CENTS: i64 = 5;

/// The whole sale of which a payment paid all or a part.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Whole<'b> {
    /// The amount for which the lines are sold: before tax, unless prices hold it.
    pub(crate) sold: Decimal,
    /// The tax on top of that; none where HubSpot shows that there is some and not how much.
    tax: Option<Decimal>,
    /// The document that is booked over these lines.
    over: Option<&'b BookedSale>,
    /// An invoice of the sale, which may be over other lines by now.
    invoice: Option<&'b BookedSale>,
}

impl<'b> Whole<'b> {
    /// The whole sale of lines that are sold for so much, of which a payment may be a part: its tax is the one it is booked
    /// with, where that is known, else HubSpot's.
    pub(crate) fn of(
        priced: &PricedSale,
        sold: Decimal,
        gross: Decimal,
        booked: &[&'b BookedSale],
        settings: &Settings,
    ) -> Self {
        let is_taxed = priced.sale.lines.iter().any(|line| line.tax.is_taxed());
        let is_on_top = is_taxed && !is_inclusive(settings);
        let near = Decimal::new(FEW_CENTS, priced.sale.decimals());
        let is_over = |sale: &&&BookedSale| {
            let tax = sale.tax.filter(|_| !is_inclusive(settings));
            let net = sale.total.map(|total| total - tax.unwrap_or_default());
            net.is_some_and(|net| (net - sold).abs() <= near)
        };
        let over = booked.iter().find(is_over).copied();
        let invoice = booked.iter().find(|sale| is_invoice(sale)).copied();
        let tax = match over {
            _ if !is_on_top => Some(Decimal::ZERO),
            Some(over) => Some(over.tax.unwrap_or_default()),
            None => tax_of_lines(priced, sold, gross, invoice),
        };
        Self {
            sold,
            tax,
            over,
            invoice,
        }
    }

    /// The part of the lines, before tax, that an amount with tax is. Where it is more than they come to, all that is not
    /// their tax is theirs.
    pub(crate) fn net_of(&self, gross: Decimal, decimals: u32) -> Decimal {
        let Some(tax) = self.tax else {
            return self.sold;
        };
        let whole = self.sold + tax;
        if tax.is_zero() || gross >= whole {
            return gross - tax;
        }
        let exact = gross * self.sold / whole;
        exact.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
    }

    /// True where an amount is known to be the whole or a part: of what is booked over the lines, or of an invoice.
    pub(crate) fn has_part(&self, gross: Decimal) -> bool {
        let is_less = |tax| gross < self.sold + tax;
        match self.over.and_then(|over| over.total) {
            Some(total) => gross <= total,
            None => self.invoice.is_some() && is_less(self.tax.unwrap_or_default()),
        }
    }

    /// True where a sales receipt of the payment itself is booked over the lines: it is for all that was paid, and no part
    /// of it is to come.
    pub(crate) fn is_own_receipt(&self) -> bool {
        let receipt = EntityKind::SalesReceipt.name();
        let mut over = self.over.into_iter();
        over.any(|over| over.document.entity == receipt && over.unit.contains("/payment/"))
    }

    /// True where no document of the sale is known.
    pub(crate) fn is_unknown(&self) -> bool {
        self.over.or(self.invoice).is_none()
    }
}

/// The tax of lines over which no document is booked: the one HubSpot shows; of lines that show a rate or a name alone, what
/// the rates come to, or as much of them as of their invoice. None where nothing says how much it is, or that it was paid.
fn tax_of_lines(
    priced: &PricedSale,
    sold: Decimal,
    gross: Decimal,
    invoice: Option<&BookedSale>,
) -> Option<Decimal> {
    let is_some = |tax: &Decimal| !tax.is_zero();
    let shown = priced.sale.tax.filter(is_some);
    let of_rates = Some(priced.due_tax).filter(is_some);
    let of_unpriced = || {
        let Some(invoice) = invoice else {
            // QuickBooks may have computed no tax for what was paid whole.
            return of_rates.filter(|_| gross < sold);
        };
        let (total, tax) = (invoice.total, invoice.tax.unwrap_or_default());
        if total.is_some() && tax.is_zero() {
            return Some(tax);
        }
        let as_of_invoice = || (sold * tax).checked_div(total? - tax);
        of_rates.or_else(as_of_invoice)
    };
    shown.or_else(of_unpriced)
}
