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

#[tokio::test]
async fn several_documents_have_one_number_where_the_settings_say_so() {
    let folder = tempfile::tempdir().unwrap();
    let company = company().await;
    let records = "record_id,amount,contact.id,contact.email,option.document_number\n\
        9711,100,301,birds@intuit.com,HS-7\n9712,50,301,birds@intuit.com,HS-7\n";
    std::fs::write(folder.path().join("records.csv"), records).unwrap();
    let arguments = [
        "backfill",
        "records.csv",
        "--action",
        "create-invoice",
        "--object-type",
        "deal",
    ];
    for (taken, code) in [("refuse", 2), ("allow", 0)] {
        let settings = json!({
            "company": {"custom_transaction_numbers": true},
            "products": {"item_without_lines": "Services"},
            "document_number_taken": taken,
        });
        let output = beside(with_settings(
            &company,
            folder.path(),
            &settings,
            &arguments,
        ))
        .await;
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(code), "{taken}: {said}");
        let refusal = "HS-7 is the number of 2 records (rows 2, 3)";
        assert_eq!(said.contains(refusal), taken == "refuse", "{said}");
    }
    let rows = rows(&folder.path().join("records.csv.results.csv"));
    assert!(rows.iter().all(|row| row.status == "created"), "{rows:?}");
}
