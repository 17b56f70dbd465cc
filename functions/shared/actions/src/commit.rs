//! Exactly one document per ledger key: claim, post, record.
//!
//! The protocol's decisions are pure ([`protocol`]); [`post`] carries them out. What makes a repeat
//! harmless is that a claim holds the very bytes to be posted and the `requestid` to post them
//! under: whoever takes the claim over posts the same again, and QuickBooks answers a repeated
//! `requestid` with its first answer.

mod adopt;
pub mod identity;
pub mod lookup;
mod lost;
pub mod post;
pub mod protocol;
mod undo;
mod withdraw;

pub use identity::{Identity, same_content};
pub use lost::{OtherDocument, Relation};
pub use post::{Claim, Commit, Posted, Refusal};
pub use protocol::{Claimed, Done, Step, is_elsewhere, made_before, next_step};
pub use undo::RecordedDocument;
