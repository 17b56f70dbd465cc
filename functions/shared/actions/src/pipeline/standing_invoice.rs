//! The documents made before on which another depends, read from QuickBooks before that is drafted.

use std::collections::HashMap;

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
use crate::reservation::{SaleRole, TotalNow};
use crate::response::{Warning, named};
use crate::subject::{Choice, StandingInvoice};

/// QuickBooks' code for an object that is not there (any more).
const NOT_FOUND: &str = "610";

/// Documents of a sale as QuickBooks has them, as far as it was asked; none for one that it does not have (any more).
pub(super) type Asked = HashMap<DocumentRef, Option<Value>>;

/// The totals of documents for which QuickBooks was asked.
pub(super) fn totals(
    asked: &Asked,
) -> impl Iterator<Item = (DocumentRef, Option<TotalNow>)> + use<'_> {
    asked.iter().map(|(document, entity)| {
        let now = entity.as_ref().and_then(TotalNow::read);
        (document.clone(), now)
    })
}

/// The answer about the documents on which others depend.
enum Answer {
    /// They stand at other totals than the ledger has: what is given back is decided once more by these.
    Corrected(Asked),
    /// The action chose among them.
    Chosen(Choice),
}

impl<A: Action, S: Store, T: Transport + Send + Sync, E: Environment> Run<'_, A, S, T, E> {
    /// The warnings with which a record is booked by itself that is booked anyway, and for which no invoice of its sale
    /// waits; none where it has no such invoices, or is received on one.
    pub(super) async fn apart(
        &self,
        set: &mut DocumentSet,
    ) -> Result<Option<Vec<Warning>>, ActionError> {
        if A::SALE != SaleRole::Books || !A::books_anyway(&self.prepared.own) {
            return Ok(None);
        }
        match self.ask_for_sale(set).await? {
            Some(Answer::Chosen(Choice::Apart(told))) => Ok(Some(told)),
            Some(Answer::Chosen(Choice::On(..)) | Answer::Corrected(_)) | None => Ok(None),
        }
    }

    /// Reads the invoices on which the documents depend, if they do on any, and lets the action choose among them. What is given
    /// back is decided once more where QuickBooks has another total of a document than the ledger: what it has is handed back.
    pub(super) async fn read_invoices(
        &self,
        set: &mut DocumentSet,
    ) -> Result<Option<Asked>, ActionError> {
        match self.ask_for_sale(set).await? {
            Some(Answer::Corrected(asked)) => Ok(Some(asked)),
            Some(Answer::Chosen(_)) | None => Ok(None),
        }
    }

    async fn ask_for_sale(&self, set: &mut DocumentSet) -> Result<Option<Answer>, ActionError> {
        let subject = &self.prepared.subject;
        if !subject.doubted.is_empty() {
            let asked = self.ask(&subject.doubted).await?;
            return Ok(Some(Answer::Corrected(asked)));
        }
        if subject.invoices.is_empty() || set.has_standing() {
            return Ok(None);
        }
        let mut invoices = subject.invoices.iter();
        let now = if invoices.all(|invoice| self.asked.contains_key(invoice)) {
            None
        } else {
            Some(self.ask(&subject.invoices).await?)
        };
        let asked = now.as_ref().unwrap_or(self.asked);
        let standing = self.standing_invoices(&subject.invoices, asked)?;
        if let Some(asked) = now
            && A::SALE == SaleRole::GivesBack
            && self.are_corrected(&standing)
        {
            return Ok(Some(Answer::Corrected(asked)));
        }
        let chosen = self.choose(standing).await?;
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
        Ok(Some(Answer::Chosen(chosen)))
    }

    async fn choose(&self, standing: Vec<StandingInvoice>) -> Result<Choice, ActionError> {
        let subject = &self.prepared.subject;
        match A::choose_invoice(subject, &standing, &self.prepared.own) {
            Ok(chosen) => Ok(chosen),
            Err(refusal) => {
                // What an invoice does not take any more may have been done: by this record, and the ledger has lost it.
                let identity = self.prepared.identities.of(self.prepared.documents.first);
                if self.commit(&identity)?.is_lost().await? {
                    return Ok(Choice::On(standing.into_iter().next(), Vec::new()));
                }
                Err(refusal)
            }
        }
    }

    /// True where one of these invoices that stands has another total than in the ledger.
    fn are_corrected(&self, standing: &[StandingInvoice]) -> bool {
        let mut standing = standing.iter().filter(|invoice| !invoice.is_voided());
        standing.any(|invoice| {
            let document = DocumentRef {
                entity: EntityKind::Invoice.to_string(),
                id: invoice.id.clone(),
            };
            self.sale
                .differs(&document, self.books.company(), invoice.total)
        })
    }

    /// These invoices as QuickBooks has them, in this order. Where one of several stands, those that were
    /// deleted or voided are none of the sale any more.
    fn standing_invoices(
        &self,
        invoices: &[DocumentRef],
        asked: &Asked,
    ) -> Result<Vec<StandingInvoice>, ActionError> {
        let entities = invoices.iter().filter_map(|one| asked.get(one)?.as_ref());
        let standing = entities.map(StandingInvoice::read);
        let standing: Result<Vec<StandingInvoice>, _> = standing.collect();
        let mut standing = standing.map_err(|error| ActionError::QuickBooksUnavailable {
            detail: format!("an invoice of the sale cannot be read: {error}"),
        })?;
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

    /// Documents of a sale as QuickBooks has them: by one request for all invoices, and one for all sales receipts.
    async fn ask(&self, documents: &[DocumentRef]) -> Result<Asked, ActionError> {
        let mut asked: Asked = documents.iter().map(|one| (one.clone(), None)).collect();
        for kind in [EntityKind::Invoice, EntityKind::SalesReceipt] {
            let is_of_kind = |one: &&DocumentRef| one.entity == kind.name();
            let of_kind: Vec<&DocumentRef> = documents.iter().filter(is_of_kind).collect();
            match *of_kind {
                [] => {}
                [one] => {
                    let entity = self.read_document(kind, one).await?;
                    asked.insert(one.clone(), entity);
                }
                _ => {
                    for entity in self.query_documents(kind, &of_kind).await? {
                        let has_id = |one: &&&DocumentRef| entity["Id"] == one.id;
                        if let Some(one) = of_kind.iter().find(has_id) {
                            asked.insert((*one).clone(), Some(entity));
                        }
                    }
                }
            }
        }
        Ok(asked)
    }

    async fn query_documents(
        &self,
        kind: EntityKind,
        documents: &[&DocumentRef],
    ) -> Result<Vec<Value>, ActionError> {
        let ids = documents.iter().map(|document| document.id.as_str());
        let query = Query::select(kind).filter(Condition::is_in("Id", ids));
        let answer = self.books.call(&Request::query(&query)).await;
        let answer = answer.map_err(|failure| self.unread(failure))?;
        let rows = answer.into_objects(kind);
        rows.ok_or_else(|| ActionError::QuickBooksUnavailable {
            detail: format!("QuickBooks' answer holds no {kind}"),
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
