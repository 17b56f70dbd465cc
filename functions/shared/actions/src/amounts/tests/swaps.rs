//! Cents that other lines take, so that the total comes out with the tax that QuickBooks computes.

use proptest::prelude::*;
use rust_decimal::{Decimal, RoundingStrategy};

use super::laws::scaled;
use super::{decimal, half_up};
use crate::amounts::{OrderTerms, Shown, ShownTax, TaxRounding, TieOut, Tied, tie};

/// Lines of an exact amount and a rate in percent.
type Lines = Vec<(Decimal, Decimal)>;

fn tied(lines: &Lines, total: Decimal, rounding: TaxRounding) -> Tied {
    let (nets, line_rates): (Vec<Decimal>, Vec<Decimal>) = lines.iter().copied().unzip();
    let taxes = nets.iter().zip(&line_rates);
    let shown = taxes.map(|(net, rate)| half_up(net * rate / Decimal::ONE_HUNDRED, 2));
    let shown = ShownTax::Within(shown.sum());
    let terms = OrderTerms {
        line_rates,
        rounding,
        ..OrderTerms::default()
    };
    let shown = Shown {
        total: Some(total),
        tax: shown,
    };
    tie(&nets, &terms, &shown, 2).unwrap()
}

/// The total that QuickBooks comes to for amounts of lines, in arithmetic of its own.
fn computed(amounts: &[Decimal], lines: &Lines, rounding: TaxRounding) -> Decimal {
    let tax = |(amount, (_, rate)): (&Decimal, &(Decimal, Decimal))| {
        (*rate, amount * rate / Decimal::ONE_HUNDRED)
    };
    let taxes: Vec<(Decimal, Decimal)> = amounts.iter().zip(lines).map(tax).collect();
    let mut rates: Vec<Decimal> = taxes.iter().map(|(rate, _)| *rate).collect();
    rates.sort_unstable();
    rates.dedup();
    let of_rate = |rate: Decimal| taxes.iter().filter(move |(one, _)| *one == rate);
    let tax: Decimal = match rounding {
        TaxRounding::LineByLine => taxes.iter().map(|(_, tax)| half_up(*tax, 2)).sum(),
        TaxRounding::OnTheWhole => rates
            .into_iter()
            .map(|rate| half_up(of_rate(rate).map(|(_, tax)| *tax).sum(), 2))
            .sum(),
    };
    amounts.iter().sum::<Decimal>() + tax
}

/// Each way of rounding the lines up or down.
fn ways(lines: &Lines) -> Vec<Vec<Decimal>> {
    let both = |net: Decimal| {
        let round = |strategy| net.round_dp_with_strategy(2, strategy);
        let mut both = vec![
            round(RoundingStrategy::ToNegativeInfinity),
            round(RoundingStrategy::ToPositiveInfinity),
        ];
        both.dedup();
        both
    };
    lines.iter().fold(vec![Vec::new()], |ways, (net, _)| {
        let longer = |way: &Vec<Decimal>| {
            let way = way.clone();
            let last = both(*net).into_iter();
            last.map(move |amount| way.iter().copied().chain([amount]).collect())
        };
        ways.iter().flat_map(longer).collect()
    })
}

#[test]
fn the_line_that_takes_the_cent_is_the_one_whose_tax_comes_to_the_total() {
    let lines = vec![
        (decimal("0.936"), decimal("8")),
        (decimal("0.504"), Decimal::ZERO),
    ];
    for rounding in [TaxRounding::LineByLine, TaxRounding::OnTheWhole] {
        let tied = tied(&lines, decimal("1.51"), rounding);
        assert_eq!(tied.settlement.amounts, [decimal("0.93"), decimal("0.51")]);
        assert_eq!(tied.settlement.tie_out, TieOut::Allocated);
        assert_eq!(tied.tax, decimal("0.07"));
        assert!(tied.is_taxed_so(rounding));
    }
}

/// Lines of which many are below a cent, under three rates.
fn any_lines() -> impl Strategy<Value = Lines> {
    let rate = prop_oneof![
        Just(Decimal::ZERO),
        Just(Decimal::from(8)),
        Just(Decimal::new(825, 2))
    ];
    prop::collection::vec((scaled(1_i64..500_000, 2_u32..=5), rate), 1..=6)
}

proptest! {
    #[test]
    fn a_total_that_some_rounding_of_the_lines_comes_to_is_met(
        lines in any_lines(), by_line in any::<bool>(), way in any::<prop::sample::Index>(),
    ) {
        let rounding = if by_line { TaxRounding::LineByLine } else { TaxRounding::OnTheWhole };
        let ways = ways(&lines);
        let total = computed(way.get::<Vec<Decimal>>(&ways), &lines, rounding);
        let tied = tied(&lines, total, rounding);
        let is_met = !matches!(tied.settlement.tie_out, TieOut::Differs { .. });
        prop_assert!(is_met, "{:?}", tied.settlement);
        let amounts = &tied.settlement.amounts;
        prop_assert!(ways.contains(amounts), "{amounts:?}");
        prop_assert_eq!(computed(amounts, &lines, rounding), total);
    }
}
