//! The workflow around an action: one event's attempts, as the state machine's policy repeats them.

mod invocation;
mod policy;
mod worker;

pub(crate) use invocation::{deadline, later};
pub(crate) use policy::RetryPolicy;
pub(crate) use worker::Worker;
