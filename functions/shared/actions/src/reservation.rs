//! One sale, one document: the reservation of a record's sale.
//!
//! An invoice, a sales receipt and a paid invoice are sales. A record and the deals, quotes and payments
//! it is associated with are one sale, so whoever claims a document of it reserves all of them in the
//! transaction of the claim. What a holder has made stands in its ledger entry.

mod guess;
mod keys;
mod refusal;
mod standing;
#[cfg(test)]
mod tests;

pub use guess::usual_entries;
pub use keys::SaleKeys;
pub use refusal::in_progress;
pub use standing::{BookedSale, Late, PaidSale, SaleStanding, Scope, Sold, TotalNow};

use crate::settings::OneSalePer;

/// The part that an action has in the sale of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaleRole {
    /// None: an estimate, an expense.
    Apart,
    /// It books the sale.
    Books,
    /// It gives back what was booked.
    GivesBack,
}

impl SaleRole {
    /// The mode in which an action of this part holds what a record is associated with.
    const fn mode_of_associated(one_sale_per: OneSalePer) -> storage::HoldMode {
        match one_sale_per {
            OneSalePer::Deal => storage::HoldMode::Exclusive,
            OneSalePer::Record => storage::HoldMode::Shared,
        }
    }
}
