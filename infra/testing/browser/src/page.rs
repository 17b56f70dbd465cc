//! One page: what it shows, and the keys that are pressed on it.

use std::path::Path;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::BrowserError;
use crate::session::Session;

/// The time after which something that was to appear is missed.
const PATIENCE: Duration = Duration::from_secs(30);

/// The time between two looks.
const INTERVAL: Duration = Duration::from_millis(50);

/// The width from which on a screen is no telephone's.
const NO_TELEPHONE: u32 = 600;

/// The most times that Tab is pressed in search of a control.
const MOST_TABS: usize = 120;

/// The name under which the focused element is announced.
const FOCUSED: &str = "(() => { const e = document.activeElement; if (!e || e === document.body) return ''; \
    const labels = [...(e.labels || [])].map((label) => label.textContent); \
    return (labels.join(' ') || e.getAttribute('aria-label') || e.textContent || '').trim(); })()";

/// The controls without a name, as HTML.
const NAMELESS: &str = "[...document.querySelectorAll('input,select,textarea,button')].filter((e) => \
    !((e.labels && e.labels.length) || e.getAttribute('aria-label') || \
    (e.tagName === 'BUTTON' && e.textContent.trim()))).map((e) => e.outerHTML).join('\\n')";

/// A page in a browser.
#[derive(Debug)]
pub struct Page {
    session: Session,
    width: u32,
}

impl Page {
    pub(crate) async fn new(session: Session, width: u32) -> Result<Self, BrowserError> {
        let mut page = Self { session, width };
        let screen = json!({ "width": width, "height": 900, "deviceScaleFactor": 1,
            "mobile": width < NO_TELEPHONE });
        page.session
            .command("Emulation.setDeviceMetricsOverride", screen)
            .await?;
        Ok(page)
    }

    /// Goes to a URL, and waits until it is there.
    ///
    /// # Errors
    ///
    /// [`BrowserError`] when it does not load.
    pub async fn go(&mut self, url: &str) -> Result<(), BrowserError> {
        self.session
            .command("Page.navigate", json!({ "url": url }))
            .await?;
        self.wait_for("location.href !== 'about:blank' && document.readyState === 'complete'")
            .await
    }

    /// Waits until an expression is true.
    ///
    /// # Errors
    ///
    /// [`BrowserError::Patience`] with the page's text when it does not come true.
    pub async fn wait_for(&mut self, condition: &str) -> Result<(), BrowserError> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            // While a page gives way to the next one, nothing can be asked of either.
            if matches!(self.value(condition).await, Ok(Value::Bool(true))) {
                return Ok(());
            }
            tokio::time::sleep(INTERVAL).await;
        }
        Err(BrowserError::Patience {
            wanted: condition.to_owned(),
            text: self.text().await.unwrap_or_default(),
        })
    }

    /// Waits until the page shows a text.
    ///
    /// # Errors
    ///
    /// [`BrowserError::Patience`] with the page's text when it does not.
    pub async fn wait_for_text(&mut self, text: &str) -> Result<(), BrowserError> {
        let condition = format!("document.body.innerText.includes({})", json!(text));
        self.wait_for(&condition).await
    }

    /// The value of an expression.
    ///
    /// # Errors
    ///
    /// [`BrowserError`] when there is no page to ask.
    pub async fn value(&mut self, expression: &str) -> Result<Value, BrowserError> {
        let asked =
            json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let answer = self.session.command("Runtime.evaluate", asked).await?;
        Ok(answer["result"]["value"].clone())
    }

    /// The text that the page shows.
    ///
    /// # Errors
    ///
    /// [`BrowserError`] when there is no page to ask.
    pub async fn text(&mut self) -> Result<String, BrowserError> {
        let text = self.value("document.body.innerText").await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Presses Tab until the control or link of this name has the focus.
    ///
    /// # Errors
    ///
    /// [`BrowserError::Patience`] when Tab does not lead there.
    pub async fn tab_to(&mut self, name: &str) -> Result<(), BrowserError> {
        for _ in 0..MOST_TABS {
            self.press("Tab", 9, "").await?;
            let focused = self.value(FOCUSED).await?;
            if focused.as_str().is_some_and(|it| it.starts_with(name)) {
                return Ok(());
            }
        }
        Err(BrowserError::Patience {
            wanted: format!("the focus on {name}"),
            text: self.text().await.unwrap_or_default(),
        })
    }

    /// Presses Enter.
    ///
    /// # Errors
    ///
    /// [`BrowserError`] when the browser does not take it.
    pub async fn enter(&mut self) -> Result<(), BrowserError> {
        self.press("Enter", 13, "\r").await
    }

    /// Types a text; in a dropdown that picks the option which begins so.
    ///
    /// # Errors
    ///
    /// [`BrowserError`] when the browser does not take it.
    pub async fn type_text(&mut self, text: &str) -> Result<(), BrowserError> {
        for character in text.chars() {
            self.press(&character.to_string(), 0, &character.to_string())
                .await?;
        }
        Ok(())
    }

    async fn press(&mut self, key: &str, code: u32, text: &str) -> Result<(), BrowserError> {
        let down = if text.is_empty() {
            "rawKeyDown"
        } else {
            "keyDown"
        };
        for kind in [down, "keyUp"] {
            let text = if kind == "keyUp" { "" } else { text };
            let event = json!({ "type": kind, "key": key, "code": key, "text": text,
                "windowsVirtualKeyCode": code });
            self.session
                .command("Input.dispatchKeyEvent", event)
                .await?;
        }
        Ok(())
    }

    /// The controls that have no name for those who cannot see them, as HTML.
    ///
    /// # Errors
    ///
    /// [`BrowserError`] when there is no page to ask.
    pub async fn nameless_controls(&mut self) -> Result<String, BrowserError> {
        let nameless = self.value(NAMELESS).await?;
        Ok(nameless.as_str().unwrap_or_default().to_owned())
    }

    /// `true` if nothing of the page is wider than the screen.
    ///
    /// # Errors
    ///
    /// [`BrowserError`] when there is no page to ask.
    pub async fn fits(&mut self) -> Result<bool, BrowserError> {
        let width = self.value("document.documentElement.scrollWidth").await?;
        Ok(width
            .as_u64()
            .is_some_and(|width| width <= self.width.into()))
    }

    /// Writes a picture of the whole page as PNG.
    ///
    /// # Errors
    ///
    /// [`BrowserError`] when it cannot be taken or written.
    pub async fn picture(&mut self, file: &Path) -> Result<(), BrowserError> {
        let whole = json!({ "format": "png", "captureBeyondViewport": true });
        let taken = self
            .session
            .command("Page.captureScreenshot", whole)
            .await?;
        let picture = STANDARD.decode(taken["data"].as_str().unwrap_or_default());
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        Ok(std::fs::write(file, picture.unwrap_or_default())?)
    }
}
