//! Searches: filters, sorting and pages.
//!
//! The limits are those of HubSpot's page on the CRM search:
//! <https://developers.hubspot.com/docs/api-reference/search/guide>.

mod filter;
mod request;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::object_type::ObjectType;
use crate::portal::{Page, Portal, Record, Wanted, text_of};
use crate::refusal::Refusal;
use request::SearchRequest;

/// The result that no page goes beyond.
const LAST_RESULT: usize = 10_000;
/// The longest page.
const LONGEST_PAGE: usize = 200;
/// The longest body, in characters.
const LONGEST_BODY: usize = 3_000;

/// Answers a search. Records created after `indexed` are not found yet.
pub(crate) fn search(
    portal: &Portal,
    object_type: ObjectType,
    body: &[u8],
    indexed: Timestamp,
) -> Result<Value, Refusal> {
    let request = read(body)?;
    let asked = Asked::of(portal, object_type, request)?;
    let mut found: Vec<(u64, &Record)> = portal
        .records(object_type)
        .filter(|(_, record)| record.archived.is_none() && record.created <= indexed)
        .filter(|found| asked.fits(*found))
        .collect();
    asked.sort(&mut found);
    let total = found.len();
    let last = total.min(LAST_RESULT);
    let page = Page::of(found.into_iter().take(last), asked.after, asked.limit);
    let object = |(id, _): &(u64, &Record)| portal.object(object_type, *id, &asked.wanted);
    let results: Vec<Value> = page.items.iter().map(object).map(Value::Object).collect();
    let mut answer = json!({ "total": total, "results": results });
    if let Some(after) = &page.after {
        // Without a link: a search is asked again by its body.
        answer["paging"] = json!({ "next": { "after": after } });
    }
    Ok(answer)
}

fn read(body: &[u8]) -> Result<SearchRequest, Refusal> {
    if String::from_utf8_lossy(body).chars().count() > LONGEST_BODY {
        let message = format!("The body of a search may have {LONGEST_BODY} characters at most");
        return Err(Refusal::invalid(&message));
    }
    if body.is_empty() {
        return Ok(SearchRequest::default());
    }
    serde_json::from_slice(body).map_err(|error| Refusal::json(&error))
}

/// A search that can be carried out.
struct Asked<'a> {
    portal: &'a Portal,
    object_type: ObjectType,
    groups: Vec<Vec<filter::Condition>>,
    query: Option<String>,
    sort: Option<request::Sort>,
    wanted: Wanted,
    after: usize,
    limit: usize,
}

impl<'a> Asked<'a> {
    fn of(
        portal: &'a Portal,
        object_type: ObjectType,
        request: SearchRequest,
    ) -> Result<Self, Refusal> {
        request.check_size()?;
        let after = match text_of(&request.after) {
            None => 0,
            Some(text) => text
                .parse()
                .map_err(|_| Refusal::invalid("after is not a number"))?,
        };
        let limit = request.limit.unwrap_or(10);
        if limit > LONGEST_PAGE {
            let message = format!("limit may be {LONGEST_PAGE} at most");
            return Err(Refusal::invalid(&message));
        }
        if after >= LAST_RESULT {
            let message = format!("A search goes to result {LAST_RESULT} at most");
            return Err(Refusal::invalid(&message));
        }
        let sort = request.sort()?;
        let known = |name: &str| portal.definition(object_type, name).is_some();
        if let Some(sort) = &sort
            && !known(&sort.property)
        {
            return Err(Refusal::invalid(&format!(
                "Property '{}' does not exist",
                sort.property
            )));
        }
        let groups = request
            .groups()
            .into_iter()
            .map(|group| {
                let filters = group.filters.into_iter();
                filters
                    .map(|filter| filter::Condition::of(portal, object_type, filter))
                    .collect()
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            portal,
            object_type,
            groups,
            query: request.query.map(|query| query.to_lowercase()),
            sort,
            wanted: Wanted {
                properties: request.properties,
                ..Wanted::default()
            },
            after,
            limit,
        })
    }

    fn fits(&self, found: (u64, &Record)) -> bool {
        let fits =
            |condition: &filter::Condition| condition.fits(self.portal, self.object_type, found);
        let is_in_a_group =
            self.groups.is_empty() || self.groups.iter().any(|group| group.iter().all(fits));
        is_in_a_group
            && self
                .query
                .as_deref()
                .is_none_or(|query| contains(found.1, query))
    }

    /// Sorts as asked, else by the time of creation; records without a value come last.
    fn sort(&self, found: &mut [(u64, &Record)]) {
        let Some(sort) = &self.sort else {
            found.sort_by_key(|(id, record)| (record.created, *id));
            return;
        };
        let definition = self.portal.definition(self.object_type, &sort.property);
        let kind = definition.map_or("string", |definition| definition.kind.as_str());
        found.sort_by(|left, right| {
            let value = |(id, record): &(u64, &Record)| {
                record.value_of(self.object_type, *id, &sort.property)
            };
            match (value(left), value(right)) {
                (Some(left), Some(right)) => {
                    let order = filter::compare(kind, &left, &right);
                    if sort.descending {
                        order.reverse()
                    } else {
                        order
                    }
                }
                (left, right) => right.is_some().cmp(&left.is_some()),
            }
        });
    }
}

/// Free text is looked for in every value.
fn contains(record: &Record, query: &str) -> bool {
    let mut values = record.values.values();
    values.any(|value| value.to_lowercase().contains(query))
}
