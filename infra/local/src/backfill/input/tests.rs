mod misread;

use clap::Parser;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::{Input, read};
use crate::cli::{Cli, Command};

const TODAY: Date = date(2026, 11, 28);

/// Reads files of a folder as the command line names them, the first being that of the records.
fn input(files: &[(&str, &[u8])], more: &[&str]) -> Result<Input, String> {
    input_of("create-invoice", files, more)
}

/// The same for another action.
fn input_of(action: &str, files: &[(&str, &[u8])], more: &[&str]) -> Result<Input, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    for (name, bytes) in files {
        std::fs::write(path(name), bytes).unwrap();
    }
    let known = |word: &&str| files.iter().any(|(name, _)| name == word);
    let more = more.iter().map(|word| {
        if known(word) {
            path(word)
        } else {
            (*word).to_owned()
        }
    });
    let first = path(files[0].0);
    let words = ["quickbooks-actions", "backfill", &first, "--action", action];
    let words = words.map(str::to_owned).into_iter().chain(more);
    let Some(Command::Backfill(arguments)) = Cli::try_parse_from(words).unwrap().command else {
        panic!("another command");
    };
    let read = read(&arguments, TODAY).map_err(|error| error.to_string());
    let shown = |text: String| text.replace(&format!("{}/", folder.path().display()), "");
    read.map_err(shown).map(|input| Input {
        notices: input.notices.into_iter().map(shown).collect(),
        ..input
    })
}

fn lines(text: &[u8]) -> Result<Vec<(u64, String)>, String> {
    let input = input(&[("deals.jsonl", text)], &["--object-type", "deal"])?;
    let jobs = input.jobs.into_iter();
    Ok(jobs.map(|job| (job.line, job.subject.record_id)).collect())
}

#[test]
fn each_line_is_a_record_and_blank_ones_are_passed_over() {
    let text =
        "\u{feff}{\"id\": \"1\", \"properties\": {}}\r\n\n  \n{\"id\": \"2\", \"properties\": {}}";
    let expected = vec![(1, "1".to_owned()), (4, "2".to_owned())];
    assert_eq!(lines(text.as_bytes()), Ok(expected));
}

#[test]
fn every_line_that_cannot_be_read_is_named_and_nothing_is_booked() {
    let text =
        b"{\"id\": \"1\"}\n{\"id\": \n[]\n{\"id\": \"1\"}\n{\"id\": \"x\"}\n{\"id\": 9501.0}";
    let problems = lines(text).unwrap_err();
    for expected in [
        "line 2: it is not JSON",
        "line 3: it is not a JSON object but a list, and a .jsonl file has one record a line: `jq -c '.[]' FILE`",
        "line 4: deal 1 stands on line 1 already",
        "line 5: `record.id`",
        "line 6: `record.id`: `9501.0` is no id",
    ] {
        assert!(problems.contains(expected), "{expected}: {problems}");
    }
}

#[test]
fn a_file_without_a_record_or_in_another_encoding_is_refused() {
    assert!(lines(b" \n").unwrap_err().contains("no record"));
    let latin = lines(b"{\"id\": \"1\"}\n{\"id\": \"\xe9\"}").unwrap_err();
    assert!(latin.contains("line 2 is not UTF-8"), "{latin}");
}

#[test]
fn a_file_in_utf_16_is_read_as_one_in_utf_8() {
    let text = "\u{feff}record_id;dealname\r\n1;Gärten\r\n";
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let input = input(&[("deals.csv", &bytes)], &[]).unwrap();
    assert_eq!(input.jobs.len(), 1);
    let event = String::from_utf8(input.jobs[0].event.to_vec()).unwrap();
    assert!(event.contains("Gärten"), "{event}");
}

#[test]
fn options_are_checked_once_before_anything_is_booked() {
    let text = b"record_id,dealname\n1,a\n2,b\n";
    let options = ["--options", r#"{"memos": "x"}"#];
    let problems = input(&[("deals.csv", text)], &options).unwrap_err();
    assert_eq!(
        problems.matches("`options.memos` is not an option").count(),
        1,
        "{problems}"
    );
}

#[test]
fn a_file_of_another_kind_is_named() {
    let problem = input(&[("deals.xlsx", b"x")], &[]).unwrap_err();
    assert!(
        problem.starts_with("deals.xlsx ends neither in .jsonl nor in .csv"),
        "{problem}"
    );
}

#[test]
fn one_date_that_cannot_be_read_is_one_thing_that_is_wrong() {
    let record = |id: &str, closed: &str| {
        format!(
            "{{\"id\": \"{id}\", \"object_type\": \"deal\", \"properties\": {{\"closedate\": \"{closed}\"}}}}\n"
        )
    };
    let one = record("9510", "31.12.2025");
    let problem = lines(one.as_bytes()).unwrap_err();
    assert!(!problem.contains("things are wrong"), "{problem}");
    assert!(
        problem.contains("line 1: deal 9510: `closedate`"),
        "{problem}"
    );
    assert!(problem.contains("--date today"), "{problem}");
    let two = one + &record("9511", "soon 1");
    let problem = lines(two.as_bytes()).unwrap_err();
    assert!(problem.contains("2 things are wrong"), "{problem}");
    assert_eq!(problem.matches("--date today").count(), 1, "{problem}");
}

#[test]
fn a_file_of_another_period_is_refused_unless_somebody_says_where_its_documents_are_dated() {
    let text: &[u8] = b"Record ID,Deal Name,Amount,Close Date\n9510,Loom,100,2025-12-31 23:30\n";
    let problem = input(&[("deals.csv", text)], &[]).unwrap_err();
    for expected in [
        "--date closedate",
        "--date today",
        "deal 9510 on 2025-12-31",
    ] {
        assert!(problem.contains(expected), "{problem}");
    }
    let event = |more: &[&str]| {
        let input = input(&[("deals.csv", text)], more).unwrap();
        String::from_utf8(input.jobs[0].event.to_vec()).unwrap()
    };
    assert!(event(&["--date", "closedate"]).contains(r#""transaction_date":"{{closedate}}""#));
    assert!(!event(&["--date", "today"]).contains("transaction_date"));
    assert!(event(&["--options", r#"{"transaction_date": "2026-01-31"}"#]).contains("2026-01-31"));
}

#[test]
fn what_is_said_of_columns_needs_columns() {
    let text: &[u8] = b"{\"id\": \"1\"}";
    let problem = input(&[("deals.jsonl", text)], &["--column", "a=amount"]).unwrap_err();
    assert!(problem.contains("for a CSV file"), "{problem}");
    let text: &[u8] = b"record_id,dealname\n1,a\n";
    let problem = input(&[("deals.csv", text)], &["--column", "Betrag=amount"]).unwrap_err();
    assert!(
        problem.contains("no file has a column `Betrag`"),
        "{problem}"
    );
}

#[test]
fn exports_of_hubspot_are_joined_by_their_ids() {
    let deals: &[u8] = b"Record ID,Deal Name,Amount,Deal owner,Associated Contact IDs,Associated Contact\n\
        9001,Garden,175.50,Iris,52;51,Ben (b@example.com);Ada (a@example.com)\n9002,Hedge,20.00,Iris,51,Ada (a@example.com)\n";
    let lines: &[u8] = b"Record ID,Name,Quantity,Unit price,Net price,Associated Deal IDs\n\
        7002,Design,1,75.50,75.50,9001\n7001,Hours,1,100.00,100.00,9001\n7003,Hours,1,20.00,20.00,9002\n7009,Old,1,1.00,1.00,8000\n";
    let contacts: &[u8] = b"Record ID,First Name,Last Name,Email\n51,Ada,O'Keefe,a@example.com\n52,Ben,Vega,b@example.com\n";
    let files = [
        ("deals.csv", deals),
        ("lines.csv", lines),
        ("contacts.csv", contacts),
    ];
    let more = ["--line-items", "lines.csv", "--contacts", "contacts.csv"];
    let today = ["--date", "today"];
    let input = input(&files, &[&more[..], &today].concat()).unwrap();
    assert_eq!(
        input.notices,
        [
            "deals.csv: columns that are not read: `Deal owner`",
            "lines.csv: 1 line items belong to none of the records, such as those of deal 8000",
        ]
    );
    let event: serde_json::Value = serde_json::from_slice(&input.jobs[0].event).unwrap();
    let expected = serde_json::json!({
        "connection": "us-books",
        "record": {
            "object_type": "deal", "id": "9001",
            "properties": {"dealname": "Garden", "amount": "175.50"},
            "contacts": [
                {"id": "52", "properties": {"firstname": "Ben", "lastname": "Vega", "email": "b@example.com"}},
                {"id": "51", "properties": {"firstname": "Ada", "lastname": "O'Keefe", "email": "a@example.com"}},
            ],
            "line_items": [
                {"id": "7002", "properties": {"name": "Design", "quantity": "1", "price": "75.50", "amount": "75.50"}},
                {"id": "7001", "properties": {"name": "Hours", "quantity": "1", "price": "100.00", "amount": "100.00"}},
            ],
        },
        "options": {},
    });
    assert_eq!(event, expected);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever a file holds, it is read or refused, and no job has an id that is none of HubSpot's.
    #[test]
    fn no_file_makes_it_panic(
        heading in "(sep=;\n)?(Record ID|record_id|Associated Contact IDs|contact.id|Amount|[;,.\"a ]{1,3}){1,6}",
        rows in "([0-9.;,\"a(@)\n ]{0,6}){0,8}",
    ) {
        let text = format!("{heading}\n{rows}");
        if let Ok(input) = input(&[("deals.csv", text.as_bytes())], &["--object-type", "deal"]) {
            for job in input.jobs {
                prop_assert!(job.subject.record_id.bytes().all(|byte| byte.is_ascii_digit()));
            }
        }
    }
}

#[test]
fn a_line_item_of_two_deals_is_refused_and_payments_may_share_lines() {
    let lines = |action: &str, kind: &str| {
        let record = |id: &str| {
            let line = r#"{"id": "7", "properties": {"name": "Hours"}}"#;
            format!(
                r#"{{"object_type": "{kind}", "id": "{id}", "properties": {{}}, "line_items": [{line}]}}"#
            )
        };
        let text = format!("{}\n{}\n", record("1"), record("2"));
        input_of(action, &[("records.jsonl", text.as_bytes())], &[])
    };
    let problem = lines("create-invoice", "deal").unwrap_err();
    assert!(
        problem.contains("line 2: deal 2: its line item 7 is of deal 1 (line 1) too"),
        "{problem}"
    );
    let rows = b"record_id,line_item.id,line_item.name\n1,7,Hours\n2,7,Hours\n";
    let problem = input(&[("deals.csv", rows)], &["--object-type", "deal"]).unwrap_err();
    assert!(
        problem.contains("row 3: deal 2: its line item 7"),
        "{problem}"
    );
    assert!(lines("create-paid-invoice", "payment").is_ok());
}

#[test]
fn ids_of_products_and_bundles_that_a_spreadsheet_changed_are_refused() {
    for (column, cell) in [
        ("hs_product_id", "1.2E+10"),
        ("hs_bundle_id", "7001.0"),
        ("hs_tax_rate_group_id", "5.0E+3"),
    ] {
        let text =
            format!("record_id,line_item.id,line_item.name,line_item.{column}\n1,7,Hours,{cell}\n");
        let files: [(&str, &[u8]); 1] = [("deals.csv", text.as_bytes())];
        let problem = input(&files, &["--object-type", "deal"]).unwrap_err();
        assert!(problem.contains("row 2: "), "{problem}");
        assert!(
            problem.contains(column) && problem.contains(cell),
            "{problem}"
        );
    }
}

#[test]
fn skus_that_a_spreadsheet_shortened_to_one_are_refused_each_with_its_row() {
    let deals = b"Record ID,Deal Name,Amount\n1,Loom,300.00\n";
    let lines = b"Record ID,Name,SKU,Quantity,Amount,Associated Deal IDs\n\
        7,Lamp,4.00638E+12,1,100.00,1\n8,Chair,4.00638E+12,1,200.00,1\n";
    let files: [(&str, &[u8]); 2] = [("deals.csv", deals), ("lines.csv", lines)];
    let problem = input(&files, &["--line-items", "lines.csv"]).unwrap_err();
    for expected in ["row 2: `hs_sku` holds 4.00638E+12", "row 3: `hs_sku`"] {
        assert!(problem.contains(expected), "{problem}");
    }
}

#[test]
fn a_column_that_two_files_have_is_passed_over_in_the_one_that_is_named() {
    let deals = b"Record ID,Deal Name,Amount\n1,Loom,999.00\n";
    let lines =
        b"Record ID,Name,Quantity,Net price,Amount,Associated Deal IDs\n7,Hours,1,5.00,5.00,1\n";
    let files: [(&str, &[u8]); 2] = [("deals.csv", deals), ("lines.csv", lines)];
    let read = |column| input(&files, &["--line-items", "lines.csv", "--column", column]);
    let problem = read("Amount=").unwrap_err();
    for expected in ["\"Amount=line_item.\"", "\"Amount=deal.\""] {
        assert!(problem.contains(expected), "{problem}");
    }
    let read = read("Amount=line_item.").unwrap();
    let event = String::from_utf8(read.jobs[0].event.to_vec()).unwrap();
    assert!(event.contains("999.00"), "{event}");
}

#[test]
fn deals_in_a_stage_that_says_lost_are_told() {
    let text = b"Record ID,Deal Name,Amount,Deal Stage\n1,a,5,Closed Lost (Sales Pipeline)\n2,b,5,Closed Won\n";
    let read = input(&[("deals.csv", text)], &[]).unwrap();
    let told = read.notices.join("\n");
    assert!(
        told.contains(
            "1 of 2 records are in a stage whose name says that they were lost, such as deal 1"
        ),
        "{told}"
    );
}

#[test]
fn a_record_of_another_type_is_refused_before_anything_is_booked_and_no_name_is_shown() {
    let payments = b"record_id,hs_initial_amount,hs_latest_status\n1,5,succeeded\n";
    let problem = input(&[("p.csv", payments)], &["--object-type", "payment"]).unwrap_err();
    let expected =
        "row 2: `object_type`: create-invoice takes a deal or a quote, and the record is a payment";
    assert!(problem.contains(expected), "{problem}");
    for rows in [
        "object_type,record_id,amount\nAda Fern,1,5\n",
        "object_type,record_id,amount\nAda Fern,1,$5\n",
        "object_type,record_id,amount\ndeal,Ada Fern,$5\n",
    ] {
        let problem = input(&[("p.csv", rows.as_bytes())], &[]).unwrap_err();
        assert!(problem.contains("row 2: "), "{problem}");
        assert!(!problem.contains("Ada"), "{problem}");
    }
}
