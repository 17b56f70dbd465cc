//! The requests that failed, and buttons that make the next ones fail.

use maud::{Markup, PreEscaped, html};

use crate::journal::JournalEntry;

/// Failures on the page, the latest first.
const SHOWN: usize = 100;

/// A button: its words, what happens next once it is pressed, what it does, and the request of control behind it.
struct Button {
    words: &'static str,
    then: &'static str,
    does: &'static str,
    method: &'static str,
    path: &'static str,
    body: &'static str,
}

const BUTTONS: [Button; 5] = [
    Button {
        words: "Lose the next answer",
        then: "The next answer is lost after QuickBooks has booked the document.",
        does: "The next document is made, and nobody is told: a repeat must find it and make no other.",
        method: "POST",
        path: "faults",
        body: r#"{"matching": {"operation": "create", "path_contains": "/v3/company"}, "effect": "close_after_effect"}"#,
    },
    Button {
        words: "Answer 429 once",
        then: "The next request is turned away with 429, and nothing is booked by it.",
        does: "The next request is turned away, as Intuit does when the quota of a minute is used up.",
        method: "POST",
        path: "faults",
        body: r#"{"matching": {"path_contains": "/v3/company"}, "effect": {"throttle": {}}}"#,
    },
    Button {
        words: "End the access token",
        then: "The next request is refused with 401, and the tokens are refreshed.",
        does: "Every access token has ended: the next request refreshes it.",
        method: "POST",
        path: "expire-tokens",
        body: "",
    },
    Button {
        words: "Take the failures back",
        then: "The next requests are answered as usual.",
        does: "Nothing that was ordered above happens any more.",
        method: "DELETE",
        path: "faults",
        body: "",
    },
    Button {
        words: "Reset the company",
        then: "The company is the sample company again: the next document is its first.",
        does: "The sample company as it was at first. A ledger still knows the documents that were made: begin a new \
               store with it.",
        method: "POST",
        path: "reset",
        body: "",
    },
];

/// The page.
pub(super) fn page(journal: &[JournalEntry]) -> Markup {
    let has_failed = |entry: &&JournalEntry| entry.status >= 400 || !entry.answered;
    let failed: Vec<&JournalEntry> = journal
        .iter()
        .rev()
        .filter(has_failed)
        .take(SHOWN)
        .collect();
    html! {
        h2 { "Make something fail" }
        p #said.muted role="status" { "Each is done once, by this company; nothing outside is touched." }
        @for button in BUTTONS {
            div.button {
                button type="button" data-method=(button.method) data-path=(button.path) data-body=(button.body)
                    data-then=(button.then) {
                    (button.words)
                }
                p { (button.does) }
            }
        }
        h2 { "What failed" }
        @if failed.is_empty() {
            p { "No request failed since this company was started." }
        } @else {
            table.stacked {
                tr { th { "Time (UTC)" } th { "Request" } th { "Answer" } }
                @for entry in failed {
                    tr {
                        td.date { (second(&entry.time)) }
                        td { (entry.operation) " " (entry.entity.as_deref().unwrap_or(&entry.path)) }
                        td { (answer(entry)) }
                    }
                }
            }
        }
        script { (PreEscaped(include_str!("trouble.js"))) }
    }
}

/// A time to its second.
fn second(time: &str) -> String {
    let second: String = time.chars().take("2026-11-28T17:10:26".len()).collect();
    second.replace('T', " ")
}

fn answer(entry: &JournalEntry) -> String {
    if entry.answered {
        entry.status.to_string()
    } else {
        format!("lost; it was {}", entry.status)
    }
}

#[cfg(test)]
mod tests {
    use super::BUTTONS;
    use crate::faults::FaultScript;

    #[test]
    fn every_button_orders_a_failure_that_there_is() {
        for button in BUTTONS.iter().filter(|button| !button.body.is_empty()) {
            assert!(
                serde_json::from_str::<FaultScript>(button.body).is_ok(),
                "{}",
                button.words
            );
        }
    }
}
