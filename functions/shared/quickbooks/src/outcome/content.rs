//! The content of an answer, read as far as anybody asks for it.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};

use crate::kind::EntityKind;

/// The part of an answer that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// All of it.
    Everything,
    /// A document without its lines, which are as many as were posted, and of which QuickBooks repeats every field.
    WithoutLines(EntityKind),
}

/// The field of a document that holds its lines.
const LINES: &str = "Line";

/// The fields of an answer; none where it is no JSON object.
pub(super) fn read(body: &[u8], wanted: Wanted) -> Option<Map<String, Value>> {
    let Wanted::WithoutLines(kind) = wanted else {
        return serde_json::from_slice(body).ok();
    };
    let mut text = serde_json::Deserializer::from_slice(body);
    let read = text.deserialize_map(Answer { kind });
    let whole = read.and_then(|content| text.end().map(|()| content));
    // One of another form is read as any other.
    whole.or_else(|_| serde_json::from_slice(body)).ok()
}

/// An answer that holds a document of this kind.
struct Answer {
    kind: EntityKind,
}

/// A document without its lines.
struct Document;

impl<'de> Visitor<'de> for Answer {
    type Value = Map<String, Value>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an answer")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
        let mut content = Map::new();
        while let Some(name) = fields.next_key::<String>()? {
            let value = if name == self.kind.name() {
                Value::Object(fields.next_value_seed(Document)?)
            } else {
                fields.next_value()?
            };
            content.insert(name, value);
        }
        Ok(content)
    }
}

impl<'de> DeserializeSeed<'de> for Document {
    type Value = Map<String, Value>;

    fn deserialize<D: Deserializer<'de>>(self, document: D) -> Result<Self::Value, D::Error> {
        document.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Document {
    type Value = Map<String, Value>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a document")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
        let mut document = Map::new();
        while let Some(name) = fields.next_key::<String>()? {
            if name == LINES {
                fields.next_value::<IgnoredAny>()?;
            } else {
                document.insert(name, fields.next_value()?);
            }
        }
        Ok(document)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{Wanted, read};
    use crate::kind::EntityKind;

    #[test]
    fn a_document_is_read_without_its_lines_and_everything_else_as_it_came() {
        let cases = [
            r#"{"Invoice": {"Id": "145", "TotalAmt": 1480.00, "Line": [{"Amount": 1.50}], "Taxes": {"Line": [1]}}, "time": "x"}"#,
            r#"{"Invoice": null, "time": "x"}"#,
            r#"{"Estimate": {"Line": [1]}}"#,
            r#"{"Fault": {"Error": [{"Message": "m", "code": "6000"}], "type": "ValidationFault"}}"#,
            r#"{"Invoice": {"Line": [1]"#,
            r#"{"Invoice": {"Id": "1"}} more"#,
            "[1]",
            "",
        ];
        for text in cases {
            let mut expected = read(text.as_bytes(), Wanted::Everything);
            let invoice = expected.as_mut().and_then(|all| all.get_mut("Invoice"));
            if let Some(Value::Object(invoice)) = invoice {
                invoice.remove("Line");
            }
            let found = read(text.as_bytes(), Wanted::WithoutLines(EntityKind::Invoice));
            assert_eq!(found, expected, "{text}");
        }
    }
}
