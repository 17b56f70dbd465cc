//! QuickBooks customers: found, or created for who is billed.

mod creation;
mod matching;
mod new;
mod sought;

pub use creation::{new_customer, suffixed_name};
pub use matching::{choose, is_under, lookups};
pub(crate) use sought::{SoughtCustomer, decide};

use storage::{MappingKey, MappingKind};

use crate::record::payer::Party;

/// The mapping key of a contact or company.
pub fn customer_key(party: &Party) -> MappingKey {
    MappingKey {
        kind: MappingKind::Customer,
        source: party.source(),
    }
}
