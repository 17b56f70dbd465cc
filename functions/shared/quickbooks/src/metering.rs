//! The price of a request by Intuit's meter.

/// The price of a request by Intuit's meter, among its HTTP extensions for a transport that counts.
///
/// Since 2025 reads of the Accounting API (calls of the category "Core Plus") count against a monthly
/// quota, while writes ("Core"), requests for tokens and refused calls are free:
/// <https://blogs.intuit.com/2025/08/11/best-practices-for-intuit-api-optimization-part-1>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metering {
    /// A call of the Accounting API.
    Accounting {
        /// It can change the company.
        is_write: bool,
        /// The reads it counts for: 1 for a read or a query, and for a batch the number of its queries,
        /// since "each `BatchItemRequest` is metered like a normal call"
        /// (<https://github.com/IntuitDeveloper/SampleApp-Batch-Java>, `docs/batch-tutorial.md`).
        reads: u64,
    },
    /// A request for tokens, or for their revocation.
    Tokens,
}

impl Metering {
    pub(crate) const READ: Self = Self::Accounting {
        is_write: false,
        reads: 1,
    };
    pub(crate) const WRITE: Self = Self::Accounting {
        is_write: true,
        reads: 0,
    };

    pub(crate) const fn is_write(self) -> bool {
        match self {
            Self::Accounting { is_write, .. } => is_write,
            Self::Tokens => false,
        }
    }
}
