//! Time by the clock of processes, of several functions in turns, so that the machine's load is the same for all.

use std::time::Duration;

use super::{Bench, WARMING, milliseconds, of_count};
use crate::figure::{Figure, least, median};
use crate::function::{Function, Life};

/// Starts whose time is measured.
pub(super) const STARTS: usize = 20;

/// The lives in which invocations are measured.
const LIVES: usize = 5;

/// Invocations of a life.
const OF_A_LIFE: usize = 100;

/// The times of one function, in milliseconds.
#[derive(Default)]
pub(super) struct Timing {
    /// From its start to its first poll, by the clock on the wall.
    pub(super) wall: Vec<f64>,
    /// From its start to its first poll.
    pub(super) ready: Vec<f64>,
    /// From its start to its first answer.
    pub(super) answered: Vec<f64>,
    /// A warm invocation.
    pub(super) warm: Vec<f64>,
    /// Most memory of a life, in kB.
    pub(super) memory: Vec<f64>,
}

impl Timing {
    /// Starts and warm invocations as figures, whose names end with `way`.
    pub(super) fn figures(&self, way: &str) -> Vec<Figure> {
        let named = [
            ("start, wall", &self.wall),
            ("start, processor", &self.ready),
            ("start to first answer, processor", &self.answered),
            ("warm invoice of one line, processor", &self.warm),
        ];
        let figures = named
            .into_iter()
            .flat_map(|(name, values)| of_times(&format!("{name}{way}"), values));
        figures.collect()
    }
}

/// The median of some times in milliseconds, and the least.
pub(super) fn of_times(name: &str, times: &[f64]) -> [Figure; 2] {
    let (least, median) = (least(times), median(times.to_vec()));
    [
        Figure::of_machine(name, median, "ms"),
        Figure::of_machine(&format!("{name}, least"), least, "ms"),
    ]
}

impl Bench {
    /// The times of each function: a start of each, and again; a life of each, and again.
    pub(super) async fn times<const COUNT: usize>(
        &self,
        functions: [&Function; COUNT],
    ) -> [Timing; COUNT] {
        let mut timings = [(); COUNT].map(|()| Timing::default());
        for _ in 0..STARTS {
            for (function, timing) in functions.iter().zip(&mut timings) {
                let life = function.live(self.deals(1, 1)).await;
                timing.wall.push(milliseconds(life.start));
                timing.ready.push(milliseconds(life.polls[0].processor));
                timing.answered.push(milliseconds(life.polls[1].processor));
            }
        }
        for _ in 0..LIVES {
            for (function, timing) in functions.iter().zip(&mut timings) {
                let life = function.live(self.deals(WARMING + OF_A_LIFE, 1)).await;
                timing.warm.extend(warm(&life));
                timing.memory.push(memory(&life, WARMING + OF_A_LIFE));
            }
        }
        timings
    }
}

/// Most memory of a life by the end of so many invocations, in kB.
pub(super) fn memory(life: &Life, invocations: usize) -> f64 {
    of_count(usize::try_from(life.polls[invocations].peak_memory).unwrap_or(0))
}

/// The processor time of each invocation of a life but the first ones.
fn warm(life: &Life) -> Vec<f64> {
    let polls = life.polls[WARMING..].windows(2);
    let between = polls.map(|two| two[1].processor.saturating_sub(two[0].processor));
    between.map(|time: Duration| milliseconds(time)).collect()
}
