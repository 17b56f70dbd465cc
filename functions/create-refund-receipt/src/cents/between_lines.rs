//! Cents moved between single lines, where QuickBooks rounds the tax of each: those of one tax too.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{FARTHEST, Given, Rank};
use crate::tax::Tax;

/// The most cents by which the lines looked at so far may be off: what bounds the search.
const WIDEST: i64 = 8;

/// The amounts by which lines come to more or less, with tax, than those in proportion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Off {
    part: Decimal,
    /// The same of what is left; none for the last refund.
    rest: Decimal,
}

/// The fewest cents moved to be off by so much, and those of the last line among them.
#[derive(Clone, Copy, Debug)]
struct Moved {
    in_all: i64,
    by: i64,
    before: Off,
}

/// The parts of the lines that come to a refund with the tax of each line, with as few cents moved as possible.
pub(super) fn fitting_between_lines(
    shares: &[Decimal],
    given: Given<'_>,
    tax: &Tax,
    unit: Decimal,
) -> Option<(Rank, Vec<Decimal>)> {
    let with_tax = |amounts: &mut dyn Iterator<Item = Decimal>| -> Decimal {
        let lines = amounts.enumerate();
        lines.map(|(line, amount)| tax.of_line(line, amount)).sum()
    };
    let lefts = shares.iter().zip(given.left);
    let target = Off {
        part: given.due - with_tax(&mut shares.iter().copied()),
        rest: given.left_with_tax
            - given.due
            - with_tax(&mut lefts.map(|(share, left)| left - share)),
    };
    let mut layers: Vec<BTreeMap<Off, Moved>> = Vec::with_capacity(shares.len());
    for (line, share) in shares.iter().enumerate() {
        let before = layers.last();
        let next = moved_further(before, &changes(line, *share, given, tax, unit), unit);
        layers.push(next);
    }
    let ends = layers.last()?.iter();
    let ends = ends.filter(|(off, _)| off.part == target.part);
    let ranked = ends.map(|(off, moved)| {
        let leaves_a_cent = !given.is_last() && off.rest != target.rest;
        let moved = moved.in_all;
        let rank = Rank {
            leaves_a_cent,
            moved,
        };
        (rank, *off)
    });
    let (rank, mut off) = ranked.min_by_key(|(rank, _)| *rank)?;
    let mut parts = shares.to_vec();
    for (part, layer) in parts.iter_mut().zip(&layers).rev() {
        let moved = layer.get(&off)?;
        *part += unit * Decimal::from(moved.by);
        off = moved.before;
    }
    Some((rank, parts))
}

/// The amounts by which a line comes to more or less with some cents moved on it, where it has the room.
fn changes(
    line: usize,
    due: Decimal,
    given: Given<'_>,
    tax: &Tax,
    unit: Decimal,
) -> Vec<(i64, Off)> {
    let left = given.left.get(line).copied().unwrap_or_default();
    let spare = if given.is_last() { unit } else { Decimal::ZERO };
    let of = |part: Decimal| Off {
        part: tax.of_line(line, part),
        rest: tax.of_line(line, left - part),
    };
    let (in_proportion, is_last) = (of(due), given.is_last());
    let change = |by: i64| {
        let part = due + unit * Decimal::from(by);
        let has_room = by == 0 || part >= Decimal::ZERO && part <= left + spare;
        let moved = of(part);
        let rest = if is_last {
            Decimal::ZERO
        } else {
            moved.rest - in_proportion.rest
        };
        has_room.then_some((
            by,
            Off {
                part: moved.part - in_proportion.part,
                rest,
            },
        ))
    };
    (-FARTHEST..=FARTHEST).filter_map(change).collect()
}

/// The amounts by which all lines may be off with one more, each reached with the fewest cents moved.
fn moved_further(
    before: Option<&BTreeMap<Off, Moved>>,
    changes: &[(i64, Off)],
    unit: Decimal,
) -> BTreeMap<Off, Moved> {
    let widest = unit * Decimal::from(WIDEST);
    let mut next: BTreeMap<Off, Moved> = BTreeMap::new();
    let mut reach = |from: Off, in_all: i64| {
        for (by, change) in changes {
            let to = Off {
                part: from.part + change.part,
                rest: from.rest + change.rest,
            };
            let in_all = in_all + by.abs();
            let is_farther = next.get(&to).is_some_and(|known| known.in_all <= in_all);
            if to.part.abs() > widest || to.rest.abs() > widest || is_farther {
                continue;
            }
            let (by, before) = (*by, from);
            next.insert(to, Moved { in_all, by, before });
        }
    };
    match before {
        None => reach(Off::default(), 0),
        Some(before) => before
            .iter()
            .for_each(|(off, moved)| reach(*off, moved.in_all)),
    }
    next
}
