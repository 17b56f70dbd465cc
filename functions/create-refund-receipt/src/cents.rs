//! A cent moved between the lines of a taxed refund, so that it comes to what was given back.

mod between_lines;

use rust_decimal::Decimal;

use self::between_lines::fitting_between_lines;
use crate::tax::{Rounding, Tax};

/// The most cents by which the lines of one tax give back more or less than in proportion.
const FARTHEST: i64 = 3;

/// The most taxes of which cents are moved: those whose lines give back most.
const GROUPS: usize = 3;

/// A refund with tax, and what is left of the payment before it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Given<'g> {
    /// The amount given back with it, with tax.
    pub(crate) due: Decimal,
    /// The amount left of each line, before tax.
    pub(crate) left: &'g [Decimal],
    /// The same in all, with tax.
    pub(crate) left_with_tax: Decimal,
}

impl Given<'_> {
    fn is_last(&self) -> bool {
        self.due == self.left_with_tax
    }
}

/// The parts of the lines that come to a refund with QuickBooks' tax: those in proportion, or with as few
/// cents as possible moved between lines, or between amounts and tax; none where no such cent makes it fit. Between lines
/// of one tax that changes something where the tax of each is rounded.
///
/// QuickBooks rounds the tax of each document. So a part that leaves a rest which fits as well goes before
/// one that does not, and the last one, whose rest may not fit, may give back a cent more of a line than is
/// left of it. The less likely way of rounding counts where nothing fits under the other.
pub(crate) fn fitting(
    shares: &[Decimal],
    given: Given<'_>,
    tax: &Tax,
    decimals: u32,
) -> Option<Vec<Decimal>> {
    let unit = Decimal::new(1, decimals);
    let mut roundings = tax.roundings.iter();
    roundings.find_map(|rounding| {
        let between_taxes = fitting_under(*rounding, shares, given, tax, unit);
        let leaves_what_fits = between_taxes
            .as_ref()
            .is_some_and(|(rank, _)| !rank.leaves_a_cent);
        let is_looked_for = *rounding == Rounding::ByLine && !leaves_what_fits;
        let between_lines = is_looked_for.then(|| fitting_between_lines(shares, given, tax, unit));
        let fitting = between_taxes.into_iter().chain(between_lines.flatten());
        let best = fitting.min_by_key(|(rank, _)| *rank);
        best.map(|(_, parts)| parts)
    })
}

/// The same under one way of rounding the tax.
fn fitting_under(
    rounding: Rounding,
    shares: &[Decimal],
    given: Given<'_>,
    tax: &Tax,
    unit: Decimal,
) -> Option<(Rank, Vec<Decimal>)> {
    let groups = largest(tax.groups(), shares);
    let spare = if given.is_last() { unit } else { Decimal::ZERO };
    let mut best: Option<(Rank, Vec<Decimal>)> = None;
    for moves in moves(groups.len()) {
        let mut parts = shares.to_vec();
        let is_possible = groups.iter().zip(&moves).all(|(group, steps)| {
            let room = Room {
                left: given.left,
                spare,
            };
            (0..steps.abs())
                .all(|_| room.step(&mut parts, group, unit * Decimal::from(steps.signum())))
        });
        if !is_possible || tax.total(&parts, rounding) != given.due {
            continue;
        }
        let rank = Rank {
            leaves_a_cent: !leaves_what_fits(&parts, &given, tax, rounding),
            moved: moves.iter().map(|steps| steps.abs()).sum(),
        };
        match &best {
            Some((known, _)) if *known <= rank => {}
            _ => best = Some((rank, parts)),
        }
    }
    best
}

/// The goodness of a fit, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    /// True where what is left after it does not fit.
    leaves_a_cent: bool,
    moved: i64,
}

fn leaves_what_fits(parts: &[Decimal], given: &Given<'_>, tax: &Tax, rounding: Rounding) -> bool {
    let rest: Vec<Decimal> = given
        .left
        .iter()
        .zip(parts)
        .map(|(left, part)| left - part)
        .collect();
    given.is_last() || tax.total(&rest, rounding) == given.left_with_tax - given.due
}

/// The lines of the taxes that give back most, group by group.
fn largest(mut groups: Vec<Vec<usize>>, shares: &[Decimal]) -> Vec<Vec<usize>> {
    let sum =
        |group: &Vec<usize>| -> Decimal { group.iter().filter_map(|line| shares.get(*line)).sum() };
    groups.sort_by_key(|group| std::cmp::Reverse(sum(group)));
    groups.truncate(GROUPS);
    groups
}

/// Every number of cents up or down for so many groups.
fn moves(groups: usize) -> Vec<Vec<i64>> {
    let mut all = vec![Vec::new()];
    for _ in 0..groups {
        let longer = all.iter().flat_map(|moves: &Vec<i64>| {
            (-FARTHEST..=FARTHEST).map(move |steps| moves.iter().copied().chain([steps]).collect())
        });
        all = longer.collect();
    }
    all
}

/// The room that the lines have for more or less.
struct Room<'r> {
    left: &'r [Decimal],
    /// The amount by which a line may give back more than is left of it.
    spare: Decimal,
}

impl Room<'_> {
    /// Moves one unit on the line of a group that has most room for it; `false` where none has.
    fn step(&self, parts: &mut [Decimal], group: &[usize], by: Decimal) -> bool {
        let room = |line: &usize| {
            let (part, left) = (parts.get(*line)?, self.left.get(*line)?);
            let room = if by.is_sign_positive() {
                left - part + self.spare
            } else {
                *part
            };
            Some((room, *line))
        };
        let widest = group.iter().filter_map(room).max();
        let widest = widest.filter(|(room, _)| *room >= by.abs());
        match widest.and_then(|(_, line)| parts.get_mut(line)) {
            Some(part) => {
                *part += by;
                true
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests;
