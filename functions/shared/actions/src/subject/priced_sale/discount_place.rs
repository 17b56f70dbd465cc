//! Discounts in unit prices that would have to stand on a line for QuickBooks to come to HubSpot's tax.

use rust_decimal::Decimal;

use super::{PricedSale, tied};
use crate::amounts::{DiscountStyle, Tied};
use crate::record::sale::Sale;
use crate::settings::Settings;

/// True where the total is the one with the tax of the lines before the order's discount, which would have to stand on a line.
pub(super) fn wants_discount_line(sale: &Sale, in_prices: &Tied, settings: &Settings) -> bool {
    let is_in_prices = settings.amounts.order_discount_style == DiscountStyle::NetUnitPrice;
    if !is_in_prices
        || in_prices.discount.is_zero()
        || in_prices.tax.is_zero()
        || in_prices.untaxed.is_some()
    {
        return false;
    }
    let on_line = tied(sale, DiscountStyle::DiscountLine, settings);
    on_line.is_ok_and(|(on_line, _)| on_line.is_tax_full)
}

impl PricedSale {
    /// The way out where QuickBooks comes to this tax, and HubSpot to another.
    pub fn way_out_of_other_tax(&self, computed: Decimal) -> &'static str {
        if computed.is_zero() && !self.due_tax.is_zero() {
            "name the tax's code in `tax.codes`, which a company without automated sales tax needs, or see whether the customer \
             is exempt in QuickBooks; else "
        } else {
            self.way_out_of_tax()
        }
    }

    /// The way out where QuickBooks comes to another tax, since a discount stands in the unit prices.
    pub fn way_out_of_tax(&self) -> &'static str {
        if self.wants_discount_line {
            "set `amounts.order_discount_style` to `discount_line`, with which QuickBooks taxes the lines before the discount on \
             the whole, as HubSpot's total does; or "
        } else {
            ""
        }
    }
}
