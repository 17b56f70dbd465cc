//! The local portal's page, used in Chromium with the keyboard alone. Pictures are left in `target/browser/`.
#![allow(
    clippy::disallowed_methods,
    reason = "a test is given the machine's clock and environment"
)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod app;
mod portal_page;

use std::path::PathBuf;

/// The place of a picture.
pub(crate) fn picture(name: &str) -> PathBuf {
    let components = components::folder();
    let target = components.parent().unwrap_or(&components);
    target.join("browser").join(name).with_extension("png")
}
