//! A process that is killed in the middle, and the run after it.
#![cfg(unix)]

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use sandbox_quickbooks::Sandbox;

use super::company::{assert_booked_once, at, company, invoices, rows};
use super::deals::json_lines;
use crate::process::{run, stderr, stdout};

const DEALS: std::ops::Range<usize> = 1..81;
const KILLS: u64 = 20;
const ARGUMENTS: [&str; 4] = ["backfill", "deals.jsonl", "--action", "create-invoice"];

/// Each kill has a company, a store and a file of its own, and all are at work side by side: a claim
/// that the killed process held must be waited for, for a minute or so.
///
/// `BACKFILL_SEED` repeats a run's moments, as far as the machine lets it.
#[tokio::test(flavor = "multi_thread")]
async fn killed_at_twenty_random_moments_and_run_again_it_is_complete_without_double_or_gap() {
    let seed = std::env::var("BACKFILL_SEED").ok();
    let seed = seed.map_or_else(|| fastrand::u64(..), |seed| seed.parse().unwrap());
    eprintln!("BACKFILL_SEED={seed}");
    let mut trials = tokio::task::JoinSet::new();
    let places = std::sync::Arc::new(tokio::sync::Semaphore::new(4));
    let busy = std::sync::Arc::new(super::QUIET.write().await);
    for number in 0..KILLS {
        let random = fastrand::Rng::with_seed(seed.wrapping_add(number));
        let (places, busy) = (places.clone(), busy.clone());
        trials.spawn(async move {
            let trial = Trial::new().await;
            let place = places.acquire().await.unwrap();
            let booked = trial.kill_at(random).await;
            drop((place, busy));
            trial.run_again().await;
            (booked, trial.took_over())
        });
    }
    drop(busy);
    let outcomes = trials.join_all().await;
    let in_the_middle = outcomes
        .iter()
        .filter(|(booked, _)| (1..DEALS.len()).contains(booked));
    eprintln!("(booked before the kill, requests repeated after it): {outcomes:?}");
    assert!(in_the_middle.count() >= 10, "{outcomes:?}");
}

struct Trial {
    folder: tempfile::TempDir,
    company: Sandbox,
}

impl Trial {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        json_lines(folder.path(), "deals.jsonl", DEALS);
        let company = company().await;
        Self { folder, company }
    }

    fn command(&self) -> Command {
        at(&self.company, self.folder.path(), &ARGUMENTS)
    }

    fn results(&self) -> PathBuf {
        self.folder.path().join("deals.jsonl.results.csv")
    }

    /// Starts the program and kills it: after so large a part of the deals, and a moment more that
    /// falls anywhere between two requests. Says how many were booked.
    async fn kill_at(&self, mut random: fastrand::Rng) -> usize {
        let mut child = quiet(self.command()).spawn().unwrap();
        let (part, moment) = (random.usize(0..DEALS.len()), random.u64(0..40));
        while invoices(&self.company).len() < part && is_running(&mut child) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        tokio::time::sleep(Duration::from_millis(moment)).await;
        // On Unix this is SIGKILL.
        let _ = child.kill();
        let _ = child.wait();
        let booked = invoices(&self.company).len();
        assert_rows_are_true(&self.results());
        booked
    }

    async fn run_again(&self) {
        let command = self.command();
        let output = tokio::task::spawn_blocking(|| run(command, b""));
        let output = output.await.unwrap();
        let said = format!("{}{}", stdout(&output), stderr(&output));
        assert_eq!(output.status.code(), Some(0), "{said}");
        assert_booked_once(&self.company, &self.results(), DEALS);
    }

    /// The number of requests that found what the killed process had done, by their request ids.
    fn took_over(&self) -> usize {
        let journal = self.company.journal();
        journal.iter().filter(|entry| entry.replayed).count()
    }
}

/// The whole lines in the file of a killed process are read as they are; a half line is no row.
fn assert_rows_are_true(results: &Path) {
    let Ok(text) = std::fs::read_to_string(results) else {
        return;
    };
    let whole = text.rfind('\n').map_or("", |end| &text[..=end]);
    let copy = results.with_extension("whole.csv");
    std::fs::write(&copy, whole).unwrap();
    for row in rows(&copy) {
        assert_eq!(row.status, "created", "{row:?}");
    }
}

fn quiet(mut command: Command) -> Command {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

fn is_running(child: &mut Child) -> bool {
    child.try_wait().unwrap().is_none()
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_lets_what_is_in_progress_end_and_the_next_run_goes_on() {
    let trial = Trial::new().await;
    let mut child = trial.command().stdout(Stdio::piped()).spawn().unwrap();
    while invoices(&trial.company).len() < 5 && is_running(&mut child) {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let id = child.id().to_string();
    Command::new("kill").args(["-INT", &id]).status().unwrap();
    let output = tokio::task::spawn_blocking(|| child.wait_with_output());
    let output = output.await.unwrap().unwrap();
    let booked = invoices(&trial.company).len();
    assert_eq!(output.status.code(), Some(130));
    assert!(
        stdout(&output).contains("not reached"),
        "{}",
        stdout(&output)
    );
    let rows = rows(&trial.results());
    assert_eq!(
        rows.len(),
        booked,
        "a row for each, and none is left behind"
    );
    trial.run_again().await;
    assert_eq!(trial.took_over(), 0, "no claim was left");
}
