//! The documents of one action as far as they are made.

use quickbooks::EntityKind;

use crate::action::{Action, Made};
use crate::resolve::Resolved;
use crate::response::{Document, Status};
use crate::{ActionError, Response};

/// The documents that are made, and what was found on the way.
#[derive(Default)]
pub(super) struct Unit {
    made: Vec<Made>,
    documents: Vec<Document>,
    response: Option<Response>,
    created: bool,
    /// What everything was resolved to, once that was needed.
    pub(super) found: Option<Resolved>,
}

impl Unit {
    /// The documents made already.
    pub(super) fn made(&self) -> &[Made] {
        &self.made
    }

    /// The next document to make.
    pub(super) fn next<A: Action>(&self) -> EntityKind {
        let next = A::DOCUMENTS.get(self.made.len()).or(A::DOCUMENTS.first());
        next.copied().unwrap_or(EntityKind::Invoice)
    }

    /// Adds a document that was made in an earlier invocation.
    pub(super) fn add_recorded(&mut self, kind: EntityKind, recorded: Response) {
        let place = self.documents.len();
        let all = recorded.documents.clone().unwrap_or_default();
        let document = all
            .into_iter()
            .nth(place)
            .or_else(|| recorded.document.clone());
        self.add(kind, document, recorded);
    }

    /// Adds a document that this invocation made.
    pub(super) fn add_created(&mut self, kind: EntityKind, document: Document, response: Response) {
        self.created = true;
        self.add(kind, Some(document), response);
    }

    fn add(&mut self, kind: EntityKind, document: Option<Document>, response: Response) {
        if let Some(document) = document {
            self.made.push(Made {
                document: kind,
                id: document.id.clone().unwrap_or_default(),
                total: document.total.parse().unwrap_or_default(),
                customer: response
                    .customer
                    .as_ref()
                    .map(|customer| customer.id.clone()),
            });
            self.documents.push(document);
        }
        self.response = Some(response);
    }

    /// All documents with a further one, where the action makes several.
    pub(super) fn documents_with<A: Action>(&self, document: &Document) -> Option<Vec<Document>> {
        let several = A::DOCUMENTS.len() > 1;
        several.then(|| self.documents.iter().chain([document]).cloned().collect())
    }

    /// The first document, which the response shows as the document.
    pub(super) fn first_or<'d>(&'d self, document: &'d Document) -> &'d Document {
        self.documents.first().unwrap_or(document)
    }

    /// The response for the whole.
    pub(super) fn into_response(self) -> Result<Response, ActionError> {
        let status = if self.created {
            Status::Created
        } else {
            Status::AlreadyCreated
        };
        let response = self
            .response
            .ok_or_else(|| ActionError::invalid("there is no document to make"))?;
        Ok(Response { status, ..response })
    }
}
