//! The choices of an exploration: in each run the next path in order of depth.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::choice::{Choice, Chooser, Path};
use crate::digest::Digest;

/// Takes the ways of a path, then the first one everywhere.
pub(crate) struct ExhaustiveChooser {
    pub(crate) path: Path,
    position: usize,
    /// The choices of the present run that its path gives.
    given: usize,
    /// The states in which there was a choice, where a run is given up that comes to one of them again.
    pub(crate) seen: Option<HashSet<Digest>>,
    attempts: Option<Attempts>,
}

/// The attempts of a lone worker, where a run ends with the attempt that is explored.
struct Attempts {
    /// The attempts before it, whose choices the path gives.
    before: u32,
    /// The waits that came so far.
    waits: u32,
}

impl ExhaustiveChooser {
    /// Takes one path, and goes to the end.
    pub(crate) fn along(path: Path) -> Self {
        Self {
            given: path.len(),
            path,
            position: 0,
            seen: None,
            attempts: None,
        }
    }

    /// Explores whole runs, of which those are given up that come to a known state.
    pub(crate) fn of_runs() -> Self {
        Self {
            seen: Some(HashSet::new()),
            ..Self::along(Path::default())
        }
    }

    /// Explores the attempt after those that lie on a path.
    pub(crate) fn of_an_attempt(path: Path, before: u32) -> Self {
        Self {
            attempts: Some(Attempts { before, waits: 0 }),
            ..Self::along(path)
        }
    }

    /// `true` once the attempt that is explored has failed, and the run ended there.
    pub(crate) fn has_stopped(&self) -> bool {
        let attempts = self.attempts.as_ref();
        attempts.is_some_and(|attempts| attempts.waits > attempts.before)
    }

    /// Goes back to the start, for the next path that begins with the first `fixed` choices; `false` when there
    /// is none.
    pub(crate) fn advance(&mut self, fixed: usize) -> bool {
        let is_further = self.path.advance(fixed);
        self.position = 0;
        self.given = self.path.len();
        if let Some(attempts) = &mut self.attempts {
            attempts.waits = 0;
        }
        is_further
    }

    fn choose(&mut self, ways: usize, key: &dyn Fn() -> Digest) -> Option<usize> {
        let position = self.position;
        self.position += 1;
        if position < self.given {
            return self.path.retake(position, ways);
        }
        if let Some(seen) = &mut self.seen
            && !seen.insert(key())
        {
            return None;
        }
        self.path.take(0, ways);
        Some(0)
    }
}

/// An exhaustive chooser that is lent to one run after another.
#[derive(Clone)]
pub(crate) struct Lent(Arc<Mutex<ExhaustiveChooser>>);

impl Lent {
    pub(crate) fn new(chooser: ExhaustiveChooser) -> Self {
        Self(Arc::new(Mutex::new(chooser)))
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, ExhaustiveChooser> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Chooser for Lent {
    fn choose(&mut self, options: &[Choice], key: &dyn Fn() -> Digest) -> Option<usize> {
        self.lock().choose(options.len(), key)
    }

    fn stops_at_wait(&mut self) -> bool {
        let mut chooser = self.lock();
        if let Some(attempts) = &mut chooser.attempts {
            attempts.waits += 1;
        }
        chooser.has_stopped()
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
    use super::{Digest, ExhaustiveChooser};

    #[test]
    fn every_way_is_taken_once() {
        let mut chooser = ExhaustiveChooser::of_runs();
        let mut ways = Vec::new();
        let mut run = 0_u32;
        loop {
            let first = chooser.choose(2, &|| Digest::of((run, 0))).unwrap();
            let second = chooser
                .choose(1 + 2 * first, &|| Digest::of((run, 1)))
                .unwrap();
            ways.push((first, second));
            run += 1;
            if !chooser.advance(0) {
                break;
            }
        }
        assert_eq!(ways, [(0, 0), (1, 0), (1, 1), (1, 2)]);
    }

    #[test]
    fn a_state_that_was_seen_before_is_abandoned() {
        let mut chooser = ExhaustiveChooser::of_runs();
        let key = || Digest::of("the same");
        assert_eq!(chooser.choose(2, &key), Some(0));
        assert_eq!(chooser.choose(2, &key), None);
        assert!(chooser.advance(0));
        assert_eq!(chooser.choose(2, &key), Some(1));
        assert!(!chooser.advance(0));
    }
}
