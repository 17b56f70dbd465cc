//! The input of reading a record.

use std::collections::HashMap;

use jiff::Timestamp;
use quickbooks::EntityKind;
use rust_decimal::Decimal;
use serde_json::{Map, Value};
use storage::{LedgerEntry, LedgerKey, Versioned};

use crate::options::CommonOptions;
use crate::request::EnrolledRecord;
use crate::reservation::SaleStanding;
use crate::response::{Response, Warning};
use crate::settings::Settings;

/// The request, and all that is known before QuickBooks is asked.
pub struct ReadInput<'a, O> {
    /// The connection.
    pub connection: &'a storage::Connection,
    /// The record.
    pub record: &'a EnrolledRecord,
    /// The options common to all actions.
    pub common: &'a CommonOptions,
    /// The action's own options.
    pub options: &'a O,
    /// The options as the request gives them, without the defaults of settings.
    pub given: &'a Map<String, Value>,
    /// The connection's settings.
    pub settings: &'a Settings,
    /// The ledger entries that were read: the action's own and those related.
    pub entries: &'a HashMap<LedgerKey, Versioned<LedgerEntry>>,
    /// The sale of the record, as far as others have to do with it.
    pub sale: &'a SaleStanding,
    /// The response recorded for the action's document, if it has been made.
    pub recorded: Option<&'a Response>,
    /// True when the action's document may have been posted before: what is asked now finishes or
    /// repeats that, so what was checked then is not checked again.
    pub begun: bool,
    /// The first of the action's documents that may have been posted before.
    pub begun_with: Option<EntityKind>,
    /// The rates in percent at which QuickBooks taxed a document of this content, which was deleted again
    /// since it came to another total.
    pub taxed_at: Option<&'a [Decimal]>,
    /// The warnings with which the record is booked by itself, where QuickBooks was asked, and no invoice of its sale waits
    /// for it.
    pub apart: Option<&'a [Warning]>,
    /// The present moment.
    pub now: Timestamp,
}
