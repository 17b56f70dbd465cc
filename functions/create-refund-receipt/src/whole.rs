//! The whole sale of which a payment paid all or a part, and the part that an amount with tax is of it.

use actions::reservation::BookedSale;
use actions::settings::{Settings, is_inclusive};
use actions::subject::priced_sale::PricedSale;
use quickbooks::EntityKind;
use rust_decimal::{Decimal, RoundingStrategy::MidpointAwayFromZero};

use crate::sale::is_invoice;
use crate::tax::FEW_CENTS;

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
    /// True where no document of the sale is known.
    pub(crate) is_unknown: bool,
}

impl<'b> Whole<'b> {
    /// The whole sale of lines that are sold for so much: its tax is the one it is booked with, else HubSpot's.
    pub(crate) fn of(
        priced: &PricedSale,
        sold: Decimal,
        gross: Decimal,
        booked: &[&'b BookedSale],
        settings: &Settings,
    ) -> Self {
        let mut lines = priced.sale.lines.iter();
        let is_on_top = !is_inclusive(settings) && lines.any(|line| line.tax.is_taxed());
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
            is_unknown: booked.is_empty(),
        }
    }

    /// The part of the lines, before tax, that an amount with tax is. Of more than they come to, all but their tax.
    pub(crate) fn net_of(&self, gross: Decimal, decimals: u32) -> Decimal {
        let Some(tax) = self.tax else {
            return self.sold;
        };
        let whole = self.sold + tax;
        if tax.is_zero() || gross >= whole {
            return gross - tax;
        }
        (gross * self.sold / whole).round_dp_with_strategy(decimals, MidpointAwayFromZero)
    }

    /// True where an amount is known to be the whole or a part: of what is booked over the lines, or of an invoice.
    pub(crate) fn has_part(&self, gross: Decimal) -> bool {
        match self.over.and_then(|over| over.total) {
            Some(total) => gross <= total,
            None => self.invoice.is_some() && gross < self.sold + self.tax.unwrap_or_default(),
        }
    }

    /// True where a sales receipt of the payment itself is booked over the lines, of which no other part is to come.
    pub(crate) fn is_own_receipt(&self) -> bool {
        let is_receipt =
            |over: &BookedSale| over.document.entity == EntityKind::SalesReceipt.name();
        let is_own = |over: &BookedSale| over.unit.contains("/payment/") && is_receipt(over);
        self.over.is_some_and(is_own)
    }
}

/// The tax of lines over which no document is booked: the one HubSpot shows, what its rates come to, or as much of them as of
/// their invoice. None where nothing says how much it is, or that it was paid.
fn tax_of_lines(
    priced: &PricedSale,
    sold: Decimal,
    gross: Decimal,
    invoice: Option<&BookedSale>,
) -> Option<Decimal> {
    let is_some = |tax: &Decimal| !tax.is_zero();
    let shown = priced.sale.tax.filter(is_some);
    let of_rates = Some(priced.due_tax).filter(is_some);
    let Some(invoice) = invoice.filter(|_| shown.is_none()) else {
        // QuickBooks may have computed no tax for what was paid whole.
        return shown.or_else(|| of_rates.filter(|_| gross < sold));
    };
    let (total, tax) = (invoice.total, invoice.tax.unwrap_or_default());
    if total.is_some() && tax.is_zero() {
        return Some(tax);
    }
    of_rates.or_else(|| (sold * tax).checked_div(total? - tax))
}
