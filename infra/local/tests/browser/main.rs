//! HubSpot's part and ours in one browser: the pages of `serve`, with the real gateway, workflows and functions behind
//! them, used in Chromium with the keyboard alone. Pictures are left in `target/browser/`.

#![allow(
    clippy::disallowed_methods,
    reason = "a test is given the machine's clock and environment"
)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod actions;
mod buttons;
mod connecting;
mod editor;
mod pages;
#[allow(dead_code, reason = "the tests of the program use more of it")]
#[path = "../program/process.rs"]
mod process;
mod trouble;

use std::path::PathBuf;

/// A wide screen and a telephone's.
pub(crate) const WIDTHS: [u32; 2] = [1280, 390];

/// The place of a picture.
pub(crate) fn picture(name: &str) -> PathBuf {
    let components = components::folder();
    let target = components.parent().unwrap_or(&components);
    target.join("browser").join(name).with_extension("png")
}
