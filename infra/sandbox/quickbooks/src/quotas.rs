//! Intuit's limits and throttles, as far as one company sees them.

mod meter;

use std::time::Duration;

pub(crate) use meter::Meter;

use serde::{Deserialize, Serialize};

/// The requests one company may send; an absent limit does not apply.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Quotas {
    /// API requests within the window.
    pub requests_per_window: Option<u32>,
    /// Batch requests within the window.
    pub batches_per_window: Option<u32>,
    /// API requests in progress at the same time.
    pub concurrent: Option<u32>,
    /// API requests within a second. Intuit's page says 10, an older one 10 at once.
    pub requests_per_second: Option<u32>,
    /// Length of the window in seconds; 60 when absent.
    #[serde(rename = "window_seconds", with = "seconds")]
    pub window: Option<Duration>,
}

impl Quotas {
    /// Intuit's published numbers ("limits and throttles", 2025): 500 requests and 40 batches a minute, 10 a second.
    pub fn of_intuit() -> Self {
        Self {
            requests_per_window: Some(500),
            batches_per_window: Some(40),
            requests_per_second: Some(10),
            ..Self::default()
        }
    }
}

mod seconds {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[allow(
        clippy::ref_option,
        reason = "serde's `with` passes a reference to the field"
    )]
    pub(super) fn serialize<S: Serializer>(
        value: &Option<Duration>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        value.map(|window| window.as_secs()).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Duration>, D::Error> {
        Ok(Option::<u64>::deserialize(from)?.map(Duration::from_secs))
    }
}
