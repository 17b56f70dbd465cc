//! Other amounts of the same sum: the cents given to other lines than those of the largest remainders.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use rust_decimal::{Decimal, RoundingStrategy};

use super::LineError;
use super::taxation::Taxation;

/// The most amounts, over all lines, that are reckoned in search of those whose tax comes to a total: some milliseconds' worth.
pub(super) const MOST_RECKONED: usize = 20_000;

/// The most ways that are tried for one sum.
const MOST_WAYS: usize = 250;

/// The ways of rounding amounts below a cent up or down that keep their sum, the likest to the given one first.
///
/// Amounts of one rate whose tax a cent moves alike are as good as each other, so a way is told by how many of each such class are
/// rounded up: those of the largest remainders.
pub(super) struct Swaps {
    /// All amounts, rounded down.
    below: Vec<Decimal>,
    /// The places of those that may be rounded up, by class, the largest remainders first.
    classes: Vec<Vec<usize>>,
    unit: Decimal,
    next: VecDeque<Vec<usize>>,
    known: BTreeSet<Vec<usize>>,
}

impl Swaps {
    /// The ways beside `settled` to round `exact` amounts, of which these are the lines and fees of an order.
    pub(super) fn of(
        taxation: &Taxation<'_>,
        exact: &[Decimal],
        settled: &[Decimal],
        discount: Decimal,
    ) -> Result<Self, LineError> {
        let decimals = taxation.decimals;
        let unit = Decimal::new(1, decimals);
        let below: Vec<Decimal> = exact
            .iter()
            .map(|amount| {
                amount.round_dp_with_strategy(decimals, RoundingStrategy::ToNegativeInfinity)
            })
            .collect();
        let effects = taxation.effects_of_a_unit(&below, settled, discount)?;
        let mut classes: BTreeMap<[Decimal; 2], Vec<usize>> = BTreeMap::new();
        let free = exact.iter().zip(&below).zip(effects).enumerate();
        for (place, ((exact, below), effect)) in free {
            if exact != below {
                classes.entry(effect).or_default().push(place);
            }
        }
        let mut classes: Vec<Vec<usize>> = classes.into_values().collect();
        let rest = |place: &usize| exact.get(*place).zip(below.get(*place)).map(|(a, b)| a - b);
        for class in &mut classes {
            class.sort_by_key(|place| std::cmp::Reverse(rest(place)));
        }
        let is_up = |place: &&usize| settled.get(**place) > below.get(**place);
        let given = classes
            .iter()
            .map(|class| class.iter().filter(is_up).count());
        let given: Vec<usize> = given.collect();
        Ok(Self {
            next: VecDeque::from([given.clone()]),
            known: BTreeSet::from([given]),
            below,
            classes,
            unit,
        })
    }

    /// The amounts where so many of each class are rounded up.
    fn amounts(&self, up: &[usize]) -> Vec<Decimal> {
        let mut amounts = self.below.clone();
        for (class, up) in self.classes.iter().zip(up) {
            for place in class.iter().take(*up) {
                if let Some(amount) = amounts.get_mut(*place) {
                    *amount += self.unit;
                }
            }
        }
        amounts
    }

    /// Notes the ways that differ from this one by a unit that another class has.
    fn note_neighbours(&mut self, up: &[usize]) {
        for (from, given) in up.iter().enumerate().filter(|(_, given)| **given > 0) {
            for (to, (taken, class)) in up.iter().zip(&self.classes).enumerate() {
                if from == to || *taken >= class.len() || self.known.len() >= MOST_WAYS {
                    continue;
                }
                let moved = up.iter().enumerate().map(|(place, up)| match place {
                    place if place == from => given - 1,
                    place if place == to => taken + 1,
                    _ => *up,
                });
                let moved: Vec<usize> = moved.collect();
                if self.known.insert(moved.clone()) {
                    self.next.push_back(moved);
                }
            }
        }
    }
}

impl Iterator for Swaps {
    type Item = Vec<Decimal>;

    fn next(&mut self) -> Option<Self::Item> {
        let up = self.next.pop_front()?;
        self.note_neighbours(&up);
        Some(self.amounts(&up))
    }
}
