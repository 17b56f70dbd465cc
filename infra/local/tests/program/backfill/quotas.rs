//! Two thousand mapped deals under quotas, with real processes on a real clock. The quota is Intuit's
//! with another window, so that it takes two minutes instead of four.

use std::ops::Range;
use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use jiff::Timestamp;
use sandbox_quickbooks::{Quotas, Sandbox};
use serde_json::{Value, json};

use super::company::{company, invoices, rows, with_settings};
use super::deals::json_lines;
use crate::process::{Server, program, run, stderr, stdout};

const DEALS: usize = 2_000;
const REQUESTS: u32 = 400;
const WINDOW: Duration = Duration::from_secs(20);

const ARGUMENTS: [&str; 3] = ["backfill", "--action", "create-invoice"];

#[tokio::test(flavor = "multi_thread")]
async fn two_thousand_deals_use_95_percent_of_the_quota_and_none_fails_or_is_doubled() {
    assert_uses_the_quota(one_process).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn five_processes_that_share_a_store_use_95_percent_of_the_quota_likewise() {
    assert_uses_the_quota(five_processes).await;
}

/// Nothing may fail or be doubled in any run. What else the machine does may keep one from its quota, so
/// a second one counts too.
async fn assert_uses_the_quota<F: Future<Output = f64>>(work: impl Fn() -> F) {
    let _quiet = super::QUIET.read().await;
    let first = work().await;
    if first < 0.95 {
        let second = work().await;
        assert!(second >= 0.95, "{first}, {second}");
    }
}

async fn one_process() -> f64 {
    let (folder, company) = (tempfile::tempdir().unwrap(), company().await);
    map(&company, folder.path()).await;
    json_lines(folder.path(), "deals.jsonl", 1..1 + DEALS);
    let command = at(&company, folder.path(), &["deals.jsonl"]);
    let outputs = side_by_side(vec![command]).await;
    assert_booked(&company, folder.path(), &["deals.jsonl"], &outputs);
    used(&company, "one process")
}

async fn five_processes() -> f64 {
    let (folder, company) = (tempfile::tempdir().unwrap(), company().await);
    map(&company, folder.path()).await;
    let serving = with_settings(&company, folder.path(), &settings(), &Server::ON_FREE_PORTS);
    let server = tokio::task::spawn_blocking(|| Server::running(serving));
    let server = server.await.unwrap();
    let names = parts(folder.path());
    let commands = names.iter().map(|name| {
        let more = [name, "--endpoint", &server.url, "--concurrency", "5"];
        let mut command = program(&[&ARGUMENTS[..], &more].concat());
        command.current_dir(folder.path());
        command
    });
    let outputs = side_by_side(commands.collect()).await;
    assert_booked(&company, folder.path(), &names, &outputs);
    used(&company, "five processes with one store")
}

const PARTS: [&str; 5] = ["1.jsonl", "2.jsonl", "3.jsonl", "4.jsonl", "5.jsonl"];

fn part(number: usize) -> Range<usize> {
    let size = DEALS / PARTS.len();
    1 + number * size..1 + (number + 1) * size
}

/// A file for each process.
fn parts(folder: &Path) -> [&'static str; 5] {
    for (number, name) in PARTS.iter().enumerate() {
        json_lines(folder, name, part(number));
    }
    PARTS
}

fn settings() -> Value {
    json!({
        "company": { "time_zone": "America/New_York" },
        "quickbooks": { "quota": {
            "requests_per_window": REQUESTS, "batches_per_window": 32, "window_seconds": WINDOW.as_secs(),
            // This company has a limit of its window alone.
            "requests_per_second": REQUESTS,
        } },
    })
}

fn at(company: &Sandbox, folder: &Path, more: &[&str]) -> Command {
    with_settings(company, folder, &settings(), &[&ARGUMENTS, more].concat())
}

/// Books one deal more, which maps customer and product, and sets the quotas.
async fn map(company: &Sandbox, folder: &Path) {
    company.set_quotas(Quotas::default());
    json_lines(folder, "mapping.jsonl", 1 + DEALS..2 + DEALS);
    let outputs = side_by_side(vec![at(company, folder, &["mapping.jsonl"])]).await;
    assert!(outputs[0].status.success(), "{}", stderr(&outputs[0]));
    company.clear_journal();
    company.set_quotas(Quotas {
        requests_per_window: Some(REQUESTS),
        batches_per_window: Some(32),
        concurrent: Some(10),
        window: Some(WINDOW),
        ..Quotas::default()
    });
}

async fn side_by_side(commands: Vec<Command>) -> Vec<Output> {
    let runs = commands
        .into_iter()
        .map(|command| tokio::task::spawn_blocking(|| run(command, b"")));
    let mut outputs = Vec::new();
    for run in runs.collect::<Vec<_>>() {
        outputs.push(run.await.unwrap());
    }
    outputs
}

fn assert_booked(company: &Sandbox, folder: &Path, names: &[&str], outputs: &[Output]) {
    for (name, output) in names.iter().zip(outputs) {
        assert_succeeded(folder, name, output);
    }
    assert_no_doubles(company);
}

fn assert_succeeded(folder: &Path, name: &str, output: &Output) {
    let said = format!("{}{}", stdout(output), stderr(output));
    assert_eq!(output.status.code(), Some(0), "{said}");
    let rows = rows(&folder.join(format!("{name}.results.csv")));
    assert!(rows.iter().all(|row| row.status == "created"), "{said}");
}

fn assert_no_doubles(company: &Sandbox) {
    let invoices = invoices(company);
    assert_eq!(invoices.len(), DEALS + 1, "an invoice for each deal");
    assert!(invoices.values().all(|ids| ids.len() == 1), "doubles");
}

/// The rate that the quota allows once its first burst is through, by the time it took.
#[allow(clippy::print_stderr, reason = "a measurement is there to be seen")]
fn used(company: &Sandbox, who: &str) -> f64 {
    let journal = company.journal();
    let to_company = journal
        .iter()
        .filter(|entry| entry.path.starts_with("/v3/company/"));
    let (made, refused): (Vec<_>, Vec<_>) = to_company.partition(|entry| entry.status == 200);
    let moments: Vec<Timestamp> = made.iter().map(|one| one.time.parse().unwrap()).collect();
    assert_eq!(moments.len(), DEALS, "one request for each deal");
    let burst = usize::try_from(REQUESTS).unwrap();
    let took = moments[DEALS - 1].duration_since(moments[burst - 1]);
    let best = WINDOW * u32::try_from(DEALS / burst - 1).unwrap();
    let used = best.as_secs_f64() / took.as_secs_f64();
    eprintln!(
        "{who}: {:.1} % of the quota, {} refused",
        used * 100.0,
        refused.len()
    );
    used
}
