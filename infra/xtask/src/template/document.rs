//! From YAML with `CloudFormation`'s short forms to plain JSON.

use serde_json::{Map, Number, Value, json};
use yaml_serde::Value as Yaml;

use crate::error::XtaskError;

/// Parses a template; `!Sub x` becomes `{"Fn::Sub": x}`.
pub(super) fn parse(text: &str) -> Result<Value, XtaskError> {
    let yaml: Yaml = yaml_serde::from_str(text)
        .map_err(|error| XtaskError::broken("template.yaml is YAML", error))?;
    plain(&yaml)
}

fn plain(yaml: &Yaml) -> Result<Value, XtaskError> {
    Ok(match yaml {
        Yaml::Null => Value::Null,
        Yaml::Bool(value) => Value::Bool(*value),
        Yaml::Number(value) => Value::Number(number(value)?),
        Yaml::String(text) => Value::String(text.clone()),
        Yaml::Sequence(items) => Value::Array(items.iter().map(plain).collect::<Result<_, _>>()?),
        Yaml::Mapping(entries) => {
            let entries = entries.iter().map(|(key, value)| {
                let key = key.as_str().map(ToOwned::to_owned);
                let key =
                    key.ok_or_else(|| XtaskError::broken("a key is a text", "another key"))?;
                Ok((key, plain(value)?))
            });
            Value::Object(entries.collect::<Result<Map<_, _>, XtaskError>>()?)
        }
        Yaml::Tagged(tagged) => long_form(&tagged.tag.to_string(), plain(&tagged.value)?),
    })
}

fn number(value: &yaml_serde::Number) -> Result<Number, XtaskError> {
    let read = serde_json::from_str(&value.to_string());
    read.map_err(|error| XtaskError::broken("a number of template.yaml is JSON's", error))
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
        assert_eq!(parse(yaml).unwrap(), expected);
    }
}
