//! Bodies of a bounded length.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Body;
use tokio::time::timeout;

/// The most bytes of a body, far more than any API here takes.
pub const BODY_LIMIT: usize = 32 * 1024 * 1024;

/// The time in which a body must have come. Everything here comes from the same machine, or through a tunnel to it.
const BODY_TIME: Duration = Duration::from_secs(30);

/// Why a body was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyError {
    /// It is longer than the limit.
    TooLong,
    /// The connection ended, or sent no more for too long.
    Lost,
}

/// Reads a body, of which no more than `limit` bytes are ever held.
///
/// # Errors
///
/// When it is longer, or does not come to its end.
pub async fn body<B>(body: B, limit: usize) -> Result<Bytes, BodyError>
where
    B: Body,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    match timeout(BODY_TIME, Limited::new(body, limit).collect()).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(BodyError::TooLong),
        Ok(Err(_)) | Err(_) => Err(BodyError::Lost),
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use bytes::Bytes;
    use http_body_util::Full;
    use hyper::body::{Body, Frame};

    use super::{BodyError, body};

    /// A body of which nothing ever comes.
    struct Slow;

    impl Body for Slow {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            Poll::Pending
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_does_not_come_is_not_waited_for_for_ever() {
        assert_eq!(body(Slow, 10).await, Err(BodyError::Lost));
    }

    #[tokio::test]
    async fn a_body_is_read_up_to_its_limit() {
        let content = || Full::new(Bytes::from_static(b"0123456789"));
        assert_eq!(body(content(), 10).await.unwrap(), "0123456789");
        assert_eq!(body(content(), 9).await, Err(BodyError::TooLong));
    }
}
