//! `quickbooks-actions` without arguments.

use crate::process::{program, run, stderr, stdout};

#[test]
fn the_demonstration_makes_each_document_once_and_refuses_what_must_be_refused() {
    let output = run(program(&[]), b"");
    let shown = stdout(&output);
    assert_eq!(output.status.code(), Some(0), "{shown}{}", stderr(&output));
    assert_eq!(stderr(&output), "", "no progress bar where nobody watches");

    let (first, second) = shown.split_once("The same ten again:").unwrap();
    for (record, total, matched_by) in [
        ("deal 9001", "1480.00 USD", "created"),
        ("quote 5502", "600.00 USD", "created"),
        ("deal 9003", "580.00 USD", "name_and_email"),
        ("deal 9004", "2624.06 USD", "created"),
        ("deal 9005", "2577.50 USD", "created"),
        ("deal 9006", "353.10 USD", "created"),
        ("deal 9009", "4350.00 USD", "created"),
        ("deal 9010", "1035.00 USD", "created"),
    ] {
        let row = row(first, record);
        assert!(row.contains(total) && row.contains(matched_by), "{row}");
        let (document, repeated) = (cell(&row, 1), self::row(second, record));
        assert!(repeated.contains("already_created"), "{repeated}");
        assert_eq!(cell(&repeated, 2), document);
        assert_eq!(
            (cell(&repeated, 3), cell(&repeated, 4)),
            ("0".into(), "0".into())
        );
    }
    for (record, error_type) in [
        ("deal 9007", "ProductNotFound"),
        ("deal 9008", "ContactNotEligible"),
    ] {
        assert!(row(first, record).contains(error_type));
        assert!(row(second, record).contains(error_type));
    }
    assert!(shown.contains("8 new invoices for 8 records (2 records were refused)"));
}

#[test]
fn the_demonstration_fits_into_100_columns() {
    let output = run(program(&[]), b"");
    for line in stdout(&output).lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
}

#[test]
fn the_demonstration_runs_from_any_folder() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = program(&[]);
    command.current_dir(folder.path());
    assert!(run(command, b"").status.success());
    let left = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 0, "it leaves no file behind");
}

#[test]
fn the_demonstration_never_books_into_a_real_company() {
    let mut command = program(&[]);
    command.env("QUICKBOOKS_REFRESH_TOKEN", "AB11-canary");
    command.env("QUICKBOOKS_API_URL", "https://quickbooks.api.intuit.com");
    let output = run(command, b"");
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(
        said.contains("QUICKBOOKS_API_URL, QUICKBOOKS_REFRESH_TOKEN are set"),
        "{said}"
    );
    assert!(!said.contains("canary"));
}

#[test]
fn every_command_explains_itself() {
    for (arguments, expected) in [
        (vec!["--help"], "Examples:"),
        (vec!["invoke", "--help"], "--event"),
        (vec!["serve", "--help"], "QUICKBOOKS_REFRESH_TOKEN"),
        (vec!["--version"], env!("CARGO_PKG_VERSION")),
    ] {
        let output = run(program(&arguments), b"");
        assert!(output.status.success());
        assert!(stdout(&output).contains(expected), "{arguments:?}");
    }
}

fn row(table: &str, record: &str) -> String {
    let mut rows = table.lines().filter(|line| line.starts_with('│'));
    let row = rows.find(|row| cell(row, 0) == record);
    row.unwrap_or_else(|| panic!("no {record} in {table}"))
        .to_owned()
}

fn cell(row: &str, index: usize) -> String {
    let cells = row.trim_matches('│').split('┆');
    cells.map(str::trim).nth(index).unwrap().to_owned()
}
