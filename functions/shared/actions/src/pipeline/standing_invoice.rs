//! The document made before on which another depends, read from QuickBooks before that is drafted.

use quickbooks::{EntityKind, Request, Transport};
use serde_json::Value;
use storage::DocumentRef;

use super::document_set::DocumentSet;
use super::{Run, Store};
use crate::ActionError;
use crate::action::{Action, Made};
use crate::books::CallFailure;
use crate::books::environment::Environment;
use crate::record::payer::Payer;
use crate::response::named;
use crate::subject::StandingInvoice;

/// QuickBooks' code for an object that is not there (any more).
const NOT_FOUND: &str = "610";

impl<A: Action, S: Store, T: Transport + Send + Sync, E: Environment> Run<'_, A, S, T, E> {
    /// Reads the invoice on which the documents depend, if they do on one, and lets the action judge it.
    pub(super) async fn read_invoice(&self, set: &mut DocumentSet) -> Result<(), ActionError> {
        let subject = &self.prepared.subject;
        let Some(invoice) = subject.invoice.as_ref().filter(|_| !set.has_standing()) else {
            return Ok(());
        };
        let entity = self.read_document(EntityKind::Invoice, invoice).await?;
        let entity = entity.ok_or_else(|| {
            ActionError::invalid(format!(
                "{}: {} of its sale is not in QuickBooks any more: nothing was created; look \
                 there, or set `options.book_anyway`",
                subject.label,
                named(&invoice.entity, None, &invoice.id)
            ))
        })?;
        let standing = StandingInvoice::read(&entity).map_err(|error| {
            let what = format!("Invoice {} cannot be read: {error}", invoice.id);
            ActionError::QuickBooksUnavailable { detail: what }
        })?;
        match A::accept_invoice(subject, &standing, &self.prepared.own) {
            Ok(told) => set.tell(told),
            Err(refusal) => {
                // What the invoice does not take any more may have been done: by this record, and the ledger has lost it.
                let identity = self.prepared.identities.of(self.prepared.documents.first);
                if !self.commit(&identity)?.is_lost().await? {
                    return Err(refusal);
                }
            }
        }
        set.stands(Made {
            document: EntityKind::Invoice,
            id: standing.id,
            total: standing.total,
            customer: standing.customer,
        });
        Ok(())
    }

    /// Reads the document of a refund's sale for its customer of today, where it was not read before. That is done once
    /// QuickBooks refuses the one that the ledger has: customers may have been merged.
    pub(super) async fn read_customer_of_sale(
        &self,
        set: &mut DocumentSet,
    ) -> Result<(), ActionError> {
        let Some(Payer::OfSale(sold_to)) = &self.prepared.subject.payer else {
            return Ok(());
        };
        let kind = sold_to.document.entity.parse();
        let (Ok(kind), false) = (kind, set.has_standing()) else {
            return Ok(());
        };
        let entity = self.read_document(kind, &sold_to.document).await?;
        let customer = entity.as_ref().and_then(|entity| {
            let id = entity.get("CustomerRef")?.get("value")?.as_str()?;
            Some(id.to_owned())
        });
        set.stands(Made {
            document: kind,
            id: sold_to.document.id.clone(),
            total: self.prepared.subject.total,
            customer,
        });
        Ok(())
    }

    /// Reads a document; none where QuickBooks does not have it (any more).
    async fn read_document(
        &self,
        kind: EntityKind,
        document: &DocumentRef,
    ) -> Result<Option<Value>, ActionError> {
        let request = Request::read(kind, &document.id);
        let answer = match self.books.call(&request).await {
            Ok(answer) => answer,
            Err(CallFailure::Rejected { fault, .. }) if fault.has_code(NOT_FOUND) => {
                return Ok(None);
            }
            // A read has no effect, so nothing is unknown.
            Err(CallFailure::Unknown { detail }) => {
                return Err(ActionError::QuickBooksUnavailable { detail });
            }
            Err(failure) => return Err(failure.into_error(&self.prepared.redactor)),
        };
        let entity = answer
            .into_object(kind)
            .ok_or_else(|| ActionError::QuickBooksUnavailable {
                detail: format!("QuickBooks' answer holds no {kind} {}", document.id),
            });
        entity.map(Some)
    }
}
