//! A server's pages for people, and the line that it shows of each call.

use serde_json::Value;
use storage::embedded::EmbeddedStore;
use storage::{Connection, DocumentRef, EntryState, Ledger, LedgerEntry, LedgerKey};

use crate::events;
use crate::process::{Server, program};
use crate::serve::client;

async fn page(url: &str) -> String {
    let answer = client().get(url).send().await.unwrap();
    assert_eq!(answer.status(), 200, "{url}");
    answer.text().await.unwrap()
}

async fn invoke(server: &Server, function: &str, event: Vec<u8>) {
    let url = format!("{}/2015-03-31/functions/{function}/invocations", server.url);
    let answer = client().post(url).body(event).send().await.unwrap();
    assert_eq!(answer.status(), 200);
}

#[tokio::test]
async fn each_call_is_one_line_with_its_record_its_outcome_and_no_person() {
    let server = Server::start(&[]);
    invoke(&server, "create-invoice", events::bytes("01-deal")).await;
    invoke(&server, "create-invoice", events::bytes("01-deal")).await;
    invoke(
        &server,
        "create-invoice",
        events::bytes("07-product-not-found"),
    )
    .await;
    invoke(&server, "create-invoice", b"{}".to_vec()).await;
    let described = br#"{"operation": "describe", "connection": "us-books"}"#;
    invoke(&server, "manage-connection", described.to_vec()).await;
    let lines = server.lines();
    let expected = [
        "create-invoice deal 9001 created Invoice 1038 (id 145) 1480.00 USD ",
        "create-invoice deal 9001 already_created Invoice 1038 (id 145) 1480.00 USD 0 requests, ",
        "create-invoice deal 9007 ProductNotFound ",
        "create-invoice no record InvalidRequest 0 requests, ",
        "manage-connection us-books describe answered 0 requests, ",
    ];
    assert_eq!(lines.len(), expected.len(), "{lines:?}");
    for (line, expected) in lines.iter().zip(expected) {
        let (time, rest) = line.split_once(' ').unwrap();
        assert_eq!(time.len(), "16:20:03".len(), "{line}");
        assert!(rest.starts_with(expected), "{line}");
        assert!(rest.ends_with(" ms"), "{line}");
        assert!(!line.contains("Ada"), "{line}");
    }
}

#[tokio::test]
async fn a_call_that_runs_no_function_is_a_line_too() {
    let server = Server::start(&[]);
    for (name, event, status) in [
        ("create-invoise", "{}", 404),
        ("create-invoice", "{bad", 400),
        ("Ada%20O'Keefe", "{}", 404),
    ] {
        let url = format!("{}/2015-03-31/functions/{name}/invocations", server.url);
        let answer = client().post(url).body(event).send().await.unwrap();
        assert_eq!(answer.status(), status, "{name}");
    }
    let lines = server.lines();
    let expected = [
        "create-invoise not run ResourceNotFoundException",
        "create-invoice not run InvalidRequestContentException",
        "no function's name not run ResourceNotFoundException",
    ];
    assert_eq!(lines.len(), expected.len(), "{lines:?}");
    for (line, expected) in lines.iter().zip(expected) {
        assert!(line.ends_with(expected), "{line}");
    }
}

#[tokio::test]
async fn the_log_has_more_detail_when_asked_and_still_no_person() {
    let mut command = program(&Server::ON_FREE_PORTS);
    command.env("RUST_LOG", "trace");
    let server = Server::running(command);
    for event in ["01-deal", "07-product-not-found", "12-deal-by-id"] {
        invoke(&server, "create-invoice", events::bytes(event)).await;
    }
    let log = server.lines().join("\n");
    assert!(
        log.contains("answered"),
        "there is more than the lines: {log}"
    );
    for person in ["Ada", "O'Keefe", "ada@example.com", "ada%40example.com"] {
        assert!(!log.contains(person), "{person}: {log}");
    }
}

#[tokio::test]
async fn the_start_page_leads_to_the_account_the_company_the_connections_and_the_runs() {
    let server = Server::start(&[]);
    let start = page(&server.url).await;
    for part in [
        &format!("href=\"{}/\"", server.portal_url),
        &format!("href=\"{}/\"", server.company_url),
        "href=\"/runs\"",
        "href=\"/runs?connection=us-books\"",
        "create-paid-invoice",
    ] {
        assert!(start.contains(part), "{part}: {start}");
    }
}

#[tokio::test]
async fn the_functions_are_listed_as_lambda_lists_them() {
    let server = Server::start(&[]);
    for path in ["", "/"] {
        let listed = page(&format!("{}/2015-03-31/functions{path}", server.url)).await;
        let listed: Value = serde_json::from_str(&listed).unwrap();
        let functions = listed["Functions"].as_array().unwrap();
        assert_eq!(functions.len(), 7);
        for function in functions {
            assert!(
                function["FunctionArn"]
                    .as_str()
                    .unwrap()
                    .starts_with("arn:aws:lambda:")
            );
        }
        assert!(
            functions
                .iter()
                .any(|it| it["FunctionName"] == "create-estimate")
        );
    }
}

#[tokio::test]
async fn the_pages_of_runs_show_what_was_made_and_what_is_to_be_done() {
    let server = Server::start(&[]);
    invoke(&server, "create-invoice", events::bytes("01-deal")).await;
    invoke(
        &server,
        "create-invoice",
        events::bytes("07-product-not-found"),
    )
    .await;
    let runs = page(&format!("{}/runs?status=failed", server.url)).await;
    assert!(runs.contains("create-invoice/deal/9007"), "{runs}");
    assert!(!runs.contains("create-invoice/deal/9001"), "{runs}");
    let made = page(&format!(
        "{}/runs/us-books/create-invoice/deal/9001",
        server.url
    ))
    .await;
    for part in [
        "Invoice 1038 (id 145) 1480.00 USD",
        "txnId=145",
        "/records/deals/9001",
    ] {
        assert!(made.contains(part), "{part}: {made}");
    }
    let failed = page(&format!(
        "{}/runs/us-books/create-invoice/deal/9007",
        server.url
    ))
    .await;
    assert!(
        failed.contains("turn `create_missing_products` on"),
        "{failed}"
    );
    assert!(
        !failed.contains("Run it again"),
        "its request is not known: {failed}"
    );
    for nothing in [
        "runs/us-books/create-invoice/deal/1",
        "runs/us-books/create-peace/deal/9001",
    ] {
        let answer = client()
            .get(format!("{}/{nothing}", server.url))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 404, "{nothing}");
    }
}

#[tokio::test]
async fn the_page_of_a_run_names_the_company_and_the_options_that_it_had() {
    let server = Server::start(&[]);
    let event =
        br#"{"connection": "us-books", "record": {"object_type": "deal", "id": "38120044530"},
        "options": {"memo": "As agreed"}}"#;
    invoke(&server, "create-invoice", event.to_vec()).await;
    let run = "runs/us-books/create-invoice/deal/38120044530";
    let shown = page(&format!("{}/{run}", server.url)).await;
    for part in [
        "<dt>Books</dt><dd>us-books: Craig",
        "<dt>Options</dt><dd><code>memo</code> As agreed<br>",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}

#[tokio::test]
async fn the_company_s_pages_name_a_document_by_its_number_and_say_its_id_last() {
    let server = Server::start(&[]);
    invoke(&server, "create-invoice", events::bytes("01-deal")).await;
    let documents = page(&format!("{}/", server.company_url)).await;
    assert!(
        documents.contains("<a href=\"/documents/Invoice/145\">Invoice 1038</a>"),
        "{documents}"
    );
    for (path, first) in [
        ("", "Document"),
        ("customers", "Name"),
        ("products", "Name"),
    ] {
        let list = page(&format!("{}/{path}", server.company_url)).await;
        let (_, heading) = list.split_once("<table class=\"stacked\"><tr>").unwrap();
        let (heading, _) = heading.split_once("</tr>").unwrap();
        let heading = heading.replace(" class=\"\"", "");
        assert!(
            heading.starts_with(&format!("<th>{first}</th>")),
            "{heading}"
        );
        assert!(
            heading.ends_with("<th class=\"amount\">Id</th>"),
            "{heading}"
        );
    }
    let trouble = page(&format!("{}/trouble", server.company_url)).await;
    let then = "data-then=\"The next answer is lost after QuickBooks has booked the document.\"";
    assert!(trouble.contains(then), "{trouble}");
}

/// A document of a deal that was recorded at this second of the day.
fn recorded(deal: u32, second: u32) -> (LedgerKey, LedgerEntry) {
    let at = format!("2026-11-28T12:{:02}:{:02}Z", second / 60, second % 60);
    let document = DocumentRef {
        entity: "Invoice".to_owned(),
        id: deal.to_string(),
    };
    let state = EntryState::Done {
        recorded_at: at.parse().unwrap(),
        document,
        response: format!(r#"{{"document": {{"type": "Invoice", "id": "{deal}"}}}}"#),
    };
    let key = LedgerKey(format!("create-invoice/deal/{deal}/Invoice"));
    let entry = LedgerEntry {
        fingerprint: deal.to_string(),
        generation: 0,
        company: String::new(),
        state,
    };
    (key, entry)
}

#[tokio::test]
async fn only_a_record_that_the_account_has_is_linked() {
    let server = Server::start(&[]);
    let mut event: Value = serde_json::from_slice(&events::bytes("01-deal")).unwrap();
    event["record"]["id"] = "20499".into();
    if let Some(properties) = event["record"]["properties"].as_object_mut() {
        properties.remove("hs_object_id");
    }
    invoke(&server, "create-invoice", event.to_string().into_bytes()).await;
    invoke(&server, "create-invoice", events::bytes("01-deal")).await;
    for path in ["runs", "runs/us-books/create-invoice/deal/20499"] {
        let shown = page(&format!("{}/{path}", server.url)).await;
        assert!(shown.contains("create-invoice/deal/20499"), "{shown}");
        assert!(
            !shown.contains("records/deals/20499"),
            "it was given whole: {shown}"
        );
    }
    let runs = page(&format!("{}/runs", server.url)).await;
    let documents = page(&format!("{}/", server.company_url)).await;
    for shown in [runs, documents] {
        assert!(shown.contains("records/deals/9001\""), "{shown}");
        assert!(
            shown.contains("deal/20499") || shown.contains("deal 20499"),
            "{shown}"
        );
        assert!(!shown.contains("records/deals/20499"), "{shown}");
    }
}

#[tokio::test]
async fn the_newest_run_is_on_the_page_of_runs_however_many_there_are() {
    let kept = tempfile::tempdir().unwrap();
    let path = kept.path().join("books.redb");
    let store = path.to_str().unwrap();
    drop(Server::start(&["--store", store]));
    let books = EmbeddedStore::open(&path).unwrap();
    let connection = Connection::try_from("us-books").unwrap();
    // The last by name is the newest.
    for deal in 0..620 {
        let (key, entry) = recorded(1000 + deal, deal);
        let put = books.compare_and_put(&connection, &key, None, &entry);
        put.await.unwrap();
    }
    drop(books);
    let server = Server::start(&["--store", store]);
    let runs = page(&format!("{}/runs", server.url)).await;
    assert!(runs.contains("create-invoice/deal/1619"), "the newest");
    assert!(!runs.contains("create-invoice/deal/1000"), "the oldest");
    assert!(runs.contains("620 runs, the latest first; these are the latest 500"));
    let of_day = page(&format!("{}/runs?day=2026-11-28&status=made", server.url)).await;
    assert!(of_day.contains("create-invoice/deal/1619"));
    let one = page(&format!("{}/runs?record=deal+1000", server.url)).await;
    assert!(
        one.contains("1 run; times and days are those of America/Los_Angeles"),
        "{one}"
    );
}
