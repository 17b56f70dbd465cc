//! HubSpot's official clients, as they are published, against the local portal: every one reads, writes, searches,
//! associates, batches, completes executions and gets tokens. Their signature helpers stand beside our own.
#![allow(
    clippy::disallowed_methods,
    reason = "a test is given the machine's clock and environment"
)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod signatures;

use std::path::Path;
use std::process::Command;

use components::HubSpotClients;
use sandbox_hubspot::{Operation, Sandbox, SandboxOptions};

/// A client, by the language it is written in.
#[derive(Clone, Copy)]
enum Client {
    Python,
    Node,
}

impl Client {
    /// The command that runs a scenario.
    fn command(self, scenario: &str) -> Command {
        let mut command = self.script("official");
        command.arg(scenario);
        command
    }

    /// The command that runs a script of this folder.
    fn script(self, name: &str) -> Command {
        let clients = HubSpotClients::install().unwrap();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients");
        match self {
            Self::Python => {
                let mut python = Command::new(clients.python());
                python.arg("-B").arg(folder.join(format!("{name}.py")));
                python
            }
            Self::Node => {
                let mut node = Command::new("node");
                node.arg(folder.join(format!("{name}.mjs")));
                node.env("MODULES", clients.node_modules());
                node
            }
        }
    }
}

/// Runs a scenario to its end, and gives the operations that the portal was asked for.
async fn run(client: Client, scenario: &str) -> (Sandbox, Vec<Operation>) {
    let sandbox = Sandbox::start(SandboxOptions::default()).await.unwrap();
    let credentials = sandbox.credentials();
    let (_, refresh_token) = sandbox.authorize(&["crm.objects.deals.read"]).unwrap();
    let mut command = client.command(scenario);
    command
        .env("PORTAL_URL", sandbox.api_url())
        .env("PORTAL_ID", credentials.portal_id.to_string())
        .env("ACCESS_TOKEN", credentials.access_token)
        .env("CLIENT_ID", credentials.client_id)
        .env("CLIENT_SECRET", credentials.client_secret)
        .env("REFRESH_TOKEN", refresh_token);
    let ended = tokio::task::spawn_blocking(move || command.output());
    let output = ended.await.unwrap().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{scenario}: {said}");
    let journal = sandbox.journal();
    assert!(
        journal
            .iter()
            .all(|entry| entry.operation != Operation::Unknown)
    );
    let operations = journal.iter().map(|entry| entry.operation).collect();
    (sandbox, operations)
}

/// Both clients run a scenario, which has to ask for these operations.
async fn both(scenario: &str, wanted: &[Operation]) {
    for client in [Client::Python, Client::Node] {
        let (_, asked) = run(client, scenario).await;
        for operation in wanted {
            assert!(asked.contains(operation), "{scenario}: no {operation}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn records_are_read_with_their_associations_and_all_around_them() {
    let wanted = [
        Operation::Read,
        Operation::List,
        Operation::ReadProperties,
        Operation::Owners,
        Operation::TaxRates,
    ];
    both("read", &wanted).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn records_are_written_archived_and_merged_and_refusals_are_understood() {
    let wanted = [
        Operation::Create,
        Operation::Update,
        Operation::Archive,
        Operation::Merge,
    ];
    both("write", &wanted).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn records_are_searched_page_by_page() {
    both("search", &[Operation::Search]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn records_are_associated_with_labels_and_separated() {
    let wanted = [
        Operation::Associate,
        Operation::ReadAssociations,
        Operation::BatchReadAssociations,
        Operation::Dissociate,
    ];
    both("associate", &wanted).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn batches_are_written_and_read_whole_and_in_part() {
    let wanted = [
        Operation::BatchCreate,
        Operation::BatchRead,
        Operation::BatchUpdate,
        Operation::BatchArchive,
    ];
    both("batch", &wanted).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn executions_are_completed_one_by_one_and_in_a_batch() {
    for client in [Client::Python, Client::Node] {
        let (sandbox, _) = run(client, "complete").await;
        let completions = sandbox.completions();
        let ids: Vec<&str> = completions.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids, ["ap-1-2-3-0", "ap-1-2-3-1"]);
        assert!(
            completions
                .iter()
                .all(|(_, fields)| fields["document_id"] == "145")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_are_refreshed_and_told_their_scopes() {
    both("tokens", &[Operation::Token, Operation::TokenInfo]).await;
}
