//! The reading of an order under which it comes to the total HubSpot shows.

use rust_decimal::Decimal;

use super::order::roundings;
use super::taxation::{Misfit, Tax, Taxation};
use super::{LineError, OrderAmounts, OrderTerms, Settlement, TieOut, settle};

/// The total HubSpot shows, and whether tax is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The total, if it shows one.
    pub total: Option<Decimal>,
    /// The tax on lines, and whether that and the taxes of the order are in the total.
    pub tax: ShownTax,
}

/// The place of the tax: in a total or apart from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShownTax {
    /// No, or the lines hold it too: this much of the lines.
    Apart(Decimal),
    /// Yes: this much of the lines, and the order's.
    Within(Decimal),
    /// HubSpot does not say.
    Perhaps(Decimal),
}

/// An order with the reading of its terms that was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tied {
    /// Its discounts, fees and taxes in money.
    pub order: OrderAmounts,
    /// All its discounts, in whole smallest units.
    pub discount: Decimal,
    /// The amounts of the lines, and after them of the fees.
    pub settlement: Settlement,
    /// The tax on lines and order together, in whole smallest units: the part of the shown total that
    /// is tax, where tax is in it, else the tax as computed.
    pub tax: Decimal,
    /// The total with tax, where the total HubSpot shows is taken for one without.
    pub untaxed: Option<Untaxed>,
}

/// A total that HubSpot shows and that is taken for one without tax, though it does not say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Untaxed {
    /// The tax that comes on top.
    pub tax: Decimal,
    /// True where the order comes to the same total with the tax in it as well, so that nothing but likelihood
    /// decides.
    pub is_ambiguous: bool,
}

/// Chooses the reading of an order, and the cents of its lines, discounts and fees, under which it comes
/// to the total HubSpot shows; the likeliest reading where none does.
///
/// One whose tax is that of the amounts posted comes before one whose tax is a cent off, where the tax is
/// rounded once on the whole before where it is rounded line by line, and one that only rounds before one
/// that moves cents between lines.
///
/// # Errors
///
/// An amount that is impossible or too large.
pub fn tie(
    nets: &[Decimal],
    terms: &OrderTerms,
    shown: &Shown,
    decimals: u32,
) -> Result<Tied, LineError> {
    let mut best: Option<(Rank, Tied)> = None;
    let mut ties_within = false;
    for (place, reading) in terms.readings(nets, decimals)?.iter().enumerate() {
        let order = &reading.amounts;
        let amounts: Vec<Decimal> = nets.iter().chain(&order.fees).copied().collect();
        let taxation = Taxation {
            terms,
            reading,
            sold: nets.len(),
            decimals,
        };
        for tax in taxation.candidates(shown)? {
            for discount in roundings(order.discount, decimals) {
                let settlement = settled(&amounts, shown.total, discount, &tax, decimals)?;
                let rank = rank(&taxation, place, &settlement, discount, &tax)?;
                let ties = matches!(rank, Rank::Ties(..));
                ties_within |= ties && tax.within;
                let is_untaxed = ties && tax.is_open && !tax.within && !tax.total.is_zero();
                let candidate = Tied {
                    order: order.clone(),
                    discount,
                    settlement,
                    tax: tax.total,
                    untaxed: is_untaxed.then_some(Untaxed {
                        tax: tax.total,
                        is_ambiguous: false,
                    }),
                };
                match &best {
                    Some((known, _)) if *known <= rank => {}
                    _ => best = Some((rank, candidate)),
                }
            }
        }
    }
    let (_, tied) = best.ok_or(LineError::TotalTooLarge)?;
    let untaxed = tied.untaxed.map(|untaxed| Untaxed {
        is_ambiguous: ties_within,
        ..untaxed
    });
    Ok(Tied { untaxed, ..tied })
}

/// The quality of a candidate; the least is the best.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// It comes to the total: the ways of rounding under which its tax is another than that of the amounts
    /// posted, and whether cents were moved between lines.
    Ties(Misfit, bool),
    /// It does not: the place of the reading, the likeliest first, and how far off it is.
    Differs(usize, Decimal),
}

/// The quality of a candidate whose lines are settled.
fn rank(
    taxation: &Taxation<'_>,
    place: usize,
    settlement: &Settlement,
    discount: Decimal,
    tax: &Tax,
) -> Result<Rank, LineError> {
    let moved = match settlement.tie_out {
        TieOut::NoTotal | TieOut::Rounded => false,
        TieOut::Allocated => true,
        TieOut::Differs { difference, .. } => {
            return Ok(Rank::Differs(place, difference.abs()));
        }
    };
    let misfit = taxation.misfit(&settlement.amounts, discount, tax)?;
    Ok(Rank::Ties(misfit, moved))
}

/// The lines and fees settled so that less the discount, with the tax where that is in the total, they
/// come to the total.
fn settled(
    amounts: &[Decimal],
    total: Option<Decimal>,
    discount: Decimal,
    tax: &Tax,
    decimals: u32,
) -> Result<Settlement, LineError> {
    let tax = if tax.within { tax.total } else { Decimal::ZERO };
    let target = |total: Decimal| {
        let before_tax = total.checked_sub(tax)?;
        before_tax.checked_add(discount)
    };
    let target = total.map(|total| target(total).ok_or(LineError::TotalTooLarge));
    let settlement = settle(amounts, target.transpose()?, decimals)?;
    let tie_out = match settlement.tie_out {
        TieOut::Differs {
            shown,
            lines,
            difference,
            ..
        } => TieOut::Differs {
            shown: shown.saturating_sub(discount).saturating_add(tax),
            lines: lines.saturating_sub(discount),
            tax,
            difference,
        },
        tied => tied,
    };
    Ok(Settlement {
        tie_out,
        ..settlement
    })
}
