//! Document numbers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::company::{Company, Entity, text};
use crate::fault::Fault;

/// A sequence of document numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Sequence {
    /// Invoices, sales receipts, credit memos and refund receipts count together.
    Sales,
    /// Estimates count by themselves.
    Estimates,
}

/// The last number of each sequence.
pub(crate) type Sequences = BTreeMap<Sequence, u64>;

impl Sequence {
    fn of(entity: Entity) -> Option<Self> {
        match entity {
            Entity::Invoice | Entity::SalesReceipt | Entity::CreditMemo | Entity::RefundReceipt => {
                Some(Self::Sales)
            }
            Entity::Estimate => Some(Self::Estimates),
            _ => None,
        }
    }
}

impl Company {
    /// The next number of the entity's sequence; none when the user writes numbers by hand.
    pub(crate) fn next_number(&mut self, entity: Entity) -> Option<String> {
        if self.is_preferred("SalesFormsPrefs", "CustomTxnNumbers") {
            return None;
        }
        let last = self.numbers.entry(Sequence::of(entity)?).or_insert(1000);
        *last += 1;
        Some(last.to_string())
    }

    /// A number given by hand moves the sequence, if it is one and is higher.
    pub(crate) fn note_number(&mut self, entity: Entity, number: &str) {
        if let (Some(sequence), Ok(number)) = (Sequence::of(entity), number.parse::<u64>()) {
            let last = self.numbers.entry(sequence).or_insert(1000);
            *last = (*last).max(number);
        }
    }

    /// Refuses a number that another document of the same kind has.
    pub(crate) fn check_number_is_free(
        &self,
        entity: Entity,
        number: &str,
        own_id: Option<&str>,
    ) -> Result<(), Fault> {
        let alike = self.with_value(entity, "DocNumber", number);
        let taken = alike.into_iter().find(|row| {
            text(&row.fields, "DocNumber") == Some(number) && text(&row.fields, "Id") != own_id
        });
        match taken {
            Some(row) => {
                let id = text(&row.fields, "Id").unwrap_or_default();
                Err(Fault::duplicate_number(number, entity.name(), id))
            }
            None => Ok(()),
        }
    }
}
