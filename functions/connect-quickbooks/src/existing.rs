//! The connection before a consent, and the changes that the consent may make to it.

use storage::{
    Connection, Mappings, Settings, SettingsDocument, StorageError, TokenSet, Tokens, Versioned,
};

use crate::company::Company;
use crate::company_change::CompanyChange;
use crate::error::ConnectError;
use crate::installation::ConnectQuickBooks;
use crate::settings;
use crate::state::State;

/// Mappings deleted at a time.
const PAGE: usize = 500;

/// Attempts to store tokens before somebody else's writing is taken for a fault. A refresh in
/// another process is one write.
const STORE_ATTEMPTS: u32 = 5;

/// A connection's settings and company before a consent.
#[derive(Debug)]
pub(crate) struct ExistingConnection {
    connection: Connection,
    settings: Option<Versioned<SettingsDocument>>,
    /// The company it belongs to, if it belongs to one.
    realm_id: Option<String>,
}

/// The effect of a consent on the connection's company: it moves to another, or does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moves {
    No,
    Yes,
}

/// The effect of a consent on the connection's settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SettingsOutcome {
    /// There were none, and the first ones were written.
    Written,
    /// They stand as they stood: a person may have changed them.
    Kept,
    /// The connection moved to another company: the rules stayed, what named the old company's
    /// objects went, mappings included.
    Moved,
}

impl ExistingConnection {
    /// Reads what stands there. The settings' company counts, as it is the one that was booked to;
    /// without settings the tokens' does.
    pub(crate) async fn read<S: Tokens + Settings>(
        store: &S,
        connection: &Connection,
    ) -> Result<Self, ConnectError> {
        let settings = store.get_settings(connection).await?;
        let realm_id = belongs_to(store, connection, settings.as_ref()).await?;
        Ok(Self {
            connection: connection.clone(),
            settings,
            realm_id,
        })
    }

    /// Tells whether the chosen company may be connected here.
    pub(crate) fn check(&self, state: &State, chosen: &str) -> Result<Moves, ConnectError> {
        match &self.realm_id {
            Some(connected) if connected == chosen => Ok(Moves::No),
            Some(connected) if state.company_change.allows_to_replace(connected) => Ok(Moves::Yes),
            Some(connected) => Err(ConnectError::OtherCompany {
                connection: self.connection.to_string(),
                connected: connected.clone(),
                chosen: chosen.to_owned(),
            }),
            None => Ok(Moves::No),
        }
    }
}

impl CompanyChange {
    /// The permission to replace the company that a connection belongs to now; a connection that
    /// belongs to none needs no permission.
    ///
    /// # Errors
    ///
    /// When the store does not answer, or the connection's settings cannot be read.
    pub async fn replacing_present<S: Tokens + Settings>(
        store: &S,
        connection: &Connection,
    ) -> Result<Self, ConnectError> {
        let settings = store.get_settings(connection).await?;
        let present = belongs_to(store, connection, settings.as_ref()).await?;
        Ok(present.map_or(Self::Refused, Self::Replaces))
    }
}

/// The company that a connection belongs to, if it belongs to one.
async fn belongs_to<S: Tokens>(
    store: &S,
    connection: &Connection,
    settings: Option<&Versioned<SettingsDocument>>,
) -> Result<Option<String>, ConnectError> {
    if let Some(settings) = settings {
        return settings::realm_id(&settings.value).map(Some);
    }
    let tokens = store.load_tokens(connection).await?;
    Ok(tokens.map(|tokens| tokens.value.realm_id))
}

impl<S: Tokens + Settings + Mappings, T, E> ConnectQuickBooks<S, T, E> {
    /// Stores the tokens of a new consent over whatever stands there, a refresh's included.
    pub(crate) async fn store_tokens(
        &self,
        connection: &Connection,
        tokens: &TokenSet,
    ) -> Result<(), ConnectError> {
        for _ in 0..STORE_ATTEMPTS {
            let stands = self.store.load_tokens(connection).await?;
            let expected = stands.map(|stands| stands.version);
            let written = self
                .store
                .store_tokens(connection, expected, tokens)
                .await?;
            if written.is_some() {
                return Ok(());
            }
        }
        Err(ConnectError::Contended)
    }

    /// Writes the first settings, or moves them to another company; else leaves them alone.
    ///
    /// Between the tokens and the settings of a move nothing is booked: the actions refuse to work
    /// while the two name different companies.
    pub(crate) async fn write_settings(
        &self,
        existing: ExistingConnection,
        moves: Moves,
        company: &Company,
    ) -> Result<SettingsOutcome, ConnectError> {
        let connection = &existing.connection;
        if moves == Moves::Yes {
            // An id of the old company may be that of another customer in the new one.
            self.forget_mappings(connection).await?;
        }
        let (document, outcome) = match (&existing.settings, moves) {
            (None, _) => (settings::first(company)?, SettingsOutcome::Written),
            (Some(present), Moves::Yes) => (
                settings::moved(&present.value, company)?,
                SettingsOutcome::Moved,
            ),
            (Some(_), Moves::No) => return Ok(SettingsOutcome::Kept),
        };
        let expected = existing.settings.map(|present| present.version);
        let written = self
            .store
            .put_settings(connection, expected, &document)
            .await?;
        written.map(|_| outcome).ok_or(ConnectError::Contended)
    }

    async fn forget_mappings(&self, connection: &Connection) -> Result<(), StorageError> {
        loop {
            let page = self.store.list_mappings(connection, None, PAGE).await?;
            if page.is_empty() {
                return Ok(());
            }
            let keys: Vec<_> = page.into_iter().map(|mapping| mapping.key).collect();
            self.store.delete_mappings(connection, &keys).await?;
        }
    }
}
