//! The HTTP client of the AWS SDK: the one that the process has anyway, with a pool of its own.
//!
//! The SDK's own would be a second one beside it, with HTTP/2, which nothing here speaks, and with root certificates that it
//! reads and parses for itself.

use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpClient, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use reqwest::Url;
use rustls::ClientConfig;

/// The longest that an unused connection is kept: a server closes it after a minute or so, and a function that slept would
/// send into what is closed.
const IDLE: Duration = Duration::from_secs(45);

/// The header in which the SDK counts the attempts of a call.
const ATTEMPT: &str = "amz-sdk-request";
const FIRST: &str = "attempt=1";

/// A client that trusts whom this configuration trusts.
pub(super) fn client(
    tls: ClientConfig,
    connect: Duration,
) -> Result<SharedHttpClient, reqwest::Error> {
    let connector = SharedHttpConnector::new(Connector {
        first: builder(tls.clone(), connect)
            .pool_idle_timeout(IDLE)
            .build()?,
        again: Again {
            client: OnceLock::new(),
            tls,
            connect,
        },
        last: Mutex::default(),
    });
    Ok(http_client_fn(move |_, _| connector.clone()))
}

#[expect(
    clippy::disallowed_methods,
    reason = "the clients for AWS of a process are made here alone"
)]
fn builder(tls: ClientConfig, connect: Duration) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        // AWS is reached as its own client reaches it: past the proxies that the environment may name for the rest.
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        // The SDK repeats, and counts what it repeats.
        .retry(reqwest::retry::never())
        .connect_timeout(connect)
}

/// Sends the SDK's requests. The time-out of an attempt is the SDK's, which lets go of a request that takes longer, and with
/// it of its connection.
#[derive(Debug)]
struct Connector {
    first: reqwest::Client,
    again: Again,
    /// The address of the last request: the next one mostly has the same, and need not parse it again.
    last: Mutex<Option<(String, Url)>>,
}

/// Sends what is tried again, each over a connection of its own: the one that failed may lead to a sick server, and
/// others that were kept beside it may be dead too. Most processes try nothing again, so its client is made where one does.
#[derive(Debug)]
struct Again {
    client: OnceLock<reqwest::Client>,
    tls: ClientConfig,
    connect: Duration,
}

impl Again {
    fn client(&self) -> Result<&reqwest::Client, ConnectorError> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let client = builder(self.tls.clone(), self.connect).pool_max_idle_per_host(0);
        let client = client.build();
        let client = client.map_err(|error| ConnectorError::user(error.into()))?;
        Ok(self.client.get_or_init(|| client))
    }
}

impl Connector {
    fn address(&self, uri: &str) -> Result<Url, ConnectorError> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, address)) = last.as_ref().filter(|(known, _)| known == uri) {
            return Ok(address.clone());
        }
        let address = Url::parse(uri).map_err(|error| ConnectorError::user(error.into()))?;
        *last = Some((uri.to_owned(), address.clone()));
        Ok(address)
    }

    fn outgoing(&self, request: HttpRequest) -> Result<reqwest::Request, ConnectorError> {
        let address = self.address(request.uri())?;
        let request = request.try_into_http1x();
        let request = request.map_err(|error| ConnectorError::user(error.into()))?;
        let (parts, body) = request.into_parts();
        let Some(body) = body.bytes().map(<[u8]>::to_vec) else {
            return Err(ConnectorError::user("a request that is a stream".into()));
        };
        let mut outgoing = reqwest::Request::new(parts.method, address);
        *outgoing.headers_mut() = parts.headers;
        *outgoing.body_mut() = Some(body.into());
        Ok(outgoing)
    }

    fn client_for(&self, request: &HttpRequest) -> Result<&reqwest::Client, ConnectorError> {
        match request.headers().get(ATTEMPT) {
            Some(attempt) if !attempt.starts_with(FIRST) => self.again.client(),
            _ => Ok(&self.first),
        }
    }
}

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let client = self.client_for(&request).cloned();
        let outgoing = self.outgoing(request);
        HttpConnectorFuture::new(async move {
            let response = client?.execute(outgoing?).await;
            incoming(response.map_err(failure)?).await
        })
    }
}

async fn incoming(mut response: reqwest::Response) -> Result<HttpResponse, ConnectorError> {
    let headers = std::mem::take(response.headers_mut());
    let status = response.status();
    let body = response.bytes().await.map_err(failure)?;
    let mut whole = http::Response::new(SdkBody::from(body));
    *whole.status_mut() = status;
    *whole.headers_mut() = headers;
    HttpResponse::try_from(whole).map_err(|error| ConnectorError::other(error.into(), None))
}

/// The SDK repeats what timed out and what broke off.
fn failure(error: reqwest::Error) -> ConnectorError {
    // The address is that of a service; a person who reads the message knows it by the operation.
    let error = error.without_url();
    if error.is_timeout() {
        ConnectorError::timeout(error.into())
    } else if error.is_builder() {
        ConnectorError::user(error.into())
    } else {
        ConnectorError::io(error.into())
    }
}
