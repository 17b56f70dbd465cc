//! The page to which Intuit sends the browser back: the consent becomes tokens, and tokens become
//! settings.

use std::time::Duration;

use actions::books::access::tokens_of;
use actions::books::environment::Environment;
use jiff::Timestamp;
use quickbooks::{Client, Endpoint, OAuthError, TokenGrant, Transport};
use storage::{Connection, Lease, Mappings, Settings, Tokens};

use crate::company::{self, Company, CompanyError};
use crate::error::ConnectError;
use crate::existing::{ExistingConnection, SettingsOutcome};
use crate::http::{HttpRequest, cookie};
use crate::installation::ConnectQuickBooks;
use crate::state::State;

const EXCHANGE_TIMEOUT: Duration = Duration::from_secs(10);

/// The outcome of a consent, for the page that shows it.
#[derive(derive_more::Debug)]
pub(crate) struct Connected {
    pub(crate) connection: Connection,
    pub(crate) company: Company,
    pub(crate) settings: SettingsOutcome,
    /// When a person must connect again if nothing uses the connection until then.
    pub(crate) refresh_expires_at: Timestamp,
}

/// The parameters that Intuit sends back with the browser; `Debug` does not show the code.
#[derive(derive_more::Debug)]
struct Consent {
    #[debug(skip)]
    code: String,
    realm_id: String,
}

impl<S, T, E> ConnectQuickBooks<S, T, E>
where
    S: Tokens + Settings + Mappings + Sync,
    T: Transport + Clone + Sync,
    E: Environment,
{
    pub(crate) async fn callback(&self, request: &HttpRequest) -> Result<Connected, ConnectError> {
        let state = self.own_state(request)?;
        self.use_up(&state).await?;
        let consent = Consent::of(request)?;
        let existing = ExistingConnection::read(&self.store, &state.connection).await?;
        let moves = existing.check(&state, &consent.realm_id)?;
        let endpoint = Endpoint::new(&self.api_url, &consent.realm_id)
            .map_err(|_| ConnectError::ConsentIncomplete)?;
        let asked_at = self.environment.now();
        let grant = self.exchange(&consent, request).await?;
        let client = Client::new(self.transport.clone(), endpoint);
        let read = company::read(&client, &grant.access_token).await;
        if let Err(CompanyError::NoAccess) = read {
            let chosen = consent.realm_id;
            return Err(ConnectError::NoAccess { chosen });
        }
        // Whatever else failed: from here on the old tokens may be worthless, so the new ones count.
        let tokens = tokens_of(grant, consent.realm_id, asked_at);
        self.store_tokens(&state.connection, &tokens).await?;
        let company = read.map_err(unreadable)?;
        let settings = self.write_settings(existing, moves, &company).await?;
        Ok(Connected {
            connection: state.connection,
            company,
            settings,
            refresh_expires_at: tokens.refresh_expires_at,
        })
    }

    /// The state of a consent that this browser began.
    fn own_state(&self, request: &HttpRequest) -> Result<State, ConnectError> {
        let sealed = request
            .parameter("state")
            .ok_or(ConnectError::StateInvalid)?;
        let state = State::open(&sealed, &self.key, self.environment.now())?;
        match cookie::read(request) {
            Some(mark) if state.is_of_browser(mark, &self.key) => Ok(state),
            Some(_) | None => Err(ConnectError::OtherBrowser),
        }
    }

    /// Lets a state serve once. Whoever takes the lease that bears its name is the first; the lease
    /// lives as long as the state, which after that is refused for its age.
    async fn use_up(&self, state: &State) -> Result<(), ConnectError> {
        let lease = Lease {
            owner: self.environment.token(),
            until: state.expires_at,
        };
        let now = self.environment.now();
        let holder = self
            .store
            .acquire_lease(&state.used_mark()?, &lease, now)
            .await?;
        match holder {
            None => Ok(()),
            Some(_) => Err(ConnectError::StateUsed),
        }
    }

    async fn exchange(
        &self,
        consent: &Consent,
        request: &HttpRequest,
    ) -> Result<TokenGrant, ConnectError> {
        let redirect_uri = request.redirect_uri();
        let grant = self
            .oauth
            .exchange_code(&consent.code, &redirect_uri, EXCHANGE_TIMEOUT)
            .await;
        grant.map_err(|error| not_exchanged(&error))
    }
}

impl Consent {
    fn of(request: &HttpRequest) -> Result<Self, ConnectError> {
        if let Some(reason) = request.parameter("error") {
            return Err(ConnectError::Declined {
                reason: error_code(&reason),
            });
        }
        let parameter = |name| request.parameter(name);
        let (Some(code), Some(realm_id)) = (parameter("code"), parameter("realmId")) else {
            return Err(ConnectError::ConsentIncomplete);
        };
        Ok(Self { code, realm_id })
    }
}

/// OAuth's error codes are lower-case words (RFC 6749, section 4.1.2.1); nothing else is repeated.
fn error_code(error: &str) -> String {
    let is_code = error.len() <= 40
        && error
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    if is_code { error } else { "no reason given" }.to_owned()
}

fn not_exchanged(error: &OAuthError) -> ConnectError {
    match error {
        OAuthError::InvalidGrant => ConnectError::CodeRefused,
        OAuthError::InvalidClient
        | OAuthError::Rejected { .. }
        | OAuthError::InvalidRequest { .. } => ConnectError::AppRefused {
            detail: error.to_string(),
        },
        OAuthError::Throttled { .. }
        | OAuthError::Unavailable { .. }
        | OAuthError::Unknown { .. } => ConnectError::IntuitUnavailable {
            detail: error.to_string(),
        },
    }
}

fn unreadable(error: CompanyError) -> ConnectError {
    let detail = match error {
        CompanyError::NoAccess => "QuickBooks does not give access to it".to_owned(),
        CompanyError::Unreadable { detail } => detail,
    };
    ConnectError::CompanyUnreadable { detail }
}
