//! A request, read whole.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{HeaderMap, Method};
use serde::de::DeserializeOwned;

use crate::object_type::ObjectType;
use crate::portal::Wanted;
use crate::refusal::Refusal;

pub(super) struct Request {
    pub(super) method: Method,
    pub(super) path: String,
    /// The decoded parameters, in order; one may be there several times.
    pub(super) query: Vec<(String, String)>,
    /// The length of path and query as they were sent.
    pub(super) target_length: usize,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Request {
    /// Of a request's head and body.
    pub(super) fn of(head: http::request::Parts, body: Bytes) -> Self {
        let query = head.uri.query().unwrap_or_default();
        let query = url::form_urlencoded::parse(query.as_bytes()).into_owned();
        Self {
            method: head.method,
            path: head.uri.path().to_owned(),
            query: query.collect(),
            target_length: head.uri.to_string().len(),
            headers: head.headers,
            body,
        }
    }

    /// A query parameter that has a value.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let mut values = self.values(name);
        values.find(|value| !value.is_empty())
    }

    fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        let named = self.query.iter().filter(move |(it, _)| it == name);
        named.map(|(_, value)| value.as_str())
    }

    /// The items of a parameter that may be given several times, or with commas.
    fn list(&self, name: &str) -> Vec<String> {
        let items = self.values(name).flat_map(|value| value.split(','));
        let items = items.map(|item| item.trim().to_owned());
        items.filter(|item| !item.is_empty()).collect()
    }

    /// The parameters by name, for the journal.
    pub(super) fn parameters(&self) -> BTreeMap<String, String> {
        let mut all: BTreeMap<String, String> = BTreeMap::new();
        for (name, value) in &self.query {
            all.entry(name.clone())
                .and_modify(|known| *known = format!("{known},{value}"))
                .or_insert_with(|| value.clone());
        }
        all
    }

    /// `true` if archived records are asked for.
    pub(super) fn archived(&self) -> bool {
        self.parameter("archived").is_some_and(is_true)
    }

    /// The parts of a record that are asked for.
    pub(super) fn wanted(&self) -> Result<Wanted, Refusal> {
        let associations = self.list("associations");
        let associations = associations.iter().map(|name| object_type(name));
        Ok(Wanted {
            properties: self.list("properties"),
            history: self.list("propertiesWithHistory"),
            associations: associations.collect::<Result<_, _>>()?,
        })
    }

    /// The most items of a page.
    pub(super) fn limit(&self, default: usize, most: usize) -> Result<usize, Refusal> {
        let Some(text) = self.parameter("limit") else {
            return Ok(default);
        };
        let limit = text.parse().ok().filter(|limit| (1..=most).contains(limit));
        limit.ok_or_else(|| Refusal::invalid(&format!("limit must be a number from 1 to {most}")))
    }

    /// The place where a page begins.
    pub(super) fn after(&self) -> Result<usize, Refusal> {
        let after = self.parameter("after").map(str::parse);
        let after = after.transpose();
        let after = after.map_err(|_| Refusal::invalid("after is not a cursor of this list"))?;
        Ok(after.unwrap_or_default())
    }

    /// `true` if there is no body, or one that is said to be JSON.
    pub(super) fn is_json(&self) -> bool {
        let content_type = self.headers.get("content-type");
        let content_type = content_type.and_then(|value| value.to_str().ok());
        self.body.is_empty()
            || content_type.is_some_and(|value| value.starts_with("application/json"))
    }

    /// The body as JSON.
    pub(super) fn json<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        serde_json::from_slice(&self.body).map_err(|error| Refusal::json(&error))
    }

    /// The body as a form.
    pub(super) fn form(&self) -> BTreeMap<String, String> {
        url::form_urlencoded::parse(&self.body)
            .into_owned()
            .collect()
    }

    /// The bearer token.
    pub(super) fn token(&self) -> Option<&str> {
        let header = self.headers.get("authorization")?.to_str().ok()?;
        header.strip_prefix("Bearer ")
    }
}

/// A type by its name in a path or a parameter.
pub(super) fn object_type(name: &str) -> Result<ObjectType, Refusal> {
    let unknown = || Refusal::invalid(&format!("Unable to infer object type from: {name}"));
    ObjectType::named(name).ok_or_else(unknown)
}

/// `true` in any case: HubSpot's client for Python sends `True`.
pub(super) fn is_true(text: &str) -> bool {
    text.eq_ignore_ascii_case("true")
}
