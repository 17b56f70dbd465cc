//! Who goes on, and what goes wrong: the choices of a run, and who makes them.

use std::collections::HashSet;

use crate::digest::Digest;
use crate::fault::Fault;

/// One way on, at a point where a run may go on in several ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    /// A worker's request is dealt with, well or badly.
    Step { worker: usize, fault: Option<Fault> },
    /// A request whose caller gave up takes effect.
    Deliver(usize),
    /// A workflow waits until every lease has ended, and goes on in the same process or in a new one.
    WaitForLease { same_process: bool },
    /// A workflow waits until QuickBooks has forgotten its request ids, and goes on in a new process.
    WaitForOblivion,
    /// Time passes until a sleeper wakes, though others could go on.
    Stall,
}

/// Makes the choices of a run.
pub(crate) trait Chooser: Send {
    /// The place of the choice among `options`; `None` to abandon the run, since it came to a state from
    /// which everything has been tried. `key` tells the state.
    fn choose(&mut self, options: &[Choice], key: &dyn Fn() -> Digest) -> Option<usize>;

    /// Whether the run ends where a worker is about to wait for its next attempt.
    fn stops_at_wait(&mut self) -> bool {
        false
    }

    /// Whether a run that came to its end is to be looked at; not if another one ended in the same state.
    fn is_new_end(&mut self, key: &dyn Fn() -> Digest) -> bool;

    /// A number from 0 to 1 for jitter.
    fn fraction(&mut self) -> f64;

    /// How long the next request takes, in milliseconds.
    fn latency(&mut self) -> u64;

    /// Whether waits are drawn as the workflow draws them; else they are choices.
    fn draws_waits(&self) -> bool;
}

/// The choices of one run in an enumeration: which way was taken at each point, of how many.
#[derive(Clone, Debug, Default)]
pub(crate) struct Path {
    taken: Vec<(usize, usize)>,
}

impl Path {
    /// The path through these places.
    pub(crate) fn through(places: &[usize]) -> Self {
        let taken = places.iter().map(|place| (*place, usize::MAX)).collect();
        Self { taken }
    }

    /// Which way was taken at each point.
    pub(crate) fn places(&self) -> Vec<usize> {
        self.taken.iter().map(|(place, _)| *place).collect()
    }

    /// How many choices there are.
    pub(crate) fn len(&self) -> usize {
        self.taken.len()
    }

    /// The choice at a point of the path, which has so many ways.
    pub(crate) fn retake(&mut self, position: usize, ways: usize) -> Option<usize> {
        let (place, of) = self.taken.get_mut(position)?;
        *of = ways;
        (*place < ways).then_some(*place)
    }

    /// Adds a point with so many ways, and takes the one at this place.
    pub(crate) fn take(&mut self, place: usize, ways: usize) {
        self.taken.push((place, ways));
    }

    /// Goes to the next path in order of depth that begins with the first `fixed` choices; `false` after the
    /// last.
    pub(crate) fn advance(&mut self, fixed: usize) -> bool {
        while self.taken.len() > fixed
            && let Some((place, of)) = self.taken.pop()
        {
            if place + 1 < of {
                self.taken.push((place + 1, of));
                return true;
            }
        }
        false
    }
}

/// A path as it is typed: `0.3.1`.
pub(crate) fn text_of(places: &[usize]) -> String {
    let places: Vec<String> = places.iter().map(ToString::to_string).collect();
    places.join(".")
}

/// Takes the ways of a path, then the first one everywhere; abandons at states that were seen before.
pub(crate) struct Enumerating {
    pub(crate) path: Path,
    pub(crate) seen: HashSet<Digest>,
    ends: HashSet<Digest>,
    position: usize,
    given: usize,
    /// Whether states are compared at all: not while a path is replayed.
    compares: bool,
}

impl Enumerating {
    /// From the first path on.
    pub(crate) fn new() -> Self {
        Self {
            path: Path::default(),
            seen: HashSet::new(),
            ends: HashSet::new(),
            position: 0,
            given: 0,
            compares: true,
        }
    }

    /// Takes one path again.
    pub(crate) fn replaying(path: Path) -> Self {
        let given = path.len();
        Self {
            path,
            seen: HashSet::new(),
            ends: HashSet::new(),
            position: 0,
            given,
            compares: false,
        }
    }

    /// Goes back to the start, for the next path; `false` when there is none.
    pub(crate) fn advance(&mut self) -> bool {
        self.position = 0;
        let goes_on = self.path.advance(0);
        self.given = self.path.len();
        goes_on
    }
}

impl Chooser for Enumerating {
    fn choose(&mut self, options: &[Choice], key: &dyn Fn() -> Digest) -> Option<usize> {
        let position = self.position;
        self.position += 1;
        if position < self.given {
            return self.path.retake(position, options.len());
        }
        if self.compares && !self.seen.insert(key()) {
            return None;
        }
        self.path.take(0, options.len());
        Some(0)
    }

    fn is_new_end(&mut self, key: &dyn Fn() -> Digest) -> bool {
        !self.compares || self.ends.insert(key())
    }

    fn fraction(&mut self) -> f64 {
        0.5
    }

    fn latency(&mut self) -> u64 {
        0
    }

    fn draws_waits(&self) -> bool {
        false
    }
}

/// Draws every choice from a seed.
pub(crate) struct Drawing {
    random: fastrand::Rng,
    /// How many of a hundred requests fail.
    faulty: u8,
}

impl Drawing {
    /// The choices of a seed.
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = fastrand::Rng::with_seed(seed);
        let faulty = *[3, 10, 25].get(random.usize(..3)).unwrap_or(&10);
        Self { random, faulty }
    }
}

impl Chooser for Drawing {
    fn choose(&mut self, options: &[Choice], _key: &dyn Fn() -> Digest) -> Option<usize> {
        let is_step = |wanted: bool| move |choice: &Choice| matches!(choice, Choice::Step { fault, .. } if fault.is_some() == wanted);
        let fails = self.random.u8(..100) < self.faulty;
        let is_fault = is_step(true);
        let mut places: Vec<usize> = (0..options.len()).collect();
        let wanted = |place: &usize| {
            options
                .get(*place)
                .is_some_and(|choice| is_fault(choice) == fails)
        };
        if places.iter().any(wanted) {
            places.retain(wanted);
        }
        places.get(self.random.usize(..places.len())).copied()
    }

    fn is_new_end(&mut self, _key: &dyn Fn() -> Digest) -> bool {
        true
    }

    fn fraction(&mut self) -> f64 {
        self.random.f64()
    }

    fn latency(&mut self) -> u64 {
        match self.random.u8(..100) {
            0..60 => self.random.u64(5..200),
            60..98 => self.random.u64(200..3_000),
            _ => self.random.u64(3_000..40_000),
        }
    }

    fn draws_waits(&self) -> bool {
        true
    }
}

/// All goes well, and at once.
pub(crate) struct Calm;

impl Chooser for Calm {
    fn choose(&mut self, _options: &[Choice], _key: &dyn Fn() -> Digest) -> Option<usize> {
        Some(0)
    }

    fn is_new_end(&mut self, _key: &dyn Fn() -> Digest) -> bool {
        true
    }

    fn fraction(&mut self) -> f64 {
        0.5
    }

    fn latency(&mut self) -> u64 {
        0
    }

    fn draws_waits(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::{Choice, Chooser, Digest, Enumerating};

    #[test]
    fn every_way_is_taken_once() {
        let mut chooser = Enumerating::new();
        let options = [Choice::Deliver(0); 3];
        let mut ways = Vec::new();
        let mut run = 0_u32;
        loop {
            let draw = |chooser: &mut Enumerating, number: usize, point: u32| {
                let key = move || Digest::of((run, point));
                chooser.choose(&options[..number], &key).unwrap()
            };
            let first = draw(&mut chooser, 2, 0);
            let second = draw(&mut chooser, 1 + 2 * first, 1);
            ways.push((first, second));
            run += 1;
            if !chooser.advance() {
                break;
            }
        }
        assert_eq!(ways, [(0, 0), (1, 0), (1, 1), (1, 2)]);
    }

    #[test]
    fn a_state_that_was_seen_before_is_abandoned() {
        let mut chooser = Enumerating::new();
        let options = [Choice::Deliver(0); 2];
        let key = || Digest::of("the same");
        assert_eq!(chooser.choose(&options, &key), Some(0));
        assert_eq!(chooser.choose(&options, &key), None);
        assert!(chooser.advance());
        assert_eq!(chooser.choose(&options, &key), Some(1));
        assert!(!chooser.advance());
    }
}
