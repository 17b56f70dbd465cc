//! The invoice made before on which a document depends, read from QuickBooks before that is drafted.

use quickbooks::{EntityKind, Request, Transport};
use serde_json::Value;
use storage::DocumentRef;

use super::document_set::DocumentSet;
use super::{Run, Store};
use crate::ActionError;
use crate::action::{Action, Made};
use crate::books::CallFailure;
use crate::books::environment::Environment;
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
        let entity = self.read_document(invoice).await?;
        let standing = StandingInvoice::read(&entity).map_err(|error| {
            let what = format!("Invoice {} cannot be read: {error}", invoice.id);
            ActionError::QuickBooksUnavailable { detail: what }
        })?;
        A::accept_invoice(subject, &standing)?;
        set.stands(Made {
            document: EntityKind::Invoice,
            id: standing.id,
            total: standing.total,
            customer: standing.customer,
        });
        Ok(())
    }

    async fn read_document(&self, invoice: &DocumentRef) -> Result<Value, ActionError> {
        let request = Request::read(EntityKind::Invoice, &invoice.id);
        let answer = match self.books.call(&request).await {
            Ok(answer) => answer,
            Err(CallFailure::Rejected { fault, .. }) if fault.has_code(NOT_FOUND) => {
                return Err(ActionError::invalid(format!(
                    "{}: Invoice {} of its sale is not in QuickBooks any more: nothing was created; look \
                     there, or set `options.book_anyway`",
                    self.prepared.subject.label, invoice.id
                )));
            }
            // A read has no effect, so nothing is unknown.
            Err(CallFailure::Unknown { detail }) => {
                return Err(ActionError::QuickBooksUnavailable { detail });
            }
            Err(failure) => return Err(failure.into_error(&self.prepared.redactor)),
        };
        let entity: Option<Value> = serde_json::from_slice(&answer.body).ok();
        let entity = entity.and_then(|mut body| body.get_mut("Invoice").map(Value::take));
        entity.ok_or_else(|| ActionError::QuickBooksUnavailable {
            detail: format!("QuickBooks' answer holds no Invoice {}", invoice.id),
        })
    }
}
