//! QuickBooks customers: found, or created for who is billed.

mod matching;
mod new;
mod sought;

pub use matching::{choose, is_under, lookups};
pub use new::customer_key;
pub(crate) use sought::{SoughtCustomer, decide};
