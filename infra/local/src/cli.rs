//! The command line.

pub(crate) mod hints;

use std::path::PathBuf;

use clap::{ArgGroup, Args, CommandFactory, Parser, Subcommand};
use clap_complete::Shell;
use registry::RegisteredAction;
use sandbox_quickbooks::WebhookTarget;

use crate::backfill::BackfillArguments;
use crate::functions::action_parser;
use crate::installation::{CompanyKind, CompanyLimits, InstallationArguments, ServiceArguments};
use crate::manage::{
    DoctorArguments, InitArguments, ManageArguments, MappingsCommand, RunsArguments,
    SettingsCommand,
};
use crate::portal::HubSpotCommand;
use crate::request::OptionsOfAll;
use crate::workflows::Rule;

const EXAMPLES: &str = "\
Without a command, sample deals, quotes and payments are run twice against made-up \
companies in memory, and what came of them is shown.

Examples:
  quickbooks-actions
  quickbooks-actions invoke create-invoice --event deal.json
  quickbooks-actions invoke create-invoice --object-type deal --id 38120044265
  quickbooks-actions backfill deals.csv --action create-invoice \\
    --store books.redb
  quickbooks-actions serve --store books.redb

Logs go to standard error; RUST_LOG=info shows each request to QuickBooks and HubSpot.";

const REAL_COMPANY: &str = "\
A real company: give QUICKBOOKS_API_URL, QUICKBOOKS_REALM_ID, \
QUICKBOOKS_CLIENT_ID, QUICKBOOKS_CLIENT_SECRET, QUICKBOOKS_REFRESH_TOKEN, --store \
and --settings. The realm id, the refresh token and --settings are needed the first \
time only, and not at all after `connect`: the store then keeps the settings and the \
newest refresh token, which Intuit replaces from time to time, and those win over the \
environment's. Secrets are read from the environment alone, since everybody on the \
machine can see a command line.";

const SERVE_EXAMPLES: &str = "\
Examples:
  quickbooks-actions serve --store books.redb
  quickbooks-actions serve --store books.redb --port 9500 --gateway-port 9503
  quickbooks-actions serve --store real.redb \\
    --public-url https://actions.example.com

Open the HubSpot account that it names in a browser, and run an action on a deal. \
The AWS CLI and every AWS SDK reach the functions at --port.";

const INVOKE_EXAMPLES: &str = "\
Examples:
  quickbooks-actions invoke create-invoice --event deal.json
  cat event.json | quickbooks-actions invoke create-invoice --event -
  quickbooks-actions invoke create-invoice --event deal.json \\
    --connection us-books
  quickbooks-actions invoke create-invoice --object-type deal --id 38120044265
  quickbooks-actions invoke create-invoice --event deal.json \\
    --endpoint http://127.0.0.1:9400

A record of which the type and the id alone are given is read from HubSpot, here \
from the local account, and the answer then names no person. The event may be \
HubSpot's answer about a record as it is (`{\"id\": …, \"properties\": …}`): \
--connection and --object-type say what is missing around it.

Prints the response to standard output. A function error goes to standard error as \
{\"errorType\": …, \"errorMessage\": …}, with exit code 1; anything else that is \
wrong has exit code 2.";

/// QuickBooks actions for HubSpot workflows, on this machine
#[derive(Debug, Parser)]
#[command(name = "quickbooks-actions", version, after_help = EXAMPLES, max_term_width = 80)]
pub(crate) struct Cli {
    /// The command; the demonstration when absent.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    /// Show every record of the demonstration
    #[arg(long, short)]
    pub(crate) verbose: bool,
    /// QuickBooks and HubSpot.
    #[command(flatten)]
    pub(crate) services: ServiceArguments,
}

const CONNECT_EXAMPLES: &str = "\
Examples:
  quickbooks-actions connect --store books.redb
  quickbooks-actions connect uk-books --store books.redb

Prints a link, waits until somebody has opened it and consented at Intuit, and ends. For a real \
company give QUICKBOOKS_API_URL, QUICKBOOKS_CLIENT_ID, QUICKBOOKS_CLIENT_SECRET and --store, and add \
http://localhost:9400/callback to the redirect URIs of the app; nothing else is needed.";

/// A command.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Play HubSpot's workflow editor, and run the functions behind AWS Lambda's Invoke API
    #[command(after_help = format!("{SERVE_EXAMPLES}\n\n{REAL_COMPANY}"))]
    Serve(ServeArguments),
    /// Run one function on one event
    #[command(after_help = format!("{INVOKE_EXAMPLES}\n\n{REAL_COMPANY}"))]
    Invoke(InvokeArguments),
    /// Run one function on every record of a file
    #[command(after_help = format!("{}\n\n{REAL_COMPANY}", crate::backfill::EXAMPLES))]
    Backfill(Box<BackfillArguments>),
    /// Keep the access token of a HubSpot account, from which records are read by their ids
    #[command(subcommand)]
    Hubspot(HubSpotCommand),
    /// Connect a company by a person's consent in a browser
    #[command(after_help = CONNECT_EXAMPLES)]
    Connect(ConnectArguments),
    /// Read and change settings and mappings, describe a connection, or end it
    Manage(ManageArguments),
    /// Show, change or check the settings of a connection
    #[command(subcommand)]
    Settings(SettingsCommand),
    /// Show, change, import or export the mappings of a connection
    #[command(subcommand)]
    Mappings(MappingsCommand),
    /// Show what became of records, and run one again
    Runs(Box<RunsArguments>),
    /// Check everything that a connection needs, and say what to do
    Doctor(DoctorArguments),
    /// Write the files that a company of your own begins with
    Init(InitArguments),
    /// Write the completions of a shell
    Completions {
        /// The shell
        shell: Shell,
    },
}

/// Arguments of `serve`.
#[derive(Args, derive_more::Debug)]
pub(crate) struct ServeArguments {
    /// Port of the Invoke API on 127.0.0.1; 0 takes a free one
    #[arg(long, default_value_t = 9400)]
    pub(crate) port: u16,
    /// Port of the local QuickBooks company on 127.0.0.1; 0 takes a free one
    #[arg(long, default_value_t = 9401)]
    pub(crate) sandbox_port: u16,
    /// Sample company to begin with; one that is kept stays the one it is [default: us]
    #[arg(long, value_name = "COMPANY", value_enum)]
    pub(crate) sandbox_company: Option<CompanyKind>,
    /// Limits of that company on requests: Intuit's own (500 and 40 batches a minute, 10 a second), or none
    #[arg(long, value_name = "LIMITS", value_enum, default_value_t = CompanyLimits::Intuit)]
    #[arg(overrides_with = "sandbox_limits")]
    pub(crate) sandbox_limits: CompanyLimits,
    /// Address that this company tells of every change, as QuickBooks does: `http://127.0.0.1:8080/webhooks`
    #[arg(long, value_name = "URL", value_parser = webhooks_url)]
    pub(crate) webhooks: Option<String>,
    /// Token that these webhooks are signed with
    #[arg(long, value_name = "TOKEN", default_value = "local-verifier-token")]
    #[arg(env = "QUICKBOOKS_WEBHOOKS_VERIFIER_TOKEN", hide_env_values = true)]
    #[debug(skip)]
    pub(crate) webhooks_verifier_token: String,
    /// Port of the local HubSpot account on 127.0.0.1; 0 takes a free one
    #[arg(long, default_value_t = 9402)]
    pub(crate) portal_port: u16,
    /// Port on 127.0.0.1 at which HubSpot calls: its workflow editor and its webhooks; 0 takes a free one
    #[arg(long, default_value_t = 9403)]
    pub(crate) gateway_port: u16,
    /// Address that HubSpot was given for that port, such as a tunnel's; the local account needs none
    #[arg(long, value_name = "URL", env = "PUBLIC_URL", value_parser = public_url)]
    pub(crate) public_url: Option<String>,
    /// Rules that start a workflow at a change of a HubSpot record
    #[arg(long, value_name = "RULE", value_enum, value_delimiter = ',')]
    #[arg(default_values = ["quote-signed", "payment-succeeded", "payment-refunded"])]
    pub(crate) rules: Vec<Rule>,
    /// Book into a real company for the first time without being asked
    #[arg(long)]
    pub(crate) yes: bool,
    /// The store and the company.
    #[command(flatten)]
    pub(crate) installation: InstallationArguments,
}

impl ServeArguments {
    /// The address that the local company tells of changes, if one is said.
    pub(crate) fn company_webhooks(&self) -> Option<WebhookTarget> {
        let url = self.webhooks.clone()?;
        Some(WebhookTarget {
            url,
            verifier_token: self.webhooks_verifier_token.clone(),
        })
    }

    /// The address that HubSpot was given, if one is said.
    pub(crate) fn given_public_url(&self) -> Option<String> {
        let url = self.public_url.as_deref().map(str::trim);
        let url = url.map(|url| url.trim_end_matches('/'));
        url.filter(|url| !url.is_empty()).map(str::to_owned)
    }
}

/// Arguments of `invoke`.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("record").args(["event", "id"]).required(true)))]
pub(crate) struct InvokeArguments {
    /// The function
    #[arg(value_parser = action_parser())]
    pub(crate) function: RegisteredAction,
    /// File with the event as JSON; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) event: Option<PathBuf>,
    /// HubSpot's id of the record, which is read from HubSpot, instead of an event
    #[arg(long, value_name = "ID")]
    pub(crate) id: Option<String>,
    /// Options, as a JSON object; those that the event gives itself win
    #[arg(long, value_name = "JSON")]
    pub(crate) options: Option<OptionsOfAll>,
    /// Check the record, and post nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Type of a record that does not say its own, such as `deal`
    #[arg(long, value_name = "TYPE")]
    pub(crate) object_type: Option<String>,
    /// Run the function behind this Lambda Invoke API, such as that of `serve`, instead of in here
    #[arg(long, value_name = "URL")]
    #[arg(conflicts_with_all = ["store", "new_store", "company", "settings", "replace_tokens", "second_connection"])]
    pub(crate) endpoint: Option<String>,
    /// Book into a real company for the first time without being asked
    #[arg(long)]
    pub(crate) yes: bool,
    /// The store and the company.
    #[command(flatten)]
    pub(crate) installation: InstallationArguments,
}

/// Arguments of `connect`.
#[derive(Debug, Args)]
pub(crate) struct ConnectArguments {
    /// The connection to be made, or made again; the one that the store has, or `us-books`, when absent
    pub(crate) name: Option<String>,
    /// Let another company take the place of the one the connection belongs to; its mappings are
    /// forgotten then
    #[arg(long)]
    pub(crate) another_company: bool,
    /// Port of the pages on this machine; 0 takes a free one
    #[arg(long, default_value_t = 9400)]
    pub(crate) port: u16,
    /// The store and the company.
    #[command(flatten)]
    pub(crate) installation: InstallationArguments,
}

/// The completions of a shell, to be read by it.
pub(crate) fn completions(shell: Shell) -> String {
    let mut written = Vec::new();
    let mut command = Cli::command();
    clap_complete::generate(shell, &mut command, "quickbooks-actions", &mut written);
    String::from_utf8_lossy(&written).into_owned()
}

/// An address that HubSpot could call; none where the variable is empty.
fn public_url(text: &str) -> Result<String, String> {
    let address = text.trim();
    let uri: Option<http::Uri> = address.parse().ok();
    let scheme = uri.as_ref().and_then(http::Uri::scheme_str);
    if address.is_empty() || matches!(scheme, Some("https" | "http")) {
        return Ok(address.to_owned());
    }
    Err(
        "it is an address that begins with https://, such as https://actions.example.com"
            .to_owned(),
    )
}

/// Webhooks go out without TLS.
fn webhooks_url(text: &str) -> Result<String, String> {
    let rest = text.strip_prefix("http://");
    if rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/')) {
        Ok(text.to_owned())
    } else {
        Err("it is an address without TLS, such as http://127.0.0.1:8080/webhooks".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use clap::{Command, CommandFactory};

    use super::Cli;

    /// The help of a command and of all below it, short and long.
    fn helps(command: &mut Command) -> Vec<String> {
        let own = [
            command.render_help().to_string(),
            command.render_long_help().to_string(),
        ];
        let below = command.get_subcommands_mut().flat_map(helps);
        own.into_iter().chain(below).collect()
    }

    #[test]
    fn help_fits_eighty_columns_and_ends_with_the_real_company() {
        let mut command = Cli::command();
        command.build();
        let helps = helps(&mut command);
        assert!(helps.len() > 30);
        for help in helps {
            for line in help.lines() {
                assert!(line.chars().count() <= 80, "{line}\n{help}");
            }
            // A command that is copied must not have been broken in the middle.
            let examples = help.lines().skip_while(|line| *line != "Examples:").skip(1);
            for line in examples.take_while(|line| !line.is_empty()) {
                let begins = ["  quickbooks-actions", "  cat ", "  echo ", "    "];
                assert!(
                    begins.iter().any(|begin| line.starts_with(begin)),
                    "{line}\n{help}"
                );
            }
            let headings = help
                .lines()
                .filter(|line| line.ends_with(':') && !line.starts_with(' '));
            let headings: Vec<&str> = headings.collect();
            let own = headings.iter().position(|heading| *heading == "Options:");
            let real = headings
                .iter()
                .position(|heading| heading.starts_with("A real QuickBooks"));
            if let (Some(own), Some(real)) = (own, real) {
                assert!(own < real, "{help}");
            }
        }
    }

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}
