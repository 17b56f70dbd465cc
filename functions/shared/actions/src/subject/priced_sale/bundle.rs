//! Bundles whose own amount and whose parts' amounts both stand on the record: only the one or the other is sold.
//!
//! HubSpot names the line of its bundle in `hs_bundle_id` of each part. It does not document which of the lines
//! hold the money, so the reading is taken under which the lines come to the total that the record shows, and
//! what does not count stands on the document at zero.

use std::collections::{BTreeSet, HashMap};

use rust_decimal::Decimal;

use super::billing_period::contract_value;
use super::ties;
use crate::ActionError;
use crate::record::sale::{Sale, SaleLine};
use crate::response::{Warning, amount};
use crate::settings::Settings;

/// The lines that count where bundles and their parts both have amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counted {
    /// Every line: a bundle has a price beside those of its parts.
    All,
    /// The bundles.
    Bundles,
    /// Their parts.
    Parts,
}

/// The lines of the bundles that have amounts beside those of their parts, by place.
#[derive(Debug, Default)]
struct Bundles {
    bundles: BTreeSet<usize>,
    parts: BTreeSet<usize>,
}

/// The sale with each bundle counted once, and the warning where that left out amounts.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] where the total of the record does not tell what counts.
pub(super) fn counted_once(
    sale: Sale,
    settings: &Settings,
) -> Result<(Sale, Option<Warning>), ActionError> {
    let bundles = Bundles::of(&sale.lines);
    if bundles.bundles.is_empty() {
        return Ok((sale, None));
    }
    let readings = [Counted::All, Counted::Bundles, Counted::Parts];
    let readings = readings.map(|counted| (counted, bundles.read(&sale, counted)));
    let fitting = readings.iter().filter(|(_, read)| fits(read, settings));
    let fitting: Vec<_> = fitting.collect();
    let sums: BTreeSet<Decimal> = fitting.iter().map(|(_, read)| sum(&read.lines)).collect();
    // Where a bundle is worth its parts, these say more of what is sold.
    let Some((counted, read)) = fitting.last().filter(|_| sums.len() == 1) else {
        return Err(bundles.undecided(&sale, &readings));
    };
    let warning = bundles.left_out(&sale, *counted);
    Ok((read.clone(), warning))
}

/// True where the lines come to the total that the record shows.
fn fits(sale: &Sale, settings: &Settings) -> bool {
    let is_shown = sale.shown_total.is_some();
    is_shown && (ties(sale, settings) || contract_value(sale, settings).is_some())
}

fn sum(lines: &[SaleLine]) -> Decimal {
    lines.iter().map(|line| line.net).sum()
}

impl Bundles {
    fn of(lines: &[SaleLine]) -> Self {
        let above: Above<'_> = lines
            .iter()
            .filter_map(|line| Some((line.id.as_str(), line.bundle.as_deref()?)))
            .collect();
        let named: BTreeSet<&str> = above.values().copied().collect();
        let is_counted = |line: &SaleLine| line.net > Decimal::ZERO;
        let mut all = Self::default();
        for (place, bundle) in lines.iter().enumerate() {
            if !named.contains(bundle.id.as_str()) || !is_counted(bundle) {
                continue;
            }
            let parts = lines
                .iter()
                .enumerate()
                .filter(|(part, line)| *part != place && is_part(&above, &line.id, &bundle.id));
            let parts: Vec<_> = parts.collect();
            if parts.iter().any(|(_, line)| is_counted(line)) {
                all.bundles.insert(place);
                all.parts.extend(parts.iter().map(|(part, _)| *part));
            }
        }
        all
    }

    /// The sale with what does not count at zero.
    fn read(&self, sale: &Sale, counted: Counted) -> Sale {
        let mut sale = sale.clone();
        for place in self.zeroed(counted) {
            if let Some(line) = sale.lines.get_mut(*place) {
                line.net = Decimal::ZERO;
                line.price = Some(Decimal::ZERO);
                line.tax.amount = line.tax.amount.map(|_| Decimal::ZERO);
            }
        }
        sale
    }

    fn zeroed(&self, counted: Counted) -> impl Iterator<Item = &usize> {
        let zeroed = match counted {
            Counted::All => None,
            Counted::Bundles => Some(&self.parts),
            Counted::Parts => Some(&self.bundles),
        };
        zeroed.into_iter().flatten()
    }

    fn left_out(&self, sale: &Sale, counted: Counted) -> Option<Warning> {
        let label = &sale.label;
        let (bundles, parts) = (named(sale, &self.bundles), named(sale, &self.parts));
        let left_out = match counted {
            Counted::All => return None,
            Counted::Bundles => &parts,
            Counted::Parts => &bundles,
        };
        Some(Warning::new(
            "bundle_counted_once",
            format!(
                "{label}: {parts} are of a bundle (`hs_bundle_id`), {bundles}, which has an amount too: {label} \
                 shows the total without {left_out}, so that stands on the document at zero"
            ),
        ))
    }

    fn undecided(&self, sale: &Sale, readings: &[(Counted, Sale); 3]) -> ActionError {
        let of = |value: Decimal| amount(value, sale.decimals());
        let sums = readings.each_ref().map(|(_, read)| of(sum(&read.lines)));
        let [all, bundles, parts] = sums;
        let (shown, way_out) = match sale.shown_total {
            Some(shown) => (format!("shows {}", of(shown)), "correct the total"),
            None => (
                "shows no total".to_owned(),
                "fill in the total (a deal's `amount`)",
            ),
        };
        let names = self
            .bundles
            .iter()
            .filter_map(|place| sale.lines.get(*place));
        let names: Vec<String> = names
            .filter_map(|line| Some(format!("`{}`", line.name.as_ref()?)))
            .collect();
        ActionError::invalid(format!(
            "{}, {}: it is a bundle ({}) with an amount of its own, and so have its parts, {} (`hs_bundle_id`): the \
             lines sum to {all}, without the parts to {bundles}, without the bundle to {parts}, and {} {shown}, \
             which does not tell what counts: nothing was created; set the price of the bundle or those of its \
             parts to 0 in HubSpot, or {way_out}",
            sale.label,
            named(sale, &self.bundles),
            names.join(", "),
            named(sale, &self.parts),
            sale.label,
        ))
    }
}

/// The bundle of each line that is a part of one, by id.
type Above<'l> = HashMap<&'l str, &'l str>;

/// True where a line is a part of a bundle, or of a part of it.
fn is_part(above: &Above<'_>, part: &str, bundle: &str) -> bool {
    let mut line = part;
    // As many steps as there are lines, since nothing keeps lines from naming each other in a circle.
    for _ in 0..above.len() {
        match above.get(line) {
            Some(id) if *id == bundle => return true,
            Some(id) => line = id,
            None => return false,
        }
    }
    false
}

fn named(sale: &Sale, places: &BTreeSet<usize>) -> String {
    let lines = places.iter().filter_map(|place| sale.lines.get(*place));
    let ids: Vec<&str> = lines.map(|line| line.id.as_str()).collect();
    let kind = if ids.len() == 1 {
        "line item"
    } else {
        "line items"
    };
    format!("{kind} {}", ids.join(", "))
}
