//! A real QuickBooks company: what it needs, and what the store already has of it.

use std::path::Path;

use connect_quickbooks::IntuitApp;
use jiff::{SignedDuration, Timestamp};
use quickbooks::{AppCredentials, OAuthApp, OAuthEndpoints};
use secrecy::SecretString;
use storage::embedded::EmbeddedStore;
use storage::{Connection, Settings as _, TokenSet, Tokens as _};

use super::address::is_of_a_container;
use super::store_file::{self, Making};
use super::{InstallationArguments, QuickBooksArguments, arrange};
use crate::error::LocalError;

const API_URL: &str = "QUICKBOOKS_API_URL";
const TOKEN_URL: &str = "QUICKBOOKS_TOKEN_URL";
const REALM_ID: &str = "QUICKBOOKS_REALM_ID";
const CLIENT_ID: &str = "QUICKBOOKS_CLIENT_ID";
const CLIENT_SECRET: &str = "QUICKBOOKS_CLIENT_SECRET";
const REFRESH_TOKEN: &str = "QUICKBOOKS_REFRESH_TOKEN";
const ACCESS_TOKEN: &str = "QUICKBOOKS_ACCESS_TOKEN";

/// Life of a refresh token that was given without its end (Intuit: 8,726,400 seconds).
const REFRESH_TOKEN_LIFE: SignedDuration = SignedDuration::from_secs(8_726_400);

/// The variables and arguments that name a real company.
#[derive(Debug)]
pub(super) struct RealCompany {
    api_url: Option<String>,
    token_url: Option<String>,
    realm_id: Option<String>,
    client_id: Option<String>,
    client_secret: Option<SecretString>,
    refresh_token: Option<SecretString>,
    access_token: Option<SecretString>,
}

impl RealCompany {
    /// The company, if any part of one is given.
    pub(super) fn asked_for(arguments: &QuickBooksArguments) -> Option<Self> {
        let company = Self::read(arguments);
        (!company.given().is_empty()).then_some(company)
    }

    fn read(arguments: &QuickBooksArguments) -> Self {
        let text = |value: &Option<String>| value.clone().filter(|text| !text.trim().is_empty());
        let secret = |name| {
            std::env::var(name)
                .ok()
                .filter(|text| !text.trim().is_empty())
        };
        Self {
            api_url: text(&arguments.api_url),
            token_url: text(&arguments.token_url),
            realm_id: text(&arguments.realm_id),
            client_id: text(&arguments.client_id),
            client_secret: secret(CLIENT_SECRET).map(SecretString::from),
            refresh_token: secret(REFRESH_TOKEN).map(SecretString::from),
            access_token: secret(ACCESS_TOKEN).map(SecretString::from),
        }
    }

    /// The names of what is given.
    fn given(&self) -> Vec<&'static str> {
        let all = [
            (self.api_url.is_some(), API_URL),
            (self.token_url.is_some(), TOKEN_URL),
            (self.realm_id.is_some(), REALM_ID),
            (self.client_id.is_some(), CLIENT_ID),
            (self.client_secret.is_some(), CLIENT_SECRET),
            (self.refresh_token.is_some(), REFRESH_TOKEN),
            (self.access_token.is_some(), ACCESS_TOKEN),
        ];
        let given = all.into_iter().filter(|(is_given, _)| *is_given);
        given.map(|(_, name)| name).collect()
    }

    /// Opens the store and connects the company in it. What the store has of the company wins, since
    /// Intuit replaces refresh tokens and the store has the newest.
    pub(super) async fn connect(
        self,
        arguments: &InstallationArguments,
    ) -> Result<(EmbeddedStore, IntuitApp), LocalError> {
        refuse_local_company(arguments)?;
        self.refuse_no_url()?;
        let connection = Connection::try_from(arguments.connection.as_str())?;
        let existing = match &arguments.store {
            Some(path) if path.exists() || !arguments.new_store => {
                Some(store_file::open(path, arguments.making())?)
            }
            _ => None,
        };
        let mut known = Known::of(existing.as_ref(), &connection).await?;
        if arguments.replace_tokens {
            known.tokens = None;
        }
        if let Some(path) = arguments.store.as_ref().filter(|_| known.is_other(&self)) {
            return Err(LocalError::NotOfTheStore {
                path: path.clone(),
                connection: connection.to_string(),
                known: known.others.join(", "),
            });
        }
        let (realm_id, path, app) = self.complete(arguments, &known)?;
        let store = match existing {
            Some(store) => store,
            None => store_file::open(path, Making::New)?,
        };
        arrange::settings_from_file(&store, arguments, realm_id, None).await?;
        match &known.tokens {
            Some(tokens) => same_company(&connection, tokens, realm_id)?,
            None => arrange::put_tokens(&store, &connection, &self.tokens(realm_id)).await?,
        }
        Ok((store, app))
    }

    /// Opens the store for a company that is yet to be connected.
    pub(super) fn open(
        &self,
        arguments: &InstallationArguments,
        making: Making,
    ) -> Result<(EmbeddedStore, IntuitApp), LocalError> {
        refuse_local_company(arguments)?;
        self.refuse_no_url()?;
        match (&arguments.store, self.app()) {
            (Some(path), Some(app)) => Ok((store_file::open(path, making)?, app)),
            (_, _) => Err(LocalError::Missing(self.missing_of_app(arguments))),
        }
    }

    /// Refuses an address that is none, by the variable's name.
    fn refuse_no_url(&self) -> Result<(), LocalError> {
        let urls = [
            (&self.api_url, API_URL, "--quickbooks-api-url"),
            (&self.token_url, TOKEN_URL, "--quickbooks-token-url"),
        ];
        let is_url =
            |url: &str| quickbooks::Endpoint::new(url, "1").is_ok() && !is_of_a_container(url);
        let given = urls
            .iter()
            .filter_map(|(url, name, flag)| Some((url.as_ref()?, name, flag)));
        let mut wrong = given.filter(|(url, _, _)| !is_url(url));
        match wrong.next() {
            None => Ok(()),
            Some((url, name, flag)) => Err(LocalError::Argument(format!(
                "{name} ({flag}) is `{url}`, which is no address that begins with https://: give https://sandbox-quickbooks.api.intuit.com for \
                 a sandbox company, https://quickbooks.api.intuit.com for a real one"
            ))),
        }
    }

    /// The app, if all of it is given.
    fn app(&self) -> Option<IntuitApp> {
        let intuit = OAuthEndpoints::default();
        Some(IntuitApp {
            oauth: OAuthApp {
                endpoints: OAuthEndpoints {
                    token_url: self.token_url.clone().unwrap_or(intuit.token_url.clone()),
                    ..intuit
                },
                credentials: AppCredentials {
                    client_id: self.client_id.clone()?,
                    client_secret: self.client_secret.clone()?,
                },
            },
            api_url: self.api_url.clone()?,
        })
    }

    /// The realm id, the store's file and the app, if nothing is missing.
    fn complete<'a>(
        &'a self,
        arguments: &'a InstallationArguments,
        known: &'a Known,
    ) -> Result<(&'a str, &'a Path, IntuitApp), LocalError> {
        let missing = self.missing(arguments, known);
        let stored = known.tokens.as_ref();
        let stored = stored.map(|tokens| tokens.realm_id.as_str());
        let realm_id = self.realm_id.as_deref().or(stored);
        match (realm_id, &arguments.store, self.app(), missing.as_slice()) {
            (Some(realm_id), Some(path), Some(app), []) => Ok((realm_id, path, app)),
            (_, _, _, _) => Err(LocalError::Missing(missing)),
        }
    }

    /// Everything that is missing, so that it can be given in one go.
    fn missing(&self, arguments: &InstallationArguments, known: &Known) -> Vec<String> {
        let has_tokens = known.tokens.is_some();
        let needed = [
            (self.realm_id.is_some() || has_tokens, REALM_ID),
            (self.refresh_token.is_some() || has_tokens, REFRESH_TOKEN),
            (
                arguments.settings.is_some() || known.has_settings,
                "--settings FILE (at least the company's time zone; see functions/manage-connection/README.md)",
            ),
        ];
        let mut missing = self.missing_of_app(arguments);
        missing.extend(absent(needed));
        missing
    }

    /// The variables that are missing of the app and of where its tokens are kept.
    fn missing_of_app(&self, arguments: &InstallationArguments) -> Vec<String> {
        absent([
            (self.api_url.is_some(), API_URL),
            (self.client_id.is_some(), CLIENT_ID),
            (self.client_secret.is_some(), CLIENT_SECRET),
            (
                arguments.store.is_some(),
                "--store FILE (the ledger and the replaced refresh tokens must survive)",
            ),
        ])
    }

    /// The tokens as given. Without an access token the first request gets one.
    fn tokens(&self, realm_id: &str) -> TokenSet {
        let now = Timestamp::now();
        let access_life = match self.access_token {
            Some(_) => SignedDuration::from_hours(1),
            None => SignedDuration::ZERO,
        };
        let after = |life| now.saturating_add(life).unwrap_or(Timestamp::MAX);
        TokenSet {
            realm_id: realm_id.to_owned(),
            access_token: self.access_token.clone().unwrap_or_default(),
            access_expires_at: after(access_life),
            refresh_token: self.refresh_token.clone().unwrap_or_default(),
            refresh_expires_at: after(REFRESH_TOKEN_LIFE),
        }
    }
}

/// The settings and tokens that the store has of the connection.
struct Known {
    tokens: Option<TokenSet>,
    has_settings: bool,
    /// The other connections that are there.
    others: Vec<String>,
}

impl Known {
    async fn of(
        store: Option<&EmbeddedStore>,
        connection: &Connection,
    ) -> Result<Self, LocalError> {
        let Some(store) = store else {
            return Ok(Self {
                tokens: None,
                has_settings: false,
                others: Vec::new(),
            });
        };
        let tokens = store.load_tokens(connection).await?;
        let settings = store.get_settings(connection).await?;
        let all = store.list_connections().await?;
        let others = all.iter().map(Connection::as_str);
        Ok(Self {
            tokens: tokens.map(|stored| stored.value),
            has_settings: settings.is_some(),
            others: others
                .filter(|other| *other != connection.as_str())
                .map(str::to_owned)
                .collect(),
        })
    }

    /// True where the store knows other connections and not this one, of which not all is given that begins one: then one
    /// of the others is meant. A second connection to the same company would book its records again.
    fn is_other(&self, given: &RealCompany) -> bool {
        let begins = given.realm_id.is_some() && given.refresh_token.is_some();
        self.tokens.is_none() && !self.others.is_empty() && !begins
    }
}

fn same_company(
    connection: &Connection,
    tokens: &TokenSet,
    realm_id: &str,
) -> Result<(), LocalError> {
    if tokens.realm_id == realm_id {
        return Ok(());
    }
    Err(LocalError::OtherCompany {
        connection: connection.to_string(),
        stored: tokens.realm_id.clone(),
        given: realm_id.to_owned(),
    })
}

/// The names of what is not given.
fn absent<const N: usize>(needed: [(bool, &str); N]) -> Vec<String> {
    let absent = needed.into_iter().filter(|(is_given, _)| !*is_given);
    absent.map(|(_, name)| name.to_owned()).collect()
}

fn refuse_local_company(arguments: &InstallationArguments) -> Result<(), LocalError> {
    if arguments.company.is_none() {
        return Ok(());
    }
    Err(LocalError::Usage(
        "--company keeps the local company, and a real one is given: leave it out",
    ))
}

/// The names of what is given of a real company.
pub(super) fn given(arguments: &QuickBooksArguments) -> Vec<&'static str> {
    RealCompany::read(arguments).given()
}
