//! The link that lets a person connect a company.

use jiff::{SignedDuration, Timestamp};
use storage::Connection;
use url::Url;

use crate::company_change::CompanyChange;
use crate::error::ConnectError;
use crate::signature::{Purpose, SigningKey};

/// Long enough to send the link to the person who may consent at Intuit.
const LIFE: SignedDuration = SignedDuration::from_hours(1);

/// A permission to connect a company, to be handed to a person as a link.
///
/// The pages stand in the open, since Intuit sends a browser to them. Who has no link gets no
/// further than the first one: otherwise anybody could put a company of theirs in the place of
/// yours. A link opens as often as one likes until it ends, because mail programs and chats look at
/// links before people do; but a link that lets another company take the place of the present one
/// serves for one such move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectLink {
    /// The connection to be made, or made again.
    pub connection: Connection,
    /// When the link ends.
    pub expires_at: Timestamp,
    /// The permission for another company to take the place of the present one.
    pub company_change: CompanyChange,
}

impl ConnectLink {
    /// A link that lives for an hour from `now`.
    pub fn new(connection: Connection, company_change: CompanyChange, now: Timestamp) -> Self {
        Self {
            connection,
            expires_at: now.saturating_add(LIFE).unwrap_or(Timestamp::MAX),
            company_change,
        }
    }

    /// The link itself, below the address of this function's pages.
    ///
    /// # Errors
    ///
    /// [`ConnectError::PublicUrl`] when `public_url` is no address of the web.
    pub fn url(&self, public_url: &str, key: &SigningKey) -> Result<String, ConnectError> {
        let mut url = Url::parse(public_url).map_err(|_| ConnectError::PublicUrl)?;
        url.path_segments_mut()
            .map_err(|()| ConnectError::PublicUrl)?
            .pop_if_empty()
            .extend(["connect", self.connection.as_str()]);
        let sealed = key.seal(Purpose::Link, &self.text());
        url.query_pairs_mut().append_pair("link", &sealed);
        Ok(url.into())
    }

    /// The permission in a link for `connection`.
    pub(crate) fn open(
        sealed: &str,
        connection: &Connection,
        key: &SigningKey,
        now: Timestamp,
    ) -> Result<Self, ConnectError> {
        let link = key
            .open(Purpose::Link, sealed)
            .and_then(Self::parse)
            .filter(|link| link.connection == *connection)
            .ok_or(ConnectError::LinkInvalid)?;
        if link.expires_at <= now {
            return Err(ConnectError::LinkExpired);
        }
        Ok(link)
    }

    fn text(&self) -> String {
        let Self {
            connection,
            expires_at,
            company_change,
        } = self;
        format!("{connection}.{}.{company_change}", expires_at.as_second())
    }

    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let link = Self {
            connection: Connection::try_from(parts.next()?).ok()?,
            expires_at: Timestamp::from_second(parts.next()?.parse().ok()?).ok()?,
            company_change: parts.next()?.parse().ok()?,
        };
        parts.next().is_none().then_some(link)
    }
}

#[cfg(test)]
mod tests;
