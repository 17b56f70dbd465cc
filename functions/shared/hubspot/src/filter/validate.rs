//! The limits of HubSpot's search on a filter.

use super::{Filter, FilterError, FilterGroup, Operator};

/// Filter groups in one search. All three limits are HubSpot's, kept so that a filter can be tried
/// in HubSpot as it is (<https://developers.hubspot.com/docs/guides/api/crm/search>).
pub const MAX_GROUPS: usize = 5;
/// Filters in one group.
pub const MAX_FILTERS_PER_GROUP: usize = 6;
/// Filters in all groups together.
pub const MAX_FILTERS: usize = 18;

/// Checks the limits, and that every filter has the operands of its operator and no others.
///
/// No groups at all are valid, and match every record.
pub fn validate(groups: &[FilterGroup]) -> Result<(), FilterError> {
    if groups.len() > MAX_GROUPS {
        return Err(FilterError::TooManyGroups {
            found: groups.len(),
            limit: MAX_GROUPS,
        });
    }
    let found = groups.iter().map(|group| group.filters.len()).sum();
    if found > MAX_FILTERS {
        return Err(FilterError::TooManyFilters {
            found,
            limit: MAX_FILTERS,
        });
    }
    (1..)
        .zip(groups)
        .try_for_each(|(position, group)| validate_group(position, group))
}

fn validate_group(group: usize, FilterGroup { filters }: &FilterGroup) -> Result<(), FilterError> {
    match filters.len() {
        0 => return Err(FilterError::EmptyGroup { group }),
        1..=MAX_FILTERS_PER_GROUP => {}
        found => {
            return Err(FilterError::TooManyFiltersInGroup {
                group,
                found,
                limit: MAX_FILTERS_PER_GROUP,
            });
        }
    }
    if filters
        .iter()
        .any(|filter| filter.property_name.trim().is_empty())
    {
        return Err(FilterError::PropertyNameMissing { group });
    }
    filters.iter().try_for_each(validate_operands)
}

fn validate_operands(filter: &Filter) -> Result<(), FilterError> {
    let needed: &[&str] = match filter.operator {
        Operator::HasProperty | Operator::NotHasProperty => &[],
        Operator::In | Operator::NotIn => &["values"],
        Operator::Between => &["value", "highValue"],
        Operator::Eq
        | Operator::Neq
        | Operator::Lt
        | Operator::Lte
        | Operator::Gt
        | Operator::Gte
        | Operator::ContainsToken
        | Operator::NotContainsToken => &["value"],
    };
    let is_blank = |text: &String| text.trim().is_empty();
    let given = [
        (
            "value",
            filter.value.as_ref().is_some_and(|text| !is_blank(text)),
        ),
        (
            "highValue",
            filter
                .high_value
                .as_ref()
                .is_some_and(|text| !is_blank(text)),
        ),
        (
            "values",
            !filter.values.is_empty() && !filter.values.iter().any(is_blank),
        ),
    ];
    given
        .into_iter()
        .try_for_each(|(operand, is_given)| check_operand(filter, operand, needed, is_given))
}

fn check_operand(
    filter: &Filter,
    operand: &'static str,
    needed: &[&str],
    is_given: bool,
) -> Result<(), FilterError> {
    let (property, operator) = (filter.property_name.clone(), filter.operator);
    match (needed.contains(&operand), is_given) {
        (true, true) | (false, false) => Ok(()),
        (true, false) => Err(FilterError::OperandMissing {
            property,
            operator,
            operand,
        }),
        (false, true) => Err(FilterError::OperandUnexpected {
            property,
            operator,
            operand,
        }),
    }
}
