//! Names that no other test, process or earlier run has used.

use std::hash::{BuildHasher, RandomState};

use crate::{Connection, PortalId};

/// A connection nobody has used: the label, the process and a random number.
pub(super) fn connection(label: &str) -> Connection {
    let process = std::process::id();
    let random = RandomState::new().hash_one(label);
    Connection::try_from(format!("{label}-{process:x}-{random:x}")).unwrap()
}

/// A portal nobody has used: random digits.
pub(super) fn portal() -> PortalId {
    let random = RandomState::new().hash_one("portal");
    PortalId::try_from(&*format!("1{}", random % 1_000_000_000_000_000_000)).unwrap()
}
