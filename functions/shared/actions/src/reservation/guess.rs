//! The entries that usually hold a sale, so that the one read brings them, and the documents by which others may have
//! booked it, where the ledger has lost their entries.

use quickbooks::EntityKind;
use storage::{Connection, LedgerKey, ReservationKey};

use crate::commit::{Identity, OtherDocument, Relation};
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

/// The documents that others than this unit usually make of what these keys stand for. Those made once per enrolment have
/// markers that nobody can guess.
pub(super) fn others<'k>(
    connection: &Connection,
    keys: impl Iterator<Item = &'k ReservationKey>,
    unit: &str,
) -> Vec<OtherDocument> {
    let places = keys.filter_map(|key| key.0.split_once('/'));
    let documents = places.flat_map(|(object_type, id)| {
        let sales: &[_] = match object_type {
            "deal" | "quote" => &SALES,
            "payment" => &SALES_OF_PAYMENT,
            _ => &[],
        };
        // What settles an invoice is found by the invoice.
        let sales = sales.iter().filter(move |(action, kind)| {
            *kind != EntityKind::Payment && format!("{action}/{object_type}/{id}") != unit
        });
        sales.map(move |(action, kind)| OtherDocument {
            action,
            record: format!("{object_type} {id}"),
            kind: *kind,
            marker: Identity::new(connection, action, (object_type, id), *kind, None).marker(),
            relation: Relation::SameSale,
        })
    });
    documents.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use storage::{Connection, ReservationKey};

    use super::others;

    #[test]
    fn the_documents_of_others_are_those_of_every_action_that_sells_a_record_of_the_sale() {
        let connection = Connection::try_from("us-books").unwrap();
        let keys = ["deal/1", "quote/2", "payment/3", "invoice/4"];
        let keys = keys.map(|key| ReservationKey(key.to_owned()));
        let others = others(&connection, keys.iter(), "create-invoice/deal/1");
        let named =
            |other: &crate::commit::OtherDocument| format!("{} of {}", other.action, other.record);
        let units: Vec<String> = others.iter().map(named).collect();
        let expected = [
            "create-sales-receipt of deal 1",
            "create-invoice of quote 2",
            "create-sales-receipt of quote 2",
            "create-sales-receipt of payment 3",
            "create-paid-invoice of payment 3",
        ];
        assert_eq!(units, expected);
        let markers: HashSet<&str> = others.iter().map(|other| other.marker.as_str()).collect();
        assert_eq!(markers.len(), units.len());
    }
}
