//! Searches for records.

use serde::Serialize;

use crate::{
    filter::{FilterGroup, validate},
    object::ObjectType,
    request::RequestError,
};

/// The most results on one page of a search.
pub const MAX_SEARCH_PAGE: u8 = 200;
/// The longest body of a search that HubSpot takes.
const MAX_BODY: usize = 3_000;

/// A search for records by their properties (<https://developers.hubspot.com/docs/guides/api/crm/search>).
///
/// Finds at most 10,000 records on all pages, and a record that was just written only after a while. `Debug`
/// shows no operand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    pub(crate) object_type: ObjectType,
    body: Body,
}

#[derive(Clone, derive_more::Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    filter_groups: Vec<FilterGroup>,
    #[debug(skip)]
    #[serde(skip_serializing_if = "Option::is_none")]
    query: Option<String>,
    sorts: Vec<Sort>,
    properties: Vec<String>,
    limit: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Sort {
    property_name: String,
    direction: &'static str,
}

impl Search {
    /// A search for all records of a type, 200 to a page.
    pub fn of(object_type: ObjectType) -> Self {
        Self {
            object_type,
            body: Body {
                filter_groups: Vec::new(),
                query: None,
                sorts: Vec::new(),
                properties: Vec::new(),
                limit: MAX_SEARCH_PAGE,
                after: None,
            },
        }
    }

    /// Adds a group of filters; a record is found that meets all filters of one of the groups.
    #[must_use]
    pub fn group(mut self, group: FilterGroup) -> Self {
        self.body.filter_groups.push(group);
        self
    }

    /// Finds records only that have this text in one of their type's default properties.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        self.body.query = Some(text.to_owned());
        self
    }

    /// Asks for these properties of each record.
    #[must_use]
    pub fn properties<P: AsRef<str>>(mut self, names: impl IntoIterator<Item = P>) -> Self {
        let names = names.into_iter().map(|name| name.as_ref().to_owned());
        self.body.properties.extend(names);
        self
    }

    /// Orders by a property, the lowest value first.
    #[must_use]
    pub fn ascending(self, property: &str) -> Self {
        self.sorted(property, "ASCENDING")
    }

    /// Orders by a property, the highest value first.
    #[must_use]
    pub fn descending(self, property: &str) -> Self {
        self.sorted(property, "DESCENDING")
    }

    /// Asks for so many results on a page; more than [`MAX_SEARCH_PAGE`] are that many.
    #[must_use]
    pub fn limit(mut self, limit: u8) -> Self {
        self.body.limit = limit.min(MAX_SEARCH_PAGE);
        self
    }

    /// Asks for the page that begins there: the `after` of the page before.
    #[must_use]
    pub fn after(mut self, after: &str) -> Self {
        self.body.after = Some(after.to_owned());
        self
    }

    fn sorted(mut self, property: &str, direction: &'static str) -> Self {
        self.body.sorts.push(Sort {
            property_name: property.to_owned(),
            direction,
        });
        self
    }

    /// The body, unless HubSpot could only refuse it.
    pub(crate) fn to_body(&self) -> Result<String, RequestError> {
        validate(&self.body.filter_groups)?;
        let body = serde_json::to_string(&self.body).map_err(|_| RequestError::Body)?;
        if body.chars().count() > MAX_BODY {
            return Err(RequestError::SearchTooLong { limit: MAX_BODY });
        }
        Ok(body)
    }
}
