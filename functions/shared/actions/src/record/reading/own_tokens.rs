//! The tokens of which HubSpot has said that they are of the account under whose number they are stored.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hubspot::{CallError, Client, Request, Transport};
use secrecy::{ExposeSecret, SecretString};
use storage::PortalId;

use super::own_token;
use crate::ActionError;

/// The tokens of which HubSpot has said that they are of the account under whose number they are stored, kept for the
/// life of the process.
///
/// Whatever writes into an account, or takes a record for one of it, asks first: two accounts may have records of the
/// same ids, and a stranger's deal would be told what became of this one's.
#[derive(Default, derive_more::Debug)]
#[debug("OwnTokens")]
pub struct OwnTokens(Mutex<HashMap<PortalId, SecretString>>);

/// A token is not known to be its account's.
#[derive(Debug, thiserror::Error)]
pub enum OwnTokenError {
    /// HubSpot has not said whose it is.
    #[error("{0}")]
    Unanswered(#[from] CallError),
    /// It is another account's.
    #[error("{0}")]
    OfAnother(ActionError),
}

impl OwnTokens {
    /// Asks HubSpot whose a token is, once for a token; `label` is the record or connection that needs it.
    ///
    /// # Errors
    ///
    /// [`OwnTokenError::OfAnother`], with an [`ActionError::SettingMissing`], for a token of another account than
    /// `portal`; [`OwnTokenError::Unanswered`] where HubSpot does not say it `within` this time.
    pub async fn check<T: Transport>(
        &self,
        client: &Client<T>,
        (portal, token): (&PortalId, &SecretString),
        label: &str,
        within: Duration,
    ) -> Result<(), OwnTokenError> {
        if self.knows(portal, token) {
            return Ok(());
        }
        let request = Request::account_details();
        let answer = client.send(token, &request, within).await?;
        let details = answer.account_details()?;
        let account = details.portal_id;
        own_token(portal, account.as_str(), label).map_err(OwnTokenError::OfAnother)?;
        self.tokens().insert(portal.clone(), token.clone());
        Ok(())
    }

    fn knows(&self, portal: &PortalId, token: &SecretString) -> bool {
        let tokens = self.tokens();
        let known = tokens.get(portal).map(ExposeSecret::expose_secret);
        known == Some(token.expose_secret())
    }

    fn tokens(&self) -> MutexGuard<'_, HashMap<PortalId, SecretString>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
