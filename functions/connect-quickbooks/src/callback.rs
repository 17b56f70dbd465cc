//! The page to which Intuit sends the browser back: the consent becomes tokens, and tokens become
//! settings.

use std::time::Duration;

use actions::books::access::tokens_of;
use actions::books::environment::Environment;
use jiff::{SignedDuration, Timestamp};
use quickbooks::{Client, Endpoint, OAuthError, TokenGrant, Transport};
use storage::{Connection, Lease, Mappings, Settings, StorageError, Tokens};

use crate::company::{self, Company, CompanyError};
use crate::company_change::is_realm_id;
use crate::error::ConnectError;
use crate::existing::{ExistingConnection, Moves, SettingsOutcome};
use crate::http::{HttpRequest, cookie};
use crate::installation::ConnectQuickBooks;
use crate::one_company::others_of_company;
use crate::state::State;

const EXCHANGE_TIMEOUT: Duration = Duration::from_secs(8);

/// Longer than a consent takes.
const LEASE: SignedDuration = SignedDuration::from_mins(1);
/// A refresh takes a second or two.
const LEASE_ATTEMPTS: u32 = 12;
const LEASE_PAUSE: Duration = Duration::from_millis(250);

/// The outcome of a consent, for the page that shows it.
#[derive(derive_more::Debug)]
pub(crate) struct Connected {
    pub(crate) connection: Connection,
    pub(crate) company: Company,
    pub(crate) settings: SettingsOutcome,
    /// The other connections that book the same records into this company.
    pub(crate) others: Vec<Connection>,
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
        let owner = self.environment.token();
        self.take_lease(&state.connection, &owner).await?;
        let connected = self.connect(&state, request).await;
        // A lease that cannot be given back ends by itself.
        if let Err(error) = self.store.release_lease(&state.connection, &owner).await {
            tracing::warn!(connection = %state.connection, %error, "the lease was not given back");
        }
        connected
    }

    /// Keeps refreshes and disconnections away, so that none deletes the new tokens without having
    /// ended their consent.
    async fn take_lease(&self, connection: &Connection, owner: &str) -> Result<(), ConnectError> {
        for _ in 0..LEASE_ATTEMPTS {
            let now = self.environment.now();
            let lease = Lease {
                owner: owner.to_owned(),
                until: now.saturating_add(LEASE).unwrap_or(now),
            };
            let holder = self.store.acquire_lease(connection, &lease, now).await?;
            if holder.is_none() {
                return Ok(());
            }
            self.environment.sleep(LEASE_PAUSE).await;
        }
        Err(ConnectError::Contended)
    }

    async fn connect(
        &self,
        state: &State,
        request: &HttpRequest,
    ) -> Result<Connected, ConnectError> {
        self.use_up(state).await?;
        let consent = Consent::of(request)?;
        let existing = ExistingConnection::read(&self.store, &state.connection).await?;
        let moves = existing.check(state, &consent.realm_id)?;
        let endpoint = Endpoint::new(&self.api_url, &consent.realm_id)
            .map_err(|_| ConnectError::ConsentIncomplete)?;
        let asked_at = self.environment.now();
        let grant = self.exchange(&consent, request).await?;
        let client = Client::new(self.transport.clone(), endpoint);
        let company = read(&client, &grant).await?;
        if moves == Moves::Yes {
            self.use_up_link(state).await?;
        }
        // The consent is known to be this company's: the old tokens may be worthless from here on, so
        // the new ones count, whatever else fails.
        let tokens = tokens_of(grant, consent.realm_id, asked_at);
        self.store_tokens(&state.connection, &tokens).await?;
        let company = company.map_err(|detail| ConnectError::CompanyUnreadable { detail })?;
        let settings = self.write_settings(existing, moves, &company).await?;
        let others = match settings {
            SettingsOutcome::Kept => Vec::new(),
            SettingsOutcome::Written | SettingsOutcome::Moved => {
                self.others(&state.connection).await?
            }
        };
        Ok(Connected {
            connection: state.connection.clone(),
            company,
            settings,
            others,
            refresh_expires_at: tokens.refresh_expires_at,
        })
    }

    /// The other connections to the company of this one, whose settings are written.
    async fn others(&self, connection: &Connection) -> Result<Vec<Connection>, StorageError> {
        match self.store.get_settings(connection).await? {
            Some(settings) => {
                others_of_company(&self.store, connection, &settings.value, None).await
            }
            None => Ok(Vec::new()),
        }
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
        let is_first = self.is_first(&state.used_mark()?, state.expires_at).await?;
        is_first.then_some(()).ok_or(ConnectError::StateUsed)
    }

    /// Lets a link move its connection one time, even if somebody moves it back within the link's
    /// hour. A consent that is begun in the link's last minute may outlive it by its own life.
    async fn use_up_link(&self, state: &State) -> Result<(), ConnectError> {
        let until = state.link_expires_at.max(state.expires_at);
        let is_first = self.is_first(&state.moved_mark()?, until).await?;
        is_first.then_some(()).ok_or(ConnectError::LinkUsed)
    }

    async fn is_first(&self, mark: &Connection, until: Timestamp) -> Result<bool, StorageError> {
        let owner = self.environment.token();
        let lease = Lease { owner, until };
        let now = self.environment.now();
        let holder = self.store.acquire_lease(mark, &lease, now).await?;
        Ok(holder.is_none())
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
        // Nothing but digits is repeated on a page or in a log.
        if !is_realm_id(&realm_id) {
            return Err(ConnectError::ConsentIncomplete);
        }
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

/// Reads the company with the new tokens. `Err` in the inside: QuickBooks opens the company with them,
/// but does not let everything be read.
///
/// The company's id came through a browser, so that it is not believed until QuickBooks has answered:
/// else anybody with a link could put useless tokens in the place of those that work, or pin a new
/// connection to a company that is not theirs.
async fn read<T: Transport>(
    client: &Client<T>,
    grant: &TokenGrant,
) -> Result<Result<Company, String>, ConnectError> {
    let chosen = || client.endpoint().realm_id().to_owned();
    let detail = match company::read(client, &grant.access_token).await {
        Ok(company) => return Ok(Ok(company)),
        Err(CompanyError::NoAccess) => return Err(ConnectError::NoAccess { chosen: chosen() }),
        Err(CompanyError::Unreadable { detail }) => detail,
    };
    match company::opens(client, &grant.access_token).await {
        Ok(()) => Ok(Err(detail)),
        Err(CompanyError::NoAccess) => Err(ConnectError::NoAccess { chosen: chosen() }),
        Err(CompanyError::Unreadable { detail }) => Err(ConnectError::CompanyUnknown { detail }),
    }
}
