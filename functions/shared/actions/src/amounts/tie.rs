//! The reading of an order under which it comes to the total HubSpot shows.

use std::collections::VecDeque;

use rust_decimal::Decimal;

use super::exact::summed;
use super::guess::{Guess, guess};
use super::order::{Reading, roundings};
use super::swaps::{MOST_RECKONED, Swaps};
use super::taxation::{ComputedTax, Misfit, Tax, Taxation, readings_by_tax};
use super::{LineError, OrderAmounts, OrderTerms, Settlement, TaxRounding, TieOut, settle};

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
    /// True where the total tells that the tax is on what the lines come to before the order's discount, and
    /// QuickBooks can tax that.
    pub is_tax_full: bool,
    /// The total with tax, where the total HubSpot shows is taken for one without.
    pub untaxed: Option<Untaxed>,
    /// The tax that QuickBooks computes for the amounts posted by HubSpot's rates, where it comes on top of them; none
    /// where that has too many digits.
    pub computed: Option<ComputedTax>,
    /// Another reading that is as good by all that HubSpot shows, so that nothing but likelihood decides.
    pub guess: Option<Guess>,
}

impl Tied {
    /// True where QuickBooks computes the tax of the chosen reading for the amounts posted, if it rounds so.
    pub fn is_taxed_so(&self, rounding: TaxRounding) -> bool {
        let computed = self.computed.map(|computed| computed.of(rounding));
        computed == Some(self.tax)
    }
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
/// One whose tax is that of the amounts posted comes before one whose tax is a cent off, in the likelier way of
/// rounding before in the other, and one that only rounds before one that moves cents between lines. Where HubSpot shows no
/// total, what the exact amounts come to stands for it.
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
    let tied = tied(nets, terms, shown, decimals)?;
    let guess = guess(nets, terms, shown, &tied, decimals)?;
    Ok(Tied { guess, ..tied })
}

fn tied(
    nets: &[Decimal],
    terms: &OrderTerms,
    shown: &Shown,
    decimals: u32,
) -> Result<Tied, LineError> {
    let summed = match shown.total {
        None => summed(nets, terms, shown.tax, decimals)?,
        Some(_) => None,
    };
    if let Some((summed, total)) = summed.and_then(|summed| Some((summed, summed.total?))) {
        let mut tied = chosen(nets, terms, &summed, decimals)?;
        let carried = match tied.settlement.tie_out {
            TieOut::Rounded => Some(TieOut::NoTotal),
            TieOut::Allocated => Some(TieOut::Carried(total)),
            TieOut::NoTotal | TieOut::Carried(_) | TieOut::Differs { .. } => None,
        };
        if let Some(carried) = carried {
            tied.settlement.tie_out = carried;
            return Ok(tied);
        }
    }
    chosen(nets, terms, shown, decimals)
}

/// The reading of an order that is chosen for the total shown. Where none comes to it with the tax that QuickBooks computes, cents
/// are given to other lines too.
fn chosen(
    nets: &[Decimal],
    terms: &OrderTerms,
    shown: &Shown,
    decimals: u32,
) -> Result<Tied, LineError> {
    let order = Terms {
        asked: terms,
        readings: match shown.total {
            None => readings_by_tax(nets, terms, shown.tax, decimals)?,
            Some(_) => terms.readings(nets, decimals)?,
        },
        nets,
        decimals,
    };
    let (rank, tied) = best(&order, shown, &mut 0)?;
    if rank.fits() || order.is_whole() {
        return Ok(tied);
    }
    let mut left = MOST_RECKONED;
    let (other_rank, other) = best(&order, shown, &mut left)?;
    Ok(if other_rank < rank { other } else { tied })
}

/// An order with its readings.
struct Terms<'t> {
    asked: &'t OrderTerms,
    readings: Vec<Reading>,
    nets: &'t [Decimal],
    decimals: u32,
}

impl Terms<'_> {
    /// True where no line or fee has a cent to give.
    fn is_whole(&self) -> bool {
        let fees = self.readings.iter().flat_map(|one| &one.amounts.fees);
        let mut amounts = self.nets.iter().chain(fees);
        amounts.all(|amount| amount.normalize().scale() <= self.decimals)
    }
}

/// The best of all candidates; `left` is how many amounts may be reckoned in search of others of the same sum.
fn best(order: &Terms<'_>, shown: &Shown, left: &mut usize) -> Result<(Rank, Tied), LineError> {
    let mut best: Option<(Rank, Tied)> = None;
    let mut ties_within = false;
    for (place, reading) in order.readings.iter().enumerate() {
        let of_order = &reading.amounts;
        let amounts: Vec<Decimal> = order.nets.iter().chain(&of_order.fees).copied().collect();
        let taxation = Taxation {
            terms: order.asked,
            reading,
            nets: order.nets,
            decimals: order.decimals,
        };
        for discount in roundings(of_order.discount, order.decimals) {
            let candidates = candidates(&taxation, &amounts, shown, discount, left)?;
            for (of_taxes, candidate) in candidates.into_iter().enumerate() {
                let Candidate {
                    tax,
                    settlement,
                    misfit,
                    computed,
                } = candidate;
                let rank = rank([place, of_taxes], &settlement, misfit);
                let ties = matches!(rank, Rank::Ties(..));
                ties_within |= ties && tax.within;
                let is_untaxed = ties && tax.is_open && !tax.within && !tax.total.is_zero();
                let candidate = Tied {
                    order: of_order.clone(),
                    discount,
                    settlement,
                    tax: tax.total,
                    is_tax_full: ties && tax.is_full,
                    untaxed: is_untaxed.then_some(Untaxed {
                        tax: tax.total,
                        is_ambiguous: false,
                    }),
                    computed,
                    guess: None,
                };
                match &best {
                    Some((known, _)) if *known <= rank => {}
                    _ => best = Some((rank, candidate)),
                }
            }
        }
    }
    let (rank, tied) = best.ok_or(LineError::TotalTooLarge)?;
    let untaxed = tied.untaxed.map(|untaxed| Untaxed {
        is_ambiguous: ties_within,
        ..untaxed
    });
    Ok((rank, Tied { untaxed, ..tied }))
}

/// A tax of an order, and the lines and fees as they are settled under it.
struct Candidate {
    tax: Tax,
    settlement: Settlement,
    misfit: Misfit,
    computed: Option<ComputedTax>,
}

/// The most taxes that are tried in one reading: those that HubSpot's figures come to, and those that amounts
/// settled under them come to. The latter end after a few steps, since a cent of a line hardly moves its tax.
const MOST_TAXES: usize = 16;

/// The taxes of an order under one discount, the likeliest first; those in the total also as QuickBooks computes
/// them for the amounts that are settled.
fn candidates(
    taxation: &Taxation<'_>,
    amounts: &[Decimal],
    shown: &Shown,
    discount: Decimal,
    left: &mut usize,
) -> Result<Vec<Candidate>, LineError> {
    let mut taxes: VecDeque<Tax> = taxation.candidates(shown)?.into();
    if *left > 0 {
        let within = taxes.iter().filter(|tax| tax.within);
        let reached = within.map(|tax| taxation.reached(amounts, discount, tax, MOST_TAXES));
        let reached: Vec<Tax> = reached.flatten().collect();
        taxes.extend(reached);
    }
    let mut known: Vec<(bool, bool, Decimal)> = Vec::new();
    let mut candidates = Vec::new();
    while let Some(tax) = taxes.pop_front() {
        let key = (tax.within, tax.is_full, tax.total);
        if known.contains(&key) || known.len() >= MOST_TAXES {
            continue;
        }
        known.push(key);
        let settlement = settled(amounts, shown.total, discount, &tax, taxation.decimals)?;
        let computed = taxation.computed(&settlement.amounts, discount, &tax).ok();
        let mut candidate = Candidate {
            misfit: Misfit::default(),
            tax,
            settlement,
            computed,
        };
        if tax.within {
            candidate.misfit = Misfit::BOTH;
            if let Some(computed) = computed {
                candidate.misfit = computed.misfit(&tax, taxation.terms.rounding);
                taxes.extend(computed.candidates(&tax));
            }
            let further = candidate.swap(taxation, amounts, discount, left)?;
            taxes.extend(further);
        }
        candidates.push(candidate);
    }
    Ok(candidates)
}

impl Candidate {
    /// Gives the cents to other lines where that makes the tax fit better. The taxes that were come to on the way are candidates too.
    fn swap(
        &mut self,
        taxation: &Taxation<'_>,
        amounts: &[Decimal],
        discount: Decimal,
        left: &mut usize,
    ) -> Result<Vec<Tax>, LineError> {
        let mut further: Vec<Tax> = Vec::new();
        let ties = !matches!(self.settlement.tie_out, TieOut::Differs { .. });
        if !ties || self.misfit.is_likely_to_fit() || *left < amounts.len() {
            return Ok(further);
        }
        for swapped in Swaps::of(taxation, amounts, &self.settlement.amounts, discount)? {
            let Some(rest) = left.checked_sub(amounts.len()) else {
                break;
            };
            *left = rest;
            let Ok(computed) = taxation.computed(&swapped, discount, &self.tax) else {
                continue;
            };
            for tax in computed.candidates(&self.tax) {
                if further.iter().all(|known| known.total != tax.total) {
                    further.push(tax);
                }
            }
            let misfit = computed.misfit(&self.tax, taxation.terms.rounding);
            if misfit >= self.misfit {
                continue;
            }
            self.misfit = misfit;
            self.computed = Some(computed);
            self.settlement = Settlement {
                amounts: swapped,
                tie_out: TieOut::Allocated,
            };
            if misfit == Misfit::default() {
                break;
            }
        }
        Ok(further)
    }
}

/// The quality of a candidate; the least is the best.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// It comes to the total: the ways of rounding under which its tax is another than that of the amounts
    /// posted, whether cents were moved between lines, and the places of the reading and of its tax, the
    /// likeliest first.
    Ties(Misfit, bool, [usize; 2]),
    /// It does not: the place of the reading, the likeliest first, and how far off it is.
    Differs(usize, Decimal),
}

impl Rank {
    /// True for one that comes to the total, with the tax of the amounts posted if QuickBooks rounds as it is likelier to.
    fn fits(&self) -> bool {
        matches!(self, Self::Ties(misfit, ..) if misfit.is_likely_to_fit())
    }
}

/// The quality of a candidate whose lines are settled.
fn rank(places: [usize; 2], settlement: &Settlement, misfit: Misfit) -> Rank {
    match settlement.tie_out {
        TieOut::NoTotal | TieOut::Carried(_) | TieOut::Rounded => Rank::Ties(misfit, false, places),
        TieOut::Allocated => Rank::Ties(misfit, true, places),
        TieOut::Differs { difference, .. } => Rank::Differs(places[0], difference.abs()),
    }
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
