//! Counting the fields of objects, which tells cheaply that none stands twice.

use serde_json::Value;

/// True where the reader of this JSON text kept each field of it: a field that stood twice in an object is read once.
///
/// A field has one colon outside of texts, and nothing else has, so nothing is compared with anything: reading names to find
/// those that stand twice takes ten times as long.
#[must_use]
pub fn has_every_field(text: &[u8], read: &Value) -> bool {
    colons(text) == fields(read)
}

/// The colons of a JSON text that stand in no text of it.
fn colons(text: &[u8]) -> usize {
    let mut count = 0;
    let mut bytes = text.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b':' => count += 1,
            b'"' => skip_text(&mut bytes),
            _ => {}
        }
    }
    count
}

/// Goes on behind the quote that ends a text.
fn skip_text(bytes: &mut std::slice::Iter<'_, u8>) {
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => return,
            b'\\' => {
                bytes.next();
            }
            _ => {}
        }
    }
}

/// The fields of all objects in a value.
fn fields(value: &Value) -> usize {
    match value {
        Value::Object(object) => object.len() + object.values().map(fields).sum::<usize>(),
        Value::Array(values) => values.iter().map(fields).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::has_every_field;
    use crate::refuse_repeated;

    /// Objects in objects and lists, some with a field twice, and texts that look like fields.
    fn texts() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            Just("1.5e3".to_owned()),
            "[a-z:\"\\\\{}]{0,6}".prop_map(|text| json!(text).to_string()),
        ];
        leaf.prop_recursive(4, 40, 4, |inner| {
            let field = ("[ab:\"\\\\]{1,2}", inner.clone())
                .prop_map(|(name, value)| format!("{} : {value}", json!(name)));
            prop_oneof![
                prop::collection::vec(inner, 0..4).prop_map(|all| format!("[{}]", all.join(","))),
                prop::collection::vec(field, 0..4)
                    .prop_map(|all| format!("{{{}}}", all.join(", "))),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_text_has_every_field_where_reading_its_names_finds_none_twice(text in texts()) {
            let read: Value = serde_json::from_str(&text).unwrap();
            let counted = has_every_field(text.as_bytes(), &read);
            prop_assert_eq!(counted, refuse_repeated(text.as_bytes()).is_ok(), "{}", text);
        }
    }
}
