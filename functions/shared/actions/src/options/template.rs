//! Texts with a record's properties in them: `Deal {{dealname}}`.
//!
//! Our own thirty lines rather than a template engine: there is one construct, and an engine would be
//! a tenth of a function's size.

use std::borrow::Cow;

use hubspot::Properties;
use jiff::tz::TimeZone;

use super::document_date;
use crate::ActionError;
use crate::text::shortened;

/// The most bytes of a text with `{{…}}`: four times what the longest option takes.
const LONGEST_TEMPLATE: usize = 16 * 1024;
/// The most bytes of a text with its properties put in: twice the longest property of HubSpot's
/// (65,536 characters), in the longest letters. What an option takes less of is cut afterwards.
const LONGEST_TEXT: usize = 512 * 1024;

/// HubSpot's properties that hold a date or a moment, without their `hs_`: also where one is written as milliseconds since
/// 1970, which could be a number in others.
const DATES: [&str; 11] = [
    "closedate",
    "createdate",
    "due_date",
    "expiration_date",
    "initiated_date",
    "invoice_date",
    "lastmodifieddate",
    "payment_date",
    "payout_date",
    "recurring_billing_end_date",
    "recurring_billing_start_date",
];

/// Replaces each `{{property}}` by the value of the record's property, as HubSpot has it; one that is empty becomes
/// nothing.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`], naming `place`, for a property that the record was not loaded
/// with, for braces that are not closed, and for a text that gets longer than any option: one property
/// may be named thousands of times.
pub fn render(text: &str, properties: &Properties, place: &str) -> Result<String, ActionError> {
    put_in(text, place, |name| {
        value(name, properties, place).map(Cow::Borrowed)
    })
}

/// Replaces each `{{property}}` as [`render`] does, for people to read: of a moment the day in this time zone stands there.
///
/// # Errors
///
/// As [`render`].
pub fn render_days(
    text: &str,
    properties: &Properties,
    zone: &TimeZone,
    place: &str,
) -> Result<String, ActionError> {
    put_in(text, place, |name| {
        let value = value(name, properties, place)?;
        let own = name.strip_prefix("hs_").unwrap_or(name);
        let is_moment = DATES.contains(&own) || value.as_bytes().get(10) == Some(&b'T');
        let day = is_moment.then(|| document_date::read(value, zone).ok());
        Ok(day
            .flatten()
            .map_or(Cow::Borrowed(value), |day| Cow::Owned(day.to_string())))
    })
}

fn put_in<'p>(
    text: &str,
    place: &str,
    value: impl Fn(&str) -> Result<Cow<'p, str>, ActionError>,
) -> Result<String, ActionError> {
    if text.len() > LONGEST_TEMPLATE {
        return Err(too_long(place));
    }
    let mut rendered = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, following) = after
            .split_once("}}")
            .ok_or_else(|| ActionError::invalid(format!("`{place}`: {UNCLOSED}")))?;
        rendered.push_str(before);
        rendered.push_str(&value(name.trim())?);
        if rendered.len() > LONGEST_TEXT {
            return Err(too_long(place));
        }
        rest = following;
    }
    rendered.push_str(rest);
    Ok(rendered)
}

/// Puts the properties into an option's text, of moments their days; one of which nothing is left is not given.
///
/// # Errors
///
/// As [`render`].
pub fn fill_in(
    text: &mut Option<String>,
    properties: &Properties,
    zone: &TimeZone,
    place: &str,
) -> Result<(), ActionError> {
    if let Some(template) = text.take() {
        let rendered = render_days(&template, properties, zone, place)?;
        *text = Some(rendered).filter(|text| !text.trim().is_empty());
    }
    Ok(())
}

/// The names of the properties that a text holds in `{{…}}`, in order.
pub fn names(text: &str) -> impl Iterator<Item = &str> {
    let openings = text.split("{{").skip(1);
    openings.filter_map(|after| Some(after.split_once("}}")?.0.trim()))
}

/// The fault of a text that no record's properties make right: braces that are not closed, a name that no property has.
pub(crate) fn fault(text: &str) -> Option<String> {
    if text.matches("{{").count() > names(text).count() {
        return Some(UNCLOSED.to_owned());
    }
    let is_wrong = |name: &&str| name.is_empty() || name.contains([' ', '{', '}']);
    let wrong = names(text).find(is_wrong)?;
    Some(format!(
        "`{{{{{}}}}}` names no property of HubSpot: use its internal name",
        shortened(wrong)
    ))
}

const UNCLOSED: &str = "a `{{` is not closed by `}}`";

fn too_long(place: &str) -> ActionError {
    ActionError::invalid(format!(
        "`{place}`: the text, or what its properties make of it, is far too long: shorten it"
    ))
}

fn value<'p>(name: &str, properties: &'p Properties, place: &str) -> Result<&'p str, ActionError> {
    if properties.has(name) {
        return Ok(properties.get(name).unwrap_or_default());
    }
    let name = shortened(name);
    Err(ActionError::invalid(format!(
        "`{place}`: the record has no property `{name}`: correct the name (a record that is given whole must bring it along)"
    )))
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;
    use proptest::prelude::*;

    use super::{render, render_days};

    fn rendered(text: &str) -> String {
        let properties = serde_json::from_str(r#"{"dealname": "Garden", "po": null}"#).unwrap();
        render(text, &properties, "options.memo").unwrap_or_else(|error| error.to_string())
    }

    #[test]
    fn properties_are_put_in_and_unknown_ones_refused() {
        let cases = [
            ("Deal {{dealname}}!", "Deal Garden!"),
            ("{{ dealname }}{{dealname}}", "GardenGarden"),
            ("PO {{po}}.", "PO ."),
            ("no braces } {", "no braces } {"),
            (
                "{{dealnam}}",
                "`options.memo`: the record has no property `dealnam`: correct the name (a record that \
                is given whole must bring it along)",
            ),
            ("{{dealname", "`options.memo`: a `{{` is not closed by `}}`"),
        ];
        for (text, expected) in cases {
            assert_eq!(rendered(text), expected);
        }
    }

    #[test]
    fn a_moment_is_the_day_it_is_in_the_company_s_time_zone_and_a_number_stays_one() {
        let zone = TimeZone::get("America/New_York").unwrap();
        for (name, value, expected) in [
            ("closedate", "2026-01-01T05:30:00Z", "2026-01-01"),
            ("closedate", "2026-01-01T04:30:00.912Z", "2025-12-31"),
            ("closedate", "1767245400000", "2026-01-01"),
            ("hs_createdate", "1767241800000", "2025-12-31"),
            ("hs_expiration_date", "1767225600000", "2026-01-01"),
            ("closedate", "2026-01-01", "2026-01-01"),
            ("closedate", "2025-12-31 23:30", "2025-12-31"),
            ("closedate", "soon", "soon"),
            ("visit", "2026-01-01T00:00:00Z", "2026-01-01"),
            ("visit", "2026-01-01T02:00:00Z", "2025-12-31"),
            ("visit", "2026-01-01 14:30", "2026-01-01 14:30"),
            ("barcode", "1767245400000", "1767245400000"),
            ("amount", "17672454000", "17672454000"),
            ("code", "2026-01-01To be paid", "2026-01-01To be paid"),
        ] {
            let properties = [(name, value)].into_iter().collect();
            let text = format!("On {{{{ {name} }}}}.");
            let rendered = render_days(&text, &properties, &zone, "options.memo").unwrap();
            assert_eq!(rendered, format!("On {expected}."), "{name} = {value}");
            let raw = render(&text, &properties, "options.memo").unwrap();
            assert_eq!(raw, format!("On {value}."));
        }
    }

    #[test]
    fn a_text_is_bounded_before_its_properties_are_put_in() {
        let value = "x".repeat(50_000);
        let properties = serde_json::from_value(serde_json::json!({"n": value})).unwrap();
        let render = |text: &str| render(text, &properties, "options.memo");
        assert_eq!(render("{{n}}{{n}}").unwrap().len(), 100_000);
        for (times, longest) in [(100, 600_000), (2_000, 600_000), (60_000, 0)] {
            let error = render(&"{{n}}".repeat(times)).unwrap_err().to_string();
            assert!(error.contains("`options.memo`: the text"), "{error}");
            assert!(error.len() < 200, "{longest}");
        }
    }

    proptest! {
        #[test]
        fn a_text_without_braces_stays_as_it_is(text in "[^{}]{0,80}") {
            prop_assert_eq!(rendered(&text), text);
        }

        #[test]
        fn no_text_makes_it_panic(text in "[{}a ]{0,30}") {
            rendered(&text);
        }
    }
}
