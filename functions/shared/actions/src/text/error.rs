//! Texts that QuickBooks would refuse and that must not be changed.

/// A name or number cannot be sent. Never shows the text: it may be a person's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing is left of it.
    #[error("is empty")]
    Empty,
    /// Longer than QuickBooks takes, and must not be cut.
    #[error("has {found} characters, where QuickBooks takes {longest}")]
    TooLong {
        /// Its length in UTF-16 code units.
        found: usize,
        /// The most QuickBooks takes.
        longest: usize,
    },
    /// Has control characters or line ends, and must not be changed.
    #[error("has characters that QuickBooks does not take")]
    NotAllowed,
}
