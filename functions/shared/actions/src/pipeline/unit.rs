//! The documents of one action as far as they are made.

use quickbooks::EntityKind;

use crate::action::{Action, Made};
use crate::commit::Standing;
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
    /// The documents of other content than is asked for now, if any: what was made of it.
    conflict: Option<Response>,
    /// The made documents as the ledger has them.
    standing: Vec<Standing>,
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

    /// Whether this invocation has made one of them.
    pub(super) fn has_created(&self) -> bool {
        self.created
    }

    /// The made documents as the ledger has them.
    pub(super) fn standing(&self) -> &[Standing] {
        &self.standing
    }

    /// The response recorded for the document made last.
    pub(super) fn latest(&self) -> Option<&Response> {
        self.response.as_ref()
    }

    /// The fingerprint of the content that the documents are made of, where it is another than is
    /// asked for now: what belongs together is recorded as of one content.
    pub(super) fn fingerprint(&self) -> Option<&str> {
        let first = self.standing.first()?;
        Some(&first.fingerprint)
    }

    /// The company in which one of the documents was made, if that is another than this one.
    pub(super) fn elsewhere(&self, company: &str) -> Option<&str> {
        let mut companies = self
            .standing
            .iter()
            .filter_map(|one| one.company.as_deref());
        companies.find(|other| *other != company)
    }

    /// Notes that the document made last is of other content than is asked for now.
    pub(super) fn conflicts(&mut self) {
        if self.conflict.is_none() {
            self.conflict.clone_from(&self.response);
        }
    }

    /// What was made of other content, if anything was.
    pub(super) fn conflict(&self) -> Option<&Response> {
        self.conflict.as_ref()
    }

    /// Adds a document that was made in an earlier invocation.
    pub(super) fn add_recorded(&mut self, standing: Standing, recorded: Response) {
        let kind = standing.kind;
        self.standing.push(standing);
        let place = self.documents.len();
        let all = recorded.documents.clone().unwrap_or_default();
        let document = all
            .into_iter()
            .nth(place)
            .or_else(|| recorded.document.clone());
        self.add(kind, document, recorded);
    }

    /// Adds a document that this invocation made.
    pub(super) fn add_created(
        &mut self,
        standing: Standing,
        document: Document,
        response: Response,
    ) {
        self.created = true;
        let kind = standing.kind;
        self.standing.push(standing);
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
