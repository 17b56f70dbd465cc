//! Bodies of a bounded length.

use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Body;

/// The most bytes of a body, far more than any API here takes.
pub const BODY_LIMIT: usize = 32 * 1024 * 1024;

/// Why a body was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyError {
    /// It is longer than the limit.
    TooLong,
    /// The connection ended.
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
    match Limited::new(body, limit).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(BodyError::TooLong),
        Err(_) => Err(BodyError::Lost),
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http_body_util::Full;

    use super::{BodyError, body};

    #[tokio::test]
    async fn a_body_is_read_up_to_its_limit() {
        let content = || Full::new(Bytes::from_static(b"0123456789"));
        assert_eq!(body(content(), 10).await.unwrap(), "0123456789");
        assert_eq!(body(content(), 9).await, Err(BodyError::TooLong));
    }
}
