//! Carrying the protocol out: claim, post, record.

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use quickbooks::{Answer, Fault, Request, RequestId, Transport};
use serde_json::Value;
use storage::{
    CompareAndPut, DocumentRef, EntryState, Ledger, LedgerEntry, ReservationPut, Reservations,
    Reserve, StorageError, Tokens, Version, Versioned,
};

use super::Identity;
use super::lost::OtherDocument;
use super::protocol::{Claimed, is_own_claim, same_document};
use crate::ActionError;
use crate::books::environment::Environment;
use crate::books::{Books, CallFailure};

/// The time for which a claim outlasts its invocation: a request cut off at the invocation's end may still be
/// at work in QuickBooks for some seconds, and two at work under one request id are best avoided.
const SETTLING: SignedDuration = SignedDuration::from_secs(10);

/// The commit of one document in one invocation.
pub struct Commit<'e, S, T, E> {
    /// The ledger.
    pub store: &'e S,
    /// The company's books.
    pub books: &'e Books<'e, S, T, E>,
    /// The document's identity.
    pub identity: &'e Identity,
    /// The time for which QuickBooks is trusted to remember a request id.
    pub memory: SignedDuration,
    /// True when QuickBooks is asked for the link under which the document is paid online.
    pub payment_link: bool,
    /// True when QuickBooks is to take a number that another document has.
    pub allow_duplicate_number: bool,
    /// The entry of the document made before, where this is a further one of the record.
    pub before: Option<LedgerEntry>,
    /// Since when entries may be missing from the ledger, if any may be.
    pub incomplete_since: Option<Timestamp>,
    /// The documents of the same sale that are looked for then, too.
    pub others: Vec<OtherDocument>,
}

/// The outcome of posting a claimed body.
#[derive(Debug)]
pub enum Posted {
    /// The document is made; QuickBooks' entity.
    Made(Value),
    /// QuickBooks has it from before, and the ledger had lost it.
    Found(Value),
    /// QuickBooks refused it, and made nothing: the entry is open again, for a body under a new request id.
    Refused(Refusal),
}

/// QuickBooks' refusal of a body.
#[derive(Debug)]
pub struct Refusal {
    /// QuickBooks' words.
    pub fault: Fault,
    /// Intuit's transaction id.
    pub intuit_tid: Option<String>,
    /// The version of the entry, which is open again.
    pub version: Version,
    /// The generation of the next request id.
    pub generation: u32,
}

/// The state of a body before an attempt: it may have been posted already, or not.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    /// Never: the claim was written by this invocation, and every attempt so far was refused.
    NotPosted,
    /// Perhaps: by the claim's earlier holder, or by an attempt whose answer was lost.
    PerhapsPosted,
}

/// The content of a claim.
#[derive(derive_more::Debug)]
pub struct Claim {
    /// The version to claim against; none when there is no entry yet.
    pub expected: Option<Version>,
    /// The generation of the request id.
    pub generation: u32,
    /// The fingerprint of the content that is posted.
    pub fingerprint: String,
    /// The bytes to post.
    #[debug("{} bytes", body.len())]
    pub body: Bytes,
    /// The part of the response that QuickBooks' answer does not give, as text.
    #[debug("{} bytes", context.len())]
    pub context: String,
    /// The reservations that are written with it, all or none.
    pub reservations: Vec<ReservationPut>,
}

impl<S, T, E> Commit<'_, S, T, E>
where
    S: Ledger + Reservations + Tokens + Sync,
    T: Transport + Sync,
    E: Environment,
{
    /// Claims the document for this invocation, with the body to post and what it reserves.
    ///
    /// # Errors
    ///
    /// [`ActionError::InProgress`] when another invocation was faster.
    pub async fn claim(&self, claim: Claim) -> Result<Claimed, ActionError> {
        let Claim {
            expected,
            generation,
            fingerprint,
            body,
            context,
            reservations,
        } = claim;
        let request_id = self.identity.request_id(generation);
        let request_id = request_id.map_err(|error| ActionError::invalid(error.to_string()))?;
        let environment = self.books.environment;
        let claim = Claimed {
            version: Version(0),
            fingerprint,
            generation,
            company: self.books.company().to_owned(),
            owner: environment.token(),
            lease_until: self.lease_until(),
            claimed_at: environment.now(),
            request_id: request_id.to_string(),
            body,
            context,
            before: self.before.clone().map(Box::new),
        };
        let (connection, key) = (self.books.connection, self.identity.key());
        let entry = entry_of(&claim)?;
        let put =
            self.store
                .put_with_reservations(connection, key, expected, &entry, &reservations);
        match put.await? {
            Reserve::Written(version) => Ok(Claimed { version, ..claim }),
            Reserve::Current(current) => self.own(claim, &current),
            Reserve::Contended => Err(ActionError::InProgress {
                detail: format!("another invocation is booking the sale of {}", key.0),
            }),
        }
    }
}

impl<S: Ledger + Tokens + Sync, T: Transport + Sync, E: Environment> Commit<'_, S, T, E> {
    /// Takes over a claim whose lease has ended, with everything it holds.
    pub async fn take_over(&self, found: Claimed) -> Result<Claimed, ActionError> {
        let owner = self.books.environment.token();
        let expected = Some(found.version);
        let claim = Claimed {
            owner,
            lease_until: self.lease_until(),
            ..found
        };
        match self.put(expected, &entry_of(&claim)?).await? {
            CompareAndPut::Written(version) => Ok(Claimed { version, ..claim }),
            CompareAndPut::Current(current) => self.own(claim, &current),
        }
    }

    /// Posts a body claimed by this invocation, unless the ledger has lost its document.
    pub async fn post_claimed(&self, claim: &Claimed) -> Result<Posted, ActionError> {
        if let Some(found) = self.find_lost(claim, Before::NotPosted).await? {
            return Ok(found);
        }
        self.post(claim, Before::NotPosted).await
    }

    /// Posts a body taken over from an earlier claim: under the same request id, and after a
    /// look-up where QuickBooks may have forgotten it.
    pub async fn post_taken_over(&self, claim: &Claimed) -> Result<Posted, ActionError> {
        if let Some(found) = self.find_lost(claim, Before::PerhapsPosted).await? {
            return Ok(found);
        }
        if claim.is_forgotten(self.books.environment.now(), self.memory)
            && let Some(document) = self.look_up(claim, claim.claimed_at).await?
        {
            return Ok(Posted::Made(document));
        }
        self.post(claim, Before::PerhapsPosted).await
    }

    /// Records the document in the ledger, if the claim is still this invocation's.
    ///
    /// # Errors
    ///
    /// [`ActionError::InProgress`] when the claim was taken over meanwhile: its new holder posts the
    /// same bytes under the same request id, so it records the same document.
    pub async fn record(
        &self,
        claim: &Claimed,
        document: DocumentRef,
        response: String,
    ) -> Result<Version, ActionError> {
        let recorded_at = self.books.environment.now();
        let state = EntryState::Done {
            recorded_at,
            document,
            response,
        };
        let fingerprint = claim.fingerprint.clone();
        let entry = LedgerEntry {
            fingerprint,
            generation: claim.generation,
            company: claim.company.clone(),
            state,
        };
        match self.put(Some(claim.version), &entry).await? {
            CompareAndPut::Written(version) => Ok(version),
            CompareAndPut::Current(current) if same_document(&current.value, &entry) => {
                Ok(current.version)
            }
            CompareAndPut::Current(_) => Err(self.taken()),
        }
    }

    async fn post(&self, claim: &Claimed, mut before: Before) -> Result<Posted, ActionError> {
        let request = self.request(claim)?;
        loop {
            match self.books.call(&request).await {
                Ok(answer) => match self.document(answer) {
                    Ok(document) => return Ok(Posted::Made(document)),
                    Err(detail) => return self.give_up(claim, detail).await,
                },
                Err(CallFailure::Rejected { fault, intuit_tid }) => {
                    return self.refused(claim, before, fault, intuit_tid).await;
                }
                Err(CallFailure::NotDone(error)) => {
                    self.release(claim, before).await;
                    return Err(error);
                }
                // One quick repeat under the same request id usually finds the outcome at once.
                Err(CallFailure::Unknown { detail }) => {
                    let repeated = std::mem::replace(&mut before, Before::PerhapsPosted);
                    if repeated == Before::PerhapsPosted || !self.books.pause().await {
                        return self.give_up(claim, detail).await;
                    }
                }
            }
        }
    }

    fn request(&self, claim: &Claimed) -> Result<Request, ActionError> {
        let request_id = RequestId::new(&claim.request_id);
        let request_id = request_id.map_err(|error| ActionError::invalid(error.to_string()))?;
        let request = Request::create(self.identity.document(), claim.body.clone(), &request_id);
        let request = if self.payment_link {
            request.including_invoice_link()
        } else {
            request
        };
        Ok(if self.allow_duplicate_number {
            request.allowing_duplicate_document_number()
        } else {
            request
        })
    }

    /// The entity in an answer; an answer without one leaves the outcome unknown.
    pub(super) fn document(&self, answer: Answer) -> Result<Value, String> {
        let kind = self.identity.document();
        match answer.into_object(kind) {
            Some(document) if document.get("Id").is_some_and(Value::is_string) => Ok(document),
            _ => Err(format!("QuickBooks' answer holds no {kind} with an Id")),
        }
    }

    /// A refusal says that this attempt made nothing. An earlier one may have, if QuickBooks has
    /// forgotten its request id: then the document is looked up.
    async fn refused(
        &self,
        claim: &Claimed,
        before: Before,
        fault: Fault,
        intuit_tid: Option<String>,
    ) -> Result<Posted, ActionError> {
        if before == Before::PerhapsPosted
            && let Some(document) = self.look_up(claim, claim.claimed_at).await?
        {
            return Ok(Posted::Made(document));
        }
        // QuickBooks may remember the refusal under this request id, so the next body gets another.
        let generation = claim.generation.saturating_add(1);
        match self
            .put(Some(claim.version), &claim.opened(generation))
            .await?
        {
            CompareAndPut::Written(version) => Ok(Posted::Refused(Refusal {
                fault,
                intuit_tid,
                version,
                generation,
            })),
            CompareAndPut::Current(_) => Err(self.taken()),
        }
    }

    /// Lets go of a claim whose body is known not to be posted. If that cannot be written, the claim
    /// ends with its lease and whoever takes it over posts its body: later, but once.
    pub(super) async fn release(&self, claim: &Claimed, before: Before) {
        let entry = match before {
            Before::NotPosted => Ok(claim.opened(claim.generation)),
            Before::PerhapsPosted => self.ended(claim, SignedDuration::ZERO).entry(),
        };
        self.put_if_possible(claim, entry).await;
    }

    /// Keeps the claim for a later invocation to find out, and lets that one in soon.
    async fn give_up<A>(&self, claim: &Claimed, detail: String) -> Result<A, ActionError> {
        self.put_if_possible(claim, self.ended(claim, SETTLING).entry())
            .await;
        Err(ActionError::OutcomeUnknown { detail })
    }

    fn ended(&self, claim: &Claimed, after: SignedDuration) -> Claimed {
        let lease_until = claim
            .lease_until
            .min(later(self.books.environment.now(), after));
        Claimed {
            lease_until,
            ..claim.clone()
        }
    }

    async fn put_if_possible(
        &self,
        claim: &Claimed,
        entry: Result<LedgerEntry, serde_json::Error>,
    ) {
        let put = match entry {
            Ok(entry) => self.put(Some(claim.version), &entry).await.map(|_| ()),
            Err(error) => {
                tracing::warn!(%error, "the claim cannot be written");
                return;
            }
        };
        if let Err(error) = put {
            tracing::warn!(%error, "the claim stays until its lease ends");
        }
    }

    /// A claim that ran into an entry: its own, if that was written by an attempt whose answer was lost.
    fn own(
        &self,
        claim: Claimed,
        current: &Versioned<LedgerEntry>,
    ) -> Result<Claimed, ActionError> {
        if !is_own_claim(&current.value, &claim) {
            return Err(self.taken());
        }
        let version = current.version;
        Ok(Claimed { version, ..claim })
    }

    pub(super) async fn put(
        &self,
        expected: Option<Version>,
        entry: &LedgerEntry,
    ) -> Result<CompareAndPut, StorageError> {
        let key = self.identity.key();
        self.store
            .compare_and_put(self.books.connection, key, expected, entry)
            .await
    }

    fn lease_until(&self) -> Timestamp {
        later(self.books.deadline, SETTLING)
    }

    pub(super) fn taken(&self) -> ActionError {
        let document = self.identity.document();
        ActionError::InProgress {
            detail: format!(
                "another run of the same record was at its {document} at this moment: run it again, which finds out what \
                 was made"
            ),
        }
    }
}

fn entry_of(claim: &Claimed) -> Result<LedgerEntry, ActionError> {
    claim
        .entry()
        .map_err(|error| ActionError::invalid(error.to_string()))
}

fn later(moment: Timestamp, by: SignedDuration) -> Timestamp {
    moment.checked_add(by).unwrap_or(Timestamp::MAX)
}
