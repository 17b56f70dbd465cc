//! The one seam to the network.

use std::{future::Future, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Request, Response};

#[cfg(feature = "reqwest")]
mod reqwest;

#[cfg(feature = "reqwest")]
pub use self::reqwest::{ReqwestTransport, TransportSetupError};

/// Sends one HTTP request and waits for the whole response.
///
/// An implementation sends exactly once: it follows no redirects and repeats nothing that may have
/// arrived.
pub trait Transport {
    /// Sends the request; the timeout is for everything, from connecting to the last byte.
    fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> impl Future<Output = Result<Response<Bytes>, TransportError>> + Send;
}

/// The reason for which there is no response: it tells whether the request can have arrived.
///
/// A `detail` holds no address, token or content.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// The request cannot have arrived: no connection came about.
    #[error("not sent: {detail}")]
    NotSent {
        /// The observation, in words.
        detail: String,
    },
    /// The request may have arrived, but no whole answer came back in time.
    #[error("no answer: {detail}")]
    Lost {
        /// The observation, in words.
        detail: String,
    },
}

impl<T: Transport + Sync> Transport for &T {
    fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> impl Future<Output = Result<Response<Bytes>, TransportError>> + Send {
        (**self).send(request, timeout)
    }
}

impl<T: Transport + Send + Sync> Transport for Arc<T> {
    fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> impl Future<Output = Result<Response<Bytes>, TransportError>> + Send {
        (**self).send(request, timeout)
    }
}
