//! What is particular to an action: its name, its records, its options and its documents.

use std::collections::HashMap;

use hubspot::ObjectType;
use jiff::Timestamp;
use jiff::civil::Date;
use quickbooks::entity::{CustomField, EmailAddress, GlobalTaxCalculation, Line, MemoRef};
use quickbooks::{EntityKind, Fault, Reference};
use rust_decimal::Decimal;
use serde::de::DeserializeOwned;
use serde_json::Value;
use storage::{LedgerEntry, LedgerKey, MappingKind, Versioned};

use crate::options::{CommonOptions, NameOrId};
use crate::request::EnrolledRecord;
use crate::resolve::Resolved;
use crate::resolve::directory::NamedReference;
use crate::response::Warning;
use crate::settings::{OncePer, Settings};
use crate::subject::{Reading, Subject};
use crate::{ActionError, Response};

/// An action: it makes one document of a record, or several that belong together.
pub trait Action: Send + Sync {
    /// The action's own options.
    type Options: DeserializeOwned + Send + Sync;

    /// The action's name, such as `create-invoice`.
    const NAME: &'static str;

    /// The documents it makes, in the order in which they are made.
    const DOCUMENTS: &'static [EntityKind];

    /// The records it takes.
    const RECORDS: &'static [ObjectType];

    /// Further ledger entries that the action wants to see, such as those of another action.
    fn related(_connection: &storage::Connection, _record: &EnrolledRecord) -> Vec<LedgerKey> {
        Vec::new()
    }

    /// Reads and validates what documents are to be made of.
    fn read(asked: &Asked<'_, Self::Options>) -> Result<Reading, ActionError>;

    /// The QuickBooks objects that its own options name.
    fn references(options: &Self::Options) -> Vec<NamedReference>;

    /// The body to post; a pure function of what was asked, set and found.
    fn draft(draft: Draft<'_, Self::Options>) -> Result<Value, ActionError>;

    /// Whether QuickBooks is asked to e-mail the document once it is made.
    fn sends_email(_options: &Self::Options) -> bool {
        false
    }

    /// Whether QuickBooks is asked for the link under which the document is paid online.
    fn wants_payment_link(_options: &Self::Options) -> bool {
        false
    }

    /// Whether a document may stand as QuickBooks made it, and what should be known of it; if it may
    /// not, it is deleted again and the error is given.
    fn accept(
        _subject: &Subject,
        _computed: &Computed,
        _settings: &Settings,
    ) -> Result<Vec<Warning>, ActionError> {
        Ok(Vec::new())
    }

    /// Once per what a document is made.
    fn once_per(settings: &Settings) -> OncePer {
        settings.once_per
    }

    /// What to do about a refusal by QuickBooks, where the action knows more than the refusal says.
    fn advice(_subject: &Subject, _fault: &Fault) -> Option<String> {
        None
    }

    /// Whether a record that has its document gets a further one, since it has gone on since.
    fn goes_on(_subject: &Subject, _recorded: &Response) -> bool {
        false
    }
}

/// What was asked, and what is known of it before QuickBooks is asked.
pub struct Asked<'a, O> {
    /// The connection.
    pub connection: &'a storage::Connection,
    /// The record.
    pub record: &'a EnrolledRecord,
    /// The options common to all actions.
    pub common: &'a CommonOptions,
    /// The action's own options.
    pub options: &'a O,
    /// The connection's settings.
    pub settings: &'a Settings,
    /// The ledger entries that were read: the action's own and those related.
    pub entries: &'a HashMap<LedgerKey, Versioned<LedgerEntry>>,
    /// The response recorded for the action's document, if it has been made.
    pub recorded: Option<&'a Response>,
    /// Whether the action's document may have been posted before: what is asked now finishes or
    /// repeats that, so what was checked then is not checked again.
    pub begun: bool,
    /// The present moment.
    pub now: Timestamp,
}

/// Everything a document is made of.
pub struct Draft<'d, O> {
    /// Which document.
    pub document: EntityKind,
    /// The action's own options.
    pub options: &'d O,
    /// The connection's settings.
    pub settings: &'d Settings,
    /// What was read from the record.
    pub subject: &'d Subject,
    /// What everything was resolved to.
    pub resolved: &'d Resolved,
    /// The fields common to all documents.
    pub header: Header,
    /// The customer and the lines, where something is sold.
    pub form: SalesForm,
    /// The documents of this action that are made already.
    pub made: &'d [Made],
}

/// A document of this action that is made already.
#[derive(Clone, Debug)]
pub struct Made {
    /// Which document.
    pub document: EntityKind,
    /// QuickBooks' id.
    pub id: String,
    /// The total QuickBooks computed.
    pub total: Decimal,
    /// QuickBooks' id of the customer it is for.
    pub customer: Option<String>,
}

/// What QuickBooks computed for a document.
#[derive(Clone, Copy, Debug)]
pub struct Computed {
    /// Which document.
    pub document: EntityKind,
    /// The total, with tax.
    pub total: Decimal,
    /// The part of the total that is tax.
    pub tax: Decimal,
    /// What the document must come to with tax, where that is known to the cent.
    pub due: Option<Decimal>,
}

/// The fields common to all documents, ready to be posted.
pub struct Header {
    /// The document's date; always sent, so that a repeat on another day posts the same.
    pub txn_date: Date,
    /// The document's number.
    pub doc_number: Option<String>,
    /// The currency, where it is not the company's own.
    pub currency_ref: Option<Reference>,
    /// The memo for the customer.
    pub customer_memo: Option<MemoRef>,
    /// The note for the company, with the marker by which the document is found again.
    pub private_note: String,
    /// Custom fields of sales forms.
    pub custom_field: Vec<CustomField>,
    /// How amounts relate to tax, outside the US.
    pub global_tax_calculation: Option<GlobalTaxCalculation>,
    /// The exchange rate, where the currency is foreign and one was given.
    pub exchange_rate: Option<Decimal>,
    /// The class, where it stands on the document.
    pub class_ref: Option<Reference>,
    /// The class, where it stands on each line.
    pub line_class_ref: Option<Reference>,
    /// The department.
    pub department_ref: Option<Reference>,
}

/// What is sold to whom, ready to be posted.
#[derive(Default)]
pub struct SalesForm {
    /// The customer.
    pub customer_ref: Option<Reference>,
    /// Where the document is e-mailed.
    pub bill_email: Option<EmailAddress>,
    /// The lines, and the discount if there is one.
    pub lines: Vec<Line>,
    /// Whether tax is due on what is left after the discount.
    pub apply_tax_after_discount: Option<bool>,
}

impl<O> Draft<'_, O> {
    /// The reference to an object that the options name.
    pub fn reference(&self, kind: MappingKind, object: Option<&NameOrId>) -> Option<Reference> {
        self.resolved.reference(kind, object).map(Reference::to)
    }
}
