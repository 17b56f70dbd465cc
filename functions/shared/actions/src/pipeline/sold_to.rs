//! The customer of a refund: the one to whom the sale was booked.
//!
//! The payer of a payment may be somebody else than the customer whose invoice it settles, and a refund of somebody
//! to whom nothing was sold leaves the sale standing with the one, and money owed to the other.

use std::borrow::Cow;

use quickbooks::EntityKind;
use storage::Snapshot;

use super::prepare::Prepared;
use crate::action::{Action, Made};
use crate::record::payer::Payer;
use crate::resolve::{Resolved, ResolvedObject, customer_key};
use crate::response::Warning;
use crate::subject::Subject;

/// Takes the customer of the sale for the one a refund goes to, where the payer is not mapped to that one. A
/// customer that the options name is taken all the same. What is done is told.
pub(super) fn take_customer_of_sale(subject: &mut Subject, snapshot: &Snapshot) {
    let Some(sold_to) = subject.sold_to.clone() else {
        return;
    };
    let (payer, told) = match &subject.payer {
        None | Some(Payer::OfSale(_)) => return,
        Some(Payer::Fixed { id }) if *id == sold_to.id => return,
        Some(Payer::Fixed { id }) => {
            let told = format!("`options.customer` names {id}, to whom the refund is booked");
            (None, told)
        }
        Some(Payer::Party(party)) => {
            let mapped = snapshot.mappings.get(&customer_key(party));
            if mapped.is_some_and(|mapped| mapped.quickbooks_id == sold_to.id) {
                return;
            }
            let told = format!(
                "the refund is booked to that one, and not to one of {}; `options.customer` names another",
                party.label()
            );
            (Some(Payer::OfSale(sold_to.clone())), told)
        }
    };
    subject.warnings.push(Warning::new(
        "customer_of_sale",
        format!(
            "{}: {} of its sale is of the QuickBooks customer {}: {told}",
            subject.label, sold_to.document, sold_to.id
        ),
    ));
    subject.payer = payer.or(subject.payer.take());
}

impl<A: Action> Prepared<A> {
    /// The objects of a document with the customer whom the invoice of its sale has by now, where it is
    /// booked to that one: QuickBooks may have merged customers since.
    pub(super) fn with_customer_of<'r>(
        &self,
        made: &[Made],
        resolved: &'r Resolved,
    ) -> Cow<'r, Resolved> {
        let invoice = made
            .iter()
            .find(|made| made.document == EntityKind::Invoice);
        let now = invoice.and_then(|invoice| invoice.customer.clone());
        match (&self.subject.payer, now, &resolved.customer) {
            (Some(Payer::OfSale(_)), Some(id), Some(known)) if id != known.id => {
                let mut resolved = resolved.clone();
                resolved.customer = resolved
                    .customer
                    .map(|known| ResolvedObject { id, ..known });
                Cow::Owned(resolved)
            }
            _ => Cow::Borrowed(resolved),
        }
    }
}
