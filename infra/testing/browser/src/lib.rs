//! A page in Chromium, used as a person does who has a keyboard and no mouse.
//!
//! It speaks the few commands of the `DevTools` protocol that this takes.

#![allow(
    clippy::disallowed_methods,
    reason = "a browser lives by the clock of the machine"
)]

mod error;
mod page;
mod session;

pub use error::BrowserError;
pub use page::Page;

use components::Chromium;
use serde_json::Value;

use session::Session;

/// A running browser; it ends when dropped.
#[derive(Debug)]
pub struct Browser {
    chromium: Chromium,
}

impl Browser {
    /// Starts Chromium.
    ///
    /// # Errors
    ///
    /// [`BrowserError`] with what to install where there is none.
    pub fn start() -> Result<Self, BrowserError> {
        Ok(Self {
            chromium: Chromium::start()?,
        })
    }

    /// Opens an empty page of this width, in pixels; one as wide as a telephone counts as a telephone's.
    ///
    /// # Errors
    ///
    /// [`BrowserError`] when the browser does not take it.
    pub async fn open(&self, width: u32) -> Result<Page, BrowserError> {
        // A program that has chosen a provider keeps it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let url = format!("{}/json/new?about:blank", self.chromium.url());
        let target = reqwest::Client::new().put(url).send().await?;
        let target: Value = target.json().await?;
        let socket = target["webSocketDebuggerUrl"].as_str().unwrap_or_default();
        Page::new(Session::connect(socket).await?, width).await
    }
}
