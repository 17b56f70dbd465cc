//! The errors that HubSpot's answers tell.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

mod json;
mod scopes;

pub use scopes::RequiredScopes;

/// An error as HubSpot's answers tell it; every part may be absent
/// (<https://developers.hubspot.com/docs/api-reference/error-handling>).
///
/// Neither `Display` nor `Debug` shows the texts and the context's values, which quote what was sent: people's
/// names and addresses among it. They show categories, codes and names of properties.
#[derive(Clone, Default, PartialEq, Eq, derive_more::Debug)]
pub struct ApiError {
    /// Such as `VALIDATION_ERROR`, `OBJECT_NOT_FOUND`, `MISSING_SCOPES`; older answers call it `errorType`.
    pub category: Option<String>,
    /// The kind within the category, such as `crm.associations.NO_ASSOCIATIONS_FOUND`.
    pub sub_category: Option<String>,
    /// HubSpot's text. Can quote people's data.
    #[debug(skip)]
    pub message: String,
    /// HubSpot's id of the exchange; its support asks for it.
    pub correlation_id: Option<String>,
    /// The quota that is used up, such as `DAILY`.
    pub policy_name: Option<String>,
    /// Lists of values by name, such as `ids`, `missingScopes` or `propertyName`. Can hold people's data.
    #[debug("{:?}", context.keys())]
    pub context: BTreeMap<String, Vec<String>>,
    /// The single errors, where there are several or where one is told in detail.
    pub errors: Vec<ErrorDetail>,
}

/// One of the errors that an answer tells; `Debug` shows no text and no value.
#[derive(Clone, Default, PartialEq, Eq, derive_more::Debug)]
pub struct ErrorDetail {
    /// Such as `INVALID_EMAIL`.
    pub code: Option<String>,
    /// The kind of error.
    pub sub_category: Option<String>,
    /// The field that is concerned; `in` on the wire.
    pub field: Option<String>,
    /// HubSpot's text. Can quote people's data.
    #[debug(skip)]
    pub message: String,
    /// Lists of values by name. Can hold people's data.
    #[debug("{:?}", context.keys())]
    pub context: BTreeMap<String, Vec<String>>,
}

impl ApiError {
    /// Reads the error out of an answer's body; `None` when that is not a JSON object.
    pub fn parse(body: &[u8]) -> Option<Self> {
        let object: Map<String, Value> = serde_json::from_slice(body).ok()?;
        Some(json::error(&object))
    }

    /// Tells whether the category or the sub-category is this one, or ends in it (`…NO_ASSOCIATIONS_FOUND`).
    pub fn is(&self, name: &str) -> bool {
        let categories = [&self.category, &self.sub_category];
        categories.into_iter().flatten().any(|category| {
            let last = category.rsplit('.').next().unwrap_or(category);
            last.eq_ignore_ascii_case(name)
        })
    }

    /// The values of this name in the context, those of the single errors included.
    pub fn values<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e str> {
        let contexts = self.errors.iter().map(|error| &error.context);
        std::iter::once(&self.context)
            .chain(contexts)
            .filter_map(move |context| context.get(name))
            .flatten()
            .map(String::as_str)
    }

    /// The scopes that HubSpot says the call needs, of which the app's token lacks some.
    pub fn required_scopes(&self) -> Option<RequiredScopes> {
        RequiredScopes::of(self)
    }

    /// The names of the properties that are concerned.
    fn properties(&self) -> impl Iterator<Item = &str> {
        let fields = self
            .errors
            .iter()
            .filter_map(|error| error.field.as_deref());
        fields.chain(self.values("propertyName").filter_map(name))
    }
}

/// Categories, codes and names of properties: `VALIDATION_ERROR (INVALID_EMAIL, email), correlation id …`.
impl fmt::Display for ApiError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let category = self.category.as_deref();
        formatter.write_str(category.unwrap_or("an error without a category"))?;
        let codes = self.errors.iter().filter_map(|error| error.code.as_deref());
        let kinds = self
            .errors
            .iter()
            .filter_map(|error| error.sub_category.as_deref());
        let told = self
            .sub_category
            .as_deref()
            .into_iter()
            .chain(codes)
            .chain(kinds);
        let mut names: Vec<&str> = Vec::new();
        for told in told.chain(self.properties()) {
            if !names.contains(&told) {
                names.push(told);
            }
        }
        if !names.is_empty() {
            write!(formatter, " ({})", names.join(", "))?;
        }
        match &self.correlation_id {
            Some(id) => write!(formatter, ", correlation id {id}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ApiError {}

impl<'de> Deserialize<'de> for ApiError {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Map::deserialize(deserializer).map(|object| json::error(&object))
    }
}

/// A text that can only be a name of HubSpot's: letters, digits and the signs that join them.
fn name(text: &str) -> Option<&str> {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
    let has_length = (1..=100).contains(&text.len());
    (has_length && text.bytes().all(is_name)).then_some(text)
}

#[cfg(test)]
mod tests;
