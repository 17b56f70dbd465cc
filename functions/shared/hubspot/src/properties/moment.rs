//! Dates and instants in the three forms HubSpot writes them.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::PropertyError;

/// Digits from which a bare number is taken as milliseconds since 1970: 11 reach back to 1973,
/// and keep years (`2026`) and compact dates (`20260331`) from being read as seconds of 1970.
const EPOCH_DIGITS: usize = 11;
const DAY_MILLISECONDS: i64 = 86_400_000;

/// A date, or an instant whose date depends on the zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    Date(Date),
    Instant(Timestamp),
}

pub(super) fn parse(property: &str, text: &str) -> Result<Moment, PropertyError> {
    Moment::parse(text).ok_or_else(|| PropertyError::not_a_date(property))
}

impl Moment {
    /// Reads an ISO date, an ISO timestamp with an offset, or milliseconds since 1970.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Self::from_epoch(text, digits.len());
        }
        if is_date_shaped(text) {
            return text.parse().ok().map(Self::Date);
        }
        let instant = text.parse().ok()?;
        let is_utc = ["Z", "z", "+00:00"].iter().any(|zone| text.ends_with(zone));
        Some(if is_utc {
            Self::of_utc(instant)
        } else {
            Self::Instant(instant)
        })
    }

    /// An instant that was written in UTC: its midnight is how HubSpot keeps a date, and how others write one
    /// as a time.
    fn of_utc(instant: Timestamp) -> Self {
        let is_midnight = instant.as_nanosecond() % (i128::from(DAY_MILLISECONDS) * 1_000_000) == 0;
        if is_midnight {
            Self::Date(TimeZone::UTC.to_datetime(instant).date())
        } else {
            Self::Instant(instant)
        }
    }

    fn from_epoch(text: &str, digits: usize) -> Option<Self> {
        if digits < EPOCH_DIGITS {
            return None;
        }
        let milliseconds: i64 = text.parse().ok()?;
        let instant = Timestamp::from_millisecond(milliseconds).ok()?;
        Some(Self::of_utc(instant))
    }

    /// The calendar date in `zone`.
    pub(super) fn date(self, zone: &TimeZone) -> Date {
        match self {
            Self::Date(date) => date,
            Self::Instant(instant) => zone.to_datetime(instant).date(),
        }
    }

    /// The instant; a date is its midnight UTC. `None` at the very end of the calendar.
    pub(crate) fn instant(self) -> Option<Timestamp> {
        match self {
            Self::Date(date) => TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok(),
            Self::Instant(instant) => Some(instant),
        }
    }
}

/// `2026-03-31`: jiff alone would also take `20260331` and week dates.
fn is_date_shaped(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 10
        && bytes.iter().enumerate().all(|(index, byte)| match index {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}
