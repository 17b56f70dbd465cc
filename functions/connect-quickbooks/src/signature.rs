//! Signatures on what travels through a browser and comes back.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

/// Keeps this key apart from every other use of the app's secret.
const DERIVATION: &[u8] = b"connect-quickbooks: signatures, version 1\0";

/// The key of all signatures; `Debug` does not show it.
///
/// It is derived from the Intuit app's client secret, so there is no further secret to make, keep
/// and rotate: a new client secret makes open links worthless, and nothing else.
#[derive(Clone, derive_more::Debug)]
#[debug("SigningKey")]
pub struct SigningKey([u8; 64]);

/// The purpose of a signature, which is worth nothing for another purpose.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Purpose {
    /// The link that lets a person connect a company.
    Link,
    /// OAuth's `state`.
    State,
    /// The cookie that ties a `state` to the browser it was given to.
    Browser,
}

impl Purpose {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::Link => b"link\0",
            Self::State => b"state\0",
            Self::Browser => b"browser\0",
        }
    }
}

impl SigningKey {
    /// The key that belongs to an Intuit app.
    pub fn derived_from(client_secret: &SecretString) -> Self {
        let digest = Sha256::new()
            .chain_update(DERIVATION)
            .chain_update(client_secret.expose_secret())
            .finalize();
        let mut key = [0; 64];
        // HMAC itself pads a shorter key with zeros to the block of 64 bytes.
        for (place, byte) in key.iter_mut().zip(digest) {
            *place = byte;
        }
        Self(key)
    }

    /// The signature of `text`: HMAC-SHA256, in base64 for URLs.
    pub(crate) fn signature(&self, purpose: Purpose, text: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.mac(purpose, text).finalize().into_bytes())
    }

    /// Tells whether `signature` is that of `text`; compared in constant time.
    pub(crate) fn accepts(&self, purpose: Purpose, text: &str, signature: &str) -> bool {
        URL_SAFE_NO_PAD
            .decode(signature)
            .is_ok_and(|bytes| self.mac(purpose, text).verify_slice(&bytes).is_ok())
    }

    /// `text`, a point, and its signature.
    pub(crate) fn seal(&self, purpose: Purpose, text: &str) -> String {
        format!("{text}.{}", self.signature(purpose, text))
    }

    /// The text that was sealed, if it was sealed here and for this purpose.
    pub(crate) fn open<'t>(&self, purpose: Purpose, sealed: &'t str) -> Option<&'t str> {
        let (text, signature) = sealed.rsplit_once('.')?;
        self.accepts(purpose, text, signature).then_some(text)
    }

    fn mac(&self, purpose: Purpose, text: &str) -> Hmac<Sha256> {
        Hmac::<Sha256>::new(&self.0.into())
            .chain_update(purpose.label())
            .chain_update(text)
    }
}

#[cfg(test)]
mod tests;
