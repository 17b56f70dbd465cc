//! The tax of a sale as QuickBooks rounds it, in either way.

use rust_decimal::Decimal;

use super::{comes_to_total, tied_in_style};
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
