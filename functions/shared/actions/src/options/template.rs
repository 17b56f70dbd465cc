//! Texts with a record's properties in them: `Deal {{dealname}}`.
//!
//! Our own thirty lines rather than a template engine: there is one construct, and an engine would be
//! a tenth of a function's size.

use hubspot::Properties;

use crate::ActionError;
use crate::text::shortened;

/// The most bytes of a text with `{{…}}`: four times what the longest option takes.
const LONGEST_TEMPLATE: usize = 16 * 1024;
/// The most bytes of a text with its properties put in: twice the longest property of HubSpot's
/// (65,536 characters), in the longest letters. What an option takes less of is cut afterwards.
const LONGEST_TEXT: usize = 512 * 1024;

/// Replaces each `{{property}}` by the value of the record's property; one that is empty becomes
/// nothing.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`], naming `place`, for a property that the record was not loaded
/// with, for braces that are not closed, and for a text that gets longer than any option: one property
/// may be named thousands of times.
pub fn render(text: &str, properties: &Properties, place: &str) -> Result<String, ActionError> {
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
        rendered.push_str(value(name.trim(), properties, place)?);
        if rendered.len() > LONGEST_TEXT {
            return Err(too_long(place));
        }
        rest = following;
    }
    rendered.push_str(rest);
    Ok(rendered)
}

/// Puts the properties into an option's text; one of which nothing is left is not given.
///
/// # Errors
///
/// As [`render`].
pub fn fill_in(
    text: &mut Option<String>,
    properties: &Properties,
    place: &str,
) -> Result<(), ActionError> {
    if let Some(template) = text.take() {
        let rendered = render(&template, properties, place)?;
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
    use proptest::prelude::*;

    use super::render;

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
