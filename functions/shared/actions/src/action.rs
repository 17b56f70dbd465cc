//! What is particular to an action: its name, its records, its options and its document.

use hubspot::ObjectType;
use iso_currency::Currency;
use jiff::civil::Date;
use quickbooks::entity::{EmailAddress, Line, MemoRef};
use quickbooks::{EntityKind, Reference};
use serde::de::DeserializeOwned;
use serde_json::Value;
use storage::MappingKind;

use crate::ActionError;
use crate::resolve::Resolved;
use crate::resolve::directory::NamedReference;
use crate::settings::Settings;

/// An action that makes one sales document of a record.
pub trait Action: Send + Sync {
    /// The action's own options.
    type Options: DeserializeOwned + Send + Sync;

    /// The action's name, such as `create-invoice`.
    const NAME: &'static str;

    /// The document it makes.
    const DOCUMENT: EntityKind;

    /// The records it takes.
    const RECORDS: &'static [ObjectType];

    /// The QuickBooks objects that its own options name.
    fn references(options: &Self::Options) -> Vec<NamedReference>;

    /// The body to post; a pure function of what was asked, set and found.
    fn draft(draft: Draft<'_, Self::Options>) -> Result<Value, ActionError>;

    /// Whether QuickBooks is asked to e-mail the document once it is made.
    fn sends_email(options: &Self::Options) -> bool;
}

/// Everything a sales document is made of.
pub struct Draft<'d, O> {
    /// The action's own options.
    pub options: &'d O,
    /// The connection's settings.
    pub settings: &'d Settings,
    /// What everything was resolved to.
    pub resolved: &'d Resolved,
    /// The fields common to all sales documents.
    pub form: SalesForm,
}

/// The fields common to all sales documents, ready to be posted.
pub struct SalesForm {
    /// The customer.
    pub customer_ref: Reference,
    /// The document's date; always sent, so that a repeat on another day posts the same.
    pub txn_date: Date,
    /// The document's number.
    pub doc_number: Option<String>,
    /// The currency, where it is not the company's own.
    pub currency: Option<Currency>,
    /// The memo for the customer.
    pub customer_memo: Option<MemoRef>,
    /// The note for the company, with the marker by which the document is found again.
    pub private_note: String,
    /// The class of the document.
    pub class_ref: Option<Reference>,
    /// The department.
    pub department_ref: Option<Reference>,
    /// Where the document is e-mailed.
    pub bill_email: Option<EmailAddress>,
    /// The lines, and the discount if there is one.
    pub lines: Vec<Line>,
}

impl<O> Draft<'_, O> {
    /// The reference to an object that the options name.
    pub fn reference(
        &self,
        kind: MappingKind,
        object: Option<&crate::options::NameOrId>,
    ) -> Option<Reference> {
        self.resolved.reference(kind, object).map(Reference::to)
    }
}
