//! The frame of a page.

use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("style.css");

/// A page with this heading.
pub(super) fn page(title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width";
            title { (title) " · QuickBooks actions" }
            style { (PreEscaped(STYLE)) }
            nav {
                a href="/" { "QuickBooks actions" }
                a href="/runs" { "Runs" }
            }
            main {
                h1 { (title) }
                (body)
            }
        }
    }
}
