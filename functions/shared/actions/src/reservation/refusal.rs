//! The errors for a record whose sale has a document already.

use super::standing::{BookedSale, SaleStanding, Sold};
use crate::ActionError;

impl SaleStanding {
    /// Refuses a record whose sale has another document, or is about to get one.
    ///
    /// # Errors
    ///
    /// [`ActionError::AlreadyBooked`] that names the document, [`ActionError::InProgress`] while it is
    /// not known whether there will be one.
    pub fn refuse_second(&self, label: &str, advice: Option<&str>) -> Result<(), ActionError> {
        match self.sold() {
            Sold::Nothing => Ok(()),
            Sold::InProgress(unit) => Err(in_progress(label, &unit)),
            Sold::Booked(booked) => Err(self.already_booked(label, &booked, advice)),
        }
    }

    /// The error for a record whose sale has these documents.
    pub fn already_booked(
        &self,
        label: &str,
        booked: &[BookedSale],
        advice: Option<&str>,
    ) -> ActionError {
        let documents: Vec<String> = booked.iter().map(described).collect();
        let advice = advice
            .map(|advice| format!("{advice}, or "))
            .unwrap_or_default();
        let per_record = if self.is_per_deal() && booked.iter().any(|sale| is_beside(label, sale)) {
            ", or `one_sale_per` to `record` where each quote and each payment of a deal is a sale of \
             its own"
        } else {
            ""
        };
        ActionError::AlreadyBooked {
            message: format!(
                "{label}: its sale has {} already: nothing was created; {advice}leave such records out \
                 of the workflow, or set `options.book_anyway`{per_record}",
                documents.join(" and ")
            ),
        }
    }
}

/// The error while another unit has the same sale in hand, or left it with an unknown outcome: nobody but a
/// run of that unit can find out then.
pub fn in_progress(label: &str, unit: &str) -> ActionError {
    let (action, record) = parts(unit);
    ActionError::InProgress {
        detail: format!(
            "{label}: {action} of {record} began a document of the same sale, and it is not known yet whether it \
             was made: run {action} of {record} again, which finds out, and then this record"
        ),
    }
}

fn described(sale: &BookedSale) -> String {
    let (action, record) = parts(&sale.unit);
    let document = &sale.document;
    format!("{} {} ({action} of {record})", document.entity, document.id)
}

/// The action of a unit, and its record as messages name it.
fn parts(unit: &str) -> (&str, String) {
    let (action, record) = unit.split_once('/').unwrap_or((unit, "a record"));
    (action, record.replacen('/', " ", 1))
}

/// True where the record and that of the sale are a quote or a payment each: then they may be meant to
/// be two sales. A deal and its own quote never are.
fn is_beside(label: &str, sale: &BookedSale) -> bool {
    let is_part = |record: &str| record.starts_with("quote ") || record.starts_with("payment ");
    let (_, record) = parts(&sale.unit);
    is_part(label) && is_part(&record) && label != record
}
