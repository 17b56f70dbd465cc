//! The tax of a sale as QuickBooks rounds it, in either way.

use rust_decimal::Decimal;

use super::{PricedSale, comes_to_total, tied_in_style};
use crate::amounts::Tied;
use crate::record::sale::Sale;
use crate::settings::{self, Settings};

/// The tax that QuickBooks answers if it rounds the other way than was expected, where other amounts of the lines come to
/// the total by that way. Where none do, a document that is made again would be off as well.
pub(super) fn rounded_otherwise(sale: &Sale, tied: &Tied, settings: &Settings) -> Option<Decimal> {
    let expected = settings::tax_rounding(settings);
    let computed = tied
        .computed
        .filter(|_| !settings::is_inclusive(settings))?;
    let told = computed.of(expected.other());
    if told == tied.tax {
        return None;
    }
    let settings = settings::with_other_tax_rounding(settings);
    let (other, _, _) = tied_in_style(sale, &settings).ok()?;
    let amounts = |tied: &Tied| (tied.settlement.amounts.clone(), tied.discount);
    let fits = comes_to_total(&other) && other.is_taxed_so(expected.other());
    (fits && amounts(&other) != amounts(tied)).then_some(told)
}

impl PricedSale {
    /// The tax that the document will have, as far as HubSpot's rates tell it: an automated tax of the US goes by the
    /// buyer's address, and a tax that has nothing but a name is known to QuickBooks alone.
    pub fn predicted_tax(&self, settings: &Settings) -> Option<Decimal> {
        if settings::is_us(&settings.company) && !settings.tax.has_codes() {
            return None;
        }
        if settings::is_inclusive(settings) {
            return self.sale.tax;
        }
        let tax = self.computed?.of(settings::tax_rounding(settings));
        let is_told = !tax.is_zero() || !self.sale.rates_of_lines().is_empty();
        is_told.then_some(tax)
    }
}
