//! OAuth's `state`: which connection a consent is for, and that this browser asked for it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use storage::Connection;

use crate::company_change::CompanyChange;
use crate::error::ConnectError;
use crate::link::ConnectLink;
use crate::signature::{Purpose, SigningKey};

/// Time to sign in at Intuit, choose a company and consent.
pub(crate) const LIFE: SignedDuration = SignedDuration::from_mins(15);

/// The state that goes to Intuit and comes back with the browser.
#[derive(Clone, derive_more::Debug, PartialEq, Eq)]
#[debug("State of {connection}")]
pub(crate) struct State {
    pub(crate) connection: Connection,
    pub(crate) expires_at: Timestamp,
    pub(crate) company_change: CompanyChange,
    /// When the link ends, under which the consent was begun.
    pub(crate) link_expires_at: Timestamp,
    nonce: String,
}

impl State {
    /// The state for a consent that begins now; `random` is a name that nobody can guess.
    pub(crate) fn begin(link: ConnectLink, random: &str, now: Timestamp) -> Self {
        Self {
            connection: link.connection,
            expires_at: now.saturating_add(LIFE).unwrap_or(Timestamp::MAX),
            company_change: link.company_change,
            link_expires_at: link.expires_at,
            nonce: URL_SAFE_NO_PAD.encode(random),
        }
    }

    /// The text for the `state` parameter.
    pub(crate) fn seal(&self, key: &SigningKey) -> String {
        let Self {
            connection,
            expires_at,
            company_change,
            link_expires_at,
            nonce,
        } = self;
        let (expires_at, link_ends) = (expires_at.as_second(), link_expires_at.as_second());
        let text = format!("{connection}.{expires_at}.{company_change}.{link_ends}.{nonce}");
        key.seal(Purpose::State, &text)
    }

    /// The state in a `state` parameter that this function sealed, and that has not ended.
    pub(crate) fn open(
        sealed: &str,
        key: &SigningKey,
        now: Timestamp,
    ) -> Result<Self, ConnectError> {
        let state = key
            .open(Purpose::State, sealed)
            .and_then(Self::parse)
            .ok_or(ConnectError::StateInvalid)?;
        if state.expires_at <= now {
            return Err(ConnectError::StateExpired);
        }
        Ok(state)
    }

    /// The content of the cookie: it cannot be derived from the `state`, which Intuit and logs see.
    pub(crate) fn browser_mark(&self, key: &SigningKey) -> String {
        key.signature(Purpose::Browser, &self.nonce)
    }

    /// Tells whether the cookie is that of the browser the state was given to.
    pub(crate) fn is_of_browser(&self, mark: &str, key: &SigningKey) -> bool {
        key.accepts(Purpose::Browser, &self.nonce, mark)
    }

    /// The name under which the store remembers that the state was used.
    ///
    /// It has the form of a connection's name, as the store keeps one lease per name.
    pub(crate) fn used_mark(&self) -> Result<Connection, ConnectError> {
        mark("used-state-", &self.nonce)
    }

    /// The name under which the store remembers that the link moved the connection.
    pub(crate) fn moved_mark(&self) -> Result<Connection, ConnectError> {
        let link_ends = self.link_expires_at.as_second();
        let link = format!("{}.{link_ends}.{}", self.connection, self.company_change);
        mark("used-link-", &link)
    }

    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let state = Self {
            connection: Connection::try_from(parts.next()?).ok()?,
            expires_at: Timestamp::from_second(parts.next()?.parse().ok()?).ok()?,
            company_change: parts.next()?.parse().ok()?,
            link_expires_at: Timestamp::from_second(parts.next()?.parse().ok()?).ok()?,
            nonce: parts.next()?.to_owned(),
        };
        parts.next().is_none().then_some(state)
    }
}

/// A name in the form of a connection's, of which nobody has one.
fn mark(prefix: &str, content: &str) -> Result<Connection, ConnectError> {
    let digest = Sha256::digest(content);
    let digits = digest.iter().take(16);
    let name = digits.fold(prefix.to_owned(), |name, byte| {
        name + &format!("{byte:02x}")
    });
    Connection::try_from(name).map_err(|_| ConnectError::StateInvalid)
}

#[cfg(test)]
mod tests {
    use secrecy::SecretString;

    use super::*;

    #[test]
    fn a_state_comes_back_as_it_was_until_it_ends() {
        let (key, state) = (key(), state("random-1"));
        let sealed = state.seal(&key);
        let early = state.expires_at - SignedDuration::from_secs(1);
        assert_eq!(State::open(&sealed, &key, early).unwrap(), state);
        let late = State::open(&sealed, &key, state.expires_at).unwrap_err();
        assert!(matches!(late, ConnectError::StateExpired));
        let link = key.seal(Purpose::Link, "us-books.1800000000.refused");
        let link = State::open(&link, &key, early).unwrap_err();
        assert!(matches!(link, ConnectError::StateInvalid));
    }

    #[test]
    fn only_the_browser_that_asked_has_the_mark() {
        let (key, state) = (key(), state("random-1"));
        let mark = state.browser_mark(&key);
        assert!(state.is_of_browser(&mark, &key));
        assert!(!self::state("random-2").is_of_browser(&mark, &key));
        assert!(!state.seal(&key).contains(&mark));
    }

    #[test]
    fn each_state_is_remembered_under_a_name_of_its_own() {
        let one = state("random-1").used_mark().unwrap();
        assert_eq!(one, state("random-1").used_mark().unwrap());
        assert_ne!(one, state("random-2").used_mark().unwrap());
    }

    fn key() -> SigningKey {
        SigningKey::derived_from(&SecretString::from("secret"))
    }

    fn state(random: &str) -> State {
        let now = Timestamp::from_second(1_800_000_000).unwrap();
        let connection = Connection::try_from("us-books").unwrap();
        let link = ConnectLink::new(connection, CompanyChange::Refused, now);
        State::begin(link, random, now)
    }
}
