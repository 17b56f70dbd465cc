//! The refresh itself, by the holder of the lease.

use std::time::Duration;

use quickbooks::{OAuthError, Transport};
use storage::{StorageError, TokenSet, Tokens, Versioned};

use super::slot::Unsaved;
use super::turn::Turn;
use super::{AccessError, grant, pacing};
use crate::books::environment::Environment;

/// The outcome of one request to Intuit.
enum Asked {
    Granted(TokenSet),
    /// The refresh token is not accepted.
    InvalidGrant,
    /// Not reached, or no usable answer: worth another attempt.
    NoAnswer {
        detail: String,
    },
}

/// The next move after a failed request.
fn refusal(error: OAuthError) -> Result<Asked, AccessError> {
    match error {
        OAuthError::InvalidGrant => Ok(Asked::InvalidGrant),
        OAuthError::Unavailable { detail } | OAuthError::Unknown { detail } => {
            Ok(Asked::NoAnswer { detail })
        }
        OAuthError::Throttled { retry_after } => Err(AccessError::Throttled { retry_after }),
        OAuthError::InvalidClient
        | OAuthError::Rejected { .. }
        | OAuthError::InvalidRequest { .. } => Err(AccessError::AppRefused {
            detail: error.to_string(),
        }),
    }
}

impl<S: Tokens + Sync, T: Transport + Sync, E: Environment> Turn<'_, S, T, E> {
    /// Refreshes and stores; `None` when somebody else has stored tokens meanwhile, so that the
    /// store is to be read again.
    pub(super) async fn refresh(&mut self) -> Result<Option<TokenSet>, AccessError> {
        let stored = self.stored().await?;
        if self.are_usable(&stored.value) {
            return Ok(Some(stored.value));
        }
        match self.ask(&stored.value).await? {
            Some(tokens) => {
                let expected = stored.version;
                self.state.unsaved = Some(Unsaved { expected, tokens });
                self.save_unsaved().await
            }
            None => self.after_invalid_grant(&stored).await,
        }
    }

    /// Asks Intuit, a few times if no answer comes; `None` when the refresh token is not accepted.
    async fn ask(&mut self, stored: &TokenSet) -> Result<Option<TokenSet>, AccessError> {
        let mut attempt = 1;
        loop {
            let detail = match self.ask_once(stored).await? {
                Asked::Granted(tokens) => return Ok(Some(tokens)),
                Asked::InvalidGrant => return Ok(None),
                Asked::NoAnswer { detail } => detail,
            };
            tracing::warn!(connection = %self.connection, attempt, detail, "not refreshed yet");
            if attempt == pacing::ASK_ATTEMPTS {
                return Err(AccessError::Unavailable { detail });
            }
            self.pause(attempt).await;
            attempt += 1;
            if !self.take_lease().await? {
                return Err(AccessError::InProgress);
            }
        }
    }

    async fn ask_once(&mut self, stored: &TokenSet) -> Result<Asked, AccessError> {
        if let Some(left) = self.access.held_back_for(self.connection) {
            let retry_after = Some(left);
            return Err(AccessError::Throttled { retry_after });
        }
        let timeout = self.time_for_a_request()?;
        let asked_at = self.access.environment.now();
        let lost_before = self.state.answer_lost;
        // Until an answer is here, this task may be dropped, and the answer with it.
        self.state.answer_lost = true;
        let answer = self
            .access
            .oauth
            .refresh(&stored.refresh_token, timeout)
            .await;
        self.state.answer_lost = match &answer {
            Ok(_) => false,
            Err(OAuthError::Unknown { .. }) => true,
            Err(_) => lost_before,
        };
        match answer {
            Ok(grant) => {
                let realm_id = stored.realm_id.clone();
                Ok(Asked::Granted(grant::tokens_of(grant, realm_id, asked_at)))
            }
            Err(error) => refusal(error),
        }
    }

    /// Somebody may have refreshed in spite of the lease (it ended, or a person connected again):
    /// then theirs are the tokens. Otherwise a person must connect again.
    async fn after_invalid_grant(
        &self,
        asked_with: &Versioned<TokenSet>,
    ) -> Result<Option<TokenSet>, AccessError> {
        if self.stored().await?.version != asked_with.version {
            return Ok(None);
        }
        let after_lost_answer = self.state.answer_lost;
        Err(AccessError::ReauthorizationRequired { after_lost_answer })
    }

    /// Stores what Intuit gave, if that is still to be done; it stays in memory until it is stored,
    /// for the old refresh token may be worthless by now. `None` when there is nothing to store, or
    /// somebody else has stored tokens meanwhile.
    pub(super) async fn save_unsaved(&mut self) -> Result<Option<TokenSet>, AccessError> {
        let Some(Unsaved { expected, tokens }) = &self.state.unsaved else {
            return Ok(None);
        };
        let store = &self.access.store;
        let mut attempt = 1;
        let written = loop {
            match store
                .replace_tokens(self.connection, *expected, tokens)
                .await
            {
                Ok(written) => break written,
                Err(StorageError::Unavailable { .. }) if attempt < pacing::STORE_ATTEMPTS => {
                    self.pause(attempt).await;
                    attempt += 1;
                }
                Err(error) => return Err(error.into()),
            }
        };
        let saved = self.state.unsaved.take();
        Ok(saved
            .filter(|_| written.is_some())
            .map(|saved| saved.tokens))
    }

    async fn pause(&self, attempt: u32) {
        let environment = &self.access.environment;
        let wait = pacing::wait_before(attempt, environment.fraction());
        environment.sleep(wait).await;
    }

    fn time_for_a_request(&self) -> Result<Duration, AccessError> {
        let left = pacing::time_until(self.deadline, self.access.environment.now());
        if left < pacing::SHORTEST_REQUEST {
            let detail = "too little of the caller's time is left to ask for one".to_owned();
            return Err(AccessError::Unavailable { detail });
        }
        Ok(left.min(pacing::LONGEST_REQUEST))
    }
}
