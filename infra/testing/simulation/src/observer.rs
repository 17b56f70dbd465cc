//! The observer of a run: digests of the world by which equal states are known, and broken promises.

mod end;
mod entry;
mod process;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::{SignedDuration, Timestamp};
use sandbox_quickbooks::{InProcessSandbox, JournalEntry, Operation};
use secrecy::ExposeSecret;
use storage::{
    EntryState, LedgerEntry, LedgerKey, Mapping, MappingKey, Reservation, ReservationKey,
    ReservationPut, TokenSet, Version,
};

pub(crate) use self::end::{End, documents_of};
pub(crate) use self::process::{Memory, Process, process_of};

use self::entry::{add_entry, add_entry_between_attempts, add_reservation};
use crate::digest::Digest;
use crate::fault::Fault;
use crate::promise::{Breach, Promise};

/// The observer of a run.
#[derive(Clone, Default)]
pub(crate) struct Observer {
    pub(crate) breaches: Vec<Breach>,
    /// The end of each worker's event, once it has ended.
    pub(crate) ends: BTreeMap<usize, End>,
    /// The process that holds the token lease, and the moment at which the lease ends.
    pub(crate) lease: Option<(usize, Timestamp)>,
    /// Every line of what happened, where somebody pending to read it.
    pub(crate) transcript: Option<Vec<String>>,
    /// Every request that came, with every fault that met it.
    pub(crate) met: BTreeSet<(String, Option<Fault>)>,
    pub(crate) ledger: BTreeMap<LedgerKey, (Version, LedgerEntry)>,
    pub(crate) reservations: BTreeMap<ReservationKey, (Version, Reservation)>,
    /// `true` once somebody has changed the record in HubSpot.
    pub(crate) record_changed: bool,
    /// All that changed the company or its memory of request ids.
    books: Digest,
    /// All that changed the company's tokens.
    grants: Digest,
    mappings: BTreeMap<MappingKey, String>,
    /// The version of the stored tokens, the place of their refresh token, and the end of the access token.
    stored: Option<(u64, usize, Timestamp)>,
    /// The refresh tokens that were seen, in order: what matters of one is its place.
    refresh_tokens: Vec<String>,
    /// The bytes that came first under each request id.
    bodies: HashMap<String, Digest>,
    /// The workers that are posting under each request id.
    posting: HashMap<String, Vec<usize>>,
}

/// A process that writes to the ledger, with the company and the moment at which it writes.
pub(crate) struct Writer<'w> {
    pub(crate) process: usize,
    pub(crate) company: &'w InProcessSandbox,
    pub(crate) now: Timestamp,
}

impl Observer {
    /// An observer to a world with these mappings.
    pub(crate) fn of(mappings: &[Mapping], tokens: &TokenSet) -> Self {
        let mut observer = Self::default();
        observer.mapped(mappings);
        observer.tokens_stored(Version::after(None), tokens);
        observer
    }

    /// The observer of a world of which this is the past: as in a new store, all versions are first ones.
    pub(crate) fn onwards(&self) -> Self {
        let first = Version::after(None);
        let mut onwards = self.clone();
        for (version, _) in onwards.ledger.values_mut() {
            *version = first;
        }
        for (version, reservation) in onwards.reservations.values_mut() {
            *version = first;
            let holders = reservation.holders.iter_mut();
            holders.for_each(|holder| holder.version = first);
        }
        onwards.stored = self.stored.map(|(_, place, ends)| (first.0, place, ends));
        onwards.lease = None;
        onwards.posting.clear();
        onwards
    }

    pub(crate) fn breach(&mut self, promise: Promise, detail: impl Into<String>) {
        let breach = Breach {
            promise,
            detail: detail.into(),
        };
        self.log(|| format!("BROKEN {breach}"));
        self.breaches.push(breach);
    }

    /// Adds a line to the transcript, if one is kept.
    pub(crate) fn log(&mut self, line: impl FnOnce() -> String) {
        if let Some(transcript) = &mut self.transcript {
            transcript.push(line());
        }
    }

    /// The digest of the company.
    pub(crate) fn company_digest(&self) -> Digest {
        self.books.with(self.grants)
    }

    /// The digest of the company without its tokens.
    pub(crate) fn documents_digest(&self) -> Digest {
        self.books
    }

    /// The digest of all that is booked: in the company, and in the store.
    pub(crate) fn books_digest(&self) -> Digest {
        self.books.with(self.store_digest())
    }

    /// The digest of the store's part that is not about tokens.
    pub(crate) fn store_digest(&self) -> Digest {
        let mut store_digest = Digest::default();
        for (key, (version, entry)) in &self.ledger {
            store_digest.add((key, version.0));
            add_entry(&mut store_digest, entry);
        }
        for (key, (version, reservation)) in &self.reservations {
            add_reservation(&mut store_digest, key, Some(version.0), reservation);
        }
        for mapping in &self.mappings {
            store_digest.add(mapping);
        }
        store_digest
    }

    /// The digest of all that tokens depend on; the holder of the lease aside.
    pub(crate) fn tokens(&self) -> Digest {
        self.grants.with(self.stored)
    }

    /// The digest of everything but the holder of the lease.
    pub(crate) fn key(&self) -> Digest {
        let mut key = self
            .company_digest()
            .with(self.store_digest())
            .with(self.tokens());
        key.add(self.ends_key());
        let mut posting: Vec<_> = self.posting.iter().collect();
        posting.sort();
        key.with(posting)
    }

    /// The digest of how the events ended.
    pub(crate) fn ends_key(&self) -> Digest {
        let mut key = Digest::default();
        for (worker, end) in &self.ends {
            let document = match end {
                End::Done(response) => documents_of(response),
                End::Failed { error_type, .. } => vec![(*error_type).to_owned()],
            };
            key.add((worker, document));
        }
        key
    }

    /// The digest of what a process remembers, in relation to what is stored.
    pub(crate) fn memory_key(&self, memory: &Memory) -> Digest {
        let age = |place: usize| self.refresh_tokens.len().saturating_sub(place);
        let stored = self.stored.map(|(version, ..)| version);
        let cached = memory.cached.map(|(place, refused)| (age(place), refused));
        let unsaved = memory
            .unsaved
            .map(|(place, version)| (age(place), Some(version.0) == stored));
        Digest::of((cached, unsaved, memory.is_named))
    }

    /// The place of the stored refresh token, and its version.
    pub(crate) fn stored_tokens(&self) -> Option<(usize, Version)> {
        self.stored
            .map(|(version, place, _)| (place, Version(version)))
    }

    /// The digest of the world as far as a worker depends on it that is between two attempts. Whether a
    /// lease has ended matters and not when, and so with the age of a claim and the end of a token. Versions
    /// matter to nobody, unless a write that expects one is under way.
    pub(crate) fn state_between_attempts(
        &self,
        now: Timestamp,
        company: &InProcessSandbox,
        with_versions: bool,
    ) -> Digest {
        let mut standing = self.books.with("standing");
        standing.add(self.record_changed);
        for (key, (version, entry)) in &self.ledger {
            standing.add((key, with_versions.then_some(version.0)));
            add_entry_between_attempts(&mut standing, entry, now);
        }
        for (key, (version, reservation)) in &self.reservations {
            let version = with_versions.then_some(version.0);
            add_reservation(&mut standing, key, version, reservation);
        }
        for mapping in &self.mappings {
            standing.add(mapping);
        }
        if let Some((version, place, access_ends)) = self.stored {
            let token = self.refresh_tokens.get(place).map_or("", String::as_str);
            let age = self.refresh_tokens.len().saturating_sub(place);
            let is_fresh = access_ends > now.saturating_add(SOON).unwrap_or(now);
            standing.add((company.accepts_refresh_token(token), age, is_fresh));
            standing.add(with_versions.then_some(version));
        }
        let lease = self
            .lease
            .map(|(_, until)| until)
            .filter(|until| *until > now);
        standing.with(lease.map(|until| until.duration_since(now).as_millis()))
    }

    /// Notes that QuickBooks has forgotten all request ids.
    pub(crate) fn forgot(&mut self) {
        self.books.add("forgot");
    }

    /// The observer as it will be once QuickBooks has forgotten all request ids.
    pub(crate) fn after_forgetting(&self) -> Self {
        let mut after = self.clone();
        after.forgot();
        after
    }

    /// Notes an answer of QuickBooks or of Intuit.
    pub(crate) fn quickbooks_answered(
        &mut self,
        entry: &JournalEntry,
        refresh_token: Option<&str>,
    ) {
        let replayed = if entry.replayed { ", replayed" } else { "" };
        self.log(|| {
            let entity = entry.entity.as_deref().unwrap_or("");
            let items = entry.items.iter();
            let items: Vec<String> = items
                .map(|item| {
                    let entity = item.entity.as_deref().unwrap_or("");
                    let fault = item.fault.as_deref().unwrap_or("ok");
                    format!("{:?} {entity} {fault}", item.operation)
                })
                .collect();
            format!(
                "    QuickBooks: {:?} {entity} {items:?} {}{replayed}",
                entry.operation, entry.status
            )
        });
        if entry.operation == Operation::Token {
            let place = self.place_of(refresh_token.unwrap_or_default());
            self.grants.add((place, entry.status));
            return;
        }
        if !entry.is_write || entry.status == 401 {
            return;
        }
        let body = Digest::of(&entry.body);
        if let Some(request_id) = &entry.request_id {
            let first = *self.bodies.entry(request_id.clone()).or_insert(body);
            if first != body {
                let detail = format!("{request_id} came with other bytes than at first");
                self.breach(Promise::OneBody, detail);
            }
        }
        if !entry.replayed {
            let query: Vec<_> = entry.query.iter().collect();
            self.books.add((&entry.path, query, body, entry.status));
        }
    }

    /// Notes a ledger entry that a process wrote.
    pub(crate) fn ledger_written(
        &mut self,
        writer: &Writer<'_>,
        key: &LedgerKey,
        version: Version,
        entry: &LedgerEntry,
    ) {
        let company = writer.company;
        if let EntryState::Done { document, .. } = &entry.state
            && !company.has(&document.entity, &document.id)
        {
            let detail = format!("{} says {} {}", key.0, document.entity, document.id);
            self.breach(Promise::LedgerPoints, detail);
        }
        let before = self.ledger.insert(key.clone(), (version, entry.clone()));
        let Some((_, before)) = before else { return };
        if let EntryState::Claimed {
            owner, lease_until, ..
        } = &before.state
            && *lease_until > writer.now
            && process_of(owner) != Some(writer.process)
        {
            let detail = format!("{} was claimed until {lease_until}", key.0);
            self.breach(Promise::Lease, detail);
        }
        if let (EntryState::Done { document: old, .. }, state) = (&before.state, &entry.state) {
            let stands = company.has(&old.entity, &old.id);
            let is_lost = match state {
                EntryState::Open => stands,
                EntryState::Done { document, .. } => document != old && stands,
                EntryState::Claimed { .. } => false,
            };
            if is_lost {
                let detail = format!("{} forgot {} {}", key.0, old.entity, old.id);
                self.breach(Promise::LedgerPoints, detail);
            }
        }
    }

    /// Notes reservations that were written with an entry.
    pub(crate) fn reserved(&mut self, reservations: Vec<ReservationPut>) {
        for put in reservations {
            let version = Version::after(put.expected);
            self.reservations
                .insert(put.key, (version, put.reservation));
        }
    }

    /// Notes that a worker begins to post under a request id.
    pub(crate) fn begins_to_post(&mut self, request_id: &str, worker: usize) {
        let at_work = self.posting.entry(request_id.to_owned()).or_default();
        let others = at_work.iter().any(|other| *other != worker);
        at_work.push(worker);
        if others {
            let detail = format!("two invocations post under {request_id}");
            self.breach(Promise::OneAtWork, detail);
        }
    }

    /// Notes that a worker has its answer, or does not wait for it any more.
    pub(crate) fn ends_to_post(&mut self, request_id: &str, worker: usize) {
        if let Some(at_work) = self.posting.get_mut(request_id) {
            at_work.retain(|other| *other != worker);
            if at_work.is_empty() {
                self.posting.remove(request_id);
            }
        }
    }

    pub(crate) fn mapped(&mut self, mappings: &[Mapping]) {
        for mapping in mappings {
            let id = mapping.quickbooks_id.clone();
            self.mappings.insert(mapping.key.clone(), id);
        }
    }

    pub(crate) fn unmapped(&mut self, keys: &[MappingKey]) {
        for key in keys {
            self.mappings.remove(key);
        }
    }

    pub(crate) fn tokens_stored(&mut self, version: Version, tokens: &TokenSet) {
        let place = self.place_of(tokens.refresh_token.expose_secret());
        self.stored = Some((version.0, place, tokens.access_expires_at));
    }

    /// Makes the stored access token end at another moment.
    pub(crate) fn token_ends(&mut self, moment: Timestamp) {
        if let Some((_, _, ends)) = &mut self.stored {
            *ends = moment;
        }
    }

    pub(crate) fn place_of(&mut self, refresh_token: &str) -> usize {
        let known = self
            .refresh_tokens
            .iter()
            .position(|one| one == refresh_token);
        known.unwrap_or_else(|| {
            self.refresh_tokens.push(refresh_token.to_owned());
            self.refresh_tokens.len() - 1
        })
    }
}

/// A token that ends within this time counts as ended; no enumeration lasts long enough for another to end.
const SOON: SignedDuration = SignedDuration::from_mins(5);
