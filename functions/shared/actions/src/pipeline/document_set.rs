//! The documents of one action that belong together, as far as they are recorded.

use quickbooks::EntityKind;

use crate::Response;
use crate::action::{Action, Made};
use crate::commit::RecordedDocument;
use crate::resolve::Resolved;
use crate::response::{Document, Status, Warning};

/// A document that QuickBooks has and the ledger too.
pub(super) struct Recorded {
    /// The document as the ledger has it.
    pub(super) entry: RecordedDocument,
    /// The document as those that belong to it need it.
    pub(super) made: Made,
    /// The document as responses show it.
    pub(super) document: Document,
    /// The response that is recorded.
    pub(super) response: Response,
    /// True when it is of the content that is asked for now.
    pub(super) same_content: bool,
    /// True when the ledger had lost it, and it was found in QuickBooks.
    pub(super) was_lost: bool,
}

/// The documents that are recorded, and what was found on the way.
#[derive(Default)]
pub(super) struct DocumentSet {
    entries: Vec<RecordedDocument>,
    made: Vec<Made>,
    /// True when the first of those made was there before, and is not one of the action's.
    stands: bool,
    documents: Vec<Document>,
    /// The warnings that are recorded of any of them, each once.
    warnings: Vec<Warning>,
    /// Warnings of the document made before that these depend on.
    told: Vec<Warning>,
    created: bool,
    /// The response of the first that is of other content than is asked for now.
    conflict: Option<Response>,
    /// The QuickBooks objects that everything was resolved to, after that was needed.
    pub(super) resolved: Option<Resolved>,
}

impl DocumentSet {
    /// Adds a document that is recorded; hands back its response.
    pub(super) fn add(&mut self, recorded: Recorded) -> Response {
        if !recorded.same_content && self.conflict.is_none() {
            self.conflict = Some(recorded.response.clone());
        }
        self.entries.push(recorded.entry);
        self.made.push(recorded.made);
        self.documents.push(recorded.document);
        for warning in &recorded.response.warnings {
            if !self.warnings.contains(warning) {
                self.warnings.push(warning.clone());
            }
        }
        recorded.response
    }

    /// Adds a document that this invocation made, finished or found; hands back its response.
    pub(super) fn add_created(&mut self, recorded: Recorded) -> Response {
        self.created |= !recorded.was_lost;
        self.add(recorded)
    }

    /// Adds the document made before that these depend on.
    pub(super) fn stands(&mut self, made: Made) {
        self.stands = true;
        self.made.insert(0, made);
    }

    /// Adds what that document gives to know of those that depend on it.
    pub(super) fn tell(&mut self, told: Vec<Warning>) {
        self.told = told;
    }

    /// Those warnings.
    pub(super) fn told(&self) -> &[Warning] {
        &self.told
    }

    /// True when that document was added.
    pub(super) fn has_standing(&self) -> bool {
        self.stands
    }

    /// The documents as the ledger has them, each with how responses show it.
    pub(super) fn recorded(
        &self,
    ) -> impl DoubleEndedIterator<Item = (&RecordedDocument, &Document)> {
        self.entries.iter().zip(&self.documents)
    }

    /// The documents as those that belong to them need them.
    pub(super) fn made(&self) -> &[Made] {
        &self.made
    }

    /// True when this invocation has made one of them.
    pub(super) fn has_created(&self) -> bool {
        self.created
    }

    /// The status of the whole.
    pub(super) fn status(&self) -> Status {
        if self.created {
            Status::Created
        } else {
            Status::AlreadyCreated
        }
    }

    /// The warnings of the whole: what is to be known of one document is not in the response of the next.
    pub(super) fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// The response of a document that was made of other content, if one was.
    pub(super) fn conflict(&self) -> Option<&Response> {
        self.conflict.as_ref()
    }

    /// The fingerprint of the content that the documents are made of, if one is made.
    pub(super) fn fingerprint(&self) -> Option<&str> {
        let first = self.entries.first()?;
        Some(&first.fingerprint)
    }

    /// The company in which one of the documents was made, if that is another than this one.
    pub(super) fn elsewhere(&self, company: &str) -> Option<&str> {
        let mut companies = self.entries.iter().map(|entry| entry.company.as_str());
        companies.find(|other| *other != company)
    }

    /// The next document in a recorded response; none where the response does not show it in full.
    pub(super) fn shown_in(
        &self,
        kind: EntityKind,
        recorded: &Response,
    ) -> Option<(Document, Made)> {
        let several = recorded.documents.as_ref();
        let place = self.documents.len();
        let document = several.and_then(|documents| documents.get(place));
        let document = document.or(recorded.document.as_ref())?;
        let made = Made {
            document: kind,
            id: document.id.clone()?,
            total: document.total.parse().ok()?,
            customer: recorded
                .customer
                .as_ref()
                .map(|customer| customer.id.clone()),
        };
        Some((document.clone(), made))
    }

    /// All documents with a further one, where the action makes several.
    pub(super) fn documents_with<A: Action>(&self, document: &Document) -> Option<Vec<Document>> {
        let documents = self.documents.iter().chain([document]);
        A::DOCUMENTS
            .are_several()
            .then(|| documents.cloned().collect())
    }

    /// The first document, which the response shows as the document.
    pub(super) fn first_or<'d>(&'d self, document: &'d Document) -> &'d Document {
        self.documents.first().unwrap_or(document)
    }
}
