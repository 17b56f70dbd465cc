//! A HubSpot account that is not the program's own, beside `serve`: its token and client secret are stored as a person
//! stores them, and it calls the gateway's address.

use std::path::Path;
use std::process::Command;

use hubspot_app::{AppOptions, files};
use sandbox_hubspot::{Clock, ManualClock, Sandbox, SandboxOptions, WorkflowOptions};
use serde_json::json;
use tempfile::TempDir;

use super::set_up_hubspot;
use crate::process::{Server, program, run, stderr};

/// The account and the program.
pub(crate) struct OwnAccount {
    pub(crate) portal: Sandbox,
    pub(crate) clock: ManualClock,
    pub(crate) server: Server,
    _folder: TempDir,
}

impl OwnAccount {
    /// The connection `us-books` belongs to the account, whose app has the actions and the webhooks.
    pub(crate) async fn start(workflows: WorkflowOptions) -> Self {
        Self::serving(workflows, &[]).await
    }

    /// The same, with these arguments of `serve` beside the usual ones.
    pub(crate) async fn serving(workflows: WorkflowOptions, further: &[&str]) -> Self {
        let clock = ManualClock::new(jiff::Timestamp::now());
        let options = SandboxOptions {
            clock: Clock::Manual(clock.clone()),
            workflows,
            ..SandboxOptions::default()
        };
        let portal = Sandbox::start(options).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        connect(&portal, folder.path()).await;
        settings(&portal, folder.path());
        let store = ["--store", "books.redb", "--settings", "settings.json"];
        let arguments = [&Server::ON_FREE_PORTS[..], &store, further].concat();
        let server = Server::running(at(&portal, folder.path(), &arguments));
        let components = files::all(AppOptions::default()).unwrap().into_iter();
        let components = components.filter(|(path, _)| path.ends_with("-hsmeta.json"));
        let components: Vec<String> = components.map(|(_, text)| text).collect();
        let components: Vec<&str> = components.iter().map(String::as_str).collect();
        portal
            .upload(&components, &[("PUBLIC_URL", &server.gateway_url)])
            .unwrap();
        set_up_hubspot(&server).await;
        Self {
            portal,
            clock,
            server,
            _folder: folder,
        }
    }
}

/// The program in a folder, with this account in the place of HubSpot.
fn at(portal: &Sandbox, folder: &Path, arguments: &[&str]) -> Command {
    let mut command = program(arguments);
    command
        .current_dir(folder)
        .env("HUBSPOT_API_URL", portal.api_url());
    command
}

async fn connect(portal: &Sandbox, folder: &Path) {
    let (id, given) = (portal.portal_id().to_string(), portal.credentials());
    let store = ["--store", "books.redb"];
    let arguments = [&["hubspot", "connect", "--portal", &id], &store[..]].concat();
    let command = at(portal, folder, &arguments);
    let secrets = format!("{}\n{}\n", given.access_token, given.client_secret);
    let connected = tokio::task::spawn_blocking(move || run(command, secrets.as_bytes()));
    let connected = connected.await.unwrap();
    assert!(connected.status.success(), "{}", stderr(&connected));
}

fn settings(portal: &Sandbox, folder: &Path) {
    let settings = json!({
        "company": { "country": "US", "home_currency": "USD", "time_zone": "America/Los_Angeles" },
        "hubspot": { "portal_id": portal.portal_id(), "webhooks": true },
        "products": { "income_account": "Sales of Product Income" },
        "payments": { "methods": { "card": "Visa" } },
        "defaults": { "actions": {
            "create-invoice": { "create_missing_products": true },
            "create-paid-invoice": { "create_missing_products": true },
            "create-sales-receipt": { "create_missing_products": true },
            "create-refund-receipt": { "create_missing_products": true, "refund_account": "Checking" },
            "create-expense": { "payment_account": "Checking", "expense_account": "Bank Charges",
                "vendor": "Hicks Hardware" },
        } },
    });
    std::fs::write(folder.join("settings.json"), settings.to_string()).unwrap();
}
