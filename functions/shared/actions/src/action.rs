//! The particulars of an action: its name, its records, its options and its documents.

use hubspot::{ObjectType, Properties};
use quickbooks::{EntityKind, Fault, Reference};
use rust_decimal::Decimal;
use serde::de::DeserializeOwned;
use storage::{LedgerKey, MappingKind};

use crate::draft::Body;
use crate::draft::header::Header;
use crate::draft::sales_form::SalesForm;
use crate::draft::totals::QuickBooksTotals;
use crate::options::{NameOrId, NamedReference};
use crate::record::payment::Payment;
use crate::request::EnrolledRecord;
use crate::reservation::SaleRole;
use crate::resolve::Resolved;
use crate::response::Warning;
use crate::settings::{OncePer, Settings};
use crate::subject::{Choice, ReadInput, Reading, StandingInvoice, Subject};
use crate::{ActionError, Response};

/// An action: it makes one document of a record, or several that belong together.
pub trait Action: Send + Sync {
    /// The action's own options.
    type Options: DeserializeOwned + Send + Sync;

    /// The action's name, such as `create-invoice`.
    const NAME: &'static str;

    /// The documents it makes, in the order in which they are made.
    const DOCUMENTS: Documents;

    /// The records it takes.
    const RECORDS: &'static [ObjectType];

    /// The part it has in the sale of a record, which gets one document.
    const SALE: SaleRole = SaleRole::Apart;

    /// Further ledger entries that the action wants to see, such as those of another action.
    fn related(_connection: &storage::Connection, _record: &EnrolledRecord) -> Vec<LedgerKey> {
        Vec::new()
    }

    /// True when the options ask for a document although the sale has another one.
    fn books_anyway(_options: &Self::Options) -> bool {
        false
    }

    /// The rule for a record whose sale has a document of another record or action.
    ///
    /// # Errors
    ///
    /// [`ActionError::AlreadyBooked`], unless the action goes on from that document.
    fn check_sold(asked: &ReadInput<'_, Self::Options>) -> Result<(), ActionError> {
        asked.sale.refuse_second(&asked.record.label(), None)
    }

    /// Its own options with the record's properties put into their texts.
    ///
    /// # Errors
    ///
    /// [`ActionError::InvalidRequest`] for a property that the record was not loaded with.
    fn with_properties(
        options: Self::Options,
        _properties: &Properties,
    ) -> Result<Self::Options, ActionError> {
        Ok(options)
    }

    /// Reads and validates what documents are to be made of.
    fn read(asked: &ReadInput<'_, Self::Options>) -> Result<Reading, ActionError>;

    /// The QuickBooks objects that its own options name.
    fn references(options: &Self::Options) -> Vec<NamedReference>;

    /// The body to post; a pure function of what was asked, set and found.
    fn draft(draft: DraftInput<'_, Self::Options>) -> Result<Body, ActionError>;

    /// True when QuickBooks is asked to e-mail the document after it is made.
    fn sends_email(_options: &Self::Options) -> bool {
        false
    }

    /// True when QuickBooks is asked for the link under which the document is paid online.
    fn wants_payment_link(_options: &Self::Options) -> bool {
        false
    }

    /// The action's own rule for the invoices that its documents depend on, as QuickBooks has them now: the one that is
    /// gone on from, which is the first unless the action chooses, with warnings.
    ///
    /// # Errors
    ///
    /// Where no document may be made.
    fn choose_invoice(
        _subject: &Subject,
        invoices: &[StandingInvoice],
        _options: &Self::Options,
    ) -> Result<Choice, ActionError> {
        Ok(Choice::On(invoices.first().cloned(), Vec::new()))
    }

    /// The action's own rule for a document as QuickBooks made it: warnings where it may stand.
    ///
    /// # Errors
    ///
    /// Where it may not stand: it is deleted again, and this error is given.
    fn accept(
        _subject: &Subject,
        _computed: &QuickBooksTotals,
        _settings: &Settings,
    ) -> Result<Vec<Warning>, ActionError> {
        Ok(Vec::new())
    }

    /// True when a document that did not stand may be made otherwise by the rates at which QuickBooks taxed
    /// it: [`ReadInput::taxed_at`] holds them then.
    fn tries_other_cents(_subject: &Subject, _computed: &QuickBooksTotals) -> bool {
        false
    }

    /// The unit that gets one document of a record of this type: the record, or each enrolment of it.
    fn once_per(settings: &Settings, _record: &ObjectType) -> OncePer {
        settings.once_per
    }

    /// True when its document may be one on which parts are received: the only one of the record's deals and of their quotes.
    fn takes_parts(_settings: &Settings) -> bool {
        false
    }

    /// Advice on a refusal by QuickBooks, where the action knows more than the refusal says.
    fn advice(_subject: &Subject, _fault: &Fault) -> Option<String> {
        None
    }

    /// Warnings of a record whose document was made before, in the place of those of the same codes that are recorded of
    /// it: of a sale, that its payment has failed, or is disputed.
    fn tells_again(subject: &Subject) -> Vec<Warning> {
        let payment = subject.payment.as_ref();
        let payment = payment.filter(|_| Self::SALE == SaleRole::Books);
        payment.and_then(Payment::taken_back).into_iter().collect()
    }

    /// True when a record that has its document needs another one, since it has gone on from what
    /// that was made of: a payment of which more was refunded.
    fn needs_another(_subject: &Subject, _recorded: &Response) -> bool {
        false
    }
}

/// The documents an action makes, in the order in which they are made: at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Documents {
    /// The first, which responses show as the document.
    pub first: EntityKind,
    /// Those that belong to it.
    pub rest: &'static [EntityKind],
}

impl Documents {
    /// The one document of an action that makes no other.
    pub const fn one(document: EntityKind) -> Self {
        Self {
            first: document,
            rest: &[],
        }
    }

    /// Every document, in order.
    pub fn iter(self) -> impl Iterator<Item = EntityKind> {
        std::iter::once(self.first).chain(self.rest.iter().copied())
    }

    /// True when there are several that belong together.
    pub const fn are_several(self) -> bool {
        !self.rest.is_empty()
    }
}

/// Everything a document is made of.
pub struct DraftInput<'d, O> {
    /// The document to draft.
    pub document: EntityKind,
    /// The action's own options.
    pub options: &'d O,
    /// The connection's settings.
    pub settings: &'d Settings,
    /// The content, read from the record.
    pub subject: &'d Subject,
    /// The QuickBooks objects that everything was resolved to.
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
    /// Its kind.
    pub document: EntityKind,
    /// QuickBooks' id.
    pub id: String,
    /// The total QuickBooks computed.
    pub total: Decimal,
    /// QuickBooks' id of the customer it is for.
    pub customer: Option<String>,
}

impl<O> DraftInput<'_, O> {
    /// The reference to an object that the options name.
    pub fn reference(&self, kind: MappingKind, object: Option<&NameOrId>) -> Option<Reference> {
        self.resolved.reference(kind, object).map(Reference::to)
    }
}
