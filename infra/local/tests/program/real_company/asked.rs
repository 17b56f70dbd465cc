//! The question before the first booking, answered in a terminal.

use std::path::Path;
use std::process::Command;

use sandbox_quickbooks::Sandbox;

use super::{EVERYTHING, company, invoke, unasked};
use crate::process::{make_store, program, stdout};
use crate::terminal::{in_terminal, line_of};

/// The texts that are shown before the question.
const SHOWN: [&str; 3] = [
    "Nothing was booked for us-books yet.",
    "company",
    "document",
];

/// Types an answer to a command that would book for the first time; its exit code and all that it shows.
async fn answered(
    command: Command,
    company: &Sandbox,
    typed: &'static str,
) -> Option<(Option<i32>, String)> {
    let mut command = unasked(command, company);
    command.env(
        "QUICKBOOKS_REFRESH_TOKEN",
        company.credentials().refresh_token,
    );
    make_store(&mut command);
    // The company answers in this thread's runtime.
    let run = tokio::task::spawn_blocking(move || in_terminal(&line_of(&command), &command, typed));
    let output = run.await.unwrap()?;
    Some((output.status.code(), stdout(&output)))
}

fn backfill(folder: &Path) -> Command {
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    write(
        "deals.csv",
        "record_id,dealname,amount,contact.id,contact.lastname,contact.email\n\
         1,A,10.00,5,Lee,lee@example.com\n2,B,20.00,5,Lee,lee@example.com\n",
    );
    write(
        "settings.json",
        r#"{"products": {"item_without_lines": "Services"}}"#,
    );
    let arguments = ["backfill", "deals.csv", "--action", "create-invoice"];
    let more = ["--object-type", "deal", "--date", "today"];
    let mut command = program(&[&arguments[..], &more, &EVERYTHING].concat());
    command.current_dir(folder);
    command
}

#[tokio::test]
async fn a_person_in_a_terminal_is_asked_before_the_first_booking_and_yes_alone_books() {
    for (amount, invoices, is_file) in [("580.00", 1, false), ("10.00", 2, true)] {
        let folder = tempfile::tempdir().unwrap();
        let company = company().await;
        let before = company.documents("Invoice").len();
        for (typed, code, made) in [("n\n", 1, 0), ("\n", 1, 0), ("y\n", 0, invoices)] {
            let command = if is_file {
                backfill(folder.path())
            } else {
                invoke(folder.path(), &EVERYTHING)
            };
            let Some((ended, shown)) = answered(command, &company, typed).await else {
                return;
            };
            let amount = format!("Invoice over {amount} USD");
            for part in SHOWN.into_iter().chain([&*amount, "Book it? [y/N]"]) {
                assert!(shown.contains(part), "{typed:?}: {part}: {shown}");
            }
            assert_eq!(ended, Some(code), "{typed:?}: {shown}");
            assert_eq!(
                shown.contains("Nothing was booked.\r"),
                code == 1,
                "{shown}"
            );
            let now = company.documents("Invoice").len();
            assert_eq!(now, before + made, "{typed:?}: {shown}");
        }
    }
}
