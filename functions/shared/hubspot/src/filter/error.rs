//! A filter that cannot be evaluated.

use super::Operator;

/// A filter is not one that HubSpot's search would accept.
///
/// Groups are counted from 1. No operand is shown: it may be a person's e-mail address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    /// More groups than HubSpot allows.
    #[error("{found} filter groups, where at most {limit} are allowed")]
    TooManyGroups {
        /// The number there is.
        found: usize,
        /// The most there may be.
        limit: usize,
    },
    /// More filters in one group than HubSpot allows.
    #[error("filter group {group} has {found} filters, where at most {limit} are allowed")]
    TooManyFiltersInGroup {
        /// The place of the group.
        group: usize,
        /// The number there is.
        found: usize,
        /// The most there may be.
        limit: usize,
    },
    /// More filters in all groups together than HubSpot allows.
    #[error("{found} filters in all groups, where at most {limit} are allowed")]
    TooManyFilters {
        /// The number there is.
        found: usize,
        /// The most there may be.
        limit: usize,
    },
    /// A group without filters, which would let every record through.
    #[error("filter group {group} has no filters")]
    EmptyGroup {
        /// The place of the group.
        group: usize,
    },
    /// A filter that names no property.
    #[error("a filter of group {group} has no propertyName")]
    PropertyNameMissing {
        /// The place of the group.
        group: usize,
    },
    /// An operand that the operator needs is absent or blank.
    #[error("the filter `{property} {operator}` needs `{operand}`")]
    OperandMissing {
        /// The filter's property.
        property: String,
        /// The filter's operator.
        operator: Operator,
        /// The operand's name on the wire.
        operand: &'static str,
    },
    /// An operand that the operator does not take, which is a mistake or the wrong operator.
    #[error("the filter `{property} {operator}` takes no `{operand}`")]
    OperandUnexpected {
        /// The filter's property.
        property: String,
        /// The filter's operator.
        operator: Operator,
        /// The operand's name on the wire.
        operand: &'static str,
    },
}
