//! The entries that usually hold a sale, so that the one read brings them.

use quickbooks::EntityKind;
use storage::{Connection, LedgerKey};

use crate::commit::Identity;
use crate::request::EnrolledRecord;

/// The actions that sell a deal or a quote, and what they make.
const SALES: [(&str, EntityKind); 2] = [
    ("create-invoice", EntityKind::Invoice),
    ("create-sales-receipt", EntityKind::SalesReceipt),
];

/// The actions that sell a payment, and what they make.
const SALES_OF_PAYMENT: [(&str, EntityKind); 3] = [
    ("create-sales-receipt", EntityKind::SalesReceipt),
    ("create-paid-invoice", EntityKind::Invoice),
    ("create-paid-invoice", EntityKind::Payment),
];

/// The entries of the documents that are usually made of a payment's sale: of the payment, its deals and
/// its quotes. Those made once per enrolment are found by the reservation, with one more read.
pub fn usual_entries(connection: &Connection, payment: &EnrolledRecord) -> Vec<LedgerKey> {
    let key = |place: (&str, &str), (action, document): (&str, EntityKind)| {
        let identity = Identity::new(connection, action, place, document, None);
        identity.key().clone()
    };
    let own = SALES_OF_PAYMENT.map(|sale| key(("payment", &payment.id), sale));
    let mut keys = own.to_vec();
    for (object_type, records) in [("deal", &payment.deals), ("quote", &payment.quotes)] {
        for record in records {
            keys.extend(SALES.map(|sale| key((object_type, record.id.as_str()), sale)));
        }
    }
    keys
}
