//! The HubSpot record that a document was made of.

use maud::{Markup, html};

use super::View;
use crate::company::{Fields, text};

/// The words before the record's name in a private note that `quickbooks-actions` wrote.
const MADE_OF: &str = "HubSpot ";

/// The HubSpot record that a document came of, with a link to it where the account has it.
pub(super) fn made_of(view: &View<'_>, fields: &Fields) -> Markup {
    let note = text(fields, "PrivateNote").unwrap_or_default();
    let Some((object_type, id)) = record(note) else {
        return html! { "–" };
    };
    let page = view.records.and_then(|records| records.0(object_type, id));
    html! {
        @if let Some(page) = page {
            a href=(page) { (object_type) " " (id) }
        } @else {
            (object_type) " " (id)
        }
    }
}

/// The type and the id of the record that the last line of a private note names: `HubSpot deal 9001 [ref 6344]`.
fn record(note: &str) -> Option<(&str, &str)> {
    let last = note.lines().last()?.strip_prefix(MADE_OF)?;
    let mut words = last.split_whitespace();
    let (object_type, id) = (words.next()?, words.next()?);
    let is_type = object_type
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    (is_type && id.bytes().all(|byte| byte.is_ascii_digit())).then_some((object_type, id))
}

#[cfg(test)]
mod tests {
    use super::record;

    #[test]
    fn the_record_is_that_of_the_private_note_s_last_line() {
        for (note, expected) in [
            ("HubSpot deal 9001 [ref 63448f]", Some(("deal", "9001"))),
            (
                "PO 1\nHubSpot payment 3301 [ref 6]",
                Some(("payment", "3301")),
            ),
            ("HubSpot deal 9001 [ref 6]\nby hand", None),
            ("HubSpot is nice", None),
            ("", None),
        ] {
            assert_eq!(record(note), expected, "{note}");
        }
    }
}
