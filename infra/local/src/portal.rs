//! `hubspot connect`: the access token of a HubSpot account, checked and kept.

use std::io::{BufRead, IsTerminal};
use std::path::PathBuf;
use std::time::Duration;

use actions::settings::Settings;
use clap::{Args, Subcommand};
use hubspot::{AccountDetails, Answer, CallError, Client, Request};
use quickbooks::ReqwestTransport;
use secrecy::SecretString;
use storage::embedded::EmbeddedStore;
use storage::{PortalId, PortalSecret, Portals as _, Settings as _};

use crate::console;
use crate::error::LocalError;
use crate::installation::HubSpotArguments;
use crate::installation::store_file::{self, Making};

/// The variables that give the secrets where no person types them.
const ACCESS_TOKEN: &str = "HUBSPOT_ACCESS_TOKEN";
const CLIENT_SECRET: &str = "HUBSPOT_CLIENT_SECRET";

/// The time in which HubSpot says whose a token is.
const TIMEOUT: Duration = Duration::from_secs(12);

const EXAMPLES: &str = "\
Examples:
  quickbooks-actions hubspot connect --portal 147147147 --store books.redb
  quickbooks-actions hubspot connect --portal 147147147 --store books.redb < token.txt

The token is that of a private app of the account (in HubSpot: Settings, Integrations, Private Apps). \
It is asked for, or read from HUBSPOT_ACCESS_TOKEN or from the first line of standard input, and never \
an argument, since everybody on the machine can see those. HUBSPOT_CLIENT_SECRET, or the second line, \
is the app's client secret, which only requests of HubSpot's own need.

HubSpot is asked whose token it is. A token that is not accepted, or another account's, is not kept.";

/// A command about HubSpot accounts.
#[derive(Debug, Subcommand)]
pub(crate) enum HubSpotCommand {
    /// Check the access token of an account's app, and keep it in the store
    #[command(after_help = EXAMPLES)]
    Connect(PortalArguments),
}

/// Arguments of `hubspot connect`.
#[derive(Debug, Args)]
pub(crate) struct PortalArguments {
    /// Number of the HubSpot account (its Hub ID)
    #[arg(long, value_name = "ID", value_parser = portal_id)]
    portal: PortalId,
    /// File that keeps the ledger, the mappings, the settings and the tokens
    #[arg(long, value_name = "FILE")]
    store: PathBuf,
}

fn portal_id(text: &str) -> Result<PortalId, storage::InvalidPortalId> {
    PortalId::try_from(text)
}

/// Runs the command.
pub(crate) async fn run(
    command: &HubSpotCommand,
    hubspot: &HubSpotArguments,
) -> Result<bool, LocalError> {
    let HubSpotCommand::Connect(arguments) = command;
    let (access_token, client_secret) = given_secrets(&arguments.portal)?;
    let checked = check(&access_token, &arguments.portal, hubspot).await?;
    let store = store_file::open(&arguments.store, Making::IfMissing)?;
    let portal = &arguments.portal;
    let earlier = store.load_portal(portal).await?;
    let secret = PortalSecret {
        access_token,
        client_secret: client_secret.or_else(|| earlier?.client_secret),
    };
    store.store_portal(portal, &secret).await?;
    let file = arguments.store.display();
    console::print(format_args!(
        "Kept the token of HubSpot account {portal} in {file}. {checked}"
    ))?;
    console::print(connections_of(&store, portal).await?)?;
    Ok(true)
}

/// The token, and the client secret if there is one: of the environment, else as they are typed or piped.
fn given_secrets(portal: &PortalId) -> Result<(SecretString, Option<SecretString>), LocalError> {
    let variable = |name| secret(&std::env::var(name).ok()?);
    let mut secrets = (variable(ACCESS_TOKEN), variable(CLIENT_SECRET));
    if secrets.0.is_none() {
        secrets = if std::io::stdin().is_terminal() {
            let ask = format!("Access token of HubSpot account {portal} (it is not shown): ");
            (secret(&rpassword::prompt_password(ask)?), secrets.1)
        } else {
            let mut lines = std::io::stdin().lock().lines();
            let mut next = || {
                lines
                    .next()
                    .transpose()
                    .map(|line| line.and_then(|line| secret(&line)))
            };
            (next()?, secrets.1.or(next()?))
        };
    }
    let missing = LocalError::Usage(
        "no access token was given: type it, set HUBSPOT_ACCESS_TOKEN, or write it to standard input",
    );
    Ok((secrets.0.ok_or(missing)?, secrets.1))
}

fn secret(text: &str) -> Option<SecretString> {
    let trimmed = text.trim();
    (!trimmed.is_empty()).then(|| SecretString::from(trimmed))
}

/// Asks HubSpot whose token it is; the sentence that says what came of it.
async fn check(
    token: &SecretString,
    portal: &PortalId,
    hubspot: &HubSpotArguments,
) -> Result<String, LocalError> {
    let network = ReqwestTransport::new()?;
    let transport = hubspot::ReqwestTransport::on(network.client().clone());
    let client = Client::new(transport, hubspot.endpoint()?);
    let request = Request::account_details();
    let answer = client.send(token, &request, TIMEOUT).await;
    match answer.and_then(|answer| Answer::account_details(&answer)) {
        Ok(account) if account.portal_id.as_str() == portal.as_str() => Ok(described(&account)),
        Ok(account) => Err(LocalError::Token(format!(
            "the token is one of HubSpot account {}, not of {portal}",
            account.portal_id
        ))),
        Err(error @ (CallError::Unauthorized { .. } | CallError::Forbidden { .. })) => {
            Err(LocalError::Token(format!(
                "HubSpot does not accept the token ({error}): take the one that the private app of account \
                 {portal} shows now"
            )))
        }
        Err(error) => Ok(format!(
            "HubSpot could not be asked whose it is ({error}): the first record that is read tells."
        )),
    }
}

fn described(account: &AccountDetails) -> String {
    let told = [&account.company_currency, &account.time_zone];
    let told: Vec<&str> = told.into_iter().flatten().map(String::as_str).collect();
    match told.as_slice() {
        [] => "HubSpot accepts it.".to_owned(),
        told => format!("HubSpot accepts it: {}.", told.join(", ")),
    }
}

/// The connections that book records of the account, or how one comes to do so.
async fn connections_of(store: &EmbeddedStore, portal: &PortalId) -> Result<String, LocalError> {
    let mut own = Vec::new();
    for connection in store.list_connections().await? {
        let settings = store.get_settings(&connection).await?;
        let settings = settings.and_then(|stored| Settings::parse(&stored.value.0).ok());
        if settings.is_some_and(|settings| settings.hubspot.portal_id.as_ref() == Some(portal)) {
            own.push(connection.to_string());
        }
    }
    Ok(if own.is_empty() {
        format!(
            "No connection books its records yet: set `hubspot.portal_id` of one to \"{portal}\" with `manage` \
             (functions/manage-connection/README.md, \"Change a setting\")."
        )
    } else {
        format!("Its records are booked by {}.", own.join(", "))
    })
}
