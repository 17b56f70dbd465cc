//! Why a company was not connected, in words for the person in front of the page.

use actions::ActionError;
use storage::StorageError;

/// Why a company was not connected. No variant holds a code, a state or a token.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// There is no such page.
    #[error("There is no page here.")]
    NotFound,
    /// The pages are there to be looked at.
    #[error("This page only answers GET.")]
    MethodNotAllowed,
    /// The link was not made by this installation, or not for this connection.
    #[error("This link is not valid. Ask whoever runs this installation for a new one.")]
    LinkInvalid,
    /// The link is too old.
    #[error("This link is too old. Ask whoever runs this installation for a new one.")]
    LinkExpired,
    /// The link moved the connection to another company before.
    #[error(
        "This link has let another company take the place of the old one already. Nothing was \
         changed here; what you consented to stands at Intuit: take it back in QuickBooks, under Apps, or \
         ask whoever runs this installation for a new link."
    )]
    LinkUsed,
    /// The answer from Intuit does not carry a state of this installation.
    #[error("This page is where Intuit sends you back to. Open the link you were given instead.")]
    StateInvalid,
    /// The consent took too long.
    #[error("That took longer than 15 minutes. Open the link you were given again.")]
    StateExpired,
    /// The consent was finished before: a page was loaded again.
    #[error("This consent was used already. To connect again, open the link you were given.")]
    StateUsed,
    /// Another browser began.
    #[error(
        "You began in another browser, or a second time in this one. Open the link you were \
         given again and stay in one window."
    )]
    OtherBrowser,
    /// The person, or Intuit, said no.
    #[error(
        "Intuit did not give its consent ({reason}). Nothing was changed. Open the link again to consent after all."
    )]
    Declined {
        /// OAuth's error code, such as `access_denied`.
        reason: String,
    },
    /// Intuit sent the browser back without a code or without a company.
    #[error("Intuit sent you back without what is needed. Open the link you were given again.")]
    ConsentIncomplete,
    /// The connection belongs to another company.
    #[error(
        "Connection {connection} belongs to QuickBooks company {connected}, and you chose company \
         {chosen}. Nothing was changed. Open the link again and choose {connected}, or ask for a \
         link that allows another company."
    )]
    OtherCompany {
        /// The connection.
        connection: String,
        /// The company it belongs to.
        connected: String,
        /// The company that was chosen.
        chosen: String,
    },
    /// The consent is for another company than the browser says.
    #[error(
        "Intuit's consent does not open company {chosen}. Nothing was changed here; what you consented to stands at \
         Intuit: take it back in QuickBooks, under Apps."
    )]
    NoAccess {
        /// The company that was named.
        chosen: String,
    },
    /// The code was not accepted.
    #[error("Intuit no longer accepts this consent. Open the link you were given again.")]
    CodeRefused,
    /// The app's credentials or its redirect URI are wrong.
    #[error(
        "Intuit does not accept this installation's app ({detail}). Whoever runs it must correct \
         the app's client id and secret, and its list of redirect URIs."
    )]
    AppRefused {
        /// The text of Intuit.
        detail: String,
    },
    /// Intuit did not answer as it should.
    #[error("Intuit is not available ({detail}). Open the link again in a few minutes.")]
    IntuitUnavailable {
        /// The observation, in words.
        detail: String,
    },
    /// The company did not answer, so that nobody knows whether the consent is for it.
    #[error(
        "QuickBooks could not be asked whether this consent is for the company you chose ({detail}). \
         Nothing was changed here; what you consented to stands at Intuit. Open the link again in a few minutes."
    )]
    CompanyUnknown {
        /// The observation, in words.
        detail: String,
    },
    /// Connected, but the company could not be read, so its settings are not complete.
    #[error(
        "The connection is made, but the company could not be read ({detail}), so its settings \
         are not written yet. Open the link again in a few minutes."
    )]
    CompanyUnreadable {
        /// The observation, in words.
        detail: String,
    },
    /// Somebody else writes tokens or settings of this connection at the same time.
    #[error("Somebody else changed this connection just now. Open the link again.")]
    Contended,
    /// The connection's settings, as they are or as they would be, cannot be used.
    #[error(
        "The settings of this connection cannot be used ({detail}). Whoever runs this \
         installation must correct them; then open the link again."
    )]
    SettingsUnusable {
        /// The setting, and the reason.
        detail: String,
    },
    /// The address of these pages is not one of the web.
    #[error("The address of these pages is not set up: it must begin with https://.")]
    PublicUrl,
    /// The store did not answer.
    #[error("The store is not available ({0}). Open the link again in a few minutes.")]
    Storage(#[from] StorageError),
}

impl ConnectError {
    /// The HTTP status of the page that says it.
    pub fn status(&self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::LinkInvalid | Self::LinkExpired | Self::LinkUsed | Self::OtherBrowser => 403,
            Self::StateInvalid
            | Self::StateExpired
            | Self::StateUsed
            | Self::Declined { .. }
            | Self::ConsentIncomplete
            | Self::CodeRefused => 400,
            Self::OtherCompany { .. } | Self::NoAccess { .. } | Self::Contended => 409,
            Self::AppRefused { .. } | Self::SettingsUnusable { .. } | Self::PublicUrl => 500,
            Self::IntuitUnavailable { .. }
            | Self::CompanyUnknown { .. }
            | Self::CompanyUnreadable { .. } => 502,
            Self::Storage(_) => 503,
        }
    }
}

/// Settings are read by the actions' own reader, which names the setting.
impl From<ActionError> for ConnectError {
    fn from(error: ActionError) -> Self {
        Self::SettingsUnusable {
            detail: error.to_string(),
        }
    }
}
