//! A file of mapped deals in the local program, which keeps its store and its company in files.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Bench, QUOTA, of_count};
use crate::deals::{deal, give_own_line};
use crate::figure::Figure;

/// Deals that are booked.
const DEALS: usize = 2_000;

/// The file's deals, in the store's folder.
const FILE: &str = "deals.jsonl";

/// The local program.
pub(crate) struct LocalProgram(pub(crate) PathBuf);

impl Bench {
    pub(super) fn backfill(&self) -> Vec<Figure> {
        let program = self.others.local.as_ref().expect("--local");
        let folder = tempfile::tempdir().expect("a folder");
        let settings = json!({
            "company": { "time_zone": "America/Los_Angeles" },
            "products": { "income_account": "Sales of Product Income" },
            "quickbooks": { "quota": { "requests_per_window": QUOTA, "requests_per_second": QUOTA } },
        });
        let path = folder.path().join("settings.json");
        std::fs::write(path, settings.to_string()).expect("the settings' file");
        // One deal maps the customer and the product of all.
        program.book(folder.path(), 0..1, &["--new-store"]);
        let taken = program.book(folder.path(), 1..1 + DEALS, &[]);
        let again = program.book(folder.path(), 1..1 + DEALS, &[]);
        let rate = |taken: Duration| of_count(DEALS) / taken.as_secs_f64();
        vec![
            Figure::of_machine("backfill, kept in files", rate(taken), "documents/s"),
            Figure::of_machine("backfill, the same again", rate(again), "records/s"),
        ]
    }
}

impl LocalProgram {
    /// Books deals, and gives the time of the whole program.
    fn book(&self, folder: &Path, deals: std::ops::Range<usize>, more: &[&str]) -> Duration {
        let mut file = std::fs::File::create(folder.join(FILE)).expect("the file of deals");
        for id in deals {
            writeln!(file, "{}", row(id)).expect("the file can be written");
        }
        let mut backfill = Command::new(&self.0);
        backfill
            .current_dir(folder)
            .args(["backfill", FILE, "--action", "create-invoice"])
            .args(["--object-type", "deal", "--date", "today"])
            .args(["--store", "books.redb", "--settings", "settings.json"])
            .args(more);
        let start = Instant::now();
        let output = backfill.output().expect("the local program runs");
        let taken = start.elapsed();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        taken
    }
}

/// A row of the file: the event, without a run.
fn row(id: usize) -> Value {
    let event = deal(9_000_001 + id, 1);
    let mut event: Value = serde_json::from_slice(&event).expect("an event is JSON");
    if let Some(event) = event.as_object_mut() {
        event.remove("run");
    }
    give_own_line(&mut event, 7_000_001 + id);
    event
}
