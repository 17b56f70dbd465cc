//! From YAML with `CloudFormation`'s short forms to plain JSON.

use serde_json::{Number, Value, json};
use yaml_serde::Value as Yaml;

/// The template as JSON; `!Sub x` becomes `{"Fn::Sub": x}`.
pub(crate) fn parse(text: &str) -> Value {
    let yaml: Yaml = yaml_serde::from_str(text)
        .unwrap_or_else(|error| panic!("the template is not YAML: {error}"));
    plain(&yaml)
}

fn plain(yaml: &Yaml) -> Value {
    match yaml {
        Yaml::Null => Value::Null,
        Yaml::Bool(value) => Value::Bool(*value),
        Yaml::Number(value) => Value::Number(number(value)),
        Yaml::String(text) => Value::String(text.clone()),
        Yaml::Sequence(items) => items.iter().map(plain).collect(),
        Yaml::Mapping(entries) => {
            let entries = entries.iter();
            entries
                .map(|(key, value)| (key_text(key), plain(value)))
                .collect()
        }
        Yaml::Tagged(tagged) => long_form(&tagged.tag.to_string(), plain(&tagged.value)),
    }
}

fn key_text(key: &Yaml) -> String {
    let text = key.as_str();
    text.unwrap_or_else(|| panic!("the key {key:?} is no text"))
        .to_owned()
}

fn number(value: &yaml_serde::Number) -> Number {
    serde_json::from_str(&value.to_string())
        .unwrap_or_else(|error| panic!("{value} is no number of JSON: {error}"))
}

/// `!GetAtt A.B` names the attribute in one text; its long form has two.
fn long_form(tag: &str, value: Value) -> Value {
    match (tag.trim_start_matches('!'), value) {
        ("Ref", value) => json!({ "Ref": value }),
        ("GetAtt", Value::String(text)) => {
            let (name, attribute) = text.split_once('.').unwrap_or((&text, ""));
            json!({ "Fn::GetAtt": [name, attribute] })
        }
        (function, value) => json!({ format!("Fn::{function}"): value }),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::parse;

    #[test]
    fn short_forms_become_long_ones() {
        let yaml = "a: !Ref B\nc: !GetAtt D.Arn\ne: [!Sub 'x-${F}', 1, true]\ng: !Not [!Equals [!Ref H, '']]";
        let expected = json!({
            "a": { "Ref": "B" },
            "c": { "Fn::GetAtt": ["D", "Arn"] },
            "e": [{ "Fn::Sub": "x-${F}" }, 1, true],
            "g": { "Fn::Not": [{ "Fn::Equals": [{ "Ref": "H" }, ""] }] },
        });
        assert_eq!(parse(yaml), expected);
    }
}
