//! The decisions of the ledger's protocol, as pure functions of what stands in the ledger.

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use storage::{DocumentRef, EntryState, LedgerEntry, Version, Versioned};

use super::identity::same_content;

/// The next step towards a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is made: give its response again.
    Repeat(Done),
    /// Somebody is at it: come back after this moment.
    Wait {
        /// When the claim ends.
        until: Timestamp,
    },
    /// Nobody is at it: resolve, draft and claim.
    Start {
        /// The version to claim against; none when there is no entry yet.
        expected: Option<Version>,
        /// The generation of the request id.
        generation: u32,
    },
    /// Somebody was at it and did not come back: finish what they began.
    TakeOver(Claimed),
    /// Somebody was at it in another company, which the connection has left since, and did not come
    /// back: whether it was made is not known, and cannot be found out here.
    Elsewhere {
        /// That company.
        company: String,
    },
}

/// A document that was found recorded in the ledger.
#[derive(Clone, derive_more::Debug, PartialEq, Eq)]
pub struct Done {
    /// The version of the entry.
    pub version: Version,
    /// The fingerprint of the content that was posted.
    pub fingerprint: String,
    /// The generation of the request id it was posted under.
    pub generation: u32,
    /// The company it was made in.
    pub company: String,
    /// The document in QuickBooks.
    pub document: DocumentRef,
    /// The response that was recorded.
    #[debug("{} bytes", response.len())]
    pub response: String,
    /// True when the request's content is the one that was posted.
    pub same_content: bool,
}

/// A claim that was found in the ledger, or that was just written.
#[derive(Clone, derive_more::Debug, PartialEq, Eq)]
pub struct Claimed {
    /// The version of the entry.
    pub version: Version,
    /// The fingerprint of the content that is posted.
    pub fingerprint: String,
    /// The generation of the request id.
    pub generation: u32,
    /// The company in which it is posted.
    pub company: String,
    /// The name of the invocation that holds the claim.
    pub owner: String,
    /// When the claim ends.
    pub lease_until: Timestamp,
    /// When the body was first claimed.
    pub claimed_at: Timestamp,
    /// The request id it is posted under.
    pub request_id: String,
    /// The bytes to post.
    #[debug("{} bytes", body.len())]
    pub body: Bytes,
    /// The part of the response that QuickBooks' answer does not give, as text.
    #[debug("{} bytes", context.len())]
    pub context: String,
    /// The entry of the document made before, where this is a further one of the record; it stands
    /// again if this one is not made.
    pub before: Option<Box<LedgerEntry>>,
}

/// The context of a claim as the ledger stores it.
#[derive(Serialize, Deserialize)]
struct StoredContext {
    context: String,
    before: Option<Box<LedgerEntry>>,
}

impl StoredContext {
    fn read(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }
}

/// Decides what to do about a document in a company, from its ledger entry.
///
/// The body of a claim holds the ids of the company it was drafted for. In another company they would be
/// somebody else's, so it is never posted there.
///
/// # Errors
///
/// When the context of a claim that is to be taken over cannot be read.
pub fn next_step(
    entry: Option<&Versioned<LedgerEntry>>,
    fingerprint: &str,
    company: &str,
    now: Timestamp,
) -> Result<Step, serde_json::Error> {
    let Some(Versioned { version, value }) = entry else {
        return Ok(Step::Start {
            expected: None,
            generation: 0,
        });
    };
    Ok(match &value.state {
        EntryState::Open => Step::Start {
            expected: Some(*version),
            generation: value.generation,
        },
        EntryState::Done {
            document, response, ..
        } => Step::Repeat(Done {
            version: *version,
            fingerprint: value.fingerprint.clone(),
            generation: value.generation,
            company: value.company.clone(),
            document: document.clone(),
            response: response.clone(),
            same_content: same_content(&value.fingerprint, fingerprint),
        }),
        EntryState::Claimed { lease_until, .. } if *lease_until > now => Step::Wait {
            until: *lease_until,
        },
        EntryState::Claimed { .. } if is_elsewhere(value, company) => Step::Elsewhere {
            company: value.company.clone(),
        },
        EntryState::Claimed {
            owner,
            lease_until,
            claimed_at,
            request_id,
            body,
            context,
        } => {
            let StoredContext { context, before } = StoredContext::read(context)?;
            Step::TakeOver(Claimed {
                version: *version,
                fingerprint: value.fingerprint.clone(),
                generation: value.generation,
                company: value.company.clone(),
                owner: owner.clone(),
                lease_until: *lease_until,
                claimed_at: *claimed_at,
                request_id: request_id.clone(),
                body: body.clone(),
                context,
                before,
            })
        }
    })
}

/// True when an entry is about another company than this one.
pub fn is_elsewhere(entry: &LedgerEntry, company: &str) -> bool {
    entry.company != company
}

impl Claimed {
    /// The ledger entry that holds this claim.
    ///
    /// # Errors
    ///
    /// When its context cannot be written as JSON.
    pub fn entry(&self) -> Result<LedgerEntry, serde_json::Error> {
        let stored = serde_json::to_string(&StoredContext {
            context: self.context.clone(),
            before: self.before.clone(),
        })?;
        Ok(LedgerEntry {
            fingerprint: self.fingerprint.clone(),
            generation: self.generation,
            company: self.company.clone(),
            state: EntryState::Claimed {
                owner: self.owner.clone(),
                lease_until: self.lease_until,
                claimed_at: self.claimed_at,
                request_id: self.request_id.clone(),
                body: self.body.clone(),
                context: stored,
            },
        })
    }

    /// The entry once it is known that nothing was made, to be posted under a request id of
    /// `generation`: open, or as it was with the document made before.
    pub fn opened(&self, generation: u32) -> LedgerEntry {
        if let Some(before) = self.before.clone() {
            return LedgerEntry {
                generation,
                ..*before
            };
        }
        let fingerprint = self.fingerprint.clone();
        LedgerEntry {
            fingerprint,
            generation,
            company: self.company.clone(),
            state: EntryState::Open,
        }
    }

    /// True when QuickBooks can be expected to have forgotten the request id, so that the document
    /// must be looked up before it is posted again.
    pub fn is_forgotten(&self, now: Timestamp, memory: SignedDuration) -> bool {
        now.duration_since(self.claimed_at) >= memory
    }
}

/// The entry of the document that a record has already, where a further one may be due or is being
/// made.
///
/// # Errors
///
/// When the context of a claim cannot be read.
pub fn made_before(entry: &LedgerEntry) -> Result<Option<LedgerEntry>, serde_json::Error> {
    Ok(match &entry.state {
        EntryState::Open => None,
        EntryState::Claimed { context, .. } => {
            StoredContext::read(context)?.before.map(|before| *before)
        }
        EntryState::Done { .. } => Some(entry.clone()),
    })
}

/// True when an entry that a conditional write ran into is the writer's own, written by an attempt
/// whose answer was lost.
pub fn is_own_claim(entry: &LedgerEntry, claim: &Claimed) -> bool {
    matches!(&entry.state, EntryState::Claimed { owner, .. } if *owner == claim.owner)
}

/// True for two entries of one document.
pub(super) fn same_document(left: &LedgerEntry, right: &LedgerEntry) -> bool {
    match (&left.state, &right.state) {
        (
            EntryState::Done { document: left, .. },
            EntryState::Done {
                document: right, ..
            },
        ) => left == right,
        _ => false,
    }
}

#[cfg(test)]
mod tests;
