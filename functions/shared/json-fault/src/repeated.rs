//! Fields that an object of a JSON text gives twice: of two answers, neither would be right.

use std::collections::HashSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// The most bytes of a name that is shown.
const LONGEST: usize = 60;

/// A JSON text in which no object has two fields of one name; a reader that keeps the last of them would not tell.
struct Unrepeated;

/// Refuses a JSON text in which an object has two fields of one name.
///
/// # Errors
///
/// The field with its line and column, and what keeps the text from being JSON.
pub fn refuse_repeated(text: &[u8]) -> Result<(), serde_json::Error> {
    serde_json::from_slice(text).map(|Unrepeated| ())
}

impl<'de> Deserialize<'de> for Unrepeated {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for Unrepeated {
    type Value = Self;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Self, A::Error> {
        let mut seen = HashSet::new();
        while let Some(name) = fields.next_key::<String>()? {
            if seen.contains(&name) {
                return Err(A::Error::custom(repeated(&name)));
            }
            fields.next_value::<Self>()?;
            seen.insert(name);
        }
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Self, A::Error> {
        while values.next_element::<Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(inner).map(|_| self)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_unit<E: Error>(self) -> Result<Self, E> {
        Ok(self)
    }
}

/// The fault, in which the name of a field is shown only where it may be one: of any other nobody knows what it is.
fn repeated(name: &str) -> String {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
    if name.len() <= LONGEST && name.bytes().all(is_name) {
        format!("`{name}` stands there twice")
    } else {
        "a field stands there twice".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::refuse_repeated;

    fn refusal(text: &str) -> String {
        let refused = refuse_repeated(text.as_bytes());
        refused
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default()
    }

    #[test]
    fn a_field_that_stands_twice_in_an_object_is_told_with_its_place() {
        let table = [
            (
                r#"{"options": {"dry_run": true}, "options": {}}"#,
                "`options` stands there twice at line 1 column 40",
            ),
            (
                "{\"record\": [{\"id\": 1,\n \"id\": 1}]}",
                "`id` stands there twice at line 2",
            ),
            (
                r#"{"Ada Fern": 1, "Ada Fern": 2}"#,
                "a field stands there twice",
            ),
            (r#"{"a"}"#, "expected `:`"),
        ];
        for (text, expected) in table {
            let refused = refusal(text);
            assert!(refused.contains(expected), "{text}: {refused}");
            assert!(!refused.contains("Ada"), "{refused}");
        }
    }

    #[test]
    fn the_same_name_in_two_objects_is_right() {
        for text in [
            r#"{"a": {"id": 1.50}, "b": {"id": -2}, "c": [{"id": null}, {"id": 1e400}]}"#,
            "[true, \"a\", \"a\", 3, 3]",
            "null",
        ] {
            assert_eq!(refusal(text), "", "{text}");
        }
    }
}
