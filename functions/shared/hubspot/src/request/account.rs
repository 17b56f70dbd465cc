//! The request that asks whose token it is.

use super::{Api, Request, Target};

impl Request {
    /// Reads the account that the token belongs to. Needs no scope, so it tells whether a token works.
    pub fn account_details() -> Self {
        Self::get(Target::new(Api::Account, ["details"]))
    }
}
