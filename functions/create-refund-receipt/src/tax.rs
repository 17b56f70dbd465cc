//! The tax that QuickBooks will compute for a part of what was sold.

use std::collections::BTreeMap;

use actions::record::sale::{LineTax, Sale, SaleLine};
use actions::settings::{Settings, is_us};
use rust_decimal::{Decimal, RoundingStrategy};

/// The smallest units by which QuickBooks' tax may be off for its rounding; more is another tax.
pub(crate) const FEW_CENTS: i64 = 5;

/// The most decimals of a rate in percent that is taken from amounts, such as `8.875`.
const RATE_DECIMALS: u32 = 4;

/// The amounts on which QuickBooks rounds a rate. Recorded of a tax that is not automated: their sum. Intuit does
/// not say what automated sales tax does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rounding {
    /// The sum of what it applies to.
    OnTheWhole,
    /// Each line that it applies to.
    ByLine,
}

/// The tax of a sale's lines, as QuickBooks computes it: every rate is rounded by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tax {
    /// The rates of each line in percent, from low to high; none for a line that is not taxed. Two of them
    /// may be alike, those of a county and a city.
    lines: Vec<Vec<Decimal>>,
    decimals: u32,
    /// The ways of rounding, the likelier first.
    pub(crate) roundings: Vec<Rounding>,
}

impl Tax {
    /// The tax of these rates on each line.
    pub(crate) fn new(mut lines: Vec<Vec<Decimal>>, decimals: u32) -> Self {
        for rates in &mut lines {
            rates.sort();
        }
        Self {
            lines,
            decimals,
            roundings: vec![Rounding::OnTheWhole, Rounding::ByLine],
        }
    }

    /// The tax of a sale of which `amounts` were sold, with `tax` in all. The rates are QuickBooks' own
    /// where it has computed a tax before, else HubSpot's where they come to this tax, else what the amounts show. The
    /// likelier way of rounding is the one that comes to the tax.
    pub(crate) fn of(
        sale: &Sale,
        amounts: &[Decimal],
        tax: Decimal,
        computed: Option<&[Decimal]>,
        settings: &Settings,
    ) -> Self {
        let decimals = sale.decimals();
        let lines = sale.lines.iter().zip(amounts);
        let taxed = lines.filter(|(line, _)| line.tax.is_taxed());
        let sold: Vec<Decimal> = taxed.map(|(_, amount)| *amount).collect();
        let has_one_tax = has_one_tax(sale, settings);
        let shown: Vec<Decimal> = shown_rate(tax, &sold, decimals).into_iter().collect();
        let at = |rates: &dyn Fn(&LineTax) -> Vec<Decimal>| {
            let of_line = |line: &SaleLine| Some(rates(&line.tax)).filter(|_| line.tax.is_taxed());
            let of_lines = sale
                .lines
                .iter()
                .map(|line| of_line(line).unwrap_or_default());
            Self::new(of_lines.collect(), decimals)
        };
        let of_hubspot = || at(&|tax| rates_of(tax, sale).unwrap_or_else(|| shown.clone()));
        // A sale may be booked with another tax than HubSpot's.
        let is_its_tax =
            |of_lines: &Self| !has_one_tax || shown.is_empty() || of_lines.comes_near(tax, amounts);
        let mut of_lines = match computed.filter(|_| has_one_tax) {
            Some(rates) => at(&|_| rates.to_vec()),
            None => Some(of_hubspot())
                .filter(is_its_tax)
                .unwrap_or_else(|| at(&|_| shown.clone())),
        };
        let comes_to_it = |rounding| of_lines.on(amounts, rounding) == tax;
        if comes_to_it(Rounding::ByLine) && !comes_to_it(Rounding::OnTheWhole) {
            of_lines.roundings.reverse();
        }
        of_lines
    }

    /// Leaves out the ways of rounding under which these amounts come to this with their tax: QuickBooks has
    /// computed another one for them.
    pub(crate) fn less_likely(mut self, tried: &[Decimal], due: Decimal) -> Self {
        let roundings = std::mem::take(&mut self.roundings);
        let is_possible = |rounding: &Rounding| self.total(tried, *rounding) != due;
        let possible = roundings.into_iter().filter(is_possible).collect();
        Self {
            roundings: possible,
            ..self
        }
    }

    /// The lines of the same rates, group by group.
    pub(crate) fn groups(&self) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<&[Decimal], Vec<usize>> = BTreeMap::new();
        for (place, rates) in self.lines.iter().enumerate() {
            groups.entry(rates).or_default().push(place);
        }
        groups.into_values().collect()
    }

    /// The total with tax of these amounts of the lines.
    pub(crate) fn total(&self, amounts: &[Decimal], rounding: Rounding) -> Decimal {
        amounts.iter().sum::<Decimal>() + self.on(amounts, rounding)
    }

    /// An amount of one line with its tax, as that is rounded line by line.
    pub(crate) fn of_line(&self, line: usize, amount: Decimal) -> Decimal {
        let rates = self.lines.get(line).into_iter().flatten();
        amount
            + rates
                .map(|rate| self.rounded(amount, *rate))
                .sum::<Decimal>()
    }

    /// These parts of the lines with their exact tax; those sold where nothing is left of the parts.
    pub(crate) fn with_tax(&self, parts: &[Decimal], sold: &[Decimal]) -> Vec<Decimal> {
        let parts = if parts.iter().all(Decimal::is_zero) {
            sold
        } else {
            parts
        };
        let lines = self.lines.iter().zip(parts);
        let factor = |rates: &[Decimal]| Decimal::ONE_HUNDRED + rates.iter().sum::<Decimal>();
        lines.map(|(rates, part)| part * factor(rates)).collect()
    }

    /// True where the tax on these amounts is this one but for the rounding of each line's, which is a few cents at most.
    fn comes_near(&self, tax: Decimal, amounts: &[Decimal]) -> bool {
        let taxed = self.lines.iter().filter(|rates| !rates.is_empty());
        let units = i64::try_from(taxed.count()).unwrap_or(FEW_CENTS);
        let most = Decimal::new(units.min(FEW_CENTS), self.decimals);
        let mut roundings = self.roundings.iter();
        roundings.any(|rounding| (self.on(amounts, *rounding) - tax).abs() <= most)
    }

    /// The tax on these amounts of the lines.
    fn on(&self, amounts: &[Decimal], rounding: Rounding) -> Decimal {
        let mut taxable: BTreeMap<(Decimal, usize, usize), Decimal> = BTreeMap::new();
        for (line, (rates, amount)) in self.lines.iter().zip(amounts).enumerate() {
            let apart = match rounding {
                Rounding::OnTheWhole => 0,
                Rounding::ByLine => line,
            };
            for (place, rate) in rates.iter().enumerate() {
                let alike = rates.iter().take(place).filter(|other| *other == rate);
                *taxable.entry((*rate, alike.count(), apart)).or_default() += amount;
            }
        }
        let tax = taxable
            .iter()
            .map(|((rate, ..), amount)| self.rounded(*amount, *rate));
        tax.sum()
    }

    fn rounded(&self, amount: Decimal, rate: Decimal) -> Decimal {
        let exact = amount * rate / Decimal::ONE_HUNDRED;
        exact.round_dp_with_strategy(self.decimals, RoundingStrategy::MidpointAwayFromZero)
    }
}

/// True where all taxed lines have one tax: always in a US company. Elsewhere QuickBooks does not say which
/// line's rate is which.
pub(crate) fn has_one_tax(sale: &Sale, settings: &Settings) -> bool {
    let mut taxes = sale
        .lines
        .iter()
        .map(|line| &line.tax)
        .filter(|tax| tax.is_taxed());
    let Some(first) = taxes.next() else {
        return false;
    };
    is_us(&settings.company)
        || taxes.all(|tax| {
            (&tax.rate_group, &tax.label, tax.rate) == (&first.rate_group, &first.label, first.rate)
        })
}

/// The rates that HubSpot shows of a line: its own, else those on the whole.
fn rates_of(tax: &LineTax, sale: &Sale) -> Option<Vec<Decimal>> {
    let of_whole = sale.order.tax_rates();
    if !of_whole.is_empty() && sale.order.is_tax_of(tax) {
        return Some(of_whole);
    }
    let own = tax.rate.filter(|rate| !rate.is_zero())?;
    Some(vec![own])
}

/// The rate in percent at which these lines were taxed: the one of the fewest decimals that rounds to the tax, on
/// the whole or line by line.
fn shown_rate(tax: Decimal, lines: &[Decimal], decimals: u32) -> Option<Decimal> {
    let sold: Decimal = lines.iter().sum();
    if sold <= Decimal::ZERO || tax <= Decimal::ZERO {
        return None;
    }
    let exact = tax * Decimal::ONE_HUNDRED / sold;
    let rounds_to_tax = |rate: &Decimal| {
        let taxed = |amount: Decimal| {
            (amount * rate / Decimal::ONE_HUNDRED)
                .round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
        };
        let by_line: Decimal = lines.iter().map(|line| taxed(*line)).sum();
        taxed(sold) == tax || by_line == tax
    };
    let nearest =
        |digits| exact.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
    let rate = (0..=RATE_DECIMALS).map(nearest).find(rounds_to_tax);
    Some(rate.unwrap_or(exact))
}

#[cfg(test)]
mod tests;
