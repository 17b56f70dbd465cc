//! `runs`: what became of records, on the command line.

use std::path::Path;

use crate::events;
use crate::process::{Server, program, run, stderr, stdout};
use crate::serve::client;

fn in_folder(folder: &Path, arguments: &[&str]) -> std::process::Output {
    let mut command = program(arguments);
    command.current_dir(folder);
    run(command, b"")
}

fn invoke(folder: &Path, event: &str) {
    let path = events::path(event);
    let arguments = [
        "invoke",
        "create-invoice",
        "--event",
        &path,
        "--store",
        "books.redb",
    ];
    in_folder(folder, &arguments);
}

#[test]
fn runs_are_listed_shown_and_run_again_from_the_store() {
    let kept = tempfile::tempdir().unwrap();
    let folder = kept.path();
    invoke(folder, "01-deal");
    invoke(folder, "07-product-not-found");
    let runs = |more: &[&str]| {
        let output = in_folder(
            folder,
            &[&["runs"], more, &["--store", "books.redb"]].concat(),
        );
        (output.status.code(), stdout(&output), stderr(&output))
    };
    let (code, all, _) = runs(&[]);
    assert_eq!(code, Some(0));
    for part in [
        "create-invoice/deal/9001",
        "create-invoice/deal/9007",
        "1480.00 USD",
    ] {
        assert!(all.contains(part), "{part}: {all}");
    }
    let (_, failed, _) = runs(&["--status", "failed"]);
    assert!(!failed.contains("9001"), "{failed}");
    for spelling in ["not-made", "not_made"] {
        let (code, none, _) = runs(&["--status", spelling]);
        assert_eq!((code, none.as_str()), (Some(0), "No runs.\n"), "{spelling}");
    }
    let times = "Times and days are those of America/Los_Angeles.";
    assert!(failed.contains(times), "{failed}");
    let (_, none, _) = runs(&["--record", "deal 1"]);
    assert_eq!(none, "No runs.\n");
    let page = "http://127.0.0.1:9402/records/deals/9001";
    let (_, of_page, _) = runs(&["--record", page]);
    assert!(of_page.contains("create-invoice/deal/9001"), "{of_page}");

    let (code, shown, _) = runs(&["show", "create-invoice/deal/9007"]);
    assert_eq!(code, Some(0));
    for part in [
        "State       failed",
        "ProductNotFound: deal 9007: ",
        "To do       add the products to QuickBooks, or turn `create_missing_products` on",
        "Request     not kept, since its record was given whole",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    let (_, shown, _) = runs(&["show", "create-invoice/deal/9001"]);
    for part in [
        "Invoice 1038 (id 145) 1480.00 USD",
        "Document    http://127.0.0.1:9401/invoice?txnId=145\n",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(
        !shown.contains("Request"),
        "what it had is not known: {shown}"
    );
    let (code, _, said) = runs(&["again", "create-invoice/deal/9001"]);
    assert_eq!(code, Some(2));
    assert!(
        said.contains("deal 9001: Invoice 1038 (id 145) 1480.00 USD was made of it: there is nothing to run again"),
        "{said}"
    );
    let (code, _, said) = runs(&["show", "create-invoice/deal/1"]);
    assert_eq!(code, Some(1));
    assert!(
        said.contains("no run create-invoice/deal/1 is known for us-books"),
        "{said}"
    );

    // Other options than the request had would book something else.
    let (code, _, said) = runs(&["again", "create-invoice/deal/9007"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("--options"), "{said}");
    let options = "{\"create_missing_products\": true}";
    let (code, made, said) = runs(&["again", "create-invoice/deal/9007", "--options", options]);
    assert_eq!(code, Some(0), "{said}");
    assert!(made.contains("\"status\": \"created\""), "{made}");
    let (_, failed, _) = runs(&["--status", "failed"]);
    assert_eq!(failed, "No runs.\n");
}

#[tokio::test]
async fn a_server_s_runs_are_shown_through_it_and_run_again_only_if_it_knows_the_request() {
    let server = Server::start(&[]);
    let url = format!(
        "{}/2015-03-31/functions/create-invoice/invocations",
        server.url
    );
    let event = events::bytes("07-product-not-found");
    client().post(url).body(event).send().await.unwrap();
    let runs = |more: &[&str]| {
        let arguments = [&["runs"], more, &["--endpoint", &server.url]].concat();
        let output = run(program(&arguments), b"");
        (
            output.status.code(),
            format!("{}{}", stdout(&output), stderr(&output)),
        )
    };
    let (code, listed) = runs(&[]);
    assert_eq!(code, Some(0), "{listed}");
    assert!(listed.contains("create-invoice/deal/9007"), "{listed}");
    let (code, said) = runs(&["again", "create-invoice/deal/9007"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("was given whole"), "{said}");
    assert!(said.contains("--options"), "{said}");
    let options = "{\"create_missing_products\": true}";
    let (code, said) = runs(&["again", "create-invoice/deal/9007", "--options", options]);
    assert_eq!(code, Some(0), "{said}");
}

#[tokio::test]
async fn a_run_whose_outcome_is_not_known_says_so_and_what_to_do_until_it_is_found_out() {
    let server = Server::start(&[]);
    let faults = format!("{}/_sandbox/faults", server.company_url);
    let lost = r#"{"matching": {"operation": "create", "path_contains": "/invoice"}, "effect": "close_after_effect", "occurrence": "always"}"#;
    let ordered = client().post(&faults).body(lost).send().await.unwrap();
    assert!(ordered.status().is_success());
    let url = format!(
        "{}/2015-03-31/functions/create-invoice/invocations",
        server.url
    );
    let invoke = async || {
        let event = events::bytes("01-deal");
        let answer = client().post(&url).body(event).send().await.unwrap();
        answer.text().await.unwrap()
    };
    let said = invoke().await;
    assert!(said.contains("OutcomeUnknown"), "{said}");
    let endpoint = ["--endpoint", &server.url];
    let shown = || {
        let run_id = ["runs", "show", "create-invoice/deal/9001"];
        stdout(&run(program(&[&run_id[..], &endpoint].concat()), b""))
    };
    let unknown = shown();
    for part in [
        "OutcomeUnknown: it is not known yet whether QuickBooks made the document: deal 9001",
        "To do       nothing to correct: run it again",
    ] {
        assert!(unknown.contains(part), "{part}: {unknown}");
    }
    client().delete(&faults).send().await.unwrap();
    // The lease of the first try lasts a moment, in which nobody else may go on.
    let mut said = invoke().await;
    while said.contains("InProgress") {
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        said = invoke().await;
    }
    assert!(said.contains("created"), "{said}");
    let made = shown();
    assert!(made.contains("Invoice 1038 (id 145) 1480.00 USD"), "{made}");
    assert!(!made.contains("OutcomeUnknown"), "{made}");
}

/// A deal of the local account, with a line item that no product fits.
const DEAL: &str = "38120044530";

#[test]
fn a_record_given_by_its_id_is_run_again_with_the_options_that_it_had() {
    let kept = tempfile::tempdir().unwrap();
    let folder = kept.path();
    let store = ["--store", "books.redb"];
    let by_id = [
        "invoke",
        "create-invoice",
        "--object-type",
        "deal",
        "--id",
        DEAL,
    ];
    let options = ["--options", r#"{"private_note": "As agreed"}"#];
    in_folder(folder, &[&by_id[..], &options, &store].concat());
    let run = format!("create-invoice/deal/{DEAL}");
    let shown = in_folder(folder, &[&["runs", "show", &run], &store[..]].concat());
    let shown = stdout(&shown);
    assert!(
        shown.contains(r#""options":{"private_note":"As agreed"}"#),
        "{shown}"
    );

    let again = in_folder(folder, &[&["runs", "again", &run], &store[..]].concat());
    assert_eq!(again.status.code(), Some(1), "it fails again");
    assert!(
        stderr(&again).contains("ProductNotFound"),
        "{}",
        stderr(&again)
    );
    let options = ["--options", r#"{"create_missing_products": true}"#];
    let made = in_folder(
        folder,
        &[&["runs", "again", &run], &options[..], &store].concat(),
    );
    assert_eq!(made.status.code(), Some(0), "{}", stderr(&made));
    let again = in_folder(folder, &[&["runs", "again", &run], &store[..]].concat());
    assert_eq!(again.status.code(), Some(2), "it was made");
}

#[tokio::test]
async fn a_server_runs_again_what_its_store_has_kept() {
    let server = Server::start(&[]);
    let url = format!(
        "{}/2015-03-31/functions/create-invoice/invocations",
        server.url
    );
    let event = format!(
        r#"{{"connection": "us-books", "record": {{"object_type": "deal", "id": "{DEAL}"}}}}"#
    );
    client().post(url).body(event).send().await.unwrap();
    let run_id = format!("create-invoice/deal/{DEAL}");
    let arguments = ["runs", "again", &run_id, "--endpoint", &server.url];
    let output = run(program(&arguments), b"");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let said = stdout(&output);
    assert!(
        said.contains(&format!("runs show {run_id} --endpoint")),
        "{said}"
    );
    let page = format!("{}/runs/us-books/{run_id}", server.url);
    let page = client()
        .get(page)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(page.contains("Run it again"), "{page}");
    let again = format!("{}/runs/us-books/{run_id}/again", server.url);
    let foreign = client().post(&again).header("sec-fetch-site", "cross-site");
    assert_eq!(foreign.send().await.unwrap().status(), 403);
}
