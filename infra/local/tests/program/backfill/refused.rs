//! Files with something that may be meant in another way, or cannot be read: nothing of them is booked.

use std::path::Path;

use super::running::backfill;
use crate::process::stderr;

const DEALS: [&str; 4] = ["--action", "create-invoice", "--object-type", "deal"];

/// The refusal of a file with this name and content; nothing was booked, and no store was opened.
fn refusal(name: &str, content: impl AsRef<[u8]>, more: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let said = refusal_in(folder.path(), name, content.as_ref(), more);
    assert!(!folder.path().join("books.redb").exists());
    assert!(!folder.path().join(format!("{name}.results.csv")).exists());
    said
}

fn refusal_in(folder: &Path, name: &str, content: &[u8], more: &[&str]) -> String {
    std::fs::write(folder.join(name), content).unwrap();
    let arguments = [&[name], &DEALS[..], &["--store", "books.redb"], more].concat();
    let output = backfill(folder, &arguments);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("nothing was booked"), "{said}");
    said
}

fn assert_says(said: &str, expected: &[&str]) {
    for expected in expected {
        assert!(said.contains(expected), "{expected}: {said}");
    }
}

#[test]
fn close_dates_that_are_none_are_named_and_no_document_is_dated_today_instead() {
    let deals = "Record ID,Amount,Close Date,contact.id,contact.lastname\n\
        9510,100,12/31/2025 11:30 PM,71,Fern\n9511,100,31.12.2025 23:30,71,Fern\n9512,100,2025/12/31,71,Fern\n\
        9513,100,\"Dec 31, 2025\",71,Fern\n9514,100,31 Dec 2025,71,Fern\n9515,100,46022.97,71,Fern\n\
        9516,100,2025-12-31 23:30,71,Fern\n";
    for more in [&[][..], &["--date", "closedate"]] {
        let said = refusal("deals.csv", deals, more);
        assert_says(
            &said,
            &[
                "row 2: deal 9510: ",
                "found `12/31/2025 11:30 PM`",
                "row 3: deal 9511: ",
                "found `31.12.2025 23:30`",
                "row 4: deal 9512: ",
                "found `2025/12/31`",
                "found `Dec 31, 2025`",
                "found `31 Dec 2025`",
                "row 7: deal 9515: ",
                "found `46022.97`",
                "things are wrong; write each date as YYYY-MM-DD",
                "--date today",
                "a column `option.transaction_date`",
            ],
        );
        assert!(!said.contains("row 8: "), "{said}");
    }
    let line = r#"{"id": "9510", "properties": {"amount": "100", "closedate": "31.12.2025"}}"#;
    let said = refusal("deals.jsonl", line, &[]);
    assert_says(
        &said,
        &["line 1: deal 9510: `closedate`", "found `31.12.2025`"],
    );
}

#[test]
fn dates_in_the_option_s_column_that_are_none_are_named_each() {
    let deals = "record_id,amount,contact.id,contact.lastname,contact.email,option.transaction_date\n\
        9605,100,71,Fern,f@example.com,03/09/2026\n9606,100,71,Fern,f@example.com,2026-03-09T00:00:00Z\n\
        9607,100,71,Fern,f@example.com,1773014400000\n9608,100,71,Fern,f@example.com,{{closedate}}\n\
        9609,100,71,Fern,f@example.com,2026-03-09\n";
    let said = refusal("dates.csv", deals, &[]);
    assert_says(
        &said,
        &[
            "row 2: deal 9605: `option.transaction_date`: expected YYYY-MM-DD",
            "row 3: deal 9606: `option.transaction_date`: expected YYYY-MM-DD",
            "row 4: deal 9607: `option.transaction_date`: expected YYYY-MM-DD",
            "found `1773014400000`",
            "row 5: deal 9608: the cell of its column `option.transaction_date`: there is no property `closedate`",
        ],
    );
    assert!(!said.contains("row 6"), "{said}");
}

#[test]
fn a_column_that_is_an_option_and_does_not_say_so_books_nothing() {
    let deals = "record_id,amount,contact.id,contact.lastname,dry_run,transaction_date,payment_terms,document_number,memo\n\
        9520,100,71,Fern,true,2025-12-31,Due on receipt,INV-7,Thanks\n";
    let said = refusal("deals.csv", deals, &[]);
    for option in [
        "dry_run",
        "transaction_date",
        "payment_terms",
        "document_number",
        "memo",
    ] {
        let meant = format!("`option.{option}` is meant");
        assert_says(&said, &[&meant, &format!("--column \"{option}={option}\"")]);
    }
    let ids = "record_id,Dry Run\n9001,true\n";
    let said = refusal("ids.csv", ids, &["--date", "today", "--by-id"]);
    assert_says(&said, &["column 2: `Dry Run`", "`option.dry_run` is meant"]);
}

#[test]
fn an_amount_that_may_be_thousands_books_nothing() {
    let heading = "record_id;amount;contact.id;contact.lastname;line_item.id;line_item.name;line_item.quantity;\
        line_item.price;line_item.amount\n";
    let deals = format!(
        "{heading}9550;1.480;71;Fern;1;Hours;1;1.480;1.480\n9551;12.345,00;71;Fern;2;Hours;1;12.345,00;12.345,00\n"
    );
    let said = refusal("deals.csv", deals, &[]);
    assert_says(
        &said,
        &[
            "row 2: deal 9550: property `amount`: 1.480 may be 1480.00 or 1.48,",
            "property `line_item.amount`: 1.480 may be",
            "row 3: deal 9551: property `amount`: expected a decimal number such as 1480.00, found \"12.345,00\"",
        ],
    );
    let commas = "record_id,amount,contact.id\n9550,1.480,71\n9551,\"12.345,00\",71\n";
    let said = refusal("deals.csv", commas, &[]);
    assert_says(
        &said,
        &["row 2: deal 9550", "have a decimal comma", "row 3: "],
    );
}

#[test]
fn amounts_that_cannot_be_read_are_named_each_with_the_row_of_their_line_item() {
    let deals = "record_id,dealname,amount,contact.id,line_item.id,line_item.name,line_item.quantity,line_item.price,line_item.amount\n\
        9600,Loom,100,71,9600,Hours,1,100,100\n,,,,9601,Hours,1,100,#REF!\n9601,Loom,$100.00,71,9602,Hours,1,100,\"1,480.50\"\n";
    let said = refusal("deals.csv", deals, &[]);
    assert_says(
        &said,
        &[
            "row 3: deal 9600: property `line_item.amount`: expected a decimal number such as 1480.00, found \"#REF!\"",
            "row 4: deal 9601: property `amount`: expected a decimal number such as 1480.00, found \"$100.00\"",
            "property `line_item.amount`: expected a decimal number such as 1480.00, found \"1,480.50\"",
        ],
    );
    assert!(!said.contains("row 2"), "{said}");
    let folder = tempfile::tempdir().unwrap();
    let lines = "Record ID,Name,Quantity,Net price,Associated Deal IDs\n7001,Hours,1,#REF!,9600\n7002,Hours,one,5,9600\n";
    std::fs::write(folder.path().join("lines.csv"), lines).unwrap();
    let deals = "Record ID,Deal Name,Amount\n9600,Loom,100\n";
    let more = ["--line-items", "lines.csv"];
    let said = refusal_in(folder.path(), "deals.csv", deals.as_bytes(), &more);
    assert_says(
        &said,
        &[
            "row 2: line item 7001: property `amount`",
            "row 3: line item 7002: property `quantity`",
        ],
    );
}

#[test]
fn a_row_that_is_no_record_is_told_the_column_with_the_ids() {
    let deals = "record_id,amount,contact.id,contact.lastname\n1,100,71,Fern\nTotal,100,71,Fern\n";
    let said = refusal("deals.csv", deals, &[]);
    assert_says(
        &said,
        &[
            "row 3: `record_id`",
            "`Record ID`, and leave out rows that are no record",
        ],
    );
    assert!(!said.contains("Contact"), "{said}");
}

#[test]
fn a_workbook_or_utf_16_named_csv_is_told_its_format() {
    let said = refusal("deals.csv", b"PK\x03\x04\x14\0\x06\0", &[]);
    assert_says(&said, &["an Excel workbook (.xlsx)", "\"CSV UTF-8\""]);
    let unmarked: Vec<u8> = "record_id\n1\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let said = refusal("deals.csv", unmarked, &[]);
    assert_says(&said, &["UTF-16 without a byte order mark"]);
}
