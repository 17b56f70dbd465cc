//! The reading of an order under which it comes to the total HubSpot shows.

use rust_decimal::Decimal;

use super::order::roundings;
use super::{LineError, OrderAmounts, OrderTerms, Settlement, TieOut, settle};

/// The total HubSpot shows, and whether tax is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The total, if it shows one.
    pub total: Option<Decimal>,
    /// The tax on lines, and whether that and the taxes of the order are in the total.
    pub tax: ShownTax,
}

/// Whether a total holds the tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShownTax {
    /// No, or the lines hold it too.
    Apart,
    /// Yes: this much of the lines, and the order's.
    Within(Decimal),
    /// HubSpot does not say.
    Perhaps(Decimal),
}

/// An order with the reading of its terms that was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tied {
    /// What its discounts, fees and taxes come to.
    pub order: OrderAmounts,
    /// All its discounts, in whole smallest units.
    pub discount: Decimal,
    /// The amounts of the lines, and after them of the fees.
    pub settlement: Settlement,
}

/// Chooses the reading of an order, and the cents of its lines, discounts and fees, under which it comes
/// to the total HubSpot shows; the likeliest reading where none does.
///
/// One that only rounds comes before one that moves cents between lines.
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
    let mut best: Option<Tied> = None;
    for order in terms.readings(nets, decimals)? {
        let amounts: Vec<Decimal> = nets.iter().chain(&order.fees).copied().collect();
        for total in shown.before_tax(order.tax, decimals)? {
            for discount in roundings(order.discount, decimals) {
                let settlement = settled(&amounts, total, discount, decimals)?;
                let tied = Tied {
                    order: order.clone(),
                    discount,
                    settlement,
                };
                match &best {
                    Some(known) if known.moved() <= tied.moved() => {}
                    _ => best = Some(tied),
                }
            }
        }
    }
    best.ok_or(LineError::TotalTooLarge)
}

impl Tied {
    /// How far the amounts were moved from their own roundings to tie out.
    fn moved(&self) -> u8 {
        match self.settlement.tie_out {
            TieOut::NoTotal | TieOut::Rounded => 0,
            TieOut::Allocated => 1,
            TieOut::Differs { .. } => 2,
        }
    }
}

impl Shown {
    /// What the total may be before tax.
    fn before_tax(
        &self,
        order_tax: Decimal,
        decimals: u32,
    ) -> Result<Vec<Option<Decimal>>, LineError> {
        let Some(total) = self.total else {
            return Ok(vec![None]);
        };
        let (may_be_apart, lines) = match self.tax {
            ShownTax::Apart => return Ok(vec![Some(total)]),
            ShownTax::Within(lines) => (false, lines),
            ShownTax::Perhaps(lines) => (true, lines),
        };
        let apart = may_be_apart.then_some(Decimal::ZERO);
        let tax = lines.checked_add(order_tax);
        let within = roundings(tax.ok_or(LineError::TotalTooLarge)?, decimals);
        let before = |tax| total.checked_sub(tax).ok_or(LineError::TotalTooLarge);
        let taxes = apart.into_iter().chain(within);
        taxes.map(|tax| before(tax).map(Some)).collect()
    }
}

/// The lines and fees settled so that less the discount they come to the total.
fn settled(
    amounts: &[Decimal],
    total: Option<Decimal>,
    discount: Decimal,
    decimals: u32,
) -> Result<Settlement, LineError> {
    let target = |total: Decimal| total.checked_add(discount).ok_or(LineError::TotalTooLarge);
    let settlement = settle(amounts, total.map(target).transpose()?, decimals)?;
    let tie_out = match settlement.tie_out {
        TieOut::Differs {
            shown,
            lines,
            difference,
        } => TieOut::Differs {
            shown: shown.saturating_sub(discount),
            lines: lines.saturating_sub(discount),
            difference,
        },
        tied => tied,
    };
    Ok(Settlement {
        tie_out,
        ..settlement
    })
}
