//! Lines of a document whose prices hold the tax, as QuickBooks wants them.
//!
//! Intuit's reference does not say what `Amount` is on such a document (`GlobalTaxCalculation` `TaxInclusive`). Its recorded
//! answers have a net `Amount` and `UnitPrice`, and the amount with tax in `TaxInclusiveAmt`. A line that is sent without the
//! latter is reported to be taken for a net one, with the tax put on top
//! (<https://github.com/ruckus/quickbooks-ruby/issues/346>). So a line is sent as answers have it, where its tax is known; the
//! total of the answer tells whether QuickBooks has taken it so.

use rust_decimal::Decimal;

use crate::amounts::{PricedLine, TaxWithin, without_tax};
use crate::draft::sales_form::LineFields;
use crate::record::sale::SaleLine;
use crate::settings::InclusiveAmounts;
use crate::subject::priced_sale::PricedSale;

/// The line at its net amount; none where it stands at the one with tax: on a document without tax in its amounts, beside
/// a discount line, of which nobody has recorded whether it is net, or of a tax that HubSpot does not tell in numbers.
pub fn net(
    line: &SaleLine,
    amounts: &PricedLine,
    priced: &PricedSale,
    fields: &LineFields<'_>,
) -> Option<PricedLine> {
    let settings = fields.settings;
    let is_net = settings.tax.inclusive_amounts == InclusiveAmounts::Net;
    if !fields.is_inclusive || !is_net || !priced.pricing.discount.is_zero() {
        return None;
    }
    let tax = &line.tax;
    let within = match (tax.is_taxed(), tax.rate, tax.amount) {
        (false, ..) => TaxWithin::Rate(Decimal::ZERO),
        (true, Some(rate), _) => TaxWithin::Rate(rate),
        (true, None, Some(tax)) if fields.is_whole => {
            // A discount on the whole that stands in the prices is one of the tax too.
            let share = tax.checked_mul(amounts.amount)?.checked_div(line.net)?;
            TaxWithin::Amount(share)
        }
        (true, None, _) => return None,
    };
    let precision = settings.quickbooks.precision(priced.sale.decimals());
    without_tax(amounts, within, line.quantity, precision)
}
