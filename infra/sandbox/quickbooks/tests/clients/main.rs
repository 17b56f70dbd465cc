//! Clients of QuickBooks Online, as they are published, against the local company: each creates, reads, updates,
//! queries, counts, batches, voids, deletes, sends, asks for changes, and understands refusals.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use components::QuickBooksClients;
use sandbox_quickbooks::{JournalEntry, Operation, Sandbox, SandboxOptions, TokenPolicy};

/// The modules of python-quickbooks' integration tests that touch only entities that are kept here.
const PYTHON_MODULES: [&str; 17] = [
    "account",
    "creditmemo",
    "customer",
    "department",
    "employee",
    "estimate",
    "invoice",
    "item",
    "payment",
    "preferences",
    "purchase",
    "refundreceipt",
    "taxcode",
    "taxrate",
    "term",
    "trackingclass",
    "vendor",
];

/// The entities of the Node.js client's own queries that are kept here, in its spelling.
const QUERIES: [&str; 21] = [
    "account",
    "class",
    "companyInfo",
    "creditMemo",
    "customer",
    "department",
    "employee",
    "estimate",
    "exchangeRate",
    "invoice",
    "item",
    "payment",
    "paymentMethod",
    "preferences",
    "purchase",
    "refundReceipt",
    "salesReceipt",
    "taxCode",
    "taxRate",
    "term",
    "vendor",
];

/// The lists that clients make rows of and change them.
const LISTS: [&str; 9] = [
    "Account",
    "Class",
    "Customer",
    "Department",
    "Employee",
    "Item",
    "PaymentMethod",
    "Term",
    "Vendor",
];

/// By this Python's library for OAuth lets a client talk to a server without TLS.
const PLAIN_HTTP: (&str, &str) = ("OAUTHLIB_INSECURE_TRANSPORT", "1");

/// The tests of the Node.js client that need more than these entities.
const NODE_LEFT_OUT: &str = "Attachable";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients")
}

fn python(clients: &QuickBooksClients, scenario: &str) -> Command {
    let mut python = Command::new(clients.python());
    python
        .arg("-B")
        .arg(folder().join("books.py"))
        .arg(scenario)
        .env(PLAIN_HTTP.0, PLAIN_HTTP.1);
    python
}

fn node(clients: &QuickBooksClients, scenario: &str) -> Command {
    let mut node = Command::new("node");
    node.arg(folder().join("books.mjs")).arg(scenario);
    node.env("MODULES", clients.node_modules());
    node
}

/// Runs a client on a fresh company, and gives what it asked for.
async fn run(command: Command) -> Vec<JournalEntry> {
    run_on(SandboxOptions::default(), command).await
}

async fn run_on(options: SandboxOptions, mut command: Command) -> Vec<JournalEntry> {
    let options = SandboxOptions {
        // As Intuit does it: python-quickbooks' suite starts every test from the same refresh token.
        tokens: TokenPolicy {
            rotate_after: Duration::from_hours(24),
            ..TokenPolicy::default()
        },
        ..options
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    let credentials = sandbox.credentials();
    command
        .env("COMPANY_URL", sandbox.api_url())
        .env("REALM_ID", sandbox.realm_id())
        .env("CLIENT_ID", credentials.client_id)
        .env("CLIENT_SECRET", credentials.client_secret)
        .env("ACCESS_TOKEN", credentials.access_token)
        .env("REFRESH_TOKEN", credentials.refresh_token);
    let ended = tokio::task::spawn_blocking(move || command.output());
    let output = ended.await.unwrap().unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(output.status.success(), "{said}");
    sandbox.journal()
}

/// Entities, and what is asked for of each.
type OfEach<'a> = (&'a [&'a str], &'a [Operation]);

/// Both clients run a scenario, which has to ask for these operations, and for each of `of_each` on these entities.
async fn both(scenario: &str, wanted: &[Operation], (entities, of_each): OfEach<'_>) {
    let clients = QuickBooksClients::install().unwrap();
    for command in [python(&clients, scenario), node(&clients, scenario)] {
        let program = command.get_program().to_string_lossy().into_owned();
        let asked = run(command).await;
        for operation in wanted {
            assert!(
                asked.iter().any(|entry| entry.operation == *operation),
                "{program} {scenario}: no {operation}"
            );
        }
        for (entity, operation) in entities
            .iter()
            .flat_map(|entity| of_each.iter().map(move |one| (entity, one)))
        {
            let is_it = |entry: &JournalEntry| {
                entry.operation == *operation && entry.entity.as_deref() == Some(entity)
            };
            assert!(
                asked.iter().any(is_it),
                "{program} {scenario}: no {operation} of {entity}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_get_tokens_and_read_find_count_and_change_the_lists() {
    let wanted = [
        Operation::Token,
        Operation::Read,
        Operation::Query,
        Operation::Create,
        Operation::Update,
    ];
    let changed = [Operation::Create, Operation::Read, Operation::Update];
    both("lists", &wanted, (&LISTS, &changed)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_make_change_and_delete_every_sales_form() {
    let forms = [
        "Invoice",
        "Estimate",
        "SalesReceipt",
        "CreditMemo",
        "RefundReceipt",
    ];
    let asked = [
        Operation::Create,
        Operation::Read,
        Operation::Update,
        Operation::Delete,
    ];
    both("forms", &[], (&forms, &asked)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_pay_void_and_send_and_book_expenses() {
    let asked = [Operation::Create, Operation::Update];
    let wanted = [Operation::Void, Operation::Send];
    both("money", &wanted, (&["Payment", "Purchase"], &asked)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_batch_and_learn_what_changed() {
    let wanted = [Operation::Batch, Operation::ChangeDataCapture];
    both("many", &wanted, (&[], &[])).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_node_clients_own_tests_of_these_entities_pass() {
    let clients = QuickBooksClients::install().unwrap();
    // Its tests read two lists from the folder they run in, which the package does not bring along.
    let place = tempfile::tempdir().unwrap();
    let lists = place.path().join("build");
    std::fs::create_dir(&lists).unwrap();
    std::fs::write(lists.join("query.txt"), QUERIES.join("\n")).unwrap();
    std::fs::write(lists.join("report.txt"), "").unwrap();
    let modules = clients.node_modules();
    let mut mocha = Command::new("node");
    mocha
        .current_dir(place.path())
        .arg(modules.join("node_modules/mocha/bin/mocha.js"))
        .arg("--require")
        .arg(folder().join("suite.cjs"))
        .args(["--grep", NODE_LEFT_OUT, "--invert"])
        .arg(modules.join("node_modules/node-quickbooks/test/index.js"))
        .env("MODULES", modules);
    let asked = run(mocha).await;
    let queries = asked
        .iter()
        .filter(|entry| entry.operation == Operation::Query);
    assert!(queries.count() >= QUERIES.len());
}

/// Runs modules of python-quickbooks' own tests, of its release or of a checkout.
async fn python_suite(clients: &QuickBooksClients, suite: &Path, modules: &[&str]) {
    let command = |modules: &[&str]| {
        let mut python = Command::new(clients.python());
        python.arg("-B").arg(folder().join("suite.py"));
        python.args(modules).env(PLAIN_HTTP.0, PLAIN_HTTP.1);
        python.env("PYTHON_QUICKBOOKS", suite);
        python
    };
    run(command(modules)).await;
    let currencies = SandboxOptions {
        multi_currency: true,
        ..SandboxOptions::default()
    };
    run_on(currencies, command(&["exchangerate"])).await;
}

/// Those that it was published with last, against the client as it is published now.
#[tokio::test(flavor = "multi_thread")]
async fn the_python_clients_own_tests_of_these_entities_pass() {
    let clients = QuickBooksClients::install().unwrap();
    let suite = clients.python_suite().unwrap();
    python_suite(&clients, &suite, &PYTHON_MODULES).await;
}

/// `PYTHON_QUICKBOOKS=folder cargo test -p sandbox-quickbooks --test clients -- --ignored`.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a checkout of python-quickbooks, named by PYTHON_QUICKBOOKS"]
#[expect(clippy::disallowed_methods, reason = "a person names the checkout")]
async fn the_python_clients_tests_of_a_checkout_pass() {
    let clients = QuickBooksClients::install().unwrap();
    let suite = PathBuf::from(std::env::var("PYTHON_QUICKBOOKS").unwrap());
    // Its first test came with a later release than the last one that brought tests along.
    let modules = [&PYTHON_MODULES[..], &["salesreceipt"]].concat();
    python_suite(&clients, &suite, &modules).await;
}
