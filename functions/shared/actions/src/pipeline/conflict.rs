//! The errors for a record of which something else was made, or begun, before.

use quickbooks::EntityKind;

use super::prepare::Prepared;
use crate::action::Action;
use crate::response::{Document, UNDO};
use crate::{ActionError, Response};

/// The error for a record that has no document by what it says now, and of which one was made or begun before.
pub(super) fn gone(reason: &str, document: EntityKind, recorded: Option<&Response>) -> ActionError {
    let message = match recorded {
        Some(recorded) => format!(
            "{reason}; and {}, with other content: nothing was written; delete that document in QuickBooks, or undo the \
             change in HubSpot",
            made_of_it(recorded)
        ),
        None => format!(
            "{reason}; and a {document} was begun of it before, with other content, of which it is not known yet whether it \
             was made: undo the change in HubSpot and run it again, which finds out"
        ),
    };
    ActionError::IdempotencyConflict { message }
}

/// The document that was made of a record.
fn made_of_it(recorded: &Response) -> String {
    let document = recorded.document.as_ref();
    let made = document.map_or_else(|| "a document".to_owned(), Document::named);
    format!("{made} was made of it before")
}

impl<A: Action> Prepared<A> {
    /// The error for a record whose document was made with other content.
    pub(super) fn conflict(&self, recorded: &Response) -> ActionError {
        let (label, made) = (&self.subject.label, self.made_before(recorded));
        let (changed, way_back) = (self.changed(recorded), self.way_back(recorded));
        ActionError::IdempotencyConflict {
            message: format!(
                "{label}: {made}, with other content{changed}: nothing was written; change that document in QuickBooks, or \
                 {way_back}"
            ),
        }
    }

    /// The error for a record of which an earlier try had begun a document with other content, which is finished now.
    pub(super) fn finished(&self, recorded: &Response) -> ActionError {
        let (label, made) = (&self.subject.label, self.made_before(recorded));
        let (changed, way_back) = (self.changed(recorded), self.way_back(recorded));
        ActionError::IdempotencyConflict {
            message: format!(
                "{label}: {made}, with other content{changed}: that was finished as it was begun, and nothing else was written; \
                 change that document in QuickBooks, or {way_back}"
            ),
        }
    }

    /// The error for a record whose first document was made with other content, and the next is still due.
    pub(super) fn half_made(&self, recorded: &Response, next: EntityKind) -> ActionError {
        let (label, made) = (&self.subject.label, self.made_before(recorded));
        let (changed, way_back) = (self.changed(recorded), self.way_back(recorded));
        ActionError::IdempotencyConflict {
            message: format!(
                "{label}: {made}, with other content{changed}, and the {next} that belongs to it is still to be made: it was \
                 not made of what the record says now; {way_back} and run it again, or make the \
                 {next} in QuickBooks and change the document there"
            ),
        }
    }

    /// The document that was made, with the record that it is booked under where that is another.
    fn made_before(&self, recorded: &Response) -> String {
        let (label, booked) = (&self.subject.label, self.identities.label());
        let merged = (*label != booked).then(|| format!(", as {booked}, which was merged into it"));
        let (made, merged) = (made_of_it(recorded), merged.unwrap_or_default());
        format!("{made} by {}{merged}", A::NAME)
    }

    /// The places at which the record or the options say something else now, where the ledger tells them.
    fn changed(&self, recorded: &Response) -> String {
        let content = recorded.content.as_ref();
        let changed = content.and_then(|content| content.changed(&self.content));
        changed.map_or_else(String::new, |changed| format!(" ({changed})"))
    }

    /// The way back to the content that the document was made of.
    fn way_back(&self, recorded: &Response) -> &'static str {
        let content = recorded.content.as_ref();
        content.map_or(UNDO, |content| content.way_back(&self.content))
    }

    /// The error for what was begun in a company that the connection has left since.
    pub(super) fn begun_elsewhere(&self, company: &str) -> ActionError {
        ActionError::IdempotencyConflict {
            message: format!(
                "{}: a document was begun of it in QuickBooks company {company}, which the connection \
                 has left since, and whether it was made is not known here: nothing was written; look \
                 there, or connect that company again, where a retry finds it out",
                self.subject.label
            ),
        }
    }
}
