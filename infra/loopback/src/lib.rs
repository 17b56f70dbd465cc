//! The server of everything that listens on this machine, and files of its owner alone.
//!
//! The local QuickBooks company, the local HubSpot account and the local program all listen on
//! `127.0.0.1`, where programs of this machine reach them, and so do all pages that its browser has open.
//! One door for all of them: [`serve`] refuses what another site's page sends, and closes a connection
//! that does not get to the point; [`body()`] reads so much and no more. [`reply`] is what the two stand-ins
//! answer, [`clock`] the time that they live in, [`journal`] what they were
//! asked, [`faults`] what they are to get wrong, and [`control`] how they are told so.

mod body;
pub mod clock;
pub mod control;
pub mod faults;
mod guard;
pub mod journal;
pub mod private_file;
pub mod reply;
mod server;

pub use body::{BODY_LIMIT, BodyError, body};
pub use guard::{Refusal, refusal};
pub use server::{HEADER_TIMEOUT, serve, serve_publicly};
