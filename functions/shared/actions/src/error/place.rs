//! The record in an error's message.

use super::ActionError;

impl ActionError {
    /// The same error with its record in the message, such as `deal 9001`, whoever refused. Errors about a
    /// connection as a whole stay as they are.
    #[must_use]
    pub fn of_record(mut self, record: &str) -> Self {
        if let Some(text) = self.text_mut()
            && !text.contains(record)
        {
            text.insert_str(0, &format!("{record}: "));
        }
        self
    }

    /// The part of the message that is this error's own, where it is about a record.
    fn text_mut(&mut self) -> Option<&mut String> {
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
            | Self::IdempotencyConflict { message }
            | Self::AlreadyBooked { message }
            | Self::SaleNotBooked { message }
            | Self::LedgerCorrupt { message } => Some(message),
            Self::QuickBooksRejected { text, .. } => Some(text),
            Self::OutcomeUnknown { detail } | Self::InProgress { detail } => Some(detail),
            Self::SettingMissing { .. }
            | Self::ConnectionNotFound { .. }
            | Self::ReauthorizationRequired { .. }
            | Self::QuickBooksThrottled { .. }
            | Self::QuickBooksUnavailable { .. }
            | Self::StorageUnavailable { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::ActionError;

    #[test]
    fn every_error_about_a_record_names_it_once() {
        let named = |error: ActionError| error.of_record("deal 9001").to_string();
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
}
