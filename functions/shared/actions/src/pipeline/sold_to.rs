//! The customer of a refund: the one to whom the sale was booked.
//!
//! The payer of a payment may be somebody else than the customer whose invoice it settles, and a refund of somebody
//! to whom nothing was sold leaves the sale standing with the one, and money owed to the other.

use std::borrow::Cow;

use storage::Snapshot;

use super::prepare::Prepared;
use crate::action::{Action, Made};
use crate::record::payer::{Payer, SaleCustomer};
use crate::resolve::{Resolved, ResolvedObject, customer_key};
use crate::response::Warning;
use crate::subject::Subject;

/// The warning that a refund is not booked to the customer of its payer.
const CUSTOMER_OF_SALE: &str = "customer_of_sale";

/// Takes the customer of the sale for the one a refund goes to, also where the payer is mapped to that one: QuickBooks may
/// have merged it into another since, and none is made then. A customer that the options name is taken all the same.
///
/// `true` where that is not the payer's own, which is told.
pub(super) fn take_customer_of_sale(subject: &mut Subject, snapshot: &Snapshot) -> bool {
    let Some(sold_to) = subject.sold_to.clone() else {
        return false;
    };
    let (payer, told) = match &subject.payer {
        None | Some(Payer::OfSale(_)) => return false,
        Some(Payer::Fixed { id }) if *id == sold_to.id => return false,
        Some(Payer::Fixed { id }) => {
            let told = format!("`options.customer` names {id}, to whom the refund is booked");
            (None, Some(told))
        }
        Some(Payer::Party(party)) => {
            let mapped = snapshot.mappings.get(&customer_key(party));
            let is_own = mapped.is_some_and(|mapped| mapped.quickbooks_id == sold_to.id);
            let told = format!(
                "the refund is booked to that one, and not to one of {}; `options.customer` names another",
                party.label()
            );
            let payer = Payer::OfSale(sold_to.clone());
            (Some(payer), (!is_own).then_some(told))
        }
    };
    let is_other = payer.is_some() && told.is_some();
    let warning = told.map(|told| {
        let (label, document) = (&subject.label, sold_to.named());
        let of = format!("of the QuickBooks customer {}", sold_to.id);
        Warning::new(
            CUSTOMER_OF_SALE,
            format!("{label}: {document} of its sale is {of}: {told}"),
        )
    });
    subject.warnings.extend(warning);
    subject.payer = payer.or(subject.payer.take());
    is_other
}

/// The objects of a refund whose sale is another customer's by now.
pub(super) struct Moved<'r> {
    /// The objects with the customer to book to.
    pub(super) resolved: Cow<'r, Resolved>,
    /// The warning of another than the ledger has.
    pub(super) warning: Option<Warning>,
}

impl Moved<'_> {
    /// The warnings with that of the move, in the place of the one of the customer before.
    pub(super) fn told_among(&self, mut warnings: Vec<Warning>) -> Vec<Warning> {
        if let Some(moved) = &self.warning {
            warnings.retain(|warning| warning.code != CUSTOMER_OF_SALE);
            warnings.push(moved.clone());
        }
        warnings
    }
}

impl<A: Action> Prepared<A> {
    /// The objects of a document with the customer whom the document of its sale has by now, where it is
    /// booked to that one: QuickBooks may have merged customers since.
    pub(super) fn with_customer_of<'r>(&self, made: &[Made], resolved: &'r Resolved) -> Moved<'r> {
        let now = made.first().and_then(|sold| sold.customer.clone());
        match (&self.subject.payer, now, &resolved.customer) {
            (Some(Payer::OfSale(sold_to)), Some(id), Some(known)) if id != known.id => {
                let warning = Some(self.moved(sold_to, &id));
                let mut resolved = resolved.clone();
                resolved.customer = resolved
                    .customer
                    .map(|known| ResolvedObject { id, ..known });
                Moved {
                    resolved: Cow::Owned(resolved),
                    warning,
                }
            }
            _ => Moved {
                resolved: Cow::Borrowed(resolved),
                warning: None,
            },
        }
    }

    fn moved(&self, sold_to: &SaleCustomer, now: &str) -> Warning {
        let (label, document) = (&self.subject.label, sold_to.named());
        Warning::new(
            CUSTOMER_OF_SALE,
            format!(
                "{label}: {document} of its sale is of the QuickBooks customer {now} by now, and not of {} any \
                 more: the refund is booked to that one; `options.customer` names another",
                sold_to.id
            ),
        )
    }
}
