//! QuickBooks items: found, or created for what is sold.

mod matching;
mod new;
mod product;
mod sought;

pub(crate) use matching::unsellable_kind;
pub use matching::{ItemRule, choose, lookups};
pub use product::{Product, distinct, source};
pub use sought::{FixedItem, ProductNeeds};
pub(crate) use sought::{decide, inactive_questions, questions, unsellable_products};
