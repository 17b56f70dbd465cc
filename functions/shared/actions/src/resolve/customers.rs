//! QuickBooks customers: found, or created for who is billed.

mod creation;
mod matching;
mod new;
mod sought;

pub use creation::{new_customer, suffixed_name};
pub use matching::{CustomerMatch, choose, is_under, lookups};
pub(crate) use new::NewCustomer;
pub use sought::customer_key;
pub(crate) use sought::{SoughtCustomer, decide};
