//! Digests of states, by which two that are alike are known.

use std::hash::{DefaultHasher, Hash, Hasher};

/// A digest of everything put into it, in its order: 128 bits, so that two of some millions of states never
/// share one by accident.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Digest(u64, u64);

impl Digest {
    /// The digest of a value.
    pub(crate) fn of(value: impl Hash) -> Self {
        Self::default().with(value)
    }

    /// The digest of what is in this one and a further value.
    #[must_use]
    pub(crate) fn with(self, value: impl Hash) -> Self {
        let half = |before: u64, salt: u8| {
            let mut hasher = DefaultHasher::new();
            (salt, before).hash(&mut hasher);
            value.hash(&mut hasher);
            hasher.finish()
        };
        Self(half(self.0, 1), half(self.1, 2))
    }

    /// Adds a further value.
    pub(crate) fn add(&mut self, value: impl Hash) {
        *self = self.with(value);
    }
}

#[cfg(test)]
mod tests {
    use super::Digest;

    #[test]
    fn digests_differ_by_content_and_by_order() {
        assert_eq!(Digest::of("a").with("b"), Digest::of("a").with("b"));
        assert_ne!(Digest::of("a").with("b"), Digest::of("b").with("a"));
        assert_ne!(Digest::of("a"), Digest::default());
    }
}
