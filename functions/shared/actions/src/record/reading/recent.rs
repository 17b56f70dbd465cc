//! The settings that this process saw a moment ago, for the reading of records alone.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use storage::Connection;

use crate::ActionError;
use crate::settings::Settings;

/// The age up to which settings say what to read of a record. The one read of an action, which follows,
/// stays authoritative: where it wants more than was read, the record is read again.
const RECENT: SignedDuration = SignedDuration::from_mins(1);

/// The settings of the connections that this process saw lately.
#[derive(Default)]
pub struct RecentSettings(Mutex<HashMap<Connection, Seen>>);

/// Settings, and the document of which they were read.
struct Seen {
    at: Timestamp,
    document: String,
    settings: Arc<Settings>,
}

impl RecentSettings {
    /// The settings of a connection that were seen within a minute before `now`.
    pub fn of(&self, connection: &Connection, now: Timestamp) -> Option<Arc<Settings>> {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = seen.get(connection)?;
        (now.duration_since(seen.at) < RECENT).then(|| Arc::clone(&seen.settings))
    }

    /// Reads the settings of a connection from the document that was found at `now`, and remembers them. A document
    /// that has not changed is not read again.
    ///
    /// # Errors
    ///
    /// Those of [`Settings::parse`].
    pub fn read(
        &self,
        connection: &Connection,
        document: &str,
        now: Timestamp,
    ) -> Result<Arc<Settings>, ActionError> {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let settings = match seen.get(connection) {
            Some(before) if before.document == document => Arc::clone(&before.settings),
            _ => Arc::new(Settings::parse(document)?),
        };
        let now_seen = Seen {
            at: now,
            document: document.to_owned(),
            settings: Arc::clone(&settings),
        };
        seen.insert(connection.clone(), now_seen);
        Ok(settings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_recent_for_a_minute_and_read_again_when_they_have_changed() {
        let recent = RecentSettings::default();
        let us = Connection::try_from("us-books").unwrap();
        let document = r#"{"company": {"realm_id": "1"}}"#;
        let at = Timestamp::from_second(1_000).unwrap();
        let first = recent.read(&us, document, at).unwrap();
        for (second, is_recent) in [(1_000, true), (1_059, true), (1_060, false)] {
            let now = Timestamp::from_second(second).unwrap();
            assert_eq!(recent.of(&us, now).is_some(), is_recent, "{second}");
        }
        let other = Connection::try_from("uk").unwrap();
        assert!(recent.of(&other, at).is_none());

        let later = Timestamp::from_second(2_000).unwrap();
        let same = recent.read(&us, document, later).unwrap();
        assert!(Arc::ptr_eq(&first, &same), "not read again");
        assert!(recent.of(&us, later).is_some(), "seen a moment ago");
        let changed = r#"{"company": {"realm_id": "2"}}"#;
        let changed = recent.read(&us, changed, later).unwrap();
        assert!(!Arc::ptr_eq(&first, &changed));
        assert!(recent.read(&us, "{", later).is_err());
    }
}
