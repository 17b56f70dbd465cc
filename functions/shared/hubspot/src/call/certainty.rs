//! The state of a write that failed.

/// The state of a write that failed: certainly not done, or perhaps done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// It is not done.
    NotDone,
    /// It may be done.
    Unknown,
}
