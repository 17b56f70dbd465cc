//! The settings that this process saw a moment ago, for the reading of records alone.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use storage::Connection;

use crate::settings::Settings;

/// The age up to which settings say what to read of a record. The one read of an action, which follows,
/// stays authoritative: where it wants more than was read, the record is read again.
const RECENT: SignedDuration = SignedDuration::from_mins(1);

/// The settings of the connections that this process saw lately.
#[derive(Default)]
pub struct RecentSettings(Mutex<HashMap<Connection, (Timestamp, Arc<Settings>)>>);

impl RecentSettings {
    /// The settings of a connection that were seen within a minute before `now`.
    pub fn of(&self, connection: &Connection, now: Timestamp) -> Option<Arc<Settings>> {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, settings) = seen.get(connection)?;
        (now.duration_since(*at) < RECENT).then(|| Arc::clone(settings))
    }

    /// Remembers settings as they were seen at `now`.
    pub fn remember(&self, connection: &Connection, settings: Arc<Settings>, now: Timestamp) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.insert(connection.clone(), (now, settings));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_recent_for_a_minute() {
        let recent = RecentSettings::default();
        let us = Connection::try_from("us-books").unwrap();
        let settings = Arc::new(Settings::parse(r#"{"company": {"realm_id": "1"}}"#).unwrap());
        let at = Timestamp::from_second(1_000).unwrap();
        recent.remember(&us, settings, at);
        for (second, is_recent) in [(1_000, true), (1_059, true), (1_060, false)] {
            let now = Timestamp::from_second(second).unwrap();
            assert_eq!(recent.of(&us, now).is_some(), is_recent, "{second}");
        }
        let other = Connection::try_from("uk").unwrap();
        assert!(recent.of(&other, at).is_none());
    }
}
