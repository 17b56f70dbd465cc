//! A process, which is an execution environment of Lambda, and its memory.

use jiff::{SignedDuration, Timestamp};
use storage::Version;

/// A process: an execution environment of Lambda.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Process {
    pub(crate) is_alive: bool,
    /// The number of names it has drawn.
    pub(crate) names: u32,
    pub(crate) memory: Memory,
}

/// The memory of a process from one invocation to the next: of tokens, and of what the reading of records takes. Tokens
/// are told apart by the place of their refresh token among all that Intuit gave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Memory {
    /// The tokens it read or stored last, and whether one of them had been refused before.
    pub(crate) cached: Option<(usize, bool)>,
    /// Tokens it got and could not store yet, and the version of those they are to replace.
    pub(crate) unsaved: Option<(usize, Version)>,
    /// `true` if it has a name for the lease.
    pub(crate) is_named: bool,
    /// When it saw the settings last.
    pub(crate) settings_seen: Option<Timestamp>,
    /// `true` if it has the secret of the HubSpot account.
    pub(crate) has_portal_secret: bool,
}

/// The time for which settings that were seen say what to read of a record.
const RECENT: SignedDuration = SignedDuration::from_mins(1);

impl Memory {
    /// The part of what it remembers on which the reading of a record depends, at a moment.
    pub(crate) fn of_reading(&self, then: Timestamp) -> (bool, bool) {
        let seen = self.settings_seen;
        let is_recent = seen.is_some_and(|seen| then.duration_since(seen) < RECENT);
        (is_recent, self.has_portal_secret)
    }
}

/// The process that drew a name.
pub(crate) fn process_of(name: &str) -> Option<usize> {
    name.split('/').next()?.parse().ok()
}
