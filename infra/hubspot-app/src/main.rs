//! The command that writes the app's files, and brings the definitions to HubSpot's older API.

use std::path::Path;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use hubspot::{ActionDefinition, ApiVersion, Client, Endpoint, ReqwestTransport};
use hubspot_app::registration::{Registered, Registration};
use hubspot_app::{AppError, AppOptions, files};
use secrecy::SecretString;

/// The HubSpot app that puts the actions into HubSpot's workflow editor
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write the project's files and the definitions into this folder
    Write(AppOptions),
    /// Compare the tracked files with the model
    Check,
    /// Register what is missing at the older API, bring the rest up to date, and compare
    Register(Account),
    /// List what the older API has
    List(Account),
    /// Compare what the older API has with what is meant
    Verify(Account),
}

/// The app at HubSpot's older API
#[derive(Args)]
struct Account {
    /// The number of the app
    #[arg(long, env = "HUBSPOT_APP_ID")]
    app_id: String,
    /// The address of the gateway, such as <https://quickbooks.example.com>
    #[arg(long, env = "PUBLIC_URL")]
    public_url: String,
    /// The address of HubSpot's API
    #[arg(long, env = "HUBSPOT_API_URL", default_value = Endpoint::PRODUCTION)]
    api_url: String,
    /// The version of HubSpot's API: a release, such as 2026-09
    #[arg(long, env = "HUBSPOT_API_VERSION", default_value_t)]
    api_version: ApiVersion,
    /// The developer's token; it needs `developers-read` and `developers-write`
    #[arg(long, env = "HUBSPOT_DEVELOPER_TOKEN", hide_env_values = true)]
    token: String,
    #[command(flatten)]
    options: AppOptions,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(lines) => {
            print(&lines, std::io::stdout());
            ExitCode::SUCCESS
        }
        Err(error) => {
            print(&[error.to_string()], std::io::stderr());
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<Vec<String>, AppError> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    match arguments.command {
        Command::Write(options) => files::write(folder, options)?,
        Command::Check => files::check(folder)?,
        Command::Register(account) => return register(&registration(account)?).await,
        Command::List(account) => {
            let there = registration(account)?.list().await?;
            let line = |one: &ActionDefinition| {
                let url = one.content["actionUrl"].as_str();
                format!("{} {}", one.id, url.unwrap_or_default())
            };
            return Ok(there.iter().map(line).collect());
        }
        Command::Verify(account) => registration(account)?.verify().await?,
    }
    Ok(vec!["all is as the model says".to_owned()])
}

async fn register(registration: &Registration<ReqwestTransport>) -> Result<Vec<String>, AppError> {
    let registered = registration.register().await?;
    registration.verify().await?;
    let line = |one: &Registered| {
        let done = if one.is_new {
            "registered"
        } else {
            "up to date"
        };
        format!("{} {done} as {}", one.action, one.id)
    };
    Ok(registered.iter().map(line).collect())
}

fn registration(account: Account) -> Result<Registration<ReqwestTransport>, AppError> {
    if account.api_version == ApiVersion::Numbered {
        // A token is answered with 403 there.
        return Err(AppError::Usage(
            "under `v3` and `v4` HubSpot takes definitions with a developer account's key alone, which would stand in the \
             address of every request: give a release, such as `--api-version 2026-03`"
                .to_owned(),
        ));
    }
    let endpoint = Endpoint::new(&account.api_url, account.api_version);
    let endpoint = endpoint.map_err(|error| AppError::Usage(error.to_string()))?;
    let transport = ReqwestTransport::new();
    let transport = transport.map_err(|error| AppError::Usage(error.to_string()))?;
    Ok(Registration::new(
        Client::new(transport, endpoint),
        SecretString::from(account.token),
        &account.app_id,
        &account.public_url,
        account.options,
    ))
}

fn print(lines: &[String], mut to: impl std::io::Write) {
    for line in lines {
        // A closed output leaves nobody to tell.
        let _ = writeln!(to, "{line}");
    }
}
