//! The signatures as those of AWS's own signer, through a client of DynamoDB.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_dynamodb::types::AttributeValue;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4::SigningParams;
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::identity::Identity;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use jiff::Timestamp;

use super::KeepSigningKey;
use crate::aws::sdk::retries;

/// A service that keeps what it is asked, and answers with these statuses, and with 200 after that.
#[derive(Clone, Debug, Default)]
struct Service {
    asked: Arc<Mutex<Vec<HttpRequest>>>,
    statuses: Arc<Mutex<Vec<u16>>>,
}

impl HttpConnector for Service {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        self.asked.lock().unwrap().push(request);
        let status = self.statuses.lock().unwrap().pop().unwrap_or(200);
        let answer = HttpResponse::new(status.try_into().unwrap(), SdkBody::from("{}"));
        HttpConnectorFuture::ready(Ok(answer))
    }
}

/// A clock that stands where a test puts it.
#[derive(Clone, Debug)]
struct Clock(Arc<Mutex<SystemTime>>);

impl aws_smithy_async::time::TimeSource for Clock {
    fn now(&self) -> SystemTime {
        *self.0.lock().unwrap()
    }
}

fn at(time: &str) -> SystemTime {
    time.parse::<Timestamp>().unwrap().try_into().unwrap()
}

fn credentials(session: Option<&str>) -> Credentials {
    let session = session.map(str::to_owned);
    Credentials::new(
        "AKIDEXAMPLE",
        "wJalrXUtnFEMI/K7MDENG",
        session,
        None,
        "test",
    )
}

fn client(service: &Service, clock: &Clock, credentials: Credentials) -> Client {
    let connector = SharedHttpConnector::new(service.clone());
    let configuration = aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::from_static("eu-central-1"))
        .credentials_provider(credentials)
        .time_source(clock.clone())
        .retry_config(retries().with_initial_backoff(Duration::from_millis(1)))
        .http_client(http_client_fn(move |_, _| connector.clone()))
        .push_auth_scheme(KeepSigningKey::default())
        .build();
    Client::from_conf(configuration)
}

async fn put(client: &Client, text: &str) {
    let key = AttributeValue::S(text.to_owned());
    let put = client.put_item().table_name("ledger").item("key", key);
    put.send().await.unwrap();
}

/// The authorization that AWS's own signer gives a request, of the headers that are signed in it.
fn of_aws(request: &HttpRequest, credentials: &Credentials, time: SystemTime) -> String {
    let signed = signed_headers(request);
    let names: Vec<&str> = signed.split(';').collect();
    let added = ["host", "x-amz-date", "x-amz-security-token"];
    let headers = request.headers().iter();
    let headers = headers.filter(|(name, _)| names.contains(name) && !added.contains(name));
    let body = SignableBody::Bytes(request.body().bytes().unwrap());
    let signable = SignableRequest::new(request.method(), request.uri(), headers, body);
    let identity = Identity::from(credentials.clone());
    let asked = SigningParams::builder()
        .identity(&identity)
        .region("eu-central-1")
        .name("dynamodb")
        .time(time)
        .settings(SigningSettings::default())
        .build();
    let (signed, _) = sign(signable.unwrap(), &asked.unwrap().into())
        .unwrap()
        .into_parts();
    let (headers, _) = signed.into_parts();
    let authorization = headers
        .iter()
        .find(|header| header.name() == "authorization");
    authorization.unwrap().value().to_owned()
}

fn signed_headers(request: &HttpRequest) -> String {
    let authorization = request.headers().get("authorization").unwrap();
    let (_, rest) = authorization.split_once("SignedHeaders=").unwrap();
    rest.split(',').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_signature_is_that_of_aws_own_signer_on_every_day_and_with_every_body() {
    for session in [None, Some("FwoGZXIvYXdzEXAMPLETOKEN==")] {
        let clock = Clock(Arc::new(Mutex::new(at("2026-03-03T23:59:59Z"))));
        let service = Service::default();
        let credentials = credentials(session);
        let client = client(&service, &clock, credentials.clone());
        let times = [
            "2026-03-03T23:59:59Z",
            "2026-03-04T00:00:00Z",
            "2026-03-04T09:08:07Z",
            "2026-12-31T10:11:12.999Z",
        ];
        for time in times {
            *clock.0.lock().unwrap() = at(time);
            put(&client, &format!("{time} Ünïcode \u{1f9fe}")).await;
            let request = service.asked.lock().unwrap().pop().unwrap();
            let authorization = request.headers().get("authorization").unwrap();
            assert_eq!(authorization, of_aws(&request, &credentials, at(time)));
            assert_eq!(request.headers().get("x-amz-security-token"), session);
        }
    }
}

#[tokio::test]
async fn an_attempt_after_a_failure_is_signed_by_the_sdk_which_corrects_the_time() {
    let clock = Clock(Arc::new(Mutex::new(at("2026-03-03T12:00:00Z"))));
    let service = Service::default();
    service.statuses.lock().unwrap().push(500);
    let client = client(&service, &clock, credentials(None));
    put(&client, "9001").await;
    let asked = service.asked.lock().unwrap();
    let signed: Vec<_> = asked.iter().map(signed_headers).collect();
    assert_eq!(signed.len(), 2, "{signed:?}");
    // The SDK signs every header.
    assert!(!signed[0].contains("content-length"), "{signed:?}");
    assert!(signed[1].contains("content-length"), "{signed:?}");
}

#[test]
fn no_debug_form_of_the_scheme_shows_a_key() {
    let shown = format!("{:?}", KeepSigningKey::default());
    assert!(!shown.contains("kept"), "{shown}");
}
