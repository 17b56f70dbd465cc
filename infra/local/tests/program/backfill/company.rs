//! A company that outlives the program, as QuickBooks does: a sandbox in the process of the test.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use rust_decimal::Decimal;
use sandbox_quickbooks::{Sandbox, SandboxOptions};
use serde_json::{Value, json};

use crate::process::{make_store, program};

/// The program with these arguments, to work in a folder and on this company.
pub(crate) fn at(company: &Sandbox, folder: &Path, arguments: &[&str]) -> Command {
    let settings = json!({"company": {"time_zone": "America/New_York"}});
    with_settings(company, folder, &settings, arguments)
}

/// The program, for a connection with these settings.
pub(crate) fn with_settings(
    company: &Sandbox,
    folder: &Path,
    settings: &Value,
    arguments: &[&str],
) -> Command {
    std::fs::write(folder.join("settings.json"), settings.to_string()).unwrap();
    let kept = ["--store", "books.redb", "--settings", "settings.json"];
    let mut command = program(&[arguments, &kept].concat());
    let credentials = company.credentials();
    command
        .current_dir(folder)
        .env("QUICKBOOKS_API_URL", company.api_url())
        .env("QUICKBOOKS_TOKEN_URL", company.token_url())
        .env("QUICKBOOKS_REALM_ID", company.realm_id())
        .env("QUICKBOOKS_CLIENT_ID", credentials.client_id)
        .env("QUICKBOOKS_CLIENT_SECRET", credentials.client_secret)
        .env("QUICKBOOKS_REFRESH_TOKEN", credentials.refresh_token);
    if arguments.first() == Some(&"backfill") {
        command.arg("--yes");
    }
    make_store(&mut command);
    command
}

/// A fresh company.
pub(crate) async fn company() -> Sandbox {
    Sandbox::start(SandboxOptions::default()).await.unwrap()
}

/// The ids of the invoices of each deal, in a company and beyond those of the sample company. A deal
/// is known by the mark in the private note, which is the same for the same deal alone.
pub(crate) fn invoices(company: &Sandbox) -> BTreeMap<String, Vec<String>> {
    let mut of_deals: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for invoice in company.documents("Invoice") {
        let text = |field: &str| invoice[field].as_str().unwrap_or_default().to_owned();
        let note = text("PrivateNote");
        if let Some((_, mark)) = note.rsplit_once("[ref ") {
            let ids = of_deals.entry(mark.to_owned()).or_default();
            ids.push(text("Id"));
        }
    }
    of_deals
}

/// A row of a result file: what came of a record.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) record_id: String,
    pub(crate) status: String,
    pub(crate) document_id: String,
    pub(crate) total: String,
    pub(crate) error_type: String,
    pub(crate) error_message: String,
}

/// The rows of a result file, read by the names of its columns.
pub(crate) fn rows(path: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let heading = reader.headers().unwrap().clone();
    let records = reader.records().map(|record| record.unwrap());
    records
        .map(|record| {
            let cell = |name: &str| {
                let place = heading.iter().position(|column| column == name).unwrap();
                record[place].to_owned()
            };
            Row {
                record_id: cell("record_id"),
                status: cell("status"),
                document_id: cell("document_id"),
                total: cell("total"),
                error_type: cell("error_type"),
                error_message: cell("error_message"),
            }
        })
        .collect()
}

/// Asserts that the deals with these ids are booked once each, and that the result file says so: one
/// row per deal in the file's order, each with a document of its own that is in the company.
pub(crate) fn assert_booked_once(company: &Sandbox, results: &Path, ids: std::ops::Range<usize>) {
    let invoices = invoices(company);
    let doubles: Vec<_> = invoices.values().filter(|ids| ids.len() > 1).collect();
    assert!(doubles.is_empty(), "booked twice: {doubles:?}");
    assert_eq!(invoices.len(), ids.len(), "invoices for deals");
    let rows = rows(results);
    let listed: Vec<_> = rows.iter().map(|row| row.record_id.clone()).collect();
    let expected: Vec<_> = ids.map(|id| id.to_string()).collect();
    assert_eq!(listed, expected, "one row per deal, in order");
    let documents = company.documents("Invoice");
    let total = |id: &str| -> Option<&Value> {
        let found = documents.iter().find(|document| document["Id"] == id);
        found.map(|document| &document["TotalAmt"])
    };
    for row in &rows {
        assert!(
            matches!(row.status.as_str(), "created" | "already_created"),
            "{row:?}"
        );
        let deal = super::deals::deal(row.record_id.parse().unwrap());
        assert_eq!(deal["properties"]["amount"], row.total, "{row:?}");
        let booked = total(&row.document_id).unwrap_or_else(|| panic!("{row:?}: no such invoice"));
        let booked: Decimal = booked.to_string().parse().unwrap();
        assert_eq!(booked, row.total.parse().unwrap(), "{row:?}");
    }
}
