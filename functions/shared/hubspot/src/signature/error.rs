//! The reasons for which a signature is not accepted.

/// The reason for which a signature is not accepted; names no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// There is no client secret to verify with.
    #[error("there is no client secret to verify signatures with")]
    NoSecret,
    /// A header that is needed is not there.
    #[error("the header {0} is missing")]
    Missing(&'static str),
    /// A header is there twice, or is no text.
    #[error("the header {0} is there twice, or is no text")]
    Header(&'static str),
    /// A version that is not accepted: 1 signs no address.
    #[error("signatures of versions 2 and 3 are accepted, and no other")]
    Version,
    /// The timestamp is no number of milliseconds, or more than five minutes from now.
    #[error("the timestamp of the signature is not within five minutes of now")]
    Timestamp,
    /// The signature is of another request, or by another secret.
    #[error("the signature is not that of this request")]
    Mismatch,
}

impl SignatureError {
    /// True where another client secret may accept the same request.
    pub const fn may_end_with_another_secret(self) -> bool {
        match self {
            Self::NoSecret | Self::Mismatch => true,
            Self::Missing(_) | Self::Header(_) | Self::Version | Self::Timestamp => false,
        }
    }
}
