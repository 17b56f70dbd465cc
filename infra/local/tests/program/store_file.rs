//! The store that is kept between two runs of the program.

use std::process::Output;

use crate::events;
use crate::process::{program, response, run, stderr};

fn invoke(store: &str) -> Output {
    let path = events::path("01-deal");
    let arguments = [
        "invoke",
        "create-invoice",
        "--event",
        &path,
        "--store",
        store,
    ];
    run(program(&arguments), b"")
}

#[test]
fn a_second_process_answers_already_created_from_the_store() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("books.redb");
    let store = store.to_str().unwrap();
    let first = response(&invoke(store));
    let second = response(&invoke(store));
    assert_eq!(first["status"], "created");
    assert_eq!(second["status"], "already_created");
    assert_eq!(first["document"]["id"], second["document"]["id"]);

    let kept = std::fs::read_to_string(format!("{store}.company.json")).unwrap();
    assert!(
        kept.contains("Ada O'Keefe"),
        "the company is kept with its ledger"
    );
}

#[test]
fn a_store_that_another_process_has_open_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("books.redb");
    let store = store.to_str().unwrap();
    let server = crate::process::Server::start(&["--store", store]);
    let output = invoke(store);
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(
        said.contains("another process") && said.contains("--endpoint"),
        "{said}"
    );
    drop(server);
    assert_eq!(response(&invoke(store))["status"], "created");
}
