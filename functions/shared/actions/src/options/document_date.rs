//! The date of a document as options give it: a day, or the property of the record that holds it.

use hubspot::{Properties, PropertyError};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::ActionError;
use crate::options::template::render;

const EXPECTED: &str = "expected YYYY-MM-DD, or a property of the record such as {{closedate}}";

/// Says what a date looks like, for messages.
pub const EXPECTED_DATE: &str = "expected YYYY-MM-DD";

/// Says which years' dates are booked, for messages.
pub const EXPECTED_YEARS: &str = "expected a date of the years 1970 to 2099, as YYYY-MM-DD";

/// True for a date that a document may have. A slip of the keyboard, such as the year 26 or 9999, would be
/// booked in a period that nobody looks at.
pub fn is_bookable(date: Date) -> bool {
    (1970..=2099).contains(&date.year())
}

/// Reads a day such as `2026-03-31`.
///
/// # Errors
///
/// The deserialiser's, for anything else.
pub fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let value = Option::<Value>::deserialize(deserializer)?;
    let Some(value) = value.filter(|value| !value.is_null()) else {
        return Ok(None);
    };
    let day: Option<Date> = value.as_str().and_then(|text| text.trim().parse().ok());
    match day {
        None => Err(D::Error::custom(EXPECTED_DATE)),
        Some(day) if !is_bookable(day) => Err(D::Error::custom(EXPECTED_YEARS)),
        Some(day) => Ok(Some(day)),
    }
}

/// Reads a date as a text, which is a day or holds a property, and stays as it is.
///
/// # Errors
///
/// The deserialiser's, for anything else.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let date = Option::<DocumentDate>::deserialize(deserializer)?;
    Ok(date.map(|date| date.text))
}

/// A date as a text: `2026-03-03`, a date-time or milliseconds since 1970 as HubSpot gives them when
/// somebody picks a property in the workflow editor, or a text with a property in it: `{{closedate}}`.
///
/// A date-time is the day in the company's time zone; one without an offset, as HubSpot's exports have
/// them (`2025-12-31 23:30`), is in the account's own zone and keeps its day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentDate {
    text: String,
    /// The text before properties were put in, if there were any.
    template: Option<String>,
}

impl DocumentDate {
    /// The date with the record's properties put in.
    ///
    /// # Errors
    ///
    /// [`ActionError::InvalidRequest`] for a property that the record was not loaded with, or that is
    /// empty: the document would be dated today instead, in another period perhaps.
    pub(super) fn with_properties(
        self,
        properties: &Properties,
        place: &str,
    ) -> Result<Self, ActionError> {
        if !is_template(&self.text) {
            return Ok(self);
        }
        let rendered = render(&self.text, properties, place)?;
        if rendered.trim().is_empty() {
            let template = &self.text;
            return Err(ActionError::invalid(format!(
                "`{place}`: `{template}` is empty in this record: fill it in, or give the date itself"
            )));
        }
        Ok(Self {
            text: rendered,
            template: Some(self.text),
        })
    }

    /// The day it is in this time zone. `record` and `place` are for the message.
    ///
    /// # Errors
    ///
    /// [`ActionError::InvalidRequest`] for a text that is no date. Its value is not shown: what stands
    /// in a property may be anything.
    pub fn day(&self, record: &str, place: &str, zone: &TimeZone) -> Result<Date, ActionError> {
        let day = read(&self.text, zone).ok();
        let (is_date, day) = (day.is_some(), day.filter(|day| is_bookable(*day)));
        day.ok_or_else(|| {
            let expected = if is_date { EXPECTED_YEARS } else { EXPECTED };
            let found = match &self.template {
                Some(template) => format!(", and `{template}` is none in this record"),
                None => String::new(),
            };
            ActionError::invalid(format!("{record}: `{place}`: {expected}{found}"))
        })
    }
}

impl<'de> Deserialize<'de> for DocumentDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = match Value::deserialize(deserializer)? {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            _ => return Err(D::Error::custom(EXPECTED)),
        };
        // A text that is a date in one zone is one in each.
        if !is_template(&text) {
            match read(&text, &TimeZone::UTC) {
                Err(_) if is_shaped(&text) => {
                    let told = format!("{EXPECTED}, and {text} is no day of the calendar");
                    return Err(D::Error::custom(told));
                }
                Err(_) => return Err(D::Error::custom(EXPECTED)),
                Ok(day) if !is_bookable(day) => return Err(D::Error::custom(EXPECTED_YEARS)),
                Ok(_) => {}
            }
        }
        Ok(Self {
            text,
            template: None,
        })
    }
}

fn is_template(text: &str) -> bool {
    text.contains("{{")
}

/// True for a text of the form YYYY-MM-DD.
fn is_shaped(text: &str) -> bool {
    let fits = |(place, byte): (usize, u8)| match place {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    text.len() == 10 && text.bytes().enumerate().all(fits)
}

/// The day of a date or a moment, in this time zone.
pub(super) fn read(text: &str, zone: &TimeZone) -> Result<Date, PropertyError> {
    let text = text.trim();
    if let Some(date) = in_own_zone(text) {
        return Ok(date);
    }
    let properties: Properties = [("date", text)].into_iter().collect();
    let date = properties.date("date", zone)?;
    date.ok_or_else(|| PropertyError::NotADate {
        property: "date".to_owned(),
    })
}

/// The day of `2025-12-31 23:30`, with or without seconds and with a space or a `T` between.
fn in_own_zone(text: &str) -> Option<Date> {
    let is_shaped = |(index, byte): (usize, u8)| match index {
        4 | 7 => byte == b'-',
        10 => byte == b' ' || byte == b'T',
        13 | 16 => byte == b':',
        _ => byte.is_ascii_digit(),
    };
    let shaped = matches!(text.len(), 16 | 19) && text.bytes().enumerate().all(is_shaped);
    let moment: DateTime = shaped.then(|| text.parse().ok()).flatten()?;
    Some(moment.date())
}

#[cfg(test)]
mod tests {
    use hubspot::Properties;
    use jiff::tz::TimeZone;
    use serde_json::{Value, json};

    use super::DocumentDate;

    const PLACE: &str = "options.transaction_date";

    fn day(option: Value, closedate: Option<&str>) -> Result<String, String> {
        let properties: Properties =
            serde_json::from_value(json!({ "closedate": closedate })).unwrap();
        let zone = TimeZone::get("America/New_York").unwrap();
        let date: DocumentDate = serde_json::from_value(option).map_err(|e| e.to_string())?;
        let rendered = date.with_properties(&properties, PLACE);
        let day = rendered.and_then(|date| date.day("deal 9608", PLACE, &zone));
        day.map(|day| day.to_string()).map_err(|e| e.to_string())
    }

    #[test]
    fn a_property_is_the_day_it_holds_in_the_company_s_time_zone() {
        for (closedate, expected) in [
            ("2026-03-03", "2026-03-03"),
            ("2026-11-18T21:40:12.117Z", "2026-11-18"),
            ("2026-11-19T03:40:12.117Z", "2026-11-18"),
            ("2026-11-18T21:40:12+09:00", "2026-11-18"),
            // A moment of the evening, and a date property, which is midnight UTC in every zone.
            ("1773018000000", "2026-03-08"),
            ("1773014400000", "2026-03-09"),
            ("2025-12-31 23:30", "2025-12-31"),
            ("2025-12-31T23:30:59", "2025-12-31"),
        ] {
            let option = json!("{{closedate}}");
            assert_eq!(day(option, Some(closedate)).as_deref(), Ok(expected));
            assert_eq!(day(json!(closedate), None).as_deref(), Ok(expected));
        }
        assert_eq!(
            day(json!(1_773_014_400_000_i64), None).as_deref(),
            Ok("2026-03-09")
        );
    }

    #[test]
    fn what_is_no_date_is_told_the_form_a_date_has_and_never_a_parser_s_words() {
        for option in [
            "03/09/2026",
            "20260309",
            "2026-02-30",
            "2026-03-09 25:00",
            "soon",
        ] {
            let error = day(json!(option), None).unwrap_err();
            assert!(error.starts_with("expected YYYY-MM-DD"), "{error}");
            let error = day(json!("{{closedate}}"), Some(option)).unwrap_err();
            let expected = "deal 9608: `options.transaction_date`: expected YYYY-MM-DD, or a property \
                of the record such as {{closedate}}, and `{{closedate}}` is none in this record";
            assert_eq!(error, expected);
        }
        let error = day(json!("2026-02-30"), None).unwrap_err();
        assert!(
            error.contains("2026-02-30 is no day of the calendar"),
            "{error}"
        );
        for option in [json!(true), json!(["2026-03-09"])] {
            let error = day(option, None).unwrap_err();
            assert!(error.starts_with("expected YYYY-MM-DD"), "{error}");
        }
    }

    #[test]
    fn a_date_of_no_year_that_is_booked_is_refused() {
        for date in [
            "0026-03-09",
            "1899-12-31",
            "9999-12-31",
            "1969-12-31",
            "2100-01-01",
        ] {
            let error = day(json!(date), None).unwrap_err();
            assert!(
                error.starts_with("expected a date of the years 1970 to 2099"),
                "{error}"
            );
            let error = day(json!("{{closedate}}"), Some(date)).unwrap_err();
            let expected = "deal 9608: `options.transaction_date`: expected a date of the years 1970 to 2099, \
                as YYYY-MM-DD, and `{{closedate}}` is none in this record";
            assert_eq!(error, expected);
        }
        for date in ["1970-01-01", "2099-12-31"] {
            assert_eq!(day(json!(date), None).as_deref(), Ok(date));
        }
    }

    #[test]
    fn an_empty_property_is_refused_and_not_taken_for_today() {
        let error = day(json!("{{closedate}}"), None).unwrap_err();
        assert!(error.contains("`{{closedate}}` is empty"), "{error}");
        let error = day(json!("{{paid_on}}"), Some("2026-03-03")).unwrap_err();
        assert!(error.contains("has no property `paid_on`"), "{error}");
    }
}
