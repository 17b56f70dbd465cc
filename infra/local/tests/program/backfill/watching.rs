//! The display of a run: failures at once, and where it stands.

use std::time::{Duration, Instant};

use serde_json::json;

use super::company::{at, company};
use super::deals::{deal, json_lines};
use super::running::{backfill, beside};
use crate::process::{stderr, stdout};

#[tokio::test]
async fn the_first_failures_of_a_type_are_shown_and_the_rest_is_counted() {
    let (folder, company) = (tempfile::tempdir().unwrap(), company().await);
    let lines = (1..20).map(|id| {
        let mut deal = deal(id);
        deal["line_items"][0]["properties"]["name"] = json!("Canary product");
        deal.to_string()
    });
    let text: Vec<_> = lines.collect();
    std::fs::write(folder.path().join("deals.jsonl"), text.join("\n")).unwrap();
    let arguments = [
        "backfill",
        "deals.jsonl",
        "--action",
        "create-invoice",
        "--in-order",
    ];
    let output = beside(at(&company, folder.path(), &arguments)).await;
    assert_eq!(output.status.code(), Some(1), "{}", stdout(&output));
    let said = stderr(&output);
    let shown = said
        .lines()
        .filter(|line| line.contains(": ProductNotFound: "));
    assert_eq!(shown.count(), 3, "{said}");
    assert!(said.contains("deal 1: ProductNotFound"), "{said}");
    assert!(!said.contains("Canary"), "{said}");
    let expected = "failed                    19  ProductNotFound";
    assert!(stdout(&output).contains(expected), "{}", stdout(&output));
}

#[tokio::test]
async fn the_first_warnings_are_shown_with_their_amounts_and_all_are_counted() {
    let (folder, company) = (tempfile::tempdir().unwrap(), company().await);
    let lines = (1..6).map(|id| {
        let mut deal = deal(id);
        deal["properties"]["amount"] = json!("999.00");
        deal.to_string()
    });
    let text: Vec<_> = lines.collect();
    std::fs::write(folder.path().join("deals.jsonl"), text.join("\n")).unwrap();
    let arguments = [
        "backfill",
        "deals.jsonl",
        "--action",
        "create-invoice",
        "--in-order",
    ];
    let output = beside(at(&company, folder.path(), &arguments)).await;
    let (said, told) = (stderr(&output), stdout(&output));
    assert_eq!(output.status.code(), Some(0), "{said}");
    let shown = "deal 1: total_differs: deal 1 shows 999.00, and its line items sum to 11.01: the difference is";
    assert!(said.contains(shown), "{said}");
    assert_eq!(said.matches(": total_differs: ").count(), 3, "{said}");
    assert!(
        told.contains("with a warning             5  total_differs"),
        "{told}"
    );
    let results = std::fs::read_to_string(folder.path().join("deals.jsonl.results.csv")).unwrap();
    assert_eq!(results.matches("shows 999.00").count(), 5, "{results}");
}

#[tokio::test]
async fn documents_are_numbered_in_the_order_of_the_file_when_asked() {
    let (folder, company) = (tempfile::tempdir().unwrap(), company().await);
    json_lines(folder.path(), "deals.jsonl", 1..16);
    let arguments = [
        "backfill",
        "deals.jsonl",
        "--action",
        "create-invoice",
        "--in-order",
    ];
    let output = beside(at(&company, folder.path(), &arguments)).await;
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let results = folder.path().join("deals.jsonl.results.csv");
    let mut reader = csv::Reader::from_path(results).unwrap();
    let numbers = reader.records().map(|row| row.unwrap()[8].parse().unwrap());
    let numbers: Vec<u32> = numbers.collect();
    assert_eq!(numbers.len(), 15);
    assert!(
        numbers.is_sorted_by(|left, right| left < right),
        "{numbers:?}"
    );
}

#[test]
fn a_dead_endpoint_is_told_at_once_and_ends_the_run_after_a_short_while() {
    let folder = tempfile::tempdir().unwrap();
    json_lines(folder.path(), "deals.jsonl", 1..20);
    let arguments = [
        "deals.jsonl",
        "--action",
        "create-invoice",
        "--endpoint",
        "http://127.0.0.1:9",
    ];
    let begin = Instant::now();
    let output = backfill(folder.path(), &arguments);
    let took = begin.elapsed();
    assert!(took > Duration::from_secs(19), "{took:?}");
    assert!(
        took < Duration::from_secs(25),
        "20 s, and a busy machine: {took:?}"
    );
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    let told = said.matches("the endpoint cannot be reached").count();
    assert!((1..=4).contains(&told), "{said}");
    assert!(said.contains("trying again"), "{said}");
    let said = stdout(&output);
    assert!(
        said.contains("Stopped: the endpoint cannot be reached"),
        "{said}"
    );
    assert!(!said.contains("booked now"), "{said}");
}
