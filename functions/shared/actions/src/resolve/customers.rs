//! QuickBooks customers: found, or created for who is billed.

mod creation;
mod matching;
mod new;
mod sought;

pub use creation::{new_customer, suffixed_name};
pub use matching::{choose, is_under, lookups};
pub use new::customer_key;
pub(crate) use sought::{SoughtCustomer, decide};
