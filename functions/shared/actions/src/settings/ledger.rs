//! The ledger's gaps.

use jiff::Timestamp;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::ActionError;

/// The state of a connection's ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct LedgerState {
    /// The moment since which entries may be missing, after the ledger was restored or lost. While it is set, every action
    /// looks its document up in QuickBooks by its mark before it posts: two metered reads for each document that is made,
    /// and one more for each further thousand documents of its kind since then.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    #[serde(deserialize_with = "moment")]
    pub incomplete_since: Option<Timestamp>,
}

impl LedgerState {
    /// Refuses a moment that is still to come: nothing that was made before it would be looked for, and so be made again.
    pub(crate) fn refuse_to_come(&self, now: Timestamp) -> Result<(), ActionError> {
        match self.incomplete_since {
            Some(since) if since > now => Err(ActionError::SettingMissing {
                message: format!(
                    "the connection's setting `ledger.incomplete_since` is {since}, which is still to come: set it to the time of \
                     the ledger's copy, since what was booked after that is looked up in QuickBooks"
                ),
            }),
            Some(_) | None => Ok(()),
        }
    }
}

/// Reads a moment such as `2026-03-31T09:00:00Z`; `null` is none.
fn moment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    let moment = text.map(|text| text.trim().parse());
    moment.transpose().map_err(|_: jiff::Error| {
        D::Error::custom("expected a moment with an offset, such as 2026-03-31T09:00:00Z")
    })
}

#[cfg(test)]
mod tests {
    use super::LedgerState;

    #[test]
    fn a_moment_has_a_day_a_time_and_an_offset() {
        let read = |text: &str| serde_json::from_str::<LedgerState>(text);
        let since = read(r#"{"incomplete_since": "2026-03-31T09:00:00Z"}"#).unwrap();
        assert_eq!(
            since.incomplete_since.unwrap().to_string(),
            "2026-03-31T09:00:00Z"
        );
        for none in ["{}", r#"{"incomplete_since": null}"#] {
            assert_eq!(read(none).unwrap(), LedgerState::default());
        }
        for text in ["yesterday", "2026-03-31", "1773014400000"] {
            let problem = read(&format!(r#"{{"incomplete_since": "{text}"}}"#)).unwrap_err();
            assert!(
                problem.to_string().starts_with("expected a moment"),
                "{problem}"
            );
        }
    }
}
