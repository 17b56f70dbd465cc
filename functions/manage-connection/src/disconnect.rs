//! The end of a connection: its consent is ended at Intuit, and its tokens are forgotten.

use std::time::Duration;

use actions::ActionError;
use actions::books::environment::Environment;
use jiff::SignedDuration;
use quickbooks::{OAuthError, Transport};
use storage::{Connection, Lease, TokenSet};

use crate::answer::{Answer, Disconnected};
use crate::operation::Disconnect;
use crate::{ManageConnection, Store};

const REVOKE_TIMEOUT: Duration = Duration::from_secs(10);
const REVOKE_ATTEMPTS: u32 = 3;
const PAUSE: Duration = Duration::from_millis(500);

/// Longer than all attempts take, so that nobody refreshes a token that is being revoked.
const LEASE: SignedDuration = SignedDuration::from_mins(1);

impl<S, T, E> ManageConnection<'_, S, T, E>
where
    S: Store,
    T: Transport + Clone + Sync,
    E: Environment,
{
    pub(crate) async fn disconnect(&self, request: Disconnect) -> Result<Answer, ActionError> {
        let connection = &request.connection;
        let owner = self.engine.environment.token();
        self.take_lease(connection, &owner).await?;
        let disconnected = self.disconnect_alone(&request).await;
        // A lease that cannot be given back ends by itself.
        if let Err(error) = self.store().release_lease(connection, &owner).await {
            tracing::warn!(%connection, %error, "the lease was not given back");
        }
        disconnected.map(Answer::Disconnected)
    }

    async fn take_lease(&self, connection: &Connection, owner: &str) -> Result<(), ActionError> {
        let now = self.engine.environment.now();
        let lease = Lease {
            owner: owner.to_owned(),
            until: now.saturating_add(LEASE).unwrap_or(now),
        };
        match self.store().acquire_lease(connection, &lease, now).await? {
            None => Ok(()),
            Some(_) => Err(ActionError::InProgress {
                detail: format!("another invocation is refreshing the tokens of {connection}"),
            }),
        }
    }

    /// Tokens are deleted after Intuit ended the consent: without them it could not be ended.
    async fn disconnect_alone(&self, request: &Disconnect) -> Result<Disconnected, ActionError> {
        let connection = &request.connection;
        let stored = self.store().load_tokens(connection).await?;
        let tokens = stored.map(|stored| stored.value);
        let tokens = tokens.ok_or_else(|| ActionError::not_connected(connection.to_string()))?;
        let not_revoked_because = if request.revoke {
            self.shared_with(connection, &tokens).await?
        } else {
            Some("it was not asked for".to_owned())
        };
        let revoked = not_revoked_because.is_none();
        if revoked {
            self.revoke(&tokens).await?;
        }
        self.store().delete_tokens(connection).await?;
        tracing::info!(%connection, revoked, "disconnected");
        Ok(Disconnected {
            connection: connection.clone(),
            revoked,
            not_revoked_because,
        })
    }

    /// A consent is one app's for one company: ending it would cut every connection to the company.
    async fn shared_with(
        &self,
        connection: &Connection,
        tokens: &TokenSet,
    ) -> Result<Option<String>, ActionError> {
        for other in self.store().list_connections().await? {
            if other == *connection {
                continue;
            }
            let theirs = self.store().load_tokens(&other).await?;
            if theirs.is_some_and(|theirs| theirs.value.realm_id == tokens.realm_id) {
                return Ok(Some(format!(
                    "connection {other} uses the same company and would be cut too"
                )));
            }
        }
        Ok(None)
    }

    /// Ends the consent; a lost answer is asked for again, and a token that is not known any more is
    /// the end that was wanted.
    async fn revoke(&self, tokens: &TokenSet) -> Result<(), ActionError> {
        let mut attempt = 1;
        loop {
            let revoked = self.oauth.revoke(&tokens.refresh_token, REVOKE_TIMEOUT);
            let error = match revoked.await {
                Ok(()) | Err(OAuthError::InvalidGrant) => return Ok(()),
                Err(error) => error,
            };
            let passes = matches!(
                error,
                OAuthError::Unavailable { .. } | OAuthError::Unknown { .. }
            );
            if !passes || attempt == REVOKE_ATTEMPTS {
                return Err(not_revoked(&error));
            }
            self.engine.environment.sleep(PAUSE).await;
            attempt += 1;
        }
    }
}

fn not_revoked(error: &OAuthError) -> ActionError {
    let detail = format!("the consent was not ended, and nothing was changed: {error}");
    match error {
        OAuthError::Throttled { retry_after } => {
            ActionError::throttled(retry_after.unwrap_or(Duration::from_mins(1)))
        }
        OAuthError::Unavailable { .. } | OAuthError::Unknown { .. } => {
            ActionError::QuickBooksUnavailable { detail }
        }
        OAuthError::InvalidGrant
        | OAuthError::InvalidClient
        | OAuthError::Rejected { .. }
        | OAuthError::InvalidRequest { .. } => ActionError::SettingMissing { message: detail },
    }
}
