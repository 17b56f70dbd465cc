//! HubSpot's search filters, evaluated on a record that is at hand.

mod error;
mod evaluate;
#[cfg(test)]
mod laws;
mod operand;
#[cfg(test)]
mod tests;
mod token;
mod validate;

use serde::{Deserialize, Serialize};

use crate::scalar;

pub use error::FilterError;
pub use evaluate::{matches, unmet};
pub use validate::{MAX_FILTERS, MAX_FILTERS_PER_GROUP, MAX_GROUPS, validate};

/// Filters that must all hold; a record matches a list of groups when it matches one of them.
///
/// The form of HubSpot's search endpoint
/// (<https://developers.hubspot.com/docs/guides/api/crm/search>):
/// `{"filters":[{"propertyName":"lifecyclestage","operator":"EQ","value":"customer"}]}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FilterGroup {
    /// The filters of the group, joined by AND.
    pub filters: Vec<Filter>,
}

/// One condition on one property.
///
/// Unknown fields are refused, so that a mistyped one does not silently widen the filter.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, derive_more::Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Filter {
    /// HubSpot's internal name of the property.
    pub property_name: String,
    /// The comparison of the property with the operand.
    pub operator: Operator,
    /// The operand of every operator that takes exactly one, and the lower bound of `BETWEEN`.
    #[debug(skip)]
    #[serde(
        default,
        deserialize_with = "scalar::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub value: Option<String>,
    /// The upper bound of `BETWEEN`, itself included.
    #[debug(skip)]
    #[serde(
        default,
        deserialize_with = "scalar::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub high_value: Option<String>,
    /// The operands of `IN` and `NOT_IN`.
    #[debug(skip)]
    #[serde(
        default,
        deserialize_with = "scalar::list",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub values: Vec<String>,
}

/// HubSpot's filter operators; displayed and written as on the wire, such as `NOT_IN`.
///
/// A property without a value meets `NOT_HAS_PROPERTY` and nothing else, not even `NEQ`, `NOT_IN`
/// or `NOT_CONTAINS_TOKEN`. HubSpot's documentation does not say what its search does there; a
/// filter that decides who is invoiced must not let through a record it knows nothing about. To
/// let it through, add a group with `NOT_HAS_PROPERTY`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, strum::Display)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Operator {
    /// Equal: as numbers, as instants, else as text in any case; options (`a;b`) in any order.
    Eq,
    /// Has a value that is not equal.
    Neq,
    /// Less than `value`, or before it.
    Lt,
    /// At most `value`.
    Lte,
    /// Greater than `value`, or after it.
    Gt,
    /// At least `value`.
    Gte,
    /// At least `value` and at most `highValue`.
    Between,
    /// Equal to one of `values`, or one of the property's options is.
    In,
    /// Has a value, and is not `IN`.
    NotIn,
    /// Has a value.
    HasProperty,
    /// Has no value: absent, null or blank.
    NotHasProperty,
    /// Contains every word of `value`; `*` in a word stands for any characters.
    ContainsToken,
    /// Has a value that does not contain every word of `value`.
    NotContainsToken,
}
