//! Somebody who may invoke the function.

use actions::ActionError;
use actions::books::environment::Environment;
use jiff::SignedDuration;
use manage_connection::ManageConnection;
use quickbooks::{AppCredentials, OAuthApp, OAuthEndpoints, ReqwestTransport};
use rehearsal::{Log, Rehearsal, StageEnvironment};
use sandbox_quickbooks::{CompanyTemplate, SandboxOptions};
use secrecy::SecretString;
use serde_json::{Value, json};
use storage::embedded::EmbeddedStore;
use storage::{Connection, TokenSet, Tokens};

pub(crate) const CONNECT_URL: &str = "https://connect.example.com";

/// A sandbox company, a store with the connection `us-books`, and the operations on them.
pub(crate) struct Operator {
    pub(crate) stage: Rehearsal,
}

impl Operator {
    pub(crate) async fn open() -> Self {
        Log::kept();
        let stage = Rehearsal::start().await;
        stage.sandbox.clear_journal();
        Self { stage }
    }

    /// The same with a company of another country.
    pub(crate) async fn of_company(company: CompanyTemplate) -> Self {
        let options = SandboxOptions {
            company,
            ..SandboxOptions::default()
        };
        Log::kept();
        let stage = Rehearsal::with(options, json!({})).await;
        stage.sandbox.clear_journal();
        Self { stage }
    }

    /// Invokes the function with an operation on `us-books`.
    pub(crate) async fn ask(&self, operation: &str, fields: Value) -> Result<Value, ActionError> {
        let mut event = json!({"operation": operation, "connection": "us-books"});
        if let (Some(event), Value::Object(fields)) = (event.as_object_mut(), fields) {
            event.extend(fields);
        }
        self.invoke(&event).await
    }

    pub(crate) async fn invoke(&self, event: &Value) -> Result<Value, ActionError> {
        let deadline = self.stage.environment.now() + SignedDuration::from_secs(30);
        let manage = self.operations(Some(CONNECT_URL.to_owned()));
        let answer = manage.run(event.to_string().as_bytes(), deadline).await?;
        Ok(serde_json::to_value(&answer).unwrap())
    }

    pub(crate) fn operations(
        &self,
        connect_url: Option<String>,
    ) -> ManageConnection<'_, EmbeddedStore, ReqwestTransport, StageEnvironment> {
        ManageConnection::new(&self.stage.engine, app(&self.stage), connect_url)
    }

    pub(crate) async fn tokens(&self, connection: &str) -> Option<TokenSet> {
        let stored = self.stage.store.load_tokens(&named(connection)).await;
        stored.unwrap().map(|stored| stored.value)
    }

    pub(crate) async fn put(&self, mappings: Value) -> Result<Value, ActionError> {
        self.ask("put_mappings", json!({"mappings": mappings}))
            .await
    }

    /// The mappings of `us-books`, as `kind source -> id`.
    pub(crate) async fn mappings(&self) -> Vec<String> {
        let page = self.ask("list_mappings", json!({})).await.unwrap();
        let mappings = page["mappings"].as_array().unwrap().iter();
        let text = |mapping: &Value, field: &str| mapping[field].as_str().unwrap().to_owned();
        mappings
            .map(|mapping| {
                let (kind, source) = (text(mapping, "kind"), text(mapping, "source"));
                format!("{kind} {source} -> {}", text(mapping, "quickbooks_id"))
            })
            .collect()
    }
}

pub(crate) fn app(stage: &Rehearsal) -> OAuthApp {
    let credentials = stage.sandbox.credentials();
    OAuthApp {
        endpoints: OAuthEndpoints {
            authorize_url: stage.sandbox.authorize_url(),
            token_url: stage.sandbox.token_url(),
            revoke_url: stage.sandbox.revoke_url(),
        },
        credentials: AppCredentials {
            client_id: credentials.client_id,
            client_secret: SecretString::from(credentials.client_secret),
        },
    }
}

pub(crate) fn named(connection: &str) -> Connection {
    Connection::try_from(connection).unwrap()
}

/// The message of an error of this type.
pub(crate) fn refused(answer: Result<Value, ActionError>, error_type: &str) -> String {
    let error = answer.unwrap_err();
    assert_eq!(error.error_type(), error_type, "{error}");
    error.to_string()
}
