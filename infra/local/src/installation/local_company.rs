//! The local QuickBooks company, started in this process and connected.

use std::path::PathBuf;

use actions::books::quota::QuotaLimits;
use connect_quickbooks::IntuitApp;
use jiff::{SignedDuration, Timestamp};
use quickbooks::{AppCredentials, OAuthApp, OAuthEndpoints};
use sandbox_quickbooks::{CompanyTemplate, Quotas, Sandbox, SandboxCredentials, SandboxOptions};
use serde_json::json;
use storage::embedded::EmbeddedStore;
use storage::{Connection, SettingsDocument, TokenSet};

use super::company_kind::CompanyKind;
use super::{InstallationArguments, LocalServices, arrange};
use crate::error::LocalError;

/// The limits on requests that the company of a server keeps to.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum CompanyLimits {
    /// Those that Intuit publishes.
    Intuit,
    /// None, for tests that are not about them.
    None,
}

impl CompanyLimits {
    /// The quotas of the company.
    pub(crate) fn quotas(self) -> Quotas {
        match self {
            Self::Intuit => Quotas::of_intuit(),
            Self::None => Quotas::default(),
        }
    }

    /// The limits that the engine keeps to, where they are others than those that settings have by themselves: nobody
    /// waits for a quota that the company does not have.
    pub(super) fn kept(self) -> Option<QuotaLimits> {
        match self {
            Self::Intuit => None,
            Self::None => Some(QuotaLimits {
                requests_per_window: u32::MAX,
                batches_per_window: u32::MAX,
                requests_per_second: u32::MAX,
                ..QuotaLimits::default()
            }),
        }
    }
}

/// Starts the company; without a file it is the fresh sample company, in memory.
///
/// # Errors
///
/// [`LocalError::Argument`] where another company is asked for than the one that the file keeps.
pub(super) async fn start(
    file: Option<PathBuf>,
    local: LocalServices,
) -> Result<Sandbox, LocalError> {
    let (asked, kept) = (local.kind, file.clone().unwrap_or_default());
    let options = SandboxOptions {
        bind: local.company,
        file,
        company: local
            .kind
            .map_or_else(CompanyTemplate::default, CompanyKind::template),
        // Of the options, so that a reset of the company keeps them.
        quotas: local.limits.quotas(),
        webhooks: local.webhooks,
        // Tokens of one run must not be those of another.
        seed: fastrand::u64(..),
        ..SandboxOptions::default()
    };
    let sandbox = Sandbox::start(options).await?;
    let stands = CompanyKind::of(&sandbox);
    if asked.is_some_and(|asked| asked != stands) {
        return Err(LocalError::Argument(format!(
            "the company in {} is `{}` and stays it: leave --sandbox-company out, or take another store with --store FILE \
             --new-store",
            kept.display(),
            stands.name()
        )));
    }
    Ok(sandbox)
}

/// Where the company is kept: a ledger without the company it speaks of, or a company whose ledger
/// is lost, would only mislead, so both are kept or neither is.
pub(super) fn file(arguments: &InstallationArguments) -> Option<PathBuf> {
    let beside_the_store = || {
        let mut name = arguments.store.clone()?.into_os_string();
        name.push(".company.json");
        Some(PathBuf::from(name))
    };
    arguments.company.clone().or_else(beside_the_store)
}

/// Connects the company: settings where there are none yet, which say that its records are of `portal`, and
/// tokens of this run.
pub(super) async fn connect(
    store: &EmbeddedStore,
    sandbox: &Sandbox,
    portal: Option<u64>,
) -> Result<(), LocalError> {
    for (name, mut settings) in registry::connections(sandbox.realm_id()) {
        let connection = Connection::try_from(name)?;
        CompanyKind::of(sandbox).settle(&mut settings);
        if let Some(portal) = portal {
            // Of several connections of one account one must take its changes: the first one does.
            settings["hubspot"] = json!({
                "portal_id": portal.to_string(),
                "webhooks": name == registry::FIRST_CONNECTION,
            });
        }
        let document = SettingsDocument(settings.to_string());
        if storage::Settings::get_settings(store, &connection)
            .await?
            .is_none()
        {
            arrange::put_settings(store, &connection, &document).await?;
        }
        let tokens = tokens(sandbox.realm_id(), sandbox.credentials());
        arrange::put_tokens(store, &connection, &tokens).await?;
    }
    Ok(())
}

/// The app that the company knows.
pub(super) fn app(sandbox: &Sandbox) -> IntuitApp {
    let given = sandbox.credentials();
    IntuitApp {
        oauth: OAuthApp {
            endpoints: OAuthEndpoints {
                authorize_url: sandbox.authorize_url(),
                token_url: sandbox.token_url(),
                revoke_url: sandbox.revoke_url(),
            },
            credentials: AppCredentials {
                client_id: given.client_id,
                client_secret: given.client_secret.into(),
            },
        },
        api_url: sandbox.api_url(),
    }
}

fn tokens(realm_id: &str, given: SandboxCredentials) -> TokenSet {
    let now = Timestamp::now();
    let after = |seconds: u64| {
        let lifetime = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX));
        now.saturating_add(lifetime).unwrap_or(Timestamp::MAX)
    };
    TokenSet {
        realm_id: realm_id.to_owned(),
        access_token: given.access_token.into(),
        access_expires_at: after(given.access_expires_in),
        refresh_token: given.refresh_token.into(),
        refresh_expires_at: after(given.refresh_expires_in),
    }
}
