//! A function as the serving loop sees it.

use std::future::Future;

use actions::ActionError;
use jiff::Timestamp;
use serde::Serialize;

use crate::metrics::{Metric, Traffic};

/// A function that is served: it gets ready once and answers events.
pub(crate) trait Function: Send + Sync {
    type Answer: Serialize + Send;

    /// Makes ready what invocations need. Whatever fails is met again, and reported, by the first
    /// invocation that needs it.
    fn get_ready(&self) -> impl Future<Output = ()> + Send;

    fn answer(
        &self,
        event: &[u8],
        deadline: Timestamp,
    ) -> impl Future<Output = Result<Self::Answer, ActionError>> + Send;

    fn metrics(&self, answer: &Self::Answer) -> Vec<Metric>;

    fn traffic(&self) -> &Traffic;
}
