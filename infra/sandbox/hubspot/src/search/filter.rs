//! Conditions on one property.

use std::cmp::Ordering;

use rust_decimal::Decimal;
use strum::EnumString;

use super::request::Filter;
use crate::object_type::ObjectType;
use crate::portal::{Portal, Record, instant, text_of};
use crate::refusal::Refusal;

/// HubSpot's operators.
#[derive(Clone, Copy, PartialEq, Eq, EnumString)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
enum Operator {
    Eq,
    Neq,
    Lt,
    Lte,
    Gt,
    Gte,
    Between,
    In,
    NotIn,
    HasProperty,
    NotHasProperty,
    ContainsToken,
    NotContainsToken,
}

/// The subject of a condition.
enum Subject {
    /// A property, and its type.
    Property { name: String, kind: String },
    /// The associated records of a type: `associations.contact`.
    Associated(ObjectType),
}

/// A condition that can be checked.
pub(super) struct Condition {
    subject: Subject,
    operator: Operator,
    value: String,
    high_value: String,
    values: Vec<String>,
}

impl Condition {
    pub(super) fn of(
        portal: &Portal,
        object_type: ObjectType,
        filter: Filter,
    ) -> Result<Self, Refusal> {
        let unknown =
            |what: &str| Refusal::invalid(&format!("There was a problem with the request: {what}"));
        let operator = filter.operator.parse();
        let operator =
            operator.map_err(|_| unknown(&format!("unknown operator {}", filter.operator)))?;
        let name = filter.property_name;
        let subject = if let Some(other) = name.strip_prefix("associations.") {
            let other = ObjectType::named(other);
            Subject::Associated(other.ok_or_else(|| unknown(&format!("unknown property {name}")))?)
        } else {
            let definition = portal.definition(object_type, &name);
            let definition =
                definition.ok_or_else(|| unknown(&format!("unknown property {name}")))?;
            Subject::Property {
                kind: definition.kind.clone(),
                name,
            }
        };
        let text = |value| text_of(&value);
        let values: Vec<String> = filter.values.into_iter().filter_map(text).collect();
        let (value, high_value) = (text(filter.value), text(filter.high_value));
        let is_complete = match operator {
            Operator::HasProperty | Operator::NotHasProperty => true,
            Operator::In | Operator::NotIn => !values.is_empty(),
            Operator::Between => value.is_some() && high_value.is_some(),
            _ => value.is_some(),
        };
        if !is_complete {
            return Err(unknown("a filter lacks its value"));
        }
        Ok(Self {
            subject,
            operator,
            value: value.unwrap_or_default(),
            high_value: high_value.unwrap_or_default(),
            values,
        })
    }

    pub(super) fn fits(
        &self,
        portal: &Portal,
        object_type: ObjectType,
        found: (u64, &Record),
    ) -> bool {
        match &self.subject {
            Subject::Property { name, kind } => {
                let known = found.1.value_of(object_type, found.0, name);
                self.fits_value(kind, known.as_deref())
            }
            Subject::Associated(other) => {
                let ids: Vec<String> = portal
                    .links(found.1, *other)
                    .map(|link| link.to.to_string())
                    .collect();
                self.fits_ids(&ids)
            }
        }
    }

    fn fits_ids(&self, ids: &[String]) -> bool {
        let has = |id: &String| ids.contains(id);
        match self.operator {
            Operator::Eq => has(&self.value),
            Operator::In => self.values.iter().any(has),
            Operator::NotIn => !self.values.iter().any(has),
            Operator::HasProperty => !ids.is_empty(),
            Operator::NotHasProperty => ids.is_empty(),
            _ => !has(&self.value),
        }
    }

    /// A record without a value fits only what asks for something else.
    fn fits_value(&self, kind: &str, known: Option<&str>) -> bool {
        let Some(known) = known else {
            return matches!(
                self.operator,
                Operator::NotHasProperty
                    | Operator::Neq
                    | Operator::NotIn
                    | Operator::NotContainsToken
            );
        };
        let order = |other: &str| compare(kind, known, other);
        match self.operator {
            Operator::Eq => order(&self.value) == Ordering::Equal,
            Operator::Neq => order(&self.value) != Ordering::Equal,
            Operator::Lt => order(&self.value) == Ordering::Less,
            Operator::Lte => order(&self.value) != Ordering::Greater,
            Operator::Gt => order(&self.value) == Ordering::Greater,
            Operator::Gte => order(&self.value) != Ordering::Less,
            Operator::Between => {
                order(&self.value) != Ordering::Less && order(&self.high_value) != Ordering::Greater
            }
            Operator::In => self.is_listed(kind, known),
            Operator::NotIn => !self.is_listed(kind, known),
            Operator::HasProperty => true,
            Operator::NotHasProperty => false,
            Operator::ContainsToken => has_token(known, &self.value),
            Operator::NotContainsToken => !has_token(known, &self.value),
        }
    }

    /// The stored text is made small and the given ones are not, so that a capital among them never fits.
    fn is_listed(&self, kind: &str, known: &str) -> bool {
        match kind {
            "string" => self.values.contains(&known.to_lowercase()),
            _ => self
                .values
                .iter()
                .any(|value| compare(kind, known, value) == Ordering::Equal),
        }
    }
}

/// The order of two values of a property, by its type; texts are compared without regard to case.
pub(super) fn compare(kind: &str, left: &str, right: &str) -> Ordering {
    let number = |text: &str| text.parse::<Decimal>().ok();
    match kind {
        "number" => number(left).cmp(&number(right)),
        "date" | "datetime" => instant(left).cmp(&instant(right)),
        _ => left.to_lowercase().cmp(&right.to_lowercase()),
    }
}

/// Words, of which a pattern such as `*@example.com` may leave out the beginning or the end.
fn has_token(text: &str, pattern: &str) -> bool {
    let (text, pattern) = (text.to_lowercase(), pattern.to_lowercase());
    let core = pattern.trim_matches('*');
    let fits = |token: &str| match (pattern.starts_with('*'), pattern.ends_with('*')) {
        (true, true) => token.contains(core),
        (true, false) => token.ends_with(core),
        (false, true) => token.starts_with(core),
        (false, false) => token == core,
    };
    fits(&text)
        || text
            .split(|character: char| !character.is_alphanumeric())
            .any(fits)
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::{compare, has_token};

    #[test]
    fn values_are_compared_by_their_propertys_type() {
        for (kind, left, right, order) in [
            ("number", "9", "10.0", Ordering::Less),
            ("number", "1480.00", "1480", Ordering::Equal),
            ("datetime", "2026-01-01", "1767225600000", Ordering::Equal),
            ("string", "ADA", "ada", Ordering::Equal),
            ("string", "9", "10", Ordering::Greater),
        ] {
            assert_eq!(compare(kind, left, right), order, "{kind} {left} {right}");
        }
    }

    #[test]
    fn a_token_is_a_word_or_a_part_marked_by_a_star() {
        for (text, pattern, expected) in [
            ("Garden redesign", "garden", true),
            ("Garden redesign", "gard", false),
            ("Garden redesign", "gard*", true),
            ("ada@example.com", "*@example.com", true),
        ] {
            assert_eq!(has_token(text, pattern), expected, "{text} {pattern}");
        }
    }
}
