//! The arguments that say which store and which company are used.

use std::path::PathBuf;

use clap::Args;

/// The store that is kept between runs, and the connection of the company.
#[derive(Debug, Args)]
pub(crate) struct InstallationArguments {
    /// File that keeps the ledger, the mappings, the settings and the tokens (protect it: whoever
    /// reads it can act in the company); in memory when absent
    #[arg(long, value_name = "FILE")]
    pub(crate) store: Option<PathBuf>,
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
}

/// A real QuickBooks company instead of the local one.
#[derive(Debug, Args)]
#[command(next_help_heading = "A real QuickBooks company instead of the local one")]
pub(crate) struct QuickBooksArguments {
    /// Base URL of the API, such as <https://quickbooks.api.intuit.com>
    #[arg(long = "quickbooks-api-url", global = true, value_name = "URL")]
    #[arg(env = "QUICKBOOKS_API_URL")]
    pub(crate) api_url: Option<String>,
    /// URL that gives tokens; Intuit's when absent
    #[arg(long = "quickbooks-token-url", global = true, value_name = "URL")]
    #[arg(env = "QUICKBOOKS_TOKEN_URL")]
    pub(crate) token_url: Option<String>,
    /// Intuit's id of the company
    #[arg(long = "quickbooks-realm-id", global = true, value_name = "ID")]
    #[arg(env = "QUICKBOOKS_REALM_ID")]
    pub(crate) realm_id: Option<String>,
    /// Client id of the Intuit app
    #[arg(long = "quickbooks-client-id", global = true, value_name = "ID")]
    #[arg(env = "QUICKBOOKS_CLIENT_ID")]
    pub(crate) client_id: Option<String>,
}
