//! The choices of a run, of a worker that goes on and a fault that it meets, and the choosers that make them.

mod exhaustive;

use crate::digest::Digest;
use crate::error::SimulationError;
use crate::fault::Fault;

pub(crate) use self::exhaustive::{ExhaustiveChooser, Lent};

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
    WaitForForgetting,
    /// Time passes until a sleeper wakes, though others could go on.
    Stall,
}

/// Makes the choices of a run.
pub(crate) trait Chooser: Send {
    /// The place of the choice among `options`; `None` to abandon the run, since it came to a state from
    /// which everything has been tried. `key` gives the digest of the state.
    fn choose(&mut self, options: &[Choice], key: &dyn Fn() -> Digest) -> Option<usize>;

    /// `true` if the run ends where a worker is about to wait for its next attempt.
    fn stops_at_wait(&mut self) -> bool {
        false
    }

    /// A number from 0 to 1 for jitter.
    fn fraction(&mut self) -> f64;

    /// The time that the next request takes, in milliseconds.
    fn latency(&mut self) -> u64;

    /// `true` if waits are drawn as the workflow draws them; else they are choices.
    fn draws_waits(&self) -> bool;
}

/// The choices of one run: the place of the way taken at each point, and the number of ways there.
#[derive(Clone, Debug, Default)]
pub(crate) struct Path {
    taken: Vec<(usize, usize)>,
}

impl Path {
    /// Reads a path as it is written: `0.3.1`.
    pub(crate) fn read(text: &str) -> Result<Self, SimulationError> {
        let places = text.split('.').filter(|place| !place.is_empty());
        let taken = places.map(|place| place.parse().map(|place| (place, usize::MAX)));
        let taken = taken.collect::<Result<_, _>>();
        let taken = taken.map_err(|_| SimulationError::Path(text.to_owned()))?;
        Ok(Self { taken })
    }

    /// The place of the way taken at each point.
    pub(crate) fn places(&self) -> Vec<usize> {
        self.taken.iter().map(|(place, _)| *place).collect()
    }

    /// The number of choices.
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

/// A path as it is written: `0.3.1`.
pub(crate) fn text_of(places: &[usize]) -> String {
    let places: Vec<String> = places.iter().map(ToString::to_string).collect();
    places.join(".")
}

/// Draws every choice from a seed.
pub(crate) struct RandomChooser {
    random: fastrand::Rng,
    /// The requests that fail, of a hundred.
    faulty: u8,
}

impl RandomChooser {
    /// The choices of a seed.
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = fastrand::Rng::with_seed(seed);
        let faulty = *[3, 10, 25].get(random.usize(..3)).unwrap_or(&10);
        Self { random, faulty }
    }
}

impl Chooser for RandomChooser {
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
pub(crate) struct NoFaults;

impl Chooser for NoFaults {
    fn choose(&mut self, _options: &[Choice], _key: &dyn Fn() -> Digest) -> Option<usize> {
        Some(0)
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
