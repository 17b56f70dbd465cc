//! The decisions of the ledger's protocol, as pure functions of what stands in the ledger.

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use storage::{EntryState, LedgerEntry, Version, Versioned};

/// What to do next about a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is made: give this response again.
    Repeat {
        /// The response that was recorded.
        response: String,
        /// Whether the request's content is the one that was posted.
        same_content: bool,
    },
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

/// A claim that was found in the ledger, or that was just written.
#[derive(Clone, derive_more::Debug, PartialEq, Eq)]
pub struct Claimed {
    /// The version of the entry.
    pub version: Version,
    /// The fingerprint of the content that is posted.
    pub fingerprint: String,
    /// The generation of the request id.
    pub generation: u32,
    /// The company in which it is posted; unknown of a claim from before this was kept.
    pub company: Option<String>,
    /// Who holds the claim.
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
    /// What the response needs beside QuickBooks' answer.
    #[debug("{} bytes", context.len())]
    pub context: String,
    /// The entry of the document made before, where this is a further one of the record; it stands
    /// again if this one is not made.
    pub before: Option<Box<LedgerEntry>>,
}

/// What the ledger keeps with a claim beside the body.
#[derive(Serialize, Deserialize)]
struct Kept {
    context: String,
    before: Option<Box<LedgerEntry>>,
}

impl Kept {
    fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_else(|_| Self {
            context: text.to_owned(),
            before: None,
        })
    }
}

/// Decides what to do about a document in a company, from its ledger entry.
///
/// The body of a claim holds the ids of the company it was drafted for. In another company they would be
/// somebody else's, so it is never posted there.
pub fn next_step(
    entry: Option<&Versioned<LedgerEntry>>,
    fingerprint: &str,
    company: &str,
    now: Timestamp,
) -> Step {
    let Some(Versioned { version, value }) = entry else {
        return Step::Start {
            expected: None,
            generation: 0,
        };
    };
    match &value.state {
        EntryState::Open => Step::Start {
            expected: Some(*version),
            generation: value.generation,
        },
        EntryState::Done { response, .. } => Step::Repeat {
            response: response.clone(),
            same_content: value.fingerprint == fingerprint,
        },
        EntryState::Claimed { lease_until, .. } if *lease_until > now => Step::Wait {
            until: *lease_until,
        },
        EntryState::Claimed { .. } if is_elsewhere(value, company) => Step::Elsewhere {
            company: value.company.clone().unwrap_or_default(),
        },
        EntryState::Claimed {
            owner,
            lease_until,
            claimed_at,
            request_id,
            body,
            context,
        } => {
            let Kept { context, before } = Kept::read(context);
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
    }
}

/// Whether an entry is about another company than this one, as far as it says.
pub fn is_elsewhere(entry: &LedgerEntry, company: &str) -> bool {
    entry.company.as_deref().is_some_and(|own| own != company)
}

impl Claimed {
    /// The ledger entry that holds this claim.
    ///
    /// # Errors
    ///
    /// When what is kept with it cannot be written as JSON.
    pub fn entry(&self) -> Result<LedgerEntry, serde_json::Error> {
        let kept = serde_json::to_string(&Kept {
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
                context: kept,
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

    /// Whether QuickBooks can be expected to have forgotten the request id, so that the document
    /// must be looked up before it is posted again.
    pub fn is_forgotten(&self, now: Timestamp, memory: SignedDuration) -> bool {
        now.duration_since(self.claimed_at) >= memory
    }
}

/// The entry of the document that a record has already, where a further one may be due or is being
/// made.
pub fn made_before(entry: &LedgerEntry) -> Option<LedgerEntry> {
    match &entry.state {
        EntryState::Open => None,
        EntryState::Claimed { context, .. } => Kept::read(context).before.map(|before| *before),
        EntryState::Done { .. } => Some(entry.clone()),
    }
}

/// Whether an entry that a conditional write ran into is the writer's own, written by an attempt
/// whose answer was lost.
pub fn is_own_claim(entry: &LedgerEntry, claim: &Claimed) -> bool {
    matches!(&entry.state, EntryState::Claimed { owner, .. } if *owner == claim.owner)
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};
    use storage::{DocumentRef, EntryState, LedgerEntry, Version, Versioned};

    use super::{Claimed, Step, is_own_claim, made_before, next_step};

    const NOW: Timestamp = Timestamp::constant(1_700_000_000, 0);

    fn claim(lease_until: Timestamp) -> Claimed {
        Claimed {
            version: Version(3),
            fingerprint: "f".into(),
            generation: 2,
            company: Some("9130".into()),
            owner: "me".into(),
            lease_until,
            claimed_at: NOW,
            request_id: "qa-1".into(),
            body: "{}".into(),
            context: "c".into(),
            before: None,
        }
    }

    fn step(entry: LedgerEntry) -> Step {
        let version = Version(3);
        let stored = Versioned {
            version,
            value: entry,
        };
        next_step(Some(&stored), "f", "9130", NOW)
    }

    #[test]
    fn a_document_nobody_is_at_is_started() {
        assert_eq!(
            next_step(None, "f", "9130", NOW),
            Step::Start {
                expected: None,
                generation: 0
            }
        );
        let open = claim(NOW).opened(2);
        assert_eq!(
            step(open),
            Step::Start {
                expected: Some(Version(3)),
                generation: 2
            }
        );
    }

    #[test]
    fn a_claim_is_waited_for_until_its_lease_ends_and_then_taken_over_as_it_is() {
        let later = NOW + SignedDuration::from_nanos(1);
        assert_eq!(
            step(claim(later).entry().unwrap()),
            Step::Wait { until: later }
        );
        assert_eq!(
            step(claim(NOW).entry().unwrap()),
            Step::TakeOver(claim(NOW))
        );
    }

    #[test]
    fn a_claim_of_another_company_is_not_posted_in_this_one() {
        let elsewhere = Claimed {
            company: Some("1".into()),
            ..claim(NOW)
        };
        let company = "1".to_owned();
        assert_eq!(
            step(elsewhere.entry().unwrap()),
            Step::Elsewhere { company }
        );
        let from_before_it_was_kept = Claimed {
            company: None,
            ..claim(NOW)
        };
        assert_eq!(
            step(from_before_it_was_kept.entry().unwrap()),
            Step::TakeOver(from_before_it_was_kept)
        );
        let later = NOW + SignedDuration::from_nanos(1);
        let at_work = Claimed {
            lease_until: later,
            ..elsewhere
        };
        assert_eq!(step(at_work.entry().unwrap()), Step::Wait { until: later });
    }

    #[test]
    fn an_entry_from_before_the_company_was_kept_is_read() {
        let mut stored = serde_json::to_value(claim(NOW).entry().unwrap()).unwrap();
        stored.as_object_mut().unwrap().remove("company");
        let entry: LedgerEntry = serde_json::from_value(stored).unwrap();
        assert_eq!(entry.company, None);
    }

    #[test]
    fn a_made_document_is_never_made_again_even_if_the_content_changed() {
        let done = LedgerEntry {
            fingerprint: "other".into(),
            generation: 0,
            company: Some("9130".into()),
            state: EntryState::Done {
                recorded_at: NOW,
                document: DocumentRef {
                    entity: "Invoice".into(),
                    id: "145".into(),
                },
                response: "r".into(),
            },
        };
        let repeat = Step::Repeat {
            response: "r".into(),
            same_content: false,
        };
        assert_eq!(step(done), repeat);
    }

    #[test]
    fn a_further_document_that_is_not_made_leaves_the_one_before() {
        let done = LedgerEntry {
            fingerprint: "f".into(),
            generation: 0,
            company: Some("9130".into()),
            state: EntryState::Done {
                recorded_at: NOW,
                document: DocumentRef {
                    entity: "RefundReceipt".into(),
                    id: "145".into(),
                },
                response: "r".into(),
            },
        };
        let further = Claimed {
            before: Some(Box::new(done.clone())),
            ..claim(NOW)
        };
        let Step::TakeOver(found) = step(further.entry().unwrap()) else {
            panic!("not taken over");
        };
        assert_eq!(found, further);
        assert_eq!(made_before(&further.entry().unwrap()), Some(done.clone()));
        let generation = 3;
        assert_eq!(found.opened(generation), LedgerEntry { generation, ..done });
    }

    #[test]
    fn an_own_claim_is_known_by_its_owner() {
        let mine = claim(NOW);
        let theirs = Claimed {
            owner: "they".into(),
            ..mine.clone()
        };
        assert!(is_own_claim(&mine.entry().unwrap(), &mine));
        assert!(!is_own_claim(&theirs.entry().unwrap(), &mine));
        assert!(!is_own_claim(&mine.opened(3), &mine));
    }

    #[test]
    fn a_request_id_is_forgotten_after_its_memory() {
        let memory = SignedDuration::from_mins(60);
        assert!(!claim(NOW).is_forgotten(NOW + SignedDuration::from_mins(59), memory));
        assert!(claim(NOW).is_forgotten(NOW + memory, memory));
    }
}
