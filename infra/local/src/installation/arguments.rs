//! The arguments that say which store, which company and which HubSpot account are used.

use std::path::PathBuf;

use clap::Args;

use super::store_file::Making;

/// The store that is kept between runs, and the connection of the company.
#[derive(Debug, Args)]
pub(crate) struct InstallationArguments {
    /// File that keeps the ledger, the mappings, the settings and the tokens (protect it: whoever
    /// reads it can act in the company); in memory when absent
    #[arg(long, value_name = "FILE")]
    pub(crate) store: Option<PathBuf>,
    /// Make the store, which must not be there yet
    #[arg(long, requires = "store")]
    pub(crate) new_store: bool,
    /// File that keeps the local QuickBooks company; beside the store, with `.company.json` added to
    /// its name, when absent
    #[arg(long, value_name = "FILE", requires = "store")]
    pub(crate) company: Option<PathBuf>,
    /// File with the connection's settings as JSON; they replace what the store has
    #[arg(long, value_name = "FILE")]
    pub(crate) settings: Option<PathBuf>,
    /// The connection that --settings, a real company, and records that do not say theirs are for
    #[arg(long, value_name = "NAME", default_value = "us-books")]
    pub(crate) connection: String,
    /// Take the refresh token from the environment even though the store has one: after the company
    /// was connected again
    #[arg(long)]
    pub(crate) replace_tokens: bool,
    /// Begin another connection to a company that the store connects already: a record that is given to both is booked
    /// by both
    #[arg(long, hide_short_help = true)]
    pub(crate) second_connection: bool,
}

impl InstallationArguments {
    /// Leave to make the store.
    pub(crate) fn making(&self) -> Making {
        if self.new_store {
            Making::New
        } else {
            Making::No
        }
    }
}

/// The services outside, where real ones take the place of the local ones.
#[derive(Debug, Args)]
pub(crate) struct ServiceArguments {
    /// The QuickBooks company.
    #[command(flatten)]
    pub(crate) quickbooks: QuickBooksArguments,
    /// HubSpot.
    #[command(flatten)]
    pub(crate) hubspot: HubSpotArguments,
}

/// HubSpot's API.
#[derive(Debug, Args)]
#[command(next_help_heading = "HubSpot, from which a record is read that is given by its id")]
pub(crate) struct HubSpotArguments {
    /// Base URL of HubSpot's API; without it, a local account stands beside the local company, and accounts
    /// whose token is stored are read at <https://api.hubapi.com>
    #[arg(
        id = "hubspot_api_url",
        long = "hubspot-api-url",
        global = true,
        hide_short_help = true,
        value_name = "URL"
    )]
    #[arg(env = "HUBSPOT_API_URL")]
    pub(crate) api_url: Option<String>,
    /// Version of HubSpot's API: `v3`, or a release such as `2026-03`
    #[arg(
        id = "hubspot_api_version",
        long = "hubspot-api-version",
        global = true,
        hide_short_help = true,
        value_name = "VERSION"
    )]
    #[arg(env = "HUBSPOT_API_VERSION")]
    pub(crate) api_version: Option<String>,
}

/// A real QuickBooks company instead of the local one.
#[derive(Debug, Args)]
#[command(next_help_heading = "A real QuickBooks company instead of the local one")]
pub(crate) struct QuickBooksArguments {
    /// Base URL of the API, such as <https://quickbooks.api.intuit.com>
    #[arg(
        long = "quickbooks-api-url",
        global = true,
        hide_short_help = true,
        value_name = "URL"
    )]
    #[arg(env = "QUICKBOOKS_API_URL")]
    pub(crate) api_url: Option<String>,
    /// URL that gives tokens; Intuit's when absent
    #[arg(
        long = "quickbooks-token-url",
        global = true,
        hide_short_help = true,
        value_name = "URL"
    )]
    #[arg(env = "QUICKBOOKS_TOKEN_URL")]
    pub(crate) token_url: Option<String>,
    /// Intuit's id of the company
    #[arg(
        long = "quickbooks-realm-id",
        global = true,
        hide_short_help = true,
        value_name = "ID"
    )]
    #[arg(env = "QUICKBOOKS_REALM_ID")]
    pub(crate) realm_id: Option<String>,
    /// Client id of the Intuit app
    #[arg(
        long = "quickbooks-client-id",
        global = true,
        hide_short_help = true,
        value_name = "ID"
    )]
    #[arg(env = "QUICKBOOKS_CLIENT_ID")]
    pub(crate) client_id: Option<String>,
}
