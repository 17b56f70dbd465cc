//! Files of a person's own: records of several types, empty cells, and what a spreadsheet leaves behind.

use serde_json::json;

use super::company::{company, rows, with_settings};
use super::running::beside;
use crate::process::{stderr, stdout};

/// The rows of the results of a file, at a company that books a record without line items.
async fn booked(content: &str, code: i32, more: &[&str]) -> Vec<super::company::Row> {
    let (folder, company) = (tempfile::tempdir().unwrap(), company().await);
    std::fs::write(folder.path().join("records.csv"), content).unwrap();
    let settings = json!({
        "company": {"time_zone": "America/New_York"},
        "products": {"item_without_lines": "Services"},
    });
    let arguments = [
        "backfill",
        "records.csv",
        "--action",
        "create-invoice",
        "--in-order",
    ];
    let arguments = [&arguments[..], more].concat();
    let output = beside(with_settings(
        &company,
        folder.path(),
        &settings,
        &arguments,
    ))
    .await;
    let said = format!("{}{}", stderr(&output), stdout(&output));
    assert_eq!(output.status.code(), Some(code), "{said}");
    rows(&folder.path().join("records.csv.results.csv"))
}

#[tokio::test]
async fn records_of_several_types_are_booked_each_by_its_own_amount() {
    let records = "record_id,object_type,amount,hs_quote_amount,hs_status,contact.id,contact.email\n\
        1,deal,100,,,301,birds@intuit.com\n2,quote,,50,,301,birds@intuit.com\n";
    let totals = |rows: Vec<super::company::Row>| -> Vec<String> {
        rows.into_iter().map(|row| row.total).collect()
    };
    assert_eq!(totals(booked(records, 0, &[]).await), ["100.00", "50.00"]);
    let labels = "Record ID,object_type,Amount,hs_status,contact.id,contact.email\n\
        1,deal,100,,301,birds@intuit.com\n2,quote,50,,301,birds@intuit.com\n";
    assert_eq!(totals(booked(labels, 0, &[]).await), ["100.00", "50.00"]);
}

#[tokio::test]
async fn columns_that_a_spreadsheet_leaves_behind_are_passed_over() {
    let records = "record_id,amount,contact.id,contact.email,,\n9680,100,301,birds@intuit.com,,\n";
    let rows = booked(records, 0, &["--object-type", "deal"]).await;
    assert_eq!(rows[0].total, "100.00");
}

#[tokio::test]
async fn an_empty_cell_is_an_empty_property_and_no_missing_one() {
    let records = "Record ID,Deal Name,Amount,Close Date,contact.id,contact.email\n\
        9590,X,100,,301,birds@intuit.com\n9591,Y,,2025-12-31,301,birds@intuit.com\n";
    let rows = booked(records, 1, &["--date", "closedate"]).await;
    let dated = &rows[0].error_message;
    assert!(
        dated.contains("`{{closedate}}` is empty in this record"),
        "{dated}"
    );
    let amount = &rows[1].error_message;
    assert!(amount.contains("`amount` is empty"), "{amount}");
    assert!(!amount.contains("load it"), "{amount}");
}
