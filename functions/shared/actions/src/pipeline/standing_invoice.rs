//! The documents made before on which another depends, read from QuickBooks before that is drafted.

use quickbooks::{Condition, EntityKind, Query, Request, Transport};
use serde_json::Value;
use storage::DocumentRef;

use super::document_set::DocumentSet;
use super::{Run, Store};
use crate::ActionError;
use crate::action::{Action, Made};
use crate::books::CallFailure;
use crate::books::environment::Environment;
use crate::record::payer::Payer;
use crate::response::{Warning, named};
use crate::subject::{Choice, StandingInvoice};

/// QuickBooks' code for an object that is not there (any more).
const NOT_FOUND: &str = "610";

impl<A: Action, S: Store, T: Transport + Send + Sync, E: Environment> Run<'_, A, S, T, E> {
    /// The warnings with which a record is booked by itself that is booked anyway, and for which no invoice of its sale
    /// waits; none where it has no such invoices, or is received on one.
    pub(super) async fn apart(
        &self,
        set: &mut DocumentSet,
    ) -> Result<Option<Vec<Warning>>, ActionError> {
        if !A::books_anyway(&self.prepared.own) {
            return Ok(None);
        }
        match self.chosen(set).await? {
            Some(Choice::Apart(told)) => Ok(Some(told)),
            Some(Choice::On(..)) | None => Ok(None),
        }
    }

    /// Reads the invoices on which the documents depend, if they do on any, and lets the action choose among them.
    pub(super) async fn read_invoices(&self, set: &mut DocumentSet) -> Result<(), ActionError> {
        self.chosen(set).await.map(|_| ())
    }

    async fn chosen(&self, set: &mut DocumentSet) -> Result<Option<Choice>, ActionError> {
        let subject = &self.prepared.subject;
        if subject.invoices.is_empty() || set.has_standing() {
            return Ok(None);
        }
        let standing = self.standing_invoices(&subject.invoices).await?;
        let chosen = match A::choose_invoice(subject, &standing, &self.prepared.own) {
            Err(refusal) => {
                // What an invoice does not take any more may have been done: by this record, and the ledger has lost it.
                let identity = self.prepared.identities.of(self.prepared.documents.first);
                if !self.commit(&identity)?.is_lost().await? {
                    return Err(refusal);
                }
                Choice::On(standing.into_iter().next(), Vec::new())
            }
            Ok(chosen) => chosen,
        };
        if let Choice::On(invoice, told) = &chosen {
            set.tell(told.clone());
            if let Some(invoice) = invoice {
                set.stands(Made {
                    document: EntityKind::Invoice,
                    id: invoice.id.clone(),
                    total: invoice.total,
                    customer: invoice.customer.clone(),
                });
            }
        }
        Ok(Some(chosen))
    }

    /// These invoices as QuickBooks has them, in this order: by one request. Where one of several stands, those that were
    /// deleted or voided are none of the sale any more.
    async fn standing_invoices(
        &self,
        invoices: &[DocumentRef],
    ) -> Result<Vec<StandingInvoice>, ActionError> {
        let entities = match invoices {
            [invoice] => {
                let entity = self.read_document(EntityKind::Invoice, invoice).await?;
                entity.into_iter().collect()
            }
            invoices => self.query_invoices(invoices).await?,
        };
        let standing = entities.iter().map(StandingInvoice::read);
        let standing: Result<Vec<StandingInvoice>, _> = standing.collect();
        let mut standing = standing.map_err(|error| ActionError::QuickBooksUnavailable {
            detail: format!("an invoice of the sale cannot be read: {error}"),
        })?;
        let in_order = |one: &StandingInvoice| invoices.iter().position(|other| other.id == one.id);
        standing.sort_by_key(in_order);
        if standing.iter().any(|invoice| !invoice.is_voided()) {
            standing.retain(|invoice| !invoice.is_voided());
        }
        match (&*standing, invoices) {
            ([], [deleted, ..]) if !A::books_anyway(&self.prepared.own) => {
                Err(ActionError::invalid(format!(
                    "{}: {} of its sale is not in QuickBooks any more: nothing was created; look \
                 there, or set `options.book_anyway`",
                    self.prepared.subject.label,
                    named(&deleted.entity, None, &deleted.id)
                )))
            }
            _ => Ok(standing),
        }
    }

    async fn query_invoices(&self, invoices: &[DocumentRef]) -> Result<Vec<Value>, ActionError> {
        let kind = EntityKind::Invoice;
        let ids = invoices.iter().map(|invoice| invoice.id.as_str());
        let query = Query::select(kind).filter(Condition::is_in("Id", ids));
        let answer = self.books.call(&Request::query(&query)).await;
        let answer = answer.map_err(|failure| self.unread(failure))?;
        let rows = answer.into_objects(kind);
        rows.ok_or_else(|| ActionError::QuickBooksUnavailable {
            detail: "QuickBooks' answer holds no invoices".to_owned(),
        })
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
            Err(failure) => return Err(self.unread(failure)),
        };
        let entity = answer
            .into_object(kind)
            .ok_or_else(|| ActionError::QuickBooksUnavailable {
                detail: format!("QuickBooks' answer holds no {kind} {}", document.id),
            });
        entity.map(Some)
    }

    /// The error for a read that was not answered. It has no effect, so nothing is unknown.
    fn unread(&self, failure: CallFailure) -> ActionError {
        match failure {
            CallFailure::Unknown { detail } => ActionError::QuickBooksUnavailable { detail },
            failure => failure.into_error(&self.prepared.redactor),
        }
    }
}
