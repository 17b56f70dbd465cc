//! The answers of a stand-in for another service, which may break off on purpose.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{Response, StatusCode};
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::Sleep;

/// An answer with its headers.
#[derive(Clone)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The type of the body.
    pub content_type: String,
    /// The further headers.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: String,
}

impl Reply {
    /// An answer without further headers.
    pub fn new(status: u16, content_type: &str, body: String) -> Self {
        Self {
            status,
            content_type: content_type.to_owned(),
            headers: Vec::new(),
            body,
        }
    }

    /// An answer in JSON.
    pub fn json(status: u16, body: String) -> Self {
        Self::new(status, "application/json", body)
    }

    /// A page, which browsers show in no other, as the guard sees to for those that say where it is to stand.
    pub fn html(status: u16, body: String) -> Self {
        Self::new(status, "text/html; charset=utf-8", body)
            .header("content-security-policy", "frame-ancestors 'none'")
    }

    /// The same with a further header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    fn into_response<B>(self, body: impl FnOnce(String) -> B) -> Response<B> {
        let mut response = Response::new(body(self.body));
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let content_type = std::iter::once(("content-type", self.content_type));
        for (name, value) in content_type.chain(self.headers) {
            if let Ok(value) = value.parse() {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

/// The end of an exchange.
pub enum Outcome {
    /// Answered.
    Reply(Reply),
    /// Answered by half: the head, a part of the body, the end of the connection.
    Half(Reply),
    /// The end of the connection.
    Close,
}

impl Outcome {
    /// The status of the answer, whole or not.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Reply(reply) | Self::Half(reply) => Some(reply.status),
            Self::Close => None,
        }
    }

    /// The response of a connection.
    ///
    /// # Errors
    ///
    /// [`ClosedOnPurpose`], which has the server close it.
    pub fn into_response(self) -> Result<Response<ReplyBody>, ClosedOnPurpose> {
        match self {
            Self::Reply(reply) => Ok(reply.into_response(ReplyBody::whole)),
            Self::Half(reply) => Ok(reply.into_response(ReplyBody::half)),
            Self::Close => Err(ClosedOnPurpose),
        }
    }

    /// The response where there is no connection that could be closed; `None` where one would be.
    pub fn into_whole_response(self) -> Option<Response<Bytes>> {
        match self {
            Self::Reply(reply) => Some(reply.into_response(Bytes::from)),
            Self::Half(_) | Self::Close => None,
        }
    }
}

/// The connection is to be closed without an answer.
#[derive(Debug, thiserror::Error)]
#[error("the connection was closed on purpose")]
pub struct ClosedOnPurpose;

/// A whole body, or one that stops in the middle.
pub struct ReplyBody {
    data: Option<Bytes>,
    announced: u64,
    /// The pause between the half that is sent and the end of the connection, so that the half arrives.
    breaks_off: Option<Pin<Box<Sleep>>>,
}

impl ReplyBody {
    /// The whole body.
    pub fn whole(body: String) -> Self {
        let data = Bytes::from(body);
        Self {
            announced: data.len() as u64,
            data: Some(data),
            breaks_off: None,
        }
    }

    /// Its first half, and then the end of the connection.
    pub fn half(body: String) -> Self {
        let data = Bytes::from(body);
        let half = data.slice(..data.len() / 2);
        let pause = Box::pin(tokio::time::sleep(Duration::from_millis(20)));
        Self {
            announced: data.len() as u64,
            data: Some(half),
            breaks_off: Some(pause),
        }
    }
}

impl From<String> for ReplyBody {
    fn from(body: String) -> Self {
        Self::whole(body)
    }
}

impl Body for ReplyBody {
    type Data = Bytes;
    type Error = ClosedOnPurpose;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, ClosedOnPurpose>>> {
        if let Some(data) = self.data.take().filter(|data| !data.is_empty()) {
            return Poll::Ready(Some(Ok(Frame::data(data))));
        }
        match &mut self.breaks_off {
            None => Poll::Ready(None),
            Some(pause) => pause.as_mut().poll(cx).map(|()| Some(Err(ClosedOnPurpose))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.breaks_off.is_none() && self.data.as_ref().is_none_or(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(if self.data.is_some() {
            self.announced
        } else {
            0
        })
    }
}
