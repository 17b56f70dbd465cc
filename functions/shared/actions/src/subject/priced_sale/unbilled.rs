//! The lines that a payment may not be for, in the refusal of one that is neither what all lines come to nor the rest.

use rust_decimal::Decimal;

use super::{PricedSale, billed_later};
use crate::record::sale::{OrderTerm, SaleLine};
use crate::response::amount;

impl PricedSale {
    /// The lines that are billed later, or were billed before a recurring payment, with what the others come to, behind a sum
    /// of all: ` (50.00 without line item 7002, which is billed from 2027-02-01)`. Nothing where there are none.
    pub fn without_unbilled(&self) -> String {
        let sale = &self.sale;
        let lines = |is_left_out: &dyn Fn(&SaleLine) -> bool| -> Vec<SaleLine> {
            let lines = sale.lines.iter().filter(|line| is_left_out(line));
            lines.cloned().collect()
        };
        let later = lines(&|line| sale.is_billed_later(line));
        let before = lines(&|line| sale.is_billed_before(line));
        let words = [billed_later::words(&later), billed_once(&before, &[])];
        let words: Vec<String> = words
            .into_iter()
            .filter(|words| !words.is_empty())
            .collect();
        if words.is_empty() {
            return String::new();
        }
        let priced = sale.lines.iter().zip(&self.pricing.lines);
        let left_out = priced
            .filter(|(line, _)| sale.is_billed_later(line) || sale.is_billed_before(line))
            .map(|(_, priced)| priced.amount);
        let left_out: Decimal = left_out.sum();
        let rest = amount(self.total() - left_out, sale.decimals());
        format!(" ({rest} without {})", words.join(", and "))
    }
}

/// Lines and discounts that are billed once, for people.
pub(super) fn billed_once(lines: &[SaleLine], discounts: &[OrderTerm]) -> String {
    let lines = lines
        .iter()
        .map(|line| format!("{}, which is billed once", line.label()));
    let discounts = discounts
        .iter()
        .map(|discount| format!("discount {}, which is given once", discount.id));
    let words: Vec<String> = lines.chain(discounts).collect();
    words.join(", and ")
}
