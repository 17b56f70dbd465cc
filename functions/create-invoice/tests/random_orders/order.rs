//! Random orders, and HubSpot's arithmetic on them.

use crate::deals::deal;
use proptest::prelude::*;
use rust_decimal::{Decimal, RoundingStrategy::MidpointAwayFromZero};
use serde_json::{Value, json};

/// The local companies: the currency of one, and its sales tax in percent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) currency: &'static str,
    pub(super) rate: Decimal,
    /// The tax code of lines without tax, outside the US.
    pub(super) untaxed_code: &'static str,
}

/// A line as HubSpot has it: price × quantity less a percentage.
#[derive(Clone, Debug)]
struct Line {
    product: usize,
    quantity: Decimal,
    price: Decimal,
    off: Decimal,
    is_taxed: bool,
}

/// The place at which HubSpot taxes an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taxed {
    Nowhere,
    OnTheWhole,
    OnLines,
    OnLinesAfterDiscounts,
}

/// The lines whose tax HubSpot shows in money; it shows the rate of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum InMoney {
    All,
    EverySecond,
    None,
}

/// Terms on the whole, in percent or in money.
#[derive(Clone, Debug)]
pub(super) struct Order {
    lines: Vec<Line>,
    discounts: Vec<(bool, Decimal)>,
    fees: Vec<(bool, Decimal)>,
    rounds_lines: bool,
    pub(super) taxed: Taxed,
    in_money: InMoney,
    place: Place,
}

fn decimal(digits: std::ops::Range<i64>, scale: u32) -> impl Strategy<Value = Decimal> {
    digits.prop_map(move |digits| Decimal::new(digits, scale))
}

fn any_line() -> impl Strategy<Value = Line> {
    let quantity = prop_oneof![
        decimal(1..50, 0),
        decimal(1..5_000, 2),
        decimal(1..50_000, 3)
    ];
    let price = prop_oneof![decimal(0..50_000, 2), decimal(0..500_000, 3)];
    let off = prop_oneof![Just(Decimal::ZERO), decimal(0..1_000, 1)];
    (0_usize..5, quantity, price, off, any::<bool>()).prop_map(
        |(product, quantity, price, off, is_taxed)| Line {
            product,
            quantity,
            price,
            off,
            is_taxed,
        },
    )
}

/// Orders of one to so many lines.
pub(super) fn any_order(
    lines: std::ops::RangeInclusive<usize>,
    place: Place,
) -> impl Strategy<Value = Order> {
    let lines = prop::collection::vec(any_line(), lines);
    let terms = || prop::collection::vec((any::<bool>(), decimal(1..2_000, 2)), 0..3);
    let taxed = prop_oneof![
        Just(Taxed::Nowhere),
        Just(Taxed::OnTheWhole),
        Just(Taxed::OnLines),
        Just(Taxed::OnLinesAfterDiscounts),
    ];
    let in_money = prop_oneof![
        2 => Just(InMoney::All),
        1 => Just(InMoney::EverySecond),
        1 => Just(InMoney::None),
    ];
    (lines, terms(), terms(), any::<bool>(), taxed, in_money).prop_map(
        move |(lines, discounts, fees, rounds_lines, taxed, in_money)| Order {
            lines,
            discounts,
            fees,
            rounds_lines,
            taxed,
            in_money,
            place,
        },
    )
}

fn cents(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(2, MidpointAwayFromZero)
}

fn percent(of: Decimal, percent: Decimal) -> Decimal {
    of * percent / Decimal::ONE_HUNDRED
}

fn amount(of: Decimal) -> impl Fn(&(bool, Decimal)) -> Decimal {
    move |(is_percent, value)| {
        if *is_percent {
            percent(of, *value)
        } else {
            *value
        }
    }
}

impl Line {
    fn net(&self) -> Decimal {
        let whole = self.quantity * self.price;
        percent(whole, Decimal::ONE_HUNDRED - self.off).normalize()
    }

    fn tax(&self, share: Decimal, rate: Decimal) -> Decimal {
        if self.is_taxed {
            cents(percent(self.net() * share, rate))
        } else {
            Decimal::ZERO
        }
    }
}

impl Order {
    /// HubSpot's total: the lines, less each discount of them, plus each fee of what is left, plus the tax; nothing
    /// where the discounts leave nothing.
    pub(super) fn total(&self) -> Option<Decimal> {
        let nets = self.lines.iter().map(Line::net);
        let subtotal: Decimal = if self.rounds_lines {
            nets.map(cents).sum()
        } else {
            nets.sum()
        };
        let discount: Decimal = self.discounts.iter().map(amount(subtotal)).sum();
        let left = subtotal - discount;
        let fees: Decimal = self.fees.iter().map(amount(left)).sum();
        if left < Decimal::ZERO || subtotal.is_zero() {
            return None;
        }
        let rate = self.place.rate;
        let of_lines =
            |share| -> Decimal { self.lines.iter().map(|line| line.tax(share, rate)).sum() };
        let tax = match self.taxed {
            Taxed::Nowhere => Decimal::ZERO,
            Taxed::OnTheWhole => percent(left + fees, rate),
            Taxed::OnLines => of_lines(Decimal::ONE),
            Taxed::OnLinesAfterDiscounts => of_lines(left / subtotal),
        };
        Some(cents(left + fees + tax))
    }

    fn line(&self, place: usize, line: &Line) -> Value {
        let products = ["Hours", "Design", "Services", "Concrete", "Gardening"];
        let mut properties = json!({
            "name": products[line.product], "quantity": line.quantity.to_string(),
            "price": line.price.to_string(), "amount": line.net().to_string(),
        });
        let is_by_line = matches!(self.taxed, Taxed::OnLines | Taxed::OnLinesAfterDiscounts);
        if is_by_line && line.is_taxed {
            let rate = self.place.rate;
            properties["hs_tax_rate"] = json!(rate.to_string());
            let is_in_money = match self.in_money {
                InMoney::All => true,
                InMoney::EverySecond => place.is_multiple_of(2),
                InMoney::None => false,
            };
            if is_in_money {
                properties["hs_tax_amount"] = json!(line.tax(Decimal::ONE, rate).to_string());
            }
        }
        json!({"id": (place + 1).to_string(), "properties": properties})
    }

    /// The order as a quote, whose total is with its tax.
    pub(super) fn event(&self, id: usize, total: Decimal) -> Value {
        let lines = self.lines.iter().enumerate();
        let lines: Vec<Value> = lines.map(|(place, line)| self.line(place, line)).collect();
        let options = json!({"create_missing_products": true});
        let total = total.to_string();
        let mut event = deal(&id.to_string(), &total, lines, options);
        event["record"]["object_type"] = json!("quote");
        event["record"]["properties"] = json!({
            "hs_title": "Order", "hs_quote_amount": total, "hs_status": "APPROVED",
            "hs_currency": self.place.currency});
        event["record"]["discounts"] = json!(terms("Discount", &self.discounts));
        event["record"]["fees"] = json!(terms("Handling", &self.fees));
        if self.taxed == Taxed::OnTheWhole {
            event["record"]["taxes"] = json!(terms("Sales tax", &[(true, self.place.rate)]));
        }
        event
    }
}

fn terms(label: &str, terms: &[(bool, Decimal)]) -> Vec<Value> {
    let term = |(place, (is_percent, value)): (usize, &(bool, Decimal))| {
        let unit = if *is_percent { "PERCENT" } else { "FIXED" };
        json!({"id": (place + 1).to_string(), "properties": {
            "hs_label": label, "hs_type": unit, "hs_value": value.to_string(),
        }})
    };
    terms.iter().enumerate().map(term).collect()
}
