//! The figures of one action's samples.

use actions::Status;
use registry::RegisteredAction;

use super::{Performance, report, verdict};

/// The figures of one action's samples, in both passes.
#[derive(Debug)]
pub(super) struct Tally {
    /// The action.
    pub(super) action: RegisteredAction,
    /// The samples.
    pub(super) samples: usize,
    /// Those of which both passes came as they must.
    pub(super) as_expected: usize,
    /// Those that were given by type and id alone.
    pub(super) by_id: usize,
    /// The records that a document was made of.
    pub(super) booked: usize,
    /// The new documents that the company holds in the end.
    pub(super) documents: usize,
    /// The records that were refused.
    pub(super) refused: usize,
    /// The records that have nothing to book.
    pub(super) idle: usize,
    /// The warnings.
    pub(super) warnings: usize,
    /// The documents that the company holds beyond those that the first answers name.
    pub(super) made_twice: usize,
    /// The requests of the second pass for records that were booked.
    pub(super) repeated_requests: u64,
    /// True when nothing at all differs from what it must be.
    pub(super) is_right: bool,
}

impl Tally {
    /// The figures of a performance.
    pub(super) fn of(performance: &Performance) -> Self {
        let first = &performance.first;
        let named: usize = first.iter().map(|played| played.documents().len()).sum();
        let documents = performance.after.new_since(&performance.before).count();
        let responses = first
            .iter()
            .filter_map(|played| played.result.as_ref().ok());
        let samples = performance.action.samples().iter();
        Self {
            action: performance.action,
            samples: first.len(),
            as_expected: verdict::as_expected(first, &performance.second, &performance.between),
            by_id: samples
                .filter(|sample| sample.is_by_id().unwrap_or_default())
                .count(),
            booked: report::count(first, Status::Created),
            documents,
            refused: first.iter().filter(|played| played.result.is_err()).count(),
            idle: report::count(first, Status::NothingToDo),
            warnings: responses.map(|response| response.warnings.len()).sum(),
            made_twice: documents.saturating_sub(named),
            repeated_requests: performance
                .second
                .iter()
                .filter(|played| played.result.is_ok())
                .map(|played| played.requests.calls)
                .sum(),
            is_right: performance.differences().is_empty(),
        }
    }

    /// True when everything came as it must.
    pub(super) fn is_as_expected(&self) -> bool {
        self.is_right
    }
}
