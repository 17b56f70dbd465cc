//! The reservations of a record's sale as they were read, and what their holders have made.

mod enrolled;
mod given_back;
mod in_quickbooks;
mod late;
mod paid_sale;
mod parts;
mod settled;

use std::collections::HashMap;

use rust_decimal::Decimal;
use storage::{
    Connection, DocumentRef, EntryState, HoldMode, Holder, LedgerEntry, LedgerKey, Reservation,
    ReservationKey, ReservationPut, Snapshot, Version, Versioned,
};

use self::given_back::gives_back;
pub use self::in_quickbooks::TotalNow;
pub use self::late::Late;
pub use self::paid_sale::PaidSale;
use super::guess::others;
use super::{SaleKeys, SaleRole};
use crate::commit::OtherDocument;
use crate::response::{Response, named};
use crate::settings::OneSalePer;

/// The reservations of a record's sale as they were read, and what their holders have made.
#[derive(Debug)]
pub struct SaleStanding {
    keys: SaleKeys,
    /// The action and the record.
    unit: String,
    /// The entries of the unit's own documents, where it gets them once: what it made under others, for an enrolment, counts
    /// then. Without them two documents of one unit never conflict.
    once: Option<Vec<LedgerKey>>,
    one_sale_per: OneSalePer,
    /// True for a unit that may hold the record's deals alone.
    takes_parts: bool,
    reservations: HashMap<ReservationKey, Versioned<Reservation>>,
    entries: HashMap<LedgerKey, Versioned<LedgerEntry>>,
    /// The totals for which QuickBooks was asked, by company.
    totals: HashMap<(String, DocumentRef), Option<TotalNow>>,
}

/// The state of a record's sale, as far as others than the record's own action have to do with it.
#[derive(Debug, PartialEq, Eq)]
pub enum Sold {
    /// Nobody has made a document of it.
    Nothing,
    /// Somebody is at it; the unit.
    InProgress(String),
    /// It has these documents.
    Booked(Vec<BookedSale>),
}

/// A document of a sale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookedSale {
    /// The action and the record that it was made of, such as `create-invoice/deal/9001`.
    pub unit: String,
    /// The document.
    pub document: DocumentRef,
    /// Its number, where the ledger tells it.
    pub number: Option<String>,
    /// The company in which it was made.
    pub company: String,
    /// QuickBooks' id of the customer, where the ledger tells it.
    pub customer: Option<String>,
    /// Its total, where the ledger tells it.
    pub total: Option<Decimal>,
    /// Its tax, where it has any.
    pub tax: Option<Decimal>,
    /// True where QuickBooks was asked for these two, if it has them.
    pub is_asked: bool,
    /// True when the documents that belong to it are made too.
    pub is_complete: bool,
}

/// The way in which a document holds what its record is associated with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// As the settings have it.
    Usual,
    /// Alone: further payments settle this one document.
    Whole,
    /// Beside the document that it settles.
    Beside,
    /// Beside what is sold, of which it gives back: it holds nothing for its record alone.
    GivesBack,
}

/// The state of one holder.
enum State<'h> {
    /// It has let go.
    Released,
    /// It is at work, or may be.
    InProgress,
    /// Its first document is made.
    Made(&'h DocumentRef, &'h LedgerEntry),
}

impl SaleStanding {
    /// The standing of a record's sale for an action, from the one read.
    pub fn of(keys: SaleKeys, unit: String, one_sale_per: OneSalePer, snapshot: &Snapshot) -> Self {
        Self {
            keys,
            unit,
            once: None,
            one_sale_per,
            takes_parts: false,
            reservations: snapshot.reservations.clone(),
            entries: snapshot.entries.clone(),
            totals: HashMap::new(),
        }
    }

    /// The same for a unit that gets its documents once, under these entries.
    #[must_use]
    pub fn once(self, own: Vec<LedgerKey>) -> Self {
        Self {
            once: Some(own),
            ..self
        }
    }

    /// True for a document that the record's own action has made of it, for an enrolment.
    pub fn is_own(&self, sale: &BookedSale) -> bool {
        sale.unit == self.unit
    }

    /// True for a holder that is another than the record's own document.
    fn is_other(&self, holder: &Holder) -> bool {
        let is_own = |own: &Vec<LedgerKey>| holder.entries.iter().all(|entry| own.contains(entry));
        holder.unit != self.unit || self.once.as_ref().is_some_and(|own| !is_own(own))
    }

    /// The entries of whoever holds what the record's action may not hold too, which the one read did
    /// not ask for; none where nobody does.
    pub fn unread(&self, read: &[LedgerKey]) -> Vec<LedgerKey> {
        let of_quotes = self.quotes().find(|_| self.takes_parts);
        if of_quotes
            .or(self.conflicting(Scope::Usual).next())
            .is_none()
        {
            return Vec::new();
        }
        let held = self.keys.all().filter_map(|key| self.reservations.get(key));
        let holders = held.flat_map(|held| &held.value.holders);
        let is_refund = gives_back(&self.unit);
        let others = holders
            .filter(|holder| self.is_other(holder) && (is_refund || !gives_back(&holder.unit)));
        let mut entries: Vec<LedgerKey> = others
            .flat_map(|holder| &holder.entries)
            .filter(|entry| !read.contains(entry))
            .cloned()
            .collect();
        entries.sort();
        entries.dedup();
        entries
    }

    /// Takes in the entries that were read further.
    pub fn learn(&mut self, entries: HashMap<LedgerKey, Versioned<LedgerEntry>>) {
        self.entries.extend(entries);
    }

    /// The state of the sale, as far as others have to do with it.
    pub fn sold(&self) -> Sold {
        self.sold_by(self.conflicting(Scope::Usual))
    }

    fn sold_by<'h>(&'h self, holders: impl Iterator<Item = &'h Holder>) -> Sold {
        let mut at_work = None;
        let mut booked: Vec<BookedSale> = Vec::new();
        for holder in holders {
            match self.state(holder) {
                State::Released => {}
                State::InProgress => at_work = Some(holder.unit.clone()),
                State::Made(document, entry) => {
                    let response = recorded(entry);
                    let response = response.as_ref();
                    let customer = response.and_then(|response| response.customer.as_ref());
                    let shown = response.and_then(|response| response.document.as_ref());
                    let sale = BookedSale {
                        unit: holder.unit.clone(),
                        document: document.clone(),
                        number: number_of(document, entry),
                        company: entry.company.clone(),
                        customer: customer.map(|customer| customer.id.clone()),
                        total: shown.and_then(|shown| shown.total.parse().ok()),
                        tax: shown.and_then(|shown| shown.tax.as_ref()?.parse().ok()),
                        is_asked: false,
                        is_complete: self.is_complete(holder),
                    };
                    let sale = self.as_in_quickbooks(sale);
                    if !booked.contains(&sale) {
                        booked.push(sale);
                    }
                }
            }
        }
        match (at_work, booked.is_empty()) {
            (_, false) => Sold::Booked(booked),
            (Some(unit), true) => Sold::InProgress(unit),
            (None, true) => Sold::Nothing,
        }
    }

    /// The documents by which others may have booked the sale, though nothing that was read says so: where the ledger may
    /// have lost its entries, QuickBooks is asked for them.
    pub fn others_unread(&self, connection: &Connection) -> Vec<OtherDocument> {
        if self.sold() != Sold::Nothing {
            return Vec::new();
        }
        let associated = if self.is_per_deal() {
            &*self.keys.associated
        } else {
            &[]
        };
        let keys = std::iter::once(&self.keys.own).chain(associated);
        others(connection, keys, &self.unit)
    }

    /// The unit that is at work on settling the sale's document beside this one, if one is.
    pub fn settling(&self) -> Option<&str> {
        let held = self.keys.all().filter_map(|key| self.reservations.get(key));
        let mut beside = held
            .flat_map(|held| &held.value.holders)
            .filter(|holder| holder.mode == HoldMode::Beside && holder.unit != self.unit)
            .filter(|holder| !gives_back(&holder.unit));
        let at_work = beside.find(|holder| matches!(self.state(holder), State::InProgress));
        at_work.map(|holder| &*holder.unit)
    }

    /// The reservations to write with a claim of `entries`, of which the first is written at `version`.
    ///
    /// `claims` counts the claims that this invocation wrote with them since they were read. What settles a document
    /// binds to that what nobody has: whatever comes of it next is found to be of the same sale. Of several, that is the one
    /// of this id.
    pub fn puts(
        &self,
        entries: &[LedgerKey],
        version: Version,
        claims: u64,
        scope: Scope,
        settled: Option<&str>,
    ) -> Vec<ReservationPut> {
        let settled = match scope {
            Scope::Beside => self.settled(settled),
            Scope::Usual | Scope::Whole | Scope::GivesBack => None,
        };
        let put = |key: &ReservationKey| {
            let stands = self.reservations.get(key);
            let read = stands.map(|stands| stands.version);
            let expected = match claims {
                0 => read,
                claims => Some(Version(read.map_or(0, |read| read.0) + claims)),
            };
            let kept = stands.into_iter().flat_map(|stands| &stands.value.holders);
            let kept = kept.filter(|holder| {
                holder.entries.first() != entries.first()
                    && !matches!(self.state(holder), State::Released)
            });
            let kept: Vec<Holder> = kept.cloned().collect();
            let is_free = kept.iter().all(|holder| holder.mode == HoldMode::Beside);
            let is_bound = is_free && *key != self.keys.own;
            let bound = settled.clone().filter(|_| is_bound);
            let own = Holder {
                entries: entries.to_vec(),
                version,
                unit: self.unit.clone(),
                mode: self.mode(key, scope),
            };
            ReservationPut {
                key: key.clone(),
                expected,
                reservation: Reservation {
                    holders: kept.into_iter().chain(bound).chain([own]).collect(),
                },
            }
        };
        // Whoever gives back of the same sale looks at what it has in common with this one.
        let is_put = |key: &&ReservationKey| scope != Scope::GivesBack || **key != self.keys.own;
        self.keys.all().filter(is_put).map(put).collect()
    }

    /// True when one of a deal's quotes and payments is the sale of all of them.
    pub(super) fn is_per_deal(&self) -> bool {
        self.one_sale_per == OneSalePer::Deal
    }

    /// True where the record is associated with that of the unit, or that with it.
    pub(super) fn is_associated_with(&self, unit: &str) -> bool {
        let is_of_unit = |key: &ReservationKey| unit.ends_with(&format!("/{}", key.0));
        let held = self.reservations.get(&self.keys.own);
        let mut holders = held.into_iter().flat_map(|held| &held.value.holders);
        holders.any(|holder| holder.unit == unit) || self.keys.associated.iter().any(is_of_unit)
    }

    /// The holders that the record's action may not hold its sale beside, in this way.
    fn conflicting(&self, scope: Scope) -> impl Iterator<Item = &Holder> {
        self.keys.all().flat_map(move |key| {
            let held = self.reservations.get(key);
            let own = self.mode(key, scope);
            let holders = held.into_iter().flat_map(|held| &held.value.holders);
            holders.filter(move |holder| {
                let conflicts = match (own, holder.mode) {
                    (_, HoldMode::Beside) | (HoldMode::Shared, HoldMode::Shared) => false,
                    (_, HoldMode::Exclusive | HoldMode::Shared) => true,
                };
                self.is_other(holder) && conflicts
            })
        })
    }

    fn mode(&self, key: &ReservationKey, scope: Scope) -> HoldMode {
        match scope {
            Scope::GivesBack => HoldMode::Beside,
            _ if *key == self.keys.own => HoldMode::Exclusive,
            Scope::Usual => SaleRole::mode_of_associated(self.one_sale_per),
            Scope::Whole => HoldMode::Exclusive,
            Scope::Beside => HoldMode::Beside,
        }
    }

    /// An entry that is absent, or older than its reservation, was read before it was written: its
    /// claim is at work.
    fn state(&self, holder: &Holder) -> State<'_> {
        let entry = holder.entries.first().and_then(|key| self.entries.get(key));
        let Some(entry) = entry.filter(|entry| entry.version >= holder.version) else {
            return State::InProgress;
        };
        match &entry.value.state {
            EntryState::Open => State::Released,
            EntryState::Claimed { .. } => State::InProgress,
            EntryState::Done { document, .. } => State::Made(document, &entry.value),
        }
    }

    fn is_complete(&self, holder: &Holder) -> bool {
        let is_done = |key: &LedgerKey| {
            let entry = self.entries.get(key);
            entry.is_some_and(|entry| matches!(entry.value.state, EntryState::Done { .. }))
        };
        holder.entries.iter().all(is_done)
    }
}

impl BookedSale {
    /// The document as messages name it, such as `Invoice 1038 (id 145)`.
    pub fn named(&self) -> String {
        let DocumentRef { entity, id } = &self.document;
        named(entity, self.number.as_deref(), id)
    }
}

/// The number of a document, as its recorded response shows it.
fn number_of(document: &DocumentRef, entry: &LedgerEntry) -> Option<String> {
    let shown = recorded(entry)?.document?;
    shown
        .number
        .filter(|_| shown.id.as_deref() == Some(&document.id))
}

/// The response that is recorded for a document.
fn recorded(entry: &LedgerEntry) -> Option<Response> {
    match &entry.state {
        EntryState::Done { response, .. } => serde_json::from_str(response).ok(),
        EntryState::Open | EntryState::Claimed { .. } => None,
    }
}
