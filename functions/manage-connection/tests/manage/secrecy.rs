//! No token, name or link is in a log line, an error or a debugger's output.

use std::fmt::Write as _;
use std::io;
use std::sync::{Arc, Mutex};

use secrecy::ExposeSecret;
use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;

use crate::operator::{CONNECT_URL, Operator};

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'w> MakeWriter<'w> for Lines {
    type Writer = Self;

    fn make_writer(&'w self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn what_is_secret_or_personal_is_shown_nowhere() {
    let lines = Lines::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(lines.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);

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
    shown += &String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();

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
