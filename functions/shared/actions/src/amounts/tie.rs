//! The reading of an order under which it comes to the total HubSpot shows.

use rust_decimal::Decimal;

use super::order::{Reading, half_up, roundings};
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
/// One whose tax is that of the amounts posted comes before one whose tax is a cent off, and one that
/// only rounds before one that moves cents between lines.
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
            decimals,
        };
        for tax in taxation.candidates(shown)? {
            for discount in roundings(order.discount, decimals) {
                let settlement = settled(&amounts, shown.total, discount, &tax, decimals)?;
                let rank = taxation.rank(place, &settlement, discount, &tax)?;
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
    /// It comes to the total: whether its tax is another than that of the amounts posted, and whether
    /// cents were moved between lines.
    Ties(bool, bool),
    /// It does not: the place of the reading, the likeliest first, and how far off it is.
    Differs(usize, Decimal),
}

/// A possible tax of an order.
struct Tax {
    /// The tax on the lines; exact.
    lines: Decimal,
    /// The tax on lines and order, in whole smallest units.
    total: Decimal,
    /// True when it is in the total HubSpot shows.
    within: bool,
    /// True when HubSpot shows a total and does not say whether it is in there.
    is_open: bool,
}

/// The taxes of one reading of an order.
struct Taxation<'t> {
    terms: &'t OrderTerms,
    reading: &'t Reading,
    decimals: u32,
}

impl Taxation<'_> {
    /// The taxes there may be, and whether they are in the total; the likeliest first.
    fn candidates(&self, shown: &Shown) -> Result<Vec<Tax>, LineError> {
        let (apart, within, lines) = match shown.tax {
            ShownTax::Apart(lines) => (true, false, lines),
            ShownTax::Within(lines) => (false, true, lines),
            ShownTax::Perhaps(lines) => (true, true, lines),
        };
        let within = within && shown.total.is_some();
        let is_open = apart && within;
        let mut candidates = Vec::new();
        for lines in self.taxes_of_lines(lines)? {
            let exact = lines.checked_add(self.reading.amounts.tax);
            let exact = exact.ok_or(LineError::TotalTooLarge)?;
            let tax = |total, within| Tax {
                lines,
                total,
                within,
                is_open,
            };
            if apart || !within {
                candidates.push(tax(half_up(exact, self.decimals), false));
            }
            if within {
                let roundings = roundings(exact, self.decimals).into_iter();
                candidates.extend(roundings.map(|total| tax(total, true)));
            }
        }
        // A total without tax is likelier than any reading of the tax in it.
        candidates.sort_by_key(|tax| tax.within);
        Ok(candidates)
    }

    /// The tax on the lines, which HubSpot may show before or after the order's discount. HubSpot takes
    /// discounts first, then taxes
    /// (<https://developers.hubspot.com/docs/api-reference/latest/crm/objects/discounts/guide>), so
    /// that after it is the likelier one.
    fn taxes_of_lines(&self, shown: Decimal) -> Result<Vec<Decimal>, LineError> {
        let (subtotal, discount) = (self.reading.subtotal, self.reading.amounts.discount);
        if shown.is_zero() || discount.is_zero() || subtotal.is_zero() {
            return Ok(vec![shown]);
        }
        let discounted = shown.checked_mul(subtotal - discount);
        let discounted = discounted.ok_or(LineError::TotalTooLarge)? / subtotal;
        Ok(vec![discounted, shown])
    }

    fn rank(
        &self,
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
        let is_off = tax.within && self.tax_on(settlement, discount, tax)? != tax.total;
        Ok(Rank::Ties(is_off, moved))
    }

    /// The tax on the amounts that would be posted, which is what QuickBooks computes.
    fn tax_on(
        &self,
        settlement: &Settlement,
        discount: Decimal,
        tax: &Tax,
    ) -> Result<Decimal, LineError> {
        let mut amounts = settlement.amounts.iter();
        let sum = amounts.try_fold(Decimal::ZERO, |sum, amount| sum.checked_add(*amount));
        let before_tax = sum.and_then(|sum| sum.checked_sub(discount));
        let before_tax = before_tax.ok_or(LineError::TotalTooLarge)?;
        let order = self.terms.tax_on(before_tax, self.reading)?;
        let exact = order.checked_add(tax.lines);
        Ok(half_up(
            exact.ok_or(LineError::TotalTooLarge)?,
            self.decimals,
        ))
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
