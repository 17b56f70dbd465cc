//! `quickbooks-actions serve`: AWS Lambda's Invoke API over HTTP.

use reqwest::{Client, RequestBuilder, Response};
use serde_json::{Value, json};

use crate::events;
use crate::process::{Server, program, response, run};

pub(crate) fn client() -> Client {
    // The other tests of this process may have installed it before.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::new()
}

fn post(server: &Server, function: &str, event: Vec<u8>) -> RequestBuilder {
    let url = format!("{}/2015-03-31/functions/{function}/invocations", server.url);
    client().post(url).body(event)
}

async fn invoke(server: &Server, event: Vec<u8>) -> Response {
    post(server, "create-invoice", event).send().await.unwrap()
}

fn header<'r>(response: &'r Response, name: &str) -> Option<&'r str> {
    response
        .headers()
        .get(name)
        .map(|value| value.to_str().unwrap())
}

async fn invoices(server: &Server) -> usize {
    let url = format!("{}/_sandbox/documents/Invoice", server.company_url);
    let rows: Value = client()
        .get(url)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    rows.as_array().unwrap().len()
}

#[tokio::test]
async fn an_event_is_answered_with_the_function_s_response() {
    let server = Server::start(&[]);
    let before = invoices(&server).await;
    for status in ["created", "already_created"] {
        let answer = invoke(&server, events::bytes("01-deal")).await;
        assert_eq!(answer.status(), 200);
        assert_eq!(header(&answer, "x-amz-executed-version"), Some("$LATEST"));
        assert_eq!(header(&answer, "x-amz-function-error"), None);
        assert_eq!(header(&answer, "content-type"), Some("application/json"));
        assert_eq!(header(&answer, "x-amzn-requestid").unwrap().len(), 36);
        let response: Value = answer.json().await.unwrap();
        assert_eq!(response["status"], status);
    }
    assert_eq!(invoices(&server).await, before + 1);
}

#[tokio::test]
async fn the_document_s_address_shows_the_document() {
    let server = Server::start(&[]);
    let answer = invoke(&server, events::bytes("01-deal")).await;
    let response: Value = answer.json().await.unwrap();
    let url = response["document"]["url"].as_str().unwrap();
    let page = client().get(url).send().await.unwrap();
    assert_eq!(page.status(), 200, "{url}");
    let number = response["document"]["number"].as_str().unwrap();
    assert!(page.text().await.unwrap().contains(number));
}

#[tokio::test]
async fn a_document_of_another_run_leads_to_where_the_company_is_now() {
    let kept = tempfile::tempdir().unwrap();
    let store = kept.path().join("books.redb");
    let store = ["--store", store.to_str().unwrap()];
    let path = events::path("01-deal");
    let invoke_it = ["invoke", "create-invoice", "--event", &path];
    let made = run(program(&[&invoke_it[..], &store].concat()), b"");
    let usual = "http://127.0.0.1:9401/invoice?txnId=145";
    assert_eq!(response(&made)["document"]["url"], usual);
    let server = Server::start(&store);
    let repeated: Value = invoke(&server, events::bytes("01-deal"))
        .await
        .json()
        .await
        .unwrap();
    let here = format!("{}/invoice?txnId=145", server.company_url);
    assert_eq!(repeated["document"]["url"], here);
    let page = client().get(&here).send().await.unwrap();
    assert_eq!(page.status(), 200);
    for operation in ["list_runs", "trace"] {
        let event =
            json!({"operation": operation, "connection": "us-books", "record": "deal 9001"});
        let answer = post(&server, "manage-connection", event.to_string().into());
        let answer = answer.send().await.unwrap().text().await.unwrap();
        assert!(answer.contains(&here), "{operation}: {answer}");
    }
}

#[tokio::test]
async fn a_function_error_is_status_200_with_the_error_in_the_body() {
    let server = Server::start(&[]);
    for (event, error_type) in [
        (events::bytes("07-product-not-found"), "ProductNotFound"),
        (b"{}".to_vec(), "InvalidRequest"),
        (Vec::new(), "InvalidRequest"),
    ] {
        let answer = invoke(&server, event).await;
        assert_eq!(answer.status(), 200);
        assert_eq!(header(&answer, "x-amz-function-error"), Some("Unhandled"));
        let error: Value = answer.json().await.unwrap();
        assert_eq!(error["errorType"], error_type);
        assert!(error["errorMessage"].is_string());
        assert_eq!(error.as_object().unwrap().len(), 2);
    }
}

#[tokio::test]
async fn a_function_is_found_by_name_arn_and_qualifier_and_another_is_not() {
    let server = Server::start(&[]);
    for name in [
        "create-invoice:$LATEST",
        "arn:aws:lambda:us-east-1:123456789012:function:create-invoice",
        "arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Acreate-invoice%3Alive",
    ] {
        let answer = post(&server, name, events::bytes("01-deal"))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 200, "{name}");
    }
    let answer = post(&server, "create-invoise", b"{}".to_vec())
        .send()
        .await
        .unwrap();
    assert_refused(answer, 404, "ResourceNotFoundException", "create-invoise").await;
}

#[tokio::test]
async fn an_asynchronous_event_is_taken_at_once_and_done_later() {
    let server = Server::start(&[]);
    let before = invoices(&server).await;
    let request = post(&server, "create-invoice", events::bytes("01-deal"));
    let answer = request
        .header("X-Amz-Invocation-Type", "Event")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 202);
    assert_eq!(answer.text().await.unwrap(), "");
    for _ in 0..100 {
        if invoices(&server).await == before + 1 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("no invoice after five seconds");
}

#[tokio::test]
async fn a_dry_run_of_the_invocation_runs_nothing() {
    let server = Server::start(&[]);
    let before = invoices(&server).await;
    let request = post(&server, "create-invoice", events::bytes("01-deal"));
    let answer = request
        .header("X-Amz-Invocation-Type", "DryRun")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 204);
    assert_eq!(invoices(&server).await, before);
}

#[tokio::test]
async fn what_lambda_refuses_is_refused_by_the_same_name() {
    let server = Server::start(&[]);
    let garbage = invoke(&server, b"{\"connection\": canary".to_vec()).await;
    assert_refused(garbage, 400, "InvalidRequestContentException", "line 1").await;
    let large = json!("x".repeat(7_000_000)).to_string().into_bytes();
    let large = invoke(&server, large).await;
    assert_refused(large, 413, "RequestTooLargeException", "6291456").await;
    let request = post(&server, "create-invoice", b"{}".to_vec());
    let odd = request
        .header("X-Amz-Invocation-Type", "Later")
        .send()
        .await
        .unwrap();
    assert_refused(odd, 400, "InvalidParameterValueException", "DryRun").await;
    let url = format!("{}/elsewhere", server.url);
    let elsewhere = client().get(url).send().await.unwrap();
    assert_refused(elsewhere, 404, "UnknownOperationException", "invocations").await;
}

/// Another site's page, and one whose name was made to lead here.
const FROM_OTHER_SITES: [(&str, &str); 4] = [
    ("Origin", "https://example.com"),
    ("Origin", "null"),
    ("Sec-Fetch-Site", "cross-site"),
    ("Host", "attacker.example:9400"),
];

#[tokio::test]
async fn a_page_in_a_browser_cannot_use_the_company_s_control_or_read_its_pages() {
    let server = Server::start(&[]);
    let before = invoices(&server).await;
    for (name, value) in FROM_OTHER_SITES {
        for (method, path) in [
            (reqwest::Method::POST, "/_sandbox/reset"),
            (reqwest::Method::GET, "/_sandbox/credentials"),
            (reqwest::Method::GET, "/"),
        ] {
            for base in [&server.company_url, &server.portal_url] {
                let request = client().request(method.clone(), format!("{base}{path}"));
                let answer = request.header(name, value).send().await.unwrap();
                assert_eq!(answer.status(), 403, "{name}: {value}, {path}");
            }
        }
    }
    assert_eq!(invoices(&server).await, before);
}

#[tokio::test]
async fn a_page_in_a_browser_cannot_invoke_a_function() {
    let server = Server::start(&[]);
    let before = invoices(&server).await;
    let request = post(&server, "create-invoice", events::bytes("01-deal"));
    let answer = request.header("Sec-Fetch-Site", "same-origin").send().await;
    assert_refused(answer.unwrap(), 403, "AccessDeniedException", "browser").await;
    for (name, value) in FROM_OTHER_SITES {
        let request = post(&server, "create-invoice", events::bytes("01-deal"));
        let answer = request.header(name, value).send().await.unwrap();
        assert_eq!(answer.status(), 403, "{name}: {value}");
    }
    assert_eq!(invoices(&server).await, before);
}

#[tokio::test]
async fn twenty_callers_at_once_make_one_document() {
    let server = Server::start(&[]);
    let before = invoices(&server).await;
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..20 {
        calls.spawn(post(&server, "create-invoice", events::bytes("01-deal")).send());
    }
    let mut created = 0;
    for answer in calls.join_all().await {
        let answer: Value = answer.unwrap().json().await.unwrap();
        match (answer["status"].as_str(), answer["errorType"].as_str()) {
            (Some("created"), _) => created += 1,
            (Some("already_created"), _) | (_, Some("InProgress")) => {}
            _ => panic!("{answer}"),
        }
    }
    assert_eq!(created, 1);
    assert_eq!(invoices(&server).await, before + 1);
}

#[cfg(unix)]
#[tokio::test]
async fn ctrl_c_and_a_request_to_terminate_end_it_cleanly() {
    for signal in ["-INT", "-TERM"] {
        let server = Server::start(&[]);
        invoke(&server, events::bytes("01-deal")).await;
        let (code, last_words) = server.signal(signal);
        assert_eq!(code, Some(0), "{signal}");
        assert!(last_words.ends_with("Stopped.\n"), "{last_words}");
    }
}

#[tokio::test]
async fn its_company_keeps_to_the_quotas_of_intuit_unless_it_is_told_not_to() {
    for (limits, is_limited) in [
        (&["--sandbox-limits", "intuit"][..], true),
        (&[][..], false),
    ] {
        let server = Server::start(limits);
        let credentials = format!("{}/_sandbox/credentials", server.company_url);
        let client = client();
        let given = client.get(credentials).send().await.unwrap();
        let given: Value = given.json().await.unwrap();
        let (realm, token) = (given["realm_id"].as_str(), given["access_token"].as_str());
        let url = format!(
            "{}/v3/company/{}/item/1",
            server.company_url,
            realm.unwrap()
        );
        let asked = (0..30).map(|_| {
            let request = client.get(&url).bearer_auth(token.unwrap());
            tokio::spawn(request.send())
        });
        let mut statuses = Vec::new();
        for answer in asked.collect::<Vec<_>>() {
            statuses.push(answer.await.unwrap().unwrap().status().as_u16());
        }
        assert_eq!(statuses.contains(&429), is_limited, "{statuses:?}");
    }
    let help = crate::process::run(crate::process::program(&["serve", "--help"]), b"");
    assert!(crate::process::stdout(&help).contains("[default: intuit]"));
}

#[test]
fn a_port_that_is_taken_is_named() {
    let server = Server::start(&[]);
    let port = server.url.rsplit(':').next().unwrap();
    let free = &Server::ON_FREE_PORTS[3..];
    let arguments = [&["serve", "--port", port], free].concat();
    let output = crate::process::run(crate::process::program(&arguments), b"");
    assert_eq!(output.status.code(), Some(2));
    let said = crate::process::stderr(&output);
    assert!(
        said.contains(&format!("cannot listen on 127.0.0.1:{port}")),
        "{said}"
    );
}

async fn assert_refused(answer: Response, status: u16, error_type: &str, message: &str) {
    assert_eq!(answer.status(), status);
    assert_eq!(header(&answer, "x-amzn-errortype"), Some(error_type));
    assert!(header(&answer, "x-amzn-requestid").is_some());
    let body: Value = answer.json().await.unwrap();
    assert_eq!(body["Type"], "User");
    let said = body["Message"].as_str().unwrap();
    assert!(said.contains(message), "{said}");
    assert!(!said.contains("canary"), "{said}");
}

#[tokio::test]
async fn a_reset_of_the_company_keeps_the_limits_that_it_was_started_with() {
    let server = Server::start(&["--sandbox-limits", "intuit"]);
    let control = |path: &str| format!("{}/_sandbox/{path}", server.company_url);
    let reset = client().post(control("reset")).send().await.unwrap();
    assert!(reset.status().is_success());
    let credentials = client().get(control("credentials")).send().await.unwrap();
    let credentials: Value = credentials.json().await.unwrap();
    let realm_id = credentials["realm_id"].as_str().unwrap();
    let token = credentials["access_token"].as_str().unwrap();
    let url = format!(
        "{}/v3/company/{realm_id}/companyinfo/{realm_id}",
        server.company_url
    );
    let mut statuses = Vec::new();
    for _ in 0..14 {
        let asked = client().get(&url).bearer_auth(token).send().await.unwrap();
        statuses.push(asked.status().as_u16());
    }
    assert!(statuses.contains(&429), "10 a second: {statuses:?}");
}

#[tokio::test]
async fn the_company_tells_a_configured_address_of_what_changed() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/webhooks", listener.local_addr().unwrap());
    let server = Server::start(&["--webhooks", &address, "--webhooks-verifier-token", "ours"]);
    let told = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut received = Vec::new();
        let mut some = [0; 4096];
        while !received.ends_with(b"]") {
            let read = tokio::io::AsyncReadExt::read(&mut stream, &mut some)
                .await
                .unwrap();
            assert_ne!(read, 0);
            received.extend_from_slice(&some[..read]);
        }
        String::from_utf8(received).unwrap()
    });
    invoke(&server, events::bytes("01-deal")).await;
    let told = tokio::time::timeout(std::time::Duration::from_secs(20), told);
    let told = told.await.unwrap().unwrap();
    assert!(told.starts_with("POST /webhooks "), "{told}");
    assert!(told.contains("intuit-signature: "), "{told}");
    assert!(told.contains("qbo."), "{told}");
}
