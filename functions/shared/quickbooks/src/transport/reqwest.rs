//! The transport over the network.

use std::{error::Error, time::Duration};

use bytes::{Bytes, BytesMut};
use http::{Request, Response};

use super::{Transport, TransportError};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// Shorter than the 60 s after which load balancers commonly close an idle connection: a request on a
/// connection that is being closed may or may not arrive.
const POOL_IDLE_TIMEOUT: Duration = Duration::from_secs(45);
const TCP_KEEPALIVE: Duration = Duration::from_secs(30);
/// A thousand invoices are some 5 MB; an answer without end must not exhaust memory.
const MAX_BODY: usize = 32 * 1024 * 1024;
const USER_AGENT: &str = concat!("quickbooks-rust/", env!("CARGO_PKG_VERSION"));

/// HTTP/1.1 over TLS with pooled connections; cheap to clone.
///
/// Obeys the proxy variables of the environment. Follows no redirects and repeats nothing.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: reqwest::Client,
}

/// The TLS configuration could not be set up, such as when no root certificates are found.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client cannot be set up: {detail}")]
pub struct TransportSetupError {
    detail: String,
}

impl ReqwestTransport {
    /// Sets up the connection pool. Reads the root certificates of the machine: make one and keep it.
    pub fn new() -> Result<Self, TransportSetupError> {
        Self::of(builder())
    }

    /// Sets up the connection pool with a TLS configuration that the process has already.
    pub fn with_tls(tls: rustls::ClientConfig) -> Result<Self, TransportSetupError> {
        Self::of(builder().tls_backend_preconfigured(tls))
    }

    /// One as [`Self::new`] makes it; on a machine without root certificates one that trusts nobody, and so reaches addresses of `http` alone,
    /// such as stand-ins beside it.
    pub fn with_or_without_roots() -> Result<Self, TransportSetupError> {
        Self::new().or_else(|_| Self::of(builder().tls_certs_only([])))
    }

    fn of(builder: reqwest::ClientBuilder) -> Result<Self, TransportSetupError> {
        let client = builder.build().map_err(|error| TransportSetupError {
            detail: describe(&error),
        })?;
        Ok(Self { client })
    }

    /// The client, for whoever calls another service from the same process: to read the root certificates is
    /// most of what a start costs.
    pub const fn client(&self) -> &reqwest::Client {
        &self.client
    }
}

fn builder() -> reqwest::ClientBuilder {
    install_crypto_provider();
    #[expect(clippy::disallowed_methods, reason = "the one client of a process")]
    reqwest::Client::builder()
        .user_agent(USER_AGENT)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .connect_timeout(CONNECT_TIMEOUT)
        .pool_idle_timeout(POOL_IDLE_TIMEOUT)
        .tcp_keepalive(TCP_KEEPALIVE)
}

/// The program may have chosen a provider before; then that one serves.
fn install_crypto_provider() {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Losing a race to another thread leaves a provider installed all the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
}

impl Transport for ReqwestTransport {
    async fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> Result<Response<Bytes>, TransportError> {
        let mut request =
            reqwest::Request::try_from(request).map_err(|error| transport_error(&error))?;
        *request.timeout_mut() = Some(timeout);
        let response = self
            .client
            .execute(request)
            .await
            .map_err(|error| transport_error(&error))?;
        read_whole(response).await
    }
}

async fn read_whole(mut response: reqwest::Response) -> Result<Response<Bytes>, TransportError> {
    let mut body = BytesMut::new();
    while let Some(chunk) = response
        .chunk()
        .await
        .map_err(|error| lost(describe(&error)))?
    {
        if body.len() + chunk.len() > MAX_BODY {
            return Err(lost(format!("the answer is longer than {MAX_BODY} bytes")));
        }
        body.extend_from_slice(&chunk);
    }
    let mut whole = Response::new(body.freeze());
    *whole.status_mut() = response.status();
    *whole.headers_mut() = std::mem::take(response.headers_mut());
    Ok(whole)
}

/// Connecting is asked about first: a connection that timed out is a timeout too, yet nothing was sent.
fn transport_error(error: &reqwest::Error) -> TransportError {
    if error.is_connect() || error.is_dns() || error.is_builder() {
        TransportError::NotSent {
            detail: describe(error),
        }
    } else {
        lost(describe(error))
    }
}

fn lost(detail: String) -> TransportError {
    TransportError::Lost { detail }
}

/// The innermost cause; the outer ones name the address.
fn describe(error: &reqwest::Error) -> String {
    let mut cause: &dyn Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    if std::ptr::addr_eq(cause, std::ptr::from_ref(error)) {
        return kind(error).to_owned();
    }
    format!("{}: {cause}", kind(error))
}

fn kind(error: &reqwest::Error) -> &'static str {
    if error.is_dns() {
        "name resolution failed"
    } else if error.is_connect() {
        "connecting failed"
    } else if error.is_timeout() {
        "timed out"
    } else if error.is_builder() {
        "the request is malformed"
    } else if error.is_body() || error.is_decode() {
        "the answer broke off"
    } else {
        "the exchange broke off"
    }
}

#[cfg(test)]
mod tests;
