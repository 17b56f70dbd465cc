use std::path::Path;

use proptest::prelude::*;
use serde_json::json;

use super::Results;
use crate::backfill::job::{Job, Subject};
use crate::backfill::row::Row;
use crate::backfill::target::Failure;

fn job(number: usize) -> Job {
    let record = json!({"object_type": "deal", "id": format!("9{number}")});
    let request = json!({"connection": "us-books", "record": record});
    Job::of(u64::try_from(number).unwrap(), &request).unwrap()
}

fn booked(number: usize, status: &str) -> Row {
    let document = json!({
        "type": "Invoice", "id": format!("1{number}"), "number": "=1+1", "total": "5.00", "currency": "USD",
    });
    let response = json!({"status": status, "document": document});
    Row::answered(&job(number), &serde_json::from_value(response).unwrap())
}

fn failed(number: usize) -> Row {
    Row::failed(
        &job(number),
        &Failure::named("InvalidRequest", "two\nlines"),
    )
}

fn order(numbers: std::ops::Range<usize>) -> Vec<Subject> {
    numbers.map(|number| job(number).subject).collect()
}

/// The records of the file's rows, and that each is a whole line.
fn records(path: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.ends_with('\n'), "{text}");
    let rows = text.lines().skip(1);
    rows.map(|row| row.split(',').nth(3).unwrap().replace('"', ""))
        .collect()
}

#[test]
fn the_rows_of_a_finished_run_are_in_the_order_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("results.csv");
    let mut results = Results::open(&path).unwrap();
    for number in [2, 0, 1] {
        results.add(booked(number, "created")).unwrap();
    }
    results.finish(&order(0..3)).unwrap();
    assert_eq!(records(&path), ["90", "91", "92"]);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("\"'=1+1\""), "no formula: {text}");
}

#[test]
fn a_failed_record_is_run_again_and_a_booked_one_keeps_its_row() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("results.csv");
    let mut results = Results::open(&path).unwrap();
    results.add(booked(0, "created")).unwrap();
    results.add(failed(1)).unwrap();
    results.finish(&order(0..2)).unwrap();

    let mut results = Results::open(&path).unwrap();
    assert_eq!(records(&path), ["90"]);
    results.add(booked(0, "already_created")).unwrap();
    results.add(booked(1, "created")).unwrap();
    assert_eq!(records(&path), ["90", "91"]);
    results.finish(&order(0..2)).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(text.matches("\"created\"").count(), 2, "{text}");
}

#[test]
fn what_is_no_longer_so_takes_the_row_s_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("results.csv");
    let mut results = Results::open(&path).unwrap();
    results.add(booked(0, "created")).unwrap();
    results.add(failed(0)).unwrap();
    results.finish(&order(0..1)).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(records(&path), ["90"]);
    assert!(
        text.contains("\"failed\"") && text.contains("two lines"),
        "{text}"
    );
}

#[test]
fn a_file_that_another_run_writes_or_that_is_another_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("results.csv");
    let first = Results::open(&path).unwrap();
    let second = Results::open(&path).unwrap_err().to_string();
    assert!(second.contains("another run"), "{second}");
    drop(first);
    let left = std::fs::read_dir(folder.path()).unwrap();
    let left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["results.csv"], "no lock is left");
    std::fs::write(&path, "my,notes\n").unwrap();
    let refused = Results::open(&path).unwrap_err().to_string();
    assert!(refused.contains("is another file"), "{refused}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "my,notes\n");
}

#[cfg(unix)]
#[test]
fn a_link_beside_the_file_has_nothing_of_others_cut_off_and_results_are_the_owner_s() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = tempfile::tempdir().unwrap();
    let (path, victim) = (folder.path().join("r.csv"), folder.path().join("victim"));
    std::fs::write(&victim, "of somebody").unwrap();
    symlink(&victim, folder.path().join("r.csv.lock")).unwrap();
    let refused = Results::open(&path).unwrap_err().to_string();
    assert!(refused.contains("it is a link"), "{refused}");
    std::fs::remove_file(folder.path().join("r.csv.lock")).unwrap();

    symlink(&victim, folder.path().join("r.csv.new")).unwrap();
    let results = Results::open(&path).unwrap();
    results.finish(&[]).unwrap();
    assert_eq!(std::fs::read_to_string(&victim).unwrap(), "of somebody");
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A kill leaves any number of the bytes that were being appended.
    #[test]
    fn a_run_that_was_cut_off_anywhere_is_completed_without_gap_or_double(cut in 0.0..1.0_f64) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("results.csv");
        let mut results = Results::open(&path).unwrap();
        let heading = std::fs::read(&path).unwrap().len();
        for number in 0..4 {
            results.add(booked(number, "created")).unwrap();
        }
        drop(results);
        let bytes = std::fs::read(&path).unwrap();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss,
                reason = "a place in a short file")]
        let left = heading + ((bytes.len() - heading) as f64 * cut) as usize;
        std::fs::write(&path, &bytes[..left]).unwrap();

        let mut results = Results::open(&path).unwrap();
        for number in 0..4 {
            results.add(booked(number, "already_created")).unwrap();
            let found = records(&path);
            let mut distinct = found.clone();
            distinct.dedup();
            prop_assert_eq!(distinct, found);
        }
        results.finish(&order(0..4)).unwrap();
        prop_assert_eq!(records(&path), ["90", "91", "92", "93"]);
    }
}

#[test]
fn the_messages_of_warnings_stand_in_the_file_beside_their_codes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("results.csv");
    let response = json!({"status": "created", "warnings": [
        {"code": "total_differs", "message": "deal 91 shows 999.00, and its line items sum to 300.00"},
        {"code": "nothing_to_do", "message": "no fee"},
    ]});
    let row = Row::answered(&job(1), &serde_json::from_value(response).unwrap());
    let warned: Vec<_> = row.warned().collect();
    let message = "deal 91 shows 999.00, and its line items sum to 300.00";
    assert_eq!(warned, [("total_differs", message)]);
    let mut results = Results::open(&path).unwrap();
    results.add(row).unwrap();
    results.finish(&order(1..2)).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(
        text.contains(&format!("total_differs: {message}")),
        "{text}"
    );
}

#[test]
fn a_file_that_was_written_without_the_messages_of_warnings_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("results.csv");
    let mut results = Results::open(&path).unwrap();
    results.add(booked(1, "created")).unwrap();
    results.finish(&order(1..2)).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let without_last = |line: &str| line.rsplit_once(',').unwrap().0.to_owned();
    let earlier: Vec<String> = text.lines().map(without_last).collect();
    std::fs::write(&path, format!("{}\n", earlier.join("\n"))).unwrap();
    let results = Results::open(&path).unwrap();
    results.finish(&order(1..2)).unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}
