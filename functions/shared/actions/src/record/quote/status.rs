//! The statuses of a quote (`hs_status`), and what each says of its sale and its offer.

use hubspot::Properties;

use Standing::{Approved, Expired, Rejected, Unapproved, Withdrawn};

/// The property that tells a quote's status.
pub(super) const STATUS: &str = "hs_status";

/// The standing of a quote, by its status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// May be bought by, or is.
    Approved,
    /// A draft, or one that waits for approval within the company.
    Unapproved,
    /// Not approved.
    Rejected,
    /// Nobody can buy by it any more, and it was offered.
    Expired,
    /// Nobody buys by it, and it is offered no longer.
    Withdrawn,
}

/// The statuses that are known: those that HubSpot documents
/// (<https://developers.hubspot.com/docs/api-reference/latest/crm/objects/quotes/guide>), those that its accounts were seen
/// with beside them, and as which an export shows some of them.
const KNOWN: [(&str, Standing); 21] = [
    ("APPROVED", Approved),
    ("APPROVAL_NOT_NEEDED", Approved),
    ("NO_APPROVAL_NEEDED", Approved),
    ("ACCEPTED", Approved),
    ("WON", Approved),
    ("DRAFT", Unapproved),
    ("DRAFT_UNPUBLISHED", Unapproved),
    ("PENDING_APPROVAL", Unapproved),
    ("AWAITING_APPROVAL", Unapproved),
    ("REJECTED", Rejected),
    ("REJECTED_BY_APPROVER", Rejected),
    ("APPROVAL_REJECTED", Rejected),
    ("CHANGES_REQUESTED", Rejected),
    ("EXPIRED", Expired),
    ("LOST", Withdrawn),
    ("DECLINED", Withdrawn),
    ("ARCHIVED", Withdrawn),
    ("CANCELED", Withdrawn),
    ("CANCELLED", Withdrawn),
    ("VOIDED", Withdrawn),
    ("VOID", Withdrawn),
];

/// The status of a quote as messages name it, and its standing; none for one without a status, or with one that is not known.
pub(super) fn status(quote: &Properties) -> Option<(&'static str, Standing)> {
    let status = quote.get(STATUS)?;
    KNOWN.into_iter().find(|(known, _)| is_same(status, known))
}

/// The status where it says that nobody buys by the quote.
pub(super) fn unsold(quote: &Properties) -> Option<(&'static str, Standing)> {
    status(quote).filter(|(_, standing)| *standing != Approved)
}

/// The status where it says that nobody is offered what the quote says.
pub(super) fn unoffered(quote: &Properties) -> Option<(&'static str, Standing)> {
    status(quote).filter(|(_, standing)| matches!(standing, Rejected | Withdrawn))
}

/// True for a status that is none of the known ones. No status is none.
pub(super) fn is_unknown(quote: &Properties) -> bool {
    quote.get(STATUS).is_some() && status(quote).is_none()
}

/// True where two texts are the same status: exports write `Pending approval`, and `Draft (unpublished)`.
pub(super) fn is_same(found: &str, known: &str) -> bool {
    let words = found.split(|character: char| !character.is_ascii_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    let mut known = known.split('_');
    words
        .map(Some)
        .chain([None])
        .all(|word| match (word, known.next()) {
            (Some(word), Some(known)) => word.eq_ignore_ascii_case(known),
            (None, None) => true,
            _ => false,
        })
}

#[cfg(test)]
mod tests {
    use hubspot::Properties;
    use serde_json::json;

    use super::{KNOWN, Standing, is_unknown, status};

    fn quote(status: Option<&str>) -> Properties {
        serde_json::from_value(json!({"hs_status": status})).unwrap()
    }

    #[test]
    fn a_status_is_read_as_hubspot_stores_it_and_as_its_exports_show_it() {
        let cases = [
            ("pending_approval", "PENDING_APPROVAL", Standing::Unapproved),
            ("Pending approval", "PENDING_APPROVAL", Standing::Unapproved),
            (
                " Awaiting Approval ",
                "AWAITING_APPROVAL",
                Standing::Unapproved,
            ),
            (
                "Draft (unpublished)",
                "DRAFT_UNPUBLISHED",
                Standing::Unapproved,
            ),
            (
                "Rejected by approver",
                "REJECTED_BY_APPROVER",
                Standing::Rejected,
            ),
            ("Changes requested", "CHANGES_REQUESTED", Standing::Rejected),
            (
                "No approval needed",
                "NO_APPROVAL_NEEDED",
                Standing::Approved,
            ),
            ("Won", "WON", Standing::Approved),
            ("Lost", "LOST", Standing::Withdrawn),
            ("expired", "EXPIRED", Standing::Expired),
        ];
        let known = KNOWN.map(|(name, standing)| (name, name, standing));
        for (text, name, standing) in cases.into_iter().chain(known) {
            let found = status(&quote(Some(text)));
            assert_eq!(found, Some((name, standing)), "{text}");
        }
    }

    #[test]
    fn a_status_that_only_resembles_a_known_one_is_unknown_and_none_is_not() {
        let unknown = [
            "PENDING_BUYER_ACTION",
            "PENDING",
            "DRAFT_OF_MINE",
            "Entwurf",
            "WONDERFUL",
            "—",
        ];
        let unknown = unknown.map(|text| (Some(text), true));
        let known = [(Some("DRAFT"), false), (Some("won"), false)];
        let none = [(Some(" "), false), (None, false)];
        for (text, expected) in unknown.into_iter().chain(known).chain(none) {
            assert_eq!(is_unknown(&quote(text)), expected, "{text:?}");
        }
        assert!(!is_unknown(&Properties::default()), "not loaded");
    }
}
