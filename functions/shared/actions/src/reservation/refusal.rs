//! The errors for a record whose sale has a document already.

use quickbooks::EntityKind;

use super::standing::{BookedSale, Late, SaleStanding, Sold};
use crate::ActionError;
use crate::response::Warning;

impl SaleStanding {
    /// Refuses a record whose sale has another document, or is about to get one. `settle` is the advice to a payment
    /// whose sale has an invoice of another record.
    ///
    /// # Errors
    ///
    /// [`ActionError::AlreadyBooked`] that names the document, [`ActionError::InProgress`] while it is
    /// not known whether there will be one.
    pub fn refuse_second(&self, label: &str, settle: Option<&str>) -> Result<(), ActionError> {
        let is_settled = |sale: &BookedSale| {
            sale.document.entity == EntityKind::Invoice.name() && parts(&sale.unit).1 != label
        };
        match self.sold() {
            Sold::Nothing => Ok(()),
            Sold::InProgress(unit) => Err(in_progress(label, &unit)),
            Sold::Booked(booked) => {
                let is_received = |sale: &BookedSale| {
                    sale.document.entity == EntityKind::Payment.name()
                        && parts(&sale.unit).1 == label
                };
                let advice = settle.filter(|_| booked.iter().any(is_settled));
                let advice = advice.filter(|_| !booked.iter().any(is_received));
                Err(self.already_booked(label, &booked, advice))
            }
        }
    }

    /// The error for a record whose sale has these documents.
    pub fn already_booked(
        &self,
        label: &str,
        booked: &[BookedSale],
        advice: Option<&str>,
    ) -> ActionError {
        let documents = booked.iter();
        let documents = documents.map(|sale| described(&sale.unit, &sale.named()));
        let documents: Vec<String> = documents.collect();
        let advice = advice
            .map(|advice| format!("{advice}, or "))
            .unwrap_or_default();
        let per_record = self.per_record(label, booked);
        ActionError::AlreadyBooked {
            message: format!(
                "{label}: its sale has {} already: nothing was created; {advice}leave such records out \
                 of the workflow, or set `options.book_anyway`{per_record}",
                documents.join(" and ")
            ),
        }
    }

    /// The error for a payment that has a document of its own, whose sale has others too: to receive it by hand would book its
    /// money twice.
    pub fn booked_itself(&self, label: &str, booked: &[BookedSale]) -> ActionError {
        let named = |is_own: bool| {
            let documents = booked.iter();
            let documents = documents.filter(|sale| self.is_of_record(&sale.unit) == is_own);
            let documents = documents.map(|sale| described(&sale.unit, &sale.named()));
            documents.collect::<Vec<_>>().join(" and ")
        };
        let (own, others) = (named(true), named(false));
        ActionError::AlreadyBooked {
            message: format!(
                "{label}: it is booked already by {own}, and its sale has {others} too: nothing was created; void \
                 whichever is wrong in QuickBooks, and where that is what the payment itself has, set `options.book_anyway`, \
                 which receives it on an invoice of its sale that is open for exactly what was paid"
            ),
        }
    }

    /// The advice where another quote or payment of the deal has the document, and they may be meant to be two sales. What was
    /// booked of a deal before the setting holds all of it, and so does an invoice that is paid in parts.
    fn per_record(&self, label: &str, booked: &[BookedSale]) -> &'static str {
        let beside = booked.iter();
        let mut beside = beside.filter(|sale| is_part(label) && self.is_beside(sale));
        if self.is_per_deal() && beside.next().is_some() {
            "; where each quote and each payment of a deal is a sale of its own, set `one_sale_per` to `record`, which is for \
             deals that have no document yet: of this deal, each further one needs `options.book_anyway` then too"
        } else if beside.any(|sale| self.holds_deal(sale)) {
            "; what its deal has is of all of the deal, since it was made before `one_sale_per` was `record`, or is paid in \
             parts: each further quote or payment of this deal that is a sale of its own needs `options.book_anyway`"
        } else {
            ""
        }
    }

    /// True where the sale's document is of a quote or a payment that is only one deal's with this record: they may be meant
    /// to be two sales. A deal and its own quote never are, nor are a quote and its own payment.
    fn is_beside(&self, sale: &BookedSale) -> bool {
        is_part(&parts(&sale.unit).1) && !self.is_associated_with(&sale.unit)
    }
}

impl Late {
    /// The warning that what a record names by now has documents of its own, if it has any.
    pub fn warning(&self, label: &str) -> Option<Warning> {
        let documents = self.booked.iter();
        let documents = documents.map(|(unit, document)| described(unit, document));
        let documents: Vec<String> = documents.collect();
        (!documents.is_empty()).then(|| {
            Warning::new(
                "sale_booked_twice",
                format!(
                    "{label}: by what it names now, its sale has {} too; nothing named the one of the other when they \
                     were made: if they are one sale, delete one of the documents in QuickBooks",
                    documents.join(" and ")
                ),
            )
        })
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

fn described(unit: &str, document: &str) -> String {
    let (action, record) = parts(unit);
    format!("{document}, by {action} of {record}")
}

/// The action of a unit, and its record as messages name it.
fn parts(unit: &str) -> (&str, String) {
    let (action, record) = unit.split_once('/').unwrap_or((unit, "a record"));
    (action, record.replacen('/', " ", 1))
}

/// True for a quote or a payment, as messages name it.
fn is_part(record: &str) -> bool {
    record.starts_with("quote ") || record.starts_with("payment ")
}
