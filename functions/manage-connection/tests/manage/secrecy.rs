//! No token, name or link is in a log line, an error or a debugger's output.

use std::fmt::Write as _;

use rehearsal::Log;
use secrecy::ExposeSecret;
use serde_json::json;

use crate::operator::{CONNECT_URL, Operator};

#[tokio::test]
async fn what_is_secret_or_personal_is_shown_nowhere() {
    let operator = Operator::open().await;
    let tokens = operator.tokens("us-books").await.unwrap();
    let row = json!({"kind": "product", "source": "name:canary", "quickbooks_id": "2",
        "name": "Canary"});
    let wrong = json!({"kind": "product", "source": "canary", "quickbooks_id": "canary",
        "name": "canary"});
    let csv = "kind,source,quickbooks_id,name\ncustomer,canary,canary,canary\n";
    let operations = [
        ("put_mappings", json!({"mappings": [row]})),
        ("put_mappings", json!({"mappings": [wrong]})),
        ("import_mappings", json!({"csv": csv})),
        ("list_mappings", json!({})),
        ("export_mappings", json!({})),
        ("describe", json!({"check": true})),
        ("connect_link", json!({})),
        ("disconnect", json!({})),
    ];
    let mut shown = String::new();
    for (operation, fields) in operations {
        let mut event = json!({"operation": operation, "connection": "us-books"});
        event
            .as_object_mut()
            .unwrap()
            .extend(fields.as_object().unwrap().clone());
        let manage = operator.operations(Some(CONNECT_URL.to_owned()));
        let answer = manage
            .run(event.to_string().as_bytes(), jiff::Timestamp::MAX)
            .await;
        write!(shown, "{manage:?} {answer:?}").unwrap();
        if let Err(error) = answer {
            write!(shown, "{error}").unwrap();
        }
    }
    shown += &Log::kept().text();

    assert!(shown.contains("disconnected"), "the log is there: {shown}");
    let shown = shown.to_lowercase();
    let secrets = [
        "canary",
        "craig",
        "?link=",
        "sandboxsecret",
        &tokens.access_token.expose_secret().to_lowercase(),
        &tokens.refresh_token.expose_secret().to_lowercase(),
    ];
    for secret in secrets {
        assert!(!shown.contains(secret), "{secret} is shown");
    }
}
