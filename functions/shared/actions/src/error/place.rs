//! The record in an error's message.

use std::fmt;

use super::ActionError;

/// The record at the beginning of a message that has no words of its own for it, such as `deal 9001: `.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfRecord(Option<String>);

impl fmt::Display for OfRecord {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(record) => write!(formatter, "{record}: "),
            None => Ok(()),
        }
    }
}

/// The place of the record in an error.
enum Place<'e> {
    /// In its own words, where it may be named already.
    Text(&'e mut String),
    /// Before its words.
    Before(&'e mut OfRecord),
}

impl ActionError {
    /// The same error with its record in the message, such as `deal 9001`, whoever refused.
    #[must_use]
    pub fn of_record(mut self, record: &str) -> Self {
        match self.place() {
            Place::Text(text) if names(text, record) => {}
            Place::Text(text) => text.insert_str(0, &format!("{record}: ")),
            Place::Before(place) => *place = OfRecord(Some(record.to_owned())),
        }
        self
    }

    /// The same error with more to say, where it has words of its own.
    #[must_use]
    pub(super) fn followed_by(mut self, more: &str) -> Self {
        if let Place::Text(text) = self.place() {
            text.push_str("; ");
            text.push_str(more);
        }
        self
    }

    /// Puts other words in place of some of its own.
    pub(super) fn replace(&mut self, words: &str, others: &str) {
        if let Place::Text(text) = self.place() {
            *text = text.replace(words, others);
        }
    }

    fn place(&mut self) -> Place<'_> {
        match self {
            Self::InvalidRequest { message }
            | Self::RecordIncomplete { message }
            | Self::ContactNotEligible { message }
            | Self::CustomerAmbiguous { message }
            | Self::ProductNotFound { message }
            | Self::TaxableLineItem { message }
            | Self::RefundNotSupported { message }
            | Self::RecordNotFound { message }
            | Self::HubSpotAccessDenied { message }
            | Self::HubSpotUnavailable { message }
            | Self::SettingMissing { message }
            | Self::IdempotencyConflict { message }
            | Self::AlreadyBooked { message }
            | Self::SaleNotBooked { message }
            | Self::LedgerCorrupt { message } => Place::Text(message),
            Self::QuickBooksRejected { text, .. } => Place::Text(text),
            Self::QuickBooksUnavailable { detail }
            | Self::OutcomeUnknown { detail }
            | Self::InProgress { detail }
            | Self::StorageUnavailable { detail } => Place::Text(detail),
            Self::ConnectionNotFound { record, .. }
            | Self::ReauthorizationRequired { record, .. }
            | Self::QuickBooksThrottled { record, .. } => Place::Before(record),
        }
    }
}

/// True where a text names the record itself, and not one whose id begins like its id.
fn names(text: &str, record: &str) -> bool {
    let mut after = text
        .match_indices(record)
        .map(|(at, found)| at + found.len());
    after.any(|end| {
        let rest = text.get(end..).unwrap_or_default();
        !rest.starts_with(|next: char| next.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use crate::ActionError;

    fn named(error: ActionError) -> String {
        error.of_record("deal 9001").to_string()
    }

    #[test]
    fn every_error_names_its_record_once() {
        let invalid = ActionError::invalid("`options.class`: no");
        assert_eq!(named(invalid), "deal 9001: `options.class`: no");
        let said = ActionError::invalid("deal 9001, line item 7001: no");
        assert_eq!(named(said), "deal 9001, line item 7001: no");
        let rejected = ActionError::QuickBooksRejected {
            code: "2500".into(),
            text: "2500: Invalid Reference Id".into(),
            intuit_tid: "1-2".into(),
        };
        assert_eq!(
            named(rejected),
            "QuickBooks refused: deal 9001: 2500: Invalid Reference Id (code 2500, intuit_tid 1-2)"
        );
    }

    #[test]
    fn errors_about_the_connection_or_a_service_name_the_record_they_held_up() {
        let detail = || "no answer".to_owned();
        let message = "the setting `x` is not set: set it".to_owned();
        for error in [
            ActionError::not_connected("us-books"),
            ActionError::not_authorized("us-books"),
            ActionError::throttled(Duration::from_secs(7)),
            ActionError::SettingMissing { message },
            ActionError::StorageUnavailable { detail: detail() },
        ] {
            let alone = error.to_string();
            assert_eq!(named(error), format!("deal 9001: {alone}"));
        }
        let unavailable = ActionError::QuickBooksUnavailable { detail: detail() };
        assert_eq!(
            named(unavailable),
            "QuickBooks is not available: deal 9001: no answer"
        );
    }

    #[test]
    fn another_record_whose_id_begins_alike_is_not_taken_for_it() {
        let other = ActionError::invalid("Invoice 145 was made of deal 90011");
        assert_eq!(
            named(other),
            "deal 9001: Invoice 145 was made of deal 90011"
        );
    }
}
