//! The amounts of lines and fees, and the place of their discounts.

use rust_decimal::Decimal;

use super::tax_of_whole;
use crate::amounts::{
    DiscountStyle, LineAmounts, LineError, OrderDiscount, OrderTerms, Pricing, ShownTax, Tied,
    half_up, price,
};
use crate::record::sale::{LineTax, Sale, SaleLine};
use crate::response::Warning;
use crate::settings::{self, Settings};

/// The place of the order's discount: as the settings have it, unless QuickBooks would take a discount line from
/// fees too that are taxed otherwise than the lines. HubSpot takes it from the lines alone.
pub(super) fn order_style(sale: &Sale, settings: &Settings) -> DiscountStyle {
    if !sale.order.fees.is_empty() && are_different(taxes(sale).iter(), settings) {
        return DiscountStyle::NetUnitPrice;
    }
    settings.amounts.order_discount_style
}

/// The taxes of lines and fees, under that on the whole where there is one.
fn taxes(sale: &Sale) -> Vec<LineTax> {
    let whole = sale.order.line_tax();
    let under_whole = |tax: LineTax| {
        let found = whole.as_ref().and_then(|whole| tax_of_whole(&tax, whole));
        found.cloned().unwrap_or(tax)
    };
    let lines = sale.lines.iter().map(|line| line.tax.clone());
    let fees = sale.order.fees.iter().map(|_| LineTax::default());
    lines.chain(fees).map(under_whole).collect()
}

/// The terms of a sale, with the order's discount at this place.
pub(super) fn terms(sale: &Sale, style: DiscountStyle, settings: &Settings) -> OrderTerms {
    OrderTerms {
        discount_style: style,
        line_rates: sale.rates_of_lines(),
        line_prices: line_prices(sale, settings),
        rounding: settings::tax_rounding(settings),
        can_tax_full_amounts: settings::is_us(&settings.company),
        ..sale.order.terms()
    }
}

/// The place of the tax on the lines, of so much: in the total of the record, or apart from it.
pub(super) fn shown_tax(sale: &Sale, taxes: Decimal, settings: &Settings) -> ShownTax {
    match (settings::is_inclusive(settings), sale.total_has_tax) {
        (true, _) => ShownTax::Apart(taxes),
        (false, true) => ShownTax::Within(taxes),
        (false, false) => ShownTax::Perhaps(taxes),
    }
}

/// The price × quantity of each line, where the discounts of lines stand on a discount line; none where they stand
/// in the prices.
fn line_prices(sale: &Sale, settings: &Settings) -> Vec<Decimal> {
    let is_on_line = settings.amounts.discount_style == DiscountStyle::DiscountLine;
    if !is_on_line || are_different(taxes(sale).iter(), settings) {
        return Vec::new();
    }
    let price = |line: &SaleLine| {
        let product = line
            .price
            .and_then(|price| price.checked_mul(line.quantity));
        half_up(product.unwrap_or(line.net), sale.decimals())
    };
    sale.lines.iter().map(price).collect()
}

/// The amounts in the styles of the settings. QuickBooks takes a discount line from all lines, HubSpot a line's
/// discount from that line, and the order's from all lines but not from fees: where these are taxed differently,
/// discounts stand in the unit prices instead.
pub(super) fn pricing(
    sale: &Sale,
    tied: &Tied,
    order: OrderDiscount,
    settings: &Settings,
) -> Result<(Pricing, Option<Warning>), LineError> {
    let amounts: Vec<LineAmounts> = sale.lines.iter().map(amounts).collect();
    let precision = settings.quickbooks.precision(sale.decimals());
    let in_style = |style| price(&amounts, tied.settlement.clone(), order, style, precision);
    let pricing = in_style(settings.amounts.discount_style)?;
    let of_order = match order.style {
        DiscountStyle::DiscountLine => order.amount,
        DiscountStyle::NetUnitPrice => Decimal::ZERO,
    };
    let is_moved = order.style != settings.amounts.order_discount_style && !order.amount.is_zero();
    let taxes = sale.lines.iter().map(|line| &line.tax);
    let are_lines_moved =
        pricing.discount > of_order && (tied.is_tax_full || are_different(taxes, settings));
    let told = |subject: &str, discounts: &str| {
        let message = format!(
            "{}: {subject}, and QuickBooks would take a discount line from all of them: the discounts {discounts} \
             stand in the unit prices",
            sale.label
        );
        Some(Warning::new("discount_not_shown", message))
    };
    let full = "its tax is that of the lines before the discount on the whole";
    Ok(match (is_moved, are_lines_moved) {
        (_, true) if tied.is_tax_full => (
            in_style(DiscountStyle::NetUnitPrice)?,
            told(full, "of the lines"),
        ),
        (false, false) => (pricing, None),
        (true, false) => (
            pricing,
            told("its lines and fees are taxed differently", "on the whole"),
        ),
        (true, true) => (
            in_style(DiscountStyle::NetUnitPrice)?,
            told(
                "its lines and fees are taxed differently",
                "of the lines and on the whole",
            ),
        ),
        (false, true) => (
            in_style(DiscountStyle::NetUnitPrice)?,
            told("its lines are taxed differently", "of the lines"),
        ),
    })
}

/// True where taxes differ for QuickBooks: in a US company, in being taxed at all.
fn are_different<'t>(mut taxes: impl Iterator<Item = &'t LineTax>, settings: &Settings) -> bool {
    let is_us = settings::is_us(&settings.company);
    let rate = |tax: &LineTax| (tax.rate_group.clone(), tax.label.clone(), tax.rate);
    let Some(first) = taxes.next() else {
        return false;
    };
    taxes.any(|tax| tax.is_taxed() != first.is_taxed() || (!is_us && rate(tax) != rate(first)))
}

fn amounts(line: &SaleLine) -> LineAmounts {
    LineAmounts {
        net: line.net,
        quantity: line.quantity,
        price: line.price,
    }
}
