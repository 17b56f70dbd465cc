//! The body of a search.

use serde::Deserialize;
use serde_json::Value;

use crate::refusal::Refusal;

/// A search as it is sent.
#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct SearchRequest {
    pub(super) query: Option<String>,
    pub(super) limit: Option<usize>,
    /// A number, as text or as a number.
    pub(super) after: Value,
    sorts: Vec<Value>,
    pub(super) properties: Vec<String>,
    filter_groups: Vec<FilterGroup>,
    /// Filters without a group are one more group.
    filters: Vec<Filter>,
}

/// Filters that all have to fit.
#[derive(Deserialize, Clone)]
pub(super) struct FilterGroup {
    pub(super) filters: Vec<Filter>,
}

/// A condition as it is sent.
#[derive(Deserialize, Clone)]
#[serde(rename_all = "camelCase")]
pub(super) struct Filter {
    pub(super) property_name: String,
    pub(super) operator: String,
    #[serde(default)]
    pub(super) value: Value,
    #[serde(default)]
    pub(super) high_value: Value,
    #[serde(default)]
    pub(super) values: Vec<Value>,
}

/// The one order that may be asked for.
pub(super) struct Sort {
    pub(super) property: String,
    pub(super) descending: bool,
}

impl SearchRequest {
    /// The groups of filters, of which one has to fit.
    pub(super) fn groups(&self) -> Vec<FilterGroup> {
        let mut groups = self.filter_groups.clone();
        if !self.filters.is_empty() {
            let filters = self.filters.clone();
            groups.push(FilterGroup { filters });
        }
        groups
    }

    /// At most 5 groups of 6 filters, and 18 filters in all.
    pub(super) fn check_size(&self) -> Result<(), Refusal> {
        let groups = self.groups();
        let filters: usize = groups.iter().map(|group| group.filters.len()).sum();
        if groups.len() > 5 {
            return Err(Refusal::invalid("A search may have 5 filterGroups at most"));
        }
        if filters > 18 || groups.iter().any(|group| group.filters.len() > 6) {
            let message = "A search may have 6 filters a group and 18 filters in all at most";
            return Err(Refusal::invalid(message));
        }
        Ok(())
    }

    /// The order, given as a name, as a name after a hyphen, or as an object.
    pub(super) fn sort(&self) -> Result<Option<Sort>, Refusal> {
        let sort = match self.sorts.as_slice() {
            [] => return Ok(None),
            [sort] => sort,
            _ => return Err(Refusal::invalid("Only one sort may be given")),
        };
        if let Some(text) = sort.as_str() {
            let (name, descending) = match text.strip_prefix('-') {
                Some(name) => (name, true),
                None => (text, false),
            };
            return Ok(Some(Sort {
                property: name.to_owned(),
                descending,
            }));
        }
        let name = sort.get("propertyName").and_then(Value::as_str);
        let name = name.ok_or_else(|| Refusal::invalid("A sort has no propertyName"))?;
        Ok(Some(Sort {
            property: name.to_owned(),
            descending: sort.get("direction").and_then(Value::as_str) == Some("DESCENDING"),
        }))
    }
}
