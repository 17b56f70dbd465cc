//! The note on a record's timeline, in words.

use actions::response::Document;
use actions::settings::Notes;
use maud::{Markup, html};

use crate::outcome::{End, Outcome};
use crate::report::{Report, digest};

/// A note, and the mark by which it is found again.
#[derive(Clone, PartialEq, Eq, derive_more::Debug)]
pub struct NoteText {
    /// Names this very note: the same outcomes give the same mark, in each try and each run.
    pub mark: String,
    /// The text as HTML.
    #[debug(skip)]
    pub html: String,
}

/// The note that is wanted of a report: by the settings, or since HubSpot has `refused` the properties.
pub fn note(report: &Report, wanted: Notes, refused: bool) -> Option<NoteText> {
    let is_wanted = |outcome: &&Outcome| match outcome.end {
        End::Preview => false,
        End::Failed { .. } => refused || wanted != Notes::Never,
        End::Booked { .. } | End::NothingToDo { .. } => refused || wanted == Notes::Always,
    };
    let outcomes: Vec<&Outcome> = report.outcomes.iter().filter(is_wanted).collect();
    if outcomes.is_empty() {
        return None;
    }
    let mark = mark(report, &outcomes);
    let text = html! {
        @for outcome in outcomes { (sentences(outcome)) }
        @if refused {
            p { "HubSpot did not take this into the properties of " (report.label()) "." }
        }
        p { "[ref " (mark) "]" }
    };
    Some(NoteText {
        html: text.into_string(),
        mark,
    })
}

/// A document is noted once, whichever run tells it. A failure is noted once for each enrolment.
fn mark(report: &Report, outcomes: &[&Outcome]) -> String {
    let label = report.label();
    let enrolment = report.run.enrollment().unwrap_or_default();
    let mut parts = vec![label.as_str()];
    for outcome in outcomes {
        parts.push(&outcome.action);
        match &outcome.end {
            End::Booked { documents, .. } => {
                for document in documents {
                    parts.extend([document.kind.as_str(), document.id.as_deref().unwrap_or("")]);
                }
            }
            End::Failed {
                error_code,
                message,
                ..
            } => parts.extend([enrolment.as_str(), error_code, message]),
            End::NothingToDo { reason } => parts.push(reason),
            End::Preview => {}
        }
    }
    digest(&parts)
}

fn sentences(outcome: &Outcome) -> Markup {
    match &outcome.end {
        End::Preview => html! {},
        End::NothingToDo { reason } => {
            html! { p { "QuickBooks: there is no " (outcome.noun()) " to make. " (reason) } }
        }
        End::Booked {
            documents,
            warnings,
        } => html! {
            @for document in documents { p { (named(document)) } }
            @for warning in warnings { p { "Please check: " (warning.message) } }
        },
        End::Failed {
            error_code,
            message,
            waits_for,
        } => html! {
            p {
                "QuickBooks: the " (outcome.noun())
                // A run that broke off may have made it before.
                @if *error_code == editor::RUN_FAILED { " may not be made (" } @else { " was not made (" }
                (error_code) "). " (message)
            }
            @if waits_for.is_some() {
                p { "The run waits for a person: put this right, then run it again." }
            }
        },
    }
}

fn named(document: &Document) -> Markup {
    let number = document.number.as_deref().or(document.id.as_deref());
    let name = format!("{} {}", document.kind, number.unwrap_or_default());
    html! {
        "QuickBooks: "
        @match &document.url {
            Some(url) => a href=(url) { (name.trim_end()) },
            None => (name.trim_end()),
        }
        ", " (document.total) " " (document.currency)
    }
}

#[cfg(test)]
mod tests;
