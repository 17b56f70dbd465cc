//! A call: what goes over the transport, what comes back, and what that means.

mod answer;
mod certainty;
mod client;
mod error;
mod outcome;
mod transport;

pub use answer::Answer;
pub use certainty::Certainty;
pub use client::Client;
pub use error::CallError;
pub use outcome::classify;
#[cfg(feature = "reqwest")]
pub use transport::{ReqwestTransport, TransportSetupError};
pub use transport::{Transport, TransportError};
