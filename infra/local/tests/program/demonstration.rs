//! `quickbooks-actions` without arguments.

use crate::process::{program, run, stderr, stdout};
use crate::terminal;

/// The part that is shown of a function: its first pass, and what comes after it.
fn parts<'a>(shown: &'a str, function: &str) -> (&'a str, &'a str) {
    let underline = "━".repeat(function.len());
    let (_, part) = shown
        .split_once(&format!("\n{function}\n{underline}\n"))
        .unwrap();
    let part = part.split("\n━").next().unwrap();
    let (first, second) = part.split_once("The same ").unwrap();
    (first, second)
}

fn assert_made_once((first, second): (&str, &str), record: &str, total: &str, matched_by: &str) {
    let made = row(first, record);
    assert!(made.contains(total) && made.contains(matched_by), "{made}");
    let repeated = row(second, record);
    let cells = [1, 2, 3, 4].map(|index| cell(&repeated, index));
    let document = cell(&made, 1);
    assert_eq!(cells, ["already_created", &document, "0", "0"]);
}

/// All that the demonstration shows with its details.
fn details() -> String {
    let output = run(program(&["--verbose"]), b"");
    let shown = stdout(&output);
    assert_eq!(output.status.code(), Some(0), "{shown}{}", stderr(&output));
    assert_eq!(stderr(&output), "", "no progress bar where nobody watches");
    shown
}

#[test]
fn the_demonstration_ends_with_a_verdict_and_what_to_type_next() {
    let output = run(program(&[]), b"");
    let shown = stdout(&output);
    assert_eq!(output.status.code(), Some(0), "{shown}{}", stderr(&output));
    let samples: usize = registry::RegisteredAction::ALL
        .iter()
        .map(|action| action.samples().len())
        .sum();
    let verdict = format!("\n✓ {samples} of {samples} as expected, 0 made twice\n");
    assert!(shown.contains(&verdict), "{shown}");
    let (_, showed) = shown.split_once("\nIt showed:\n").unwrap();
    assert_eq!(
        showed
            .lines()
            .take_while(|line| line.starts_with("  · "))
            .count(),
        5
    );
    let (_, next) = showed.split_once("\nNext:\n").unwrap();
    for command in ["invoke create-invoice", "serve", "init"] {
        assert!(next.contains(command), "{next}");
    }
    assert!(
        shown.lines().count() <= 40,
        "details are for --verbose: {shown}"
    );
    assert!(!shown.contains("deal 9001"), "{shown}");
}

/// The demonstration in a terminal this wide, where one can be made.
fn in_terminal(columns: u32, settings: &str) -> Option<String> {
    let verbose = program(&["--verbose"]);
    let typed = terminal::line_of(&verbose);
    let typed = format!("stty cols {columns}; {settings} {typed}");
    terminal::in_terminal(&typed, &verbose, "").map(|output| stdout(&output))
}

#[test]
fn tables_are_as_wide_as_the_terminal_and_coloured_there_alone() {
    let widest = |shown: &str| {
        let plain = anstream::adapter::strip_str(shown).to_string();
        let rows = plain.lines().filter(|line| line.starts_with('│'));
        rows.map(|row| row.trim_end().chars().count())
            .max()
            .unwrap_or_default()
    };
    for columns in [80, 140] {
        let Some(shown) = in_terminal(columns, "") else {
            return;
        };
        let width = widest(&shown);
        assert!(
            width <= columns as usize && width > columns as usize - 20,
            "{columns}: {width}"
        );
        assert!(
            shown.contains("\u{1b}[32m"),
            "what is right is green: {shown}"
        );
    }
    let Some(shown) = in_terminal(100, "NO_COLOR=1") else {
        return;
    };
    assert!(!shown.contains("\u{1b}[3"), "{shown}");
    assert!(!details().contains('\u{1b}'));
}

#[test]
fn the_demonstration_makes_each_document_once_and_refuses_what_must_be_refused() {
    let shown = details();
    let parts = parts(&shown, "create-invoice");
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
        assert_made_once(parts, record, total, matched_by);
    }
    for (record, error_type) in [
        ("deal 9007", "ProductNotFound"),
        ("deal 9008", "ContactNotEligible"),
    ] {
        assert!(row(parts.0, record).contains(error_type));
        assert!(row(parts.1, record).contains(error_type));
    }
    assert!(shown.contains("10 new documents (Invoice) for 10 records, 64 in all.\nRefused: 2,"));
}

#[test]
fn the_demonstration_shows_the_other_functions_too() {
    let shown = details();
    for (function, record, total, document) in [
        ("create-estimate", "deal 9101", "1137.50 USD", "Estimate "),
        ("create-estimate", "quote 5602", "98.40 USD", "Estimate "),
        (
            "create-sales-receipt",
            "payment 3301",
            "100.00 USD",
            "SalesReceipt ",
        ),
        ("create-expense", "payment 3001", "4.65 USD", "Purchase "),
    ] {
        assert_made_once(parts(&shown, function), record, total, document);
    }
    for (function, record, error_type) in [
        ("create-estimate", "deal 9103", "RecordIncomplete"),
        ("create-sales-receipt", "payment 3305", "InvalidRequest"),
        ("create-expense", "payment 3006", "SettingMissing"),
    ] {
        let (first, second) = parts(&shown, function);
        assert!(row(first, record).contains(error_type), "{function}");
        assert!(row(second, record).contains(error_type), "{function}");
    }
}

#[test]
fn the_demonstration_makes_no_expense_of_a_payment_without_a_fee() {
    let shown = details();
    let (first, second) = parts(&shown, "create-expense");
    assert!(row(first, "payment 3004").contains("nothing_to_do"));
    assert_eq!(cell(&row(second, "payment 3004"), 1), "nothing_to_do");
    assert!(shown.contains("for 4 records, 36 in all.\nRefused: 2, nothing to do: 1."));
}

#[test]
fn the_demonstration_fits_into_100_columns() {
    for shown in [details(), stdout(&run(program(&[]), b""))] {
        for line in shown.lines() {
            assert!(line.chars().count() <= 100, "{line}");
        }
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
