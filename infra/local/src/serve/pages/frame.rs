//! The frame of a page.

use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("style.css");

/// The name of the program, which the start page has as its heading.
pub(super) const PROGRAM: &str = "QuickBooks actions";

/// A page with this heading.
pub(super) fn page(title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width";
            title { (title) @if title != PROGRAM { " · " (PROGRAM) } }
            style { (PreEscaped(STYLE)) }
            nav {
                a href="/" { (PROGRAM) }
                a href="/runs" { "Runs" }
            }
            main {
                h1 { (title) }
                (body)
            }
        }
    }
}
