//! The answers of the operations.

use std::collections::BTreeSet;

use actions::settings::Company;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};
use storage::{Connection, LastFailure, LedgerKey, MappingKey, PortalId};

use crate::mapping_row::MappingRow;
use crate::traced::{ListedRun, Trace};

/// An operation's answer. Holds no token; mappings hold names.
#[derive(Serialize, derive_more::Debug)]
#[serde(untagged)]
pub enum Answer {
    /// Of `list_connections`.
    Connections {
        /// Those that have settings, in order.
        connections: Vec<Connection>,
    },
    /// Of `get_settings`.
    Settings {
        /// The connection.
        connection: Connection,
        /// The version to hand to `put_settings`.
        version: u64,
        /// The settings as they were written.
        #[debug(skip)]
        settings: Value,
        /// Why the actions cannot use them, if they cannot.
        problem: Option<String>,
    },
    /// Of `put_settings`.
    SettingsWritten {
        /// The connection.
        connection: Connection,
        /// The new version.
        version: u64,
    },
    /// Of `check_settings`.
    SettingsChecked {
        /// The connection.
        connection: Connection,
        /// All that is wrong; nothing when the settings can be used.
        faults: Vec<SettingFault>,
        /// Why QuickBooks was not asked for the objects that they name, if it was not.
        names_not_checked: Option<String>,
    },
    /// Of `list_mappings`.
    Mappings {
        /// The page, in order.
        #[debug("{} mappings", mappings.len())]
        mappings: Vec<MappingRow>,
        /// Where the next page begins; absent on the last.
        next: Option<MappingKey>,
    },
    /// Of `put_mappings` and `import_mappings`.
    MappingsWritten {
        /// The number of mappings written, or that would be on a dry run.
        mappings: usize,
        /// True if nothing was written, as asked.
        dry_run: bool,
        /// Why QuickBooks could not be asked for the objects, where it was to be.
        #[serde(skip_serializing_if = "Option::is_none")]
        not_checked: Option<String>,
    },
    /// Of `delete_mappings`.
    MappingsDeleted {
        /// The number of keys that were named.
        deleted: usize,
    },
    /// Of `export_mappings`.
    Export {
        /// The number of mappings on the page.
        mappings: usize,
        /// The page as a file: UTF-8, with a line of column names.
        #[debug("{} bytes", csv.len())]
        csv: String,
        /// Where the next page begins; absent on the last.
        next: Option<MappingKey>,
    },
    /// Of `describe`.
    Description(Box<Description>),
    /// Of `connect_link`.
    ConnectLink {
        /// The link; whoever has it can connect a company, until it ends.
        #[debug("…")]
        url: String,
        /// When it ends.
        expires_at: Timestamp,
    },
    /// Of `set_up_hubspot`.
    HubSpot(HubSpotReadiness),
    /// Of `list_runs`.
    Runs {
        /// The runs, the latest first.
        runs: Vec<ListedRun>,
        /// Where the next page begins; absent on the last.
        next: Option<LedgerKey>,
        /// The time zone whose days are asked for: the company's, where its settings can be read.
        time_zone: String,
    },
    /// Of `trace`.
    Trace(Trace),
    /// Of `run_again`.
    StartedAgain {
        /// The run's id.
        run: String,
        /// The names of the executions that were started for it.
        started: Vec<String>,
    },
    /// Of `read_message`: the message itself.
    Message(#[debug(skip)] Map<String, Value>),
    /// Of `disconnect`.
    Disconnected(Disconnected),
}

/// A setting that cannot be used.
#[derive(Clone, PartialEq, Eq, Serialize, derive_more::Debug)]
pub struct SettingFault {
    /// Its path, such as `products.income_account`; `.` is the whole document.
    pub setting: String,
    /// The reason, and what to do; never a value that the setting had.
    #[debug("…")]
    pub reason: String,
}

/// The readiness of a HubSpot account to be told what became of its records.
#[derive(Debug, Serialize)]
pub struct HubSpotReadiness {
    /// The account.
    pub portal: PortalId,
    /// True when nothing is missing.
    pub ready: bool,
    /// The scopes to give the app, which it was not given.
    pub missing_scopes: Vec<String>,
    /// The types of record.
    pub record_types: Vec<RecordTypeReadiness>,
}

/// The readiness of one type of record.
#[derive(Debug, Default, Serialize)]
pub struct RecordTypeReadiness {
    /// The type.
    pub object_type: String,
    /// The number of properties that were there.
    pub existing: usize,
    /// The properties that were made now.
    pub created: Vec<String>,
    /// The properties that are missing.
    pub missing: Vec<String>,
    /// The refusal of HubSpot, in its codes, where there is one.
    pub refused: Option<String>,
}

/// The state of a connection.
#[derive(Debug, Serialize)]
pub struct Description {
    /// The connection.
    pub connection: Connection,
    /// The connection's fitness for work, as far as the store knows.
    pub state: State,
    /// The company that documents are made in; absent when the settings cannot be read.
    pub company: Option<Company>,
    /// The version of the settings.
    pub settings_version: Option<u64>,
    /// Why the actions cannot use the settings, if they cannot.
    pub settings_problem: Option<String>,
    /// The facts about the tokens; absent when there are none.
    pub tokens: Option<TokenFacts>,
    /// The last failure of this connection, in the last 90 days.
    pub last_error: Option<LastError>,
    /// The result of asking QuickBooks, if it was asked.
    pub check: Option<Check>,
    /// The HubSpot account; absent where the settings name none, or cannot be read.
    pub hubspot: Option<HubSpotFacts>,
    /// The ledger's gaps; absent where the settings name none.
    pub ledger: Option<LedgerFacts>,
}

/// A ledger of which entries may be missing.
#[derive(Debug, Serialize)]
pub struct LedgerFacts {
    /// The moment since which they may be missing.
    pub incomplete_since: Timestamp,
    /// The price of that, until the setting is taken away.
    pub costs: &'static str,
}

/// The HubSpot account of a connection.
#[derive(Debug, Serialize)]
pub struct HubSpotFacts {
    /// The account's number, as the settings name it.
    pub portal_id: PortalId,
    /// True if an access token of the account is stored.
    pub has_token: bool,
    /// The result of asking HubSpot, if it was asked.
    pub check: Option<HubSpotCheck>,
}

/// The result of asking HubSpot with the token of an account.
#[derive(Debug, Default, Serialize)]
pub struct HubSpotCheck {
    /// True if the token is the account's own, works, and has every scope that actions need.
    pub ok: bool,
    /// The account that the token is of, as HubSpot says it.
    pub account: Option<String>,
    /// The scopes that actions need and the app has.
    pub scopes: BTreeSet<&'static str>,
    /// Those that it lacks.
    pub missing_scopes: BTreeSet<&'static str>,
    /// Those of which HubSpot did not tell.
    pub unknown_scopes: BTreeSet<&'static str>,
    /// The requests that the account's apps may make in a day, where HubSpot tells it.
    pub daily_requests: Option<u64>,
    /// Those that are left of the day's.
    pub daily_requests_left: Option<u64>,
    /// The error that kept HubSpot from being read, by the contract's name.
    pub error_type: Option<&'static str>,
    /// The same in words.
    pub error_message: Option<String>,
}

/// The last failure of a connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LastError {
    /// The function that failed.
    pub function: String,
    /// The contract's name of what was wrong.
    pub error_type: String,
    /// The same in words.
    pub error_message: String,
    /// When.
    pub at: Timestamp,
}

impl From<LastFailure> for LastError {
    fn from(failure: LastFailure) -> Self {
        Self {
            function: failure.function,
            error_type: failure.error_type,
            error_message: failure.message,
            at: failure.at,
        }
    }
}

/// The fitness of a connection for work, as far as the store knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// There are tokens for the company of the settings.
    Connected,
    /// There are no tokens: a person must connect the company.
    NotConnected,
    /// The refresh token has ended: a person must connect the company again.
    ReauthorizationRequired,
    /// The tokens are for another company than the settings, so nothing is booked.
    CompanyMismatch,
    /// There are tokens and no usable settings.
    SettingsMissing,
}

/// The facts about tokens, without them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TokenFacts {
    /// The company they are for.
    pub realm_id: String,
    /// When the access token was given, by the hour that Intuit's live.
    pub refreshed_at: Timestamp,
    /// The age of the access token, in minutes.
    pub age_minutes: i64,
    /// When the access token ends; the next request after that refreshes it.
    pub access_expires_at: Timestamp,
    /// When the refresh token ends unless it is used before.
    pub refresh_expires_at: Timestamp,
    /// Whole days until then; negative when it has ended.
    pub refresh_days_left: i64,
}

/// The result of asking QuickBooks with a connection's tokens.
#[derive(Serialize, derive_more::Debug)]
pub struct Check {
    /// True if the company could be read.
    pub ok: bool,
    /// The company's name.
    #[debug(skip)]
    pub company_name: Option<String>,
    /// The error that kept it from being read, by the contract's name.
    pub error_type: Option<&'static str>,
    /// The same in words.
    pub error_message: Option<String>,
}

/// The outcome of a disconnection. Settings, mappings and ledger stay, so that a company that is
/// connected again goes on where it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Disconnected {
    /// The connection, which has no tokens now.
    pub connection: Connection,
    /// True if the consent is ended at Intuit.
    pub revoked: bool,
    /// Why it is not.
    pub not_revoked_because: Option<String>,
}
