//! A transport that answers from a script, for tests.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};

use crate::call::{Transport, TransportError};

/// Answers each request with the next line of the script, and keeps what was sent.
pub(crate) struct ScriptedTransport {
    script: Mutex<VecDeque<Result<Response<Bytes>, TransportError>>>,
    sent: Mutex<Vec<Request<Bytes>>>,
}

impl ScriptedTransport {
    pub(crate) fn new(
        script: impl IntoIterator<Item = Result<Response<Bytes>, TransportError>>,
    ) -> Self {
        Self {
            script: Mutex::new(script.into_iter().collect()),
            sent: Mutex::default(),
        }
    }

    /// Answers with these statuses and bodies.
    pub(crate) fn answering<'a>(answers: impl IntoIterator<Item = (u16, &'a str)>) -> Self {
        Self::new(
            answers
                .into_iter()
                .map(|(status, body)| Ok(response(status, body))),
        )
    }

    pub(crate) fn sent(&self) -> Vec<Request<Bytes>> {
        self.sent
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Transport for ScriptedTransport {
    async fn send(
        &self,
        request: Request<Bytes>,
        _timeout: Duration,
    ) -> Result<Response<Bytes>, TransportError> {
        self.sent
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(request);
        let next = self
            .script
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop_front();
        next.unwrap_or_else(|| {
            Err(TransportError::NotSent {
                detail: "the script has ended".to_owned(),
            })
        })
    }
}

pub(crate) fn response(status: u16, body: &str) -> Response<Bytes> {
    let mut response = Response::new(Bytes::copy_from_slice(body.as_bytes()));
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
    response
}
