//! Quotas of a QuickBooks company, shared by every function and process that works on it.
//!
//! QuickBooks says that a quota is used up by refusing a request (429). Whoever is refused estimates
//! how long it takes until some of the quota is free again (`estimate`, pure), and notes that
//! moment: in the memory of its process ([`Usage`]), and in the store, where the one read of every
//! action brings it along. Until then nobody spends a request.
//!
//! A process that sends a company's whole quota by itself knows what it sent, so it stops before it is
//! refused. Within a second it waits for its place (`second`).

use std::time::Duration;

use jiff::Timestamp;

mod estimate;
mod second;
mod sent;
mod usage;

pub use crate::settings::QuotaLimits;
pub use usage::{UnderWay, Usage};

fn later(moment: Timestamp, by: Duration) -> Timestamp {
    moment.saturating_add(by).unwrap_or(Timestamp::MAX)
}

fn elapsed(from: Timestamp, now: Timestamp) -> Duration {
    Duration::try_from(now.duration_since(from)).unwrap_or(Duration::ZERO)
}

#[cfg(test)]
mod tests;
