//! The address that is told what changed.

/// The address that is told what changed.
#[derive(derive_more::Debug, Clone)]
pub struct WebhookTarget {
    /// Its URL, without TLS: `http://127.0.0.1:8080/webhooks`.
    pub url: String,
    /// The token that deliveries are signed with, which proves where they come from.
    #[debug(skip)]
    pub verifier_token: String,
}
