//! The ways in which a page cannot be used.

/// Something that a test wanted of the browser and did not get.
#[derive(Debug, thiserror::Error)]
pub enum BrowserError {
    /// There is no browser, or it does not start.
    #[error(transparent)]
    Component(#[from] components::ComponentError),
    /// The browser opens no page.
    #[error("the browser opens no page: {0}")]
    Http(#[from] reqwest::Error),
    /// The connection to the browser broke.
    #[error("the browser is gone: {0}")]
    Socket(#[from] Box<tokio_tungstenite::tungstenite::Error>),
    /// The browser refused a command.
    #[error("{method}: {message}")]
    Refused {
        /// The command.
        method: String,
        /// The browser's words.
        message: String,
    },
    /// Something that was to appear did not.
    #[error("{wanted} did not come; the page says: {text}")]
    Patience {
        /// The condition that was waited for.
        wanted: String,
        /// The page's text.
        text: String,
    },
    /// A picture could not be written.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}
