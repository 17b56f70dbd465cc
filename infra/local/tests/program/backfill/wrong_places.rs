//! Records for a connection, an address or a function that is not the one that is meant: nothing is booked, and the way out
//! is said.

use crate::process::{Server, stderr, stdout};

use super::running::backfill;

const DEALS: &str = "record_id,object_type,connection,amount,contact.id,contact.lastname,contact.email,option.transaction_date\n\
    9501,deal,us-books,10.00,7,Fern,f@example.com,2026-03-05\n\
    9502,deal,uk-books,10.00,8,Vale,v@example.com,2026-03-05\n\
    9503,deal,us-books,10.00,9,Reed,r@example.com,2026-03-05\n";

const ACTION: [&str; 3] = ["deals.csv", "--action", "create-invoice"];

#[test]
fn a_connection_that_is_not_there_is_told_before_anything_is_booked() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("deals.csv"), DEALS).unwrap();
    let output = backfill(
        folder.path(),
        &[&ACTION[..], &["--store", "books.redb"]].concat(),
    );
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    for part in [
        "nothing was booked",
        "1 of 3 records",
        "deal 9502",
        "uk-books",
        "there are us-books",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!folder.path().join("deals.csv.results.csv").exists());
}

#[test]
fn an_endpoint_that_is_no_such_thing_or_has_no_such_function_ends_the_run() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("deals.csv"), DEALS).unwrap();
    let server = Server::start(&[]);
    let secure = server.url.replace("http://", "https://");
    let table: [(&str, &[&str], &str); 4] = [
        (&server.company_url, &[], "that of `serve` is at its --port"),
        (&server.portal_url, &[], "that of `serve` is at its --port"),
        (
            &server.url,
            &["--function-name", "invoices"],
            "no function invoices",
        ),
        (&secure, &[], "It speaks http://"),
    ];
    for (url, more, expected) in table {
        let arguments = [&ACTION[..], &["--endpoint", url, "--in-order"], more].concat();
        let output = backfill(folder.path(), &arguments);
        let said = format!("{}{}", stdout(&output), stderr(&output));
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains(expected), "{expected}: {said}");
        assert!(said.contains("not reached"), "{said}");
        assert!(said.contains("mend what stopped it"), "{said}");
    }
}

#[test]
fn a_function_of_another_action_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("deals.csv"), DEALS).unwrap();
    for name in ["create-sales-receipt", "prod-create-sales-receipt-7"] {
        let endpoint = ["--endpoint", "http://127.0.0.1:9", "--function-name", name];
        let output = backfill(folder.path(), &[&ACTION[..], &endpoint].concat());
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("say the same action with both"), "{said}");
    }
}
