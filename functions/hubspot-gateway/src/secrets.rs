//! The secrets of HubSpot accounts, by which their requests are verified and their records read.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use hubspot::signature::{SignatureError, SignatureVersion, SignedRequest, verify};
use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;
use storage::{PortalId, PortalSecret, Portals, StorageError};

use crate::error::Refusal;

/// The time for which a secret is kept. That there is none is kept too: whoever makes accounts up costs one look-up.
const KEPT: SignedDuration = SignedDuration::from_mins(5);

/// The age after which a secret that does not fit is read again: it may have been replaced. Until then HubSpot is asked
/// to send the request again, so that whoever makes signatures up costs no more look-ups.
const DOUBTED: SignedDuration = SignedDuration::from_secs(15);

/// The most accounts that are kept.
const MOST: usize = 1_000;

/// The secrets of HubSpot accounts, kept for some minutes.
#[derive(Default, derive_more::Debug)]
#[debug("PortalSecrets")]
pub(crate) struct PortalSecrets(Mutex<HashMap<PortalId, Kept>>);

#[derive(Clone)]
struct Kept {
    at: Timestamp,
    secret: Option<Arc<PortalSecret>>,
}

impl PortalSecrets {
    /// Verifies that the account signed the request.
    ///
    /// # Errors
    ///
    /// [`Refusal::Unsigned`], [`Refusal::Doubtful`] while that may be the fault of a secret that was replaced, and
    /// [`Refusal::Unavailable`] when the secret cannot be read just now.
    pub(crate) async fn verify<P: Portals>(
        &self,
        portals: &P,
        portal: &PortalId,
        request: &SignedRequest<'_>,
        now: Timestamp,
    ) -> Result<SignatureVersion, Refusal> {
        if let Some(kept) = self.kept(portal, now) {
            let verified = verified(&kept, request, now);
            let is_old = now.duration_since(kept.at).abs() >= DOUBTED;
            match verified {
                Ok(version) => return Ok(version),
                Err(error) if !error.may_end_with_another_secret() => {
                    return Err(Refusal::Unsigned(error));
                }
                Err(error) if !is_old => return Err(Refusal::Doubtful(error)),
                Err(_) => {}
            }
        }
        let kept = self.read(portals, portal, now).await;
        let kept = kept.map_err(|error| Refusal::unavailable(&error))?;
        verified(&kept, request, now).map_err(Refusal::Unsigned)
    }

    /// The account's access token, if one is stored.
    pub(crate) async fn access_token<P: Portals>(
        &self,
        portals: &P,
        portal: &PortalId,
        now: Timestamp,
    ) -> Result<Option<SecretString>, StorageError> {
        let kept = match self.kept(portal, now) {
            Some(kept) => kept,
            None => self.read(portals, portal, now).await?,
        };
        Ok(kept.secret.map(|secret| secret.access_token.clone()))
    }

    async fn read<P: Portals>(
        &self,
        portals: &P,
        portal: &PortalId,
        now: Timestamp,
    ) -> Result<Kept, StorageError> {
        let stored = portals.load_portal(portal).await?;
        let is_unsigned = |stored: &PortalSecret| stored.client_secret.is_none();
        if stored.as_ref().is_some_and(is_unsigned) {
            tracing::warn!(%portal, "the account's secret has no client secret: its requests are refused");
        }
        let kept = Kept {
            at: now,
            secret: stored.map(Arc::new),
        };
        self.keep(portal, kept.clone(), now);
        Ok(kept)
    }

    fn kept(&self, portal: &PortalId, now: Timestamp) -> Option<Kept> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = all.get(portal)?;
        is_fresh(kept, now).then(|| kept.clone())
    }

    fn keep(&self, portal: &PortalId, kept: Kept, now: Timestamp) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST {
            all.retain(|_, kept| is_fresh(kept, now) && kept.secret.is_some());
        }
        if all.len() < MOST {
            all.insert(portal.clone(), kept);
        }
    }
}

fn is_fresh(kept: &Kept, now: Timestamp) -> bool {
    now.duration_since(kept.at).abs() < KEPT
}

fn verified(
    kept: &Kept,
    request: &SignedRequest<'_>,
    now: Timestamp,
) -> Result<SignatureVersion, SignatureError> {
    let secret = kept.secret.as_ref();
    let secret = secret.and_then(|secret| secret.client_secret.as_ref());
    verify(secret.ok_or(SignatureError::NoSecret)?, request, now)
}
