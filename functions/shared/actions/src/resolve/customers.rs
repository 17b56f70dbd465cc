//! QuickBooks customers: found, or created for who is billed.

mod creation;
mod matching;

pub use creation::{new_customer, suffixed_name};
pub use matching::{CustomerMatch, choose, is_under, lookups};
