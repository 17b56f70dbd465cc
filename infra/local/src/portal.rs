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
use tokio::sync::oneshot;

use crate::console;
use crate::error::LocalError;
use crate::installation::HubSpotArguments;
use crate::installation::store_file::{self, Making};
use crate::signals;

/// The variables that give the secrets where no person types them.
const ACCESS_TOKEN: &str = "HUBSPOT_ACCESS_TOKEN";
const CLIENT_SECRET: &str = "HUBSPOT_CLIENT_SECRET";

/// The time in which HubSpot says whose a token is.
const TIMEOUT: Duration = Duration::from_secs(12);

const EXAMPLES: &str = "\
Examples:
  quickbooks-actions hubspot connect --portal 147147147 --store books.redb
  quickbooks-actions hubspot connect --portal 147147147 \\
    --store books.redb < token.txt

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
    /// Keep the token though HubSpot does not answer, so that nobody has said whose it is
    #[arg(long)]
    unchecked: bool,
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
    let (access_token, client_secret) = given_secrets(&arguments.portal).await?;
    let checked = check(&access_token, arguments, hubspot).await?;
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
    console::print(connections_of(&store, arguments).await?)?;
    Ok(true)
}

/// The token, and the client secret if there is one: of the environment, else as they are typed or piped.
async fn given_secrets(
    portal: &PortalId,
) -> Result<(SecretString, Option<SecretString>), LocalError> {
    let variable = |name| secret(&std::env::var(name).ok()?);
    let mut secrets = (variable(ACCESS_TOKEN), variable(CLIENT_SECRET));
    if secrets.0.is_none() {
        secrets = if std::io::stdin().is_terminal() {
            let ask = format!("Access token of HubSpot account {portal} (it is not shown): ");
            (typed(ask).await?, secrets.1)
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

/// A secret as a person types it, unseen; none at the end of the input.
async fn typed(ask: String) -> Result<Option<SecretString>, LocalError> {
    let (tell, told) = oneshot::channel();
    // In a thread of its own, so that a process that is told to end does not wait for it.
    std::thread::spawn(move || {
        let _ = tell.send(rpassword::prompt_password(ask));
    });
    let answer = tokio::select! {
        answer = told => answer,
        () = signals::end() => {
            show_typing();
            return Err(LocalError::Interrupted);
        }
    };
    match answer {
        Ok(Ok(text)) => Ok(secret(&text)),
        Ok(Err(error)) if error.kind() != std::io::ErrorKind::UnexpectedEof => Err(error.into()),
        Ok(Err(_)) | Err(_) => Ok(None),
    }
}

/// Has the terminal show again what is typed, which the hidden question took from it.
fn show_typing() {
    let mut stty = std::process::Command::new("stty");
    // Where there is no such program, there was no such terminal either.
    let _ = stty.arg("echo").status();
    console::complain("");
}

fn secret(text: &str) -> Option<SecretString> {
    let trimmed = text.trim();
    (!trimmed.is_empty()).then(|| SecretString::from(trimmed))
}

/// Asks HubSpot whose token it is; the sentence that says what came of it.
async fn check(
    token: &SecretString,
    arguments: &PortalArguments,
    hubspot: &HubSpotArguments,
) -> Result<String, LocalError> {
    let portal = &arguments.portal;
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
        Err(error) if arguments.unchecked => Ok(format!(
            "HubSpot could not be asked whose it is ({error}): the first record that is read tells."
        )),
        Err(error) => Err(LocalError::Token(format!(
            "HubSpot could not be asked whose the token is ({error}): try again when it answers, or keep it as it is \
             with --unchecked"
        ))),
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
async fn connections_of(
    store: &EmbeddedStore,
    arguments: &PortalArguments,
) -> Result<String, LocalError> {
    let portal = &arguments.portal;
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
            "No connection books its records yet. One that is to do so is told:\n  {} settings set \
             hubspot.portal_id={portal} --store {}",
            console::program(),
            arguments.store.display()
        )
    } else {
        format!("Its records are booked by {}.", own.join(", "))
    })
}
