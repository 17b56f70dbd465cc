//! Texts with a record's properties in them: `Deal {{dealname}}`.
//!
//! Our own thirty lines rather than a template engine: there is one construct, and an engine would be
//! a tenth of a function's size.

use hubspot::Properties;

use crate::ActionError;

/// Replaces each `{{property}}` by the value of the record's property; one that is empty becomes
/// nothing.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`], naming `place`, for a property that the record was not loaded
/// with, and for braces that are not closed.
pub fn render(text: &str, properties: &Properties, place: &str) -> Result<String, ActionError> {
    let mut rendered = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, following) = after.split_once("}}").ok_or_else(|| {
            ActionError::invalid(format!("`{place}`: a `{{{{` is not closed by `}}}}`"))
        })?;
        rendered.push_str(before);
        rendered.push_str(value(name.trim(), properties, place)?);
        rest = following;
    }
    rendered.push_str(rest);
    Ok(rendered)
}

/// The names of the properties that a text holds in `{{…}}`, in order.
pub fn names(text: &str) -> impl Iterator<Item = &str> {
    let openings = text.split("{{").skip(1);
    openings.filter_map(|after| Some(after.split_once("}}")?.0.trim()))
}

fn value<'p>(name: &str, properties: &'p Properties, place: &str) -> Result<&'p str, ActionError> {
    if properties.names().any(|known| known == name) {
        return Ok(properties.get(name).unwrap_or_default());
    }
    let name: String = name.chars().take(60).collect();
    Err(ActionError::invalid(format!(
        "`{place}`: the record was loaded without a property `{name}`: correct the name, or load it too"
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
                "`options.memo`: the record was loaded without a property `dealnam`: \
                correct the name, or load it too",
            ),
            ("{{dealname", "`options.memo`: a `{{` is not closed by `}}`"),
        ];
        for (text, expected) in cases {
            assert_eq!(rendered(text), expected);
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
