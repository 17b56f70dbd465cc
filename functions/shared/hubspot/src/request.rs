//! Requests as values: everything a call sends, decided before anything is sent.

use std::fmt;

use bytes::Bytes;
use serde_json::Value;

use crate::object::{ObjectId, ObjectType};

mod account;
mod actions;
mod api_version;
mod associations;
mod completion;
mod definitions;
mod endpoint;
mod error;
mod http_form;
mod new_association;
mod new_property;
mod note;
mod objects;
mod outcomes;
mod read;
mod search;
mod target;

pub use api_version::{ApiVersion, Release, UnknownApiVersion};
pub use associations::{AssociationsRead, MAX_ASSOCIATION_BATCH};
pub use completion::{Completion, ExecutionState};
pub use endpoint::Endpoint;
pub use error::RequestError;
pub use new_association::NewAssociation;
pub use new_property::{NewProperty, NewPropertyGroup, NewPropertyOption};
pub use note::Note;
pub use objects::MAX_BATCH;
pub use outcomes::MAX_COMPLETIONS;
pub use read::RecordRead;
pub use search::{MAX_SEARCH_PAGE, Search};
use target::{Api, Target};

/// One call, complete but for the API's address and the access token; `Debug` shows method and path only.
#[derive(Clone)]
pub struct Request {
    method: http::Method,
    target: Target,
    parameters: Vec<(&'static str, String)>,
    body: Option<Bytes>,
    is_write: bool,
    asked: Asked,
    refusal: Option<RequestError>,
}

/// The parts of a request that its answer is read by.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    pub(crate) ids: Vec<ObjectId>,
    pub(crate) associations: Vec<ObjectType>,
}

impl Request {
    /// Tells whether it can change the account: then a lost answer leaves its outcome unknown.
    pub fn is_write(&self) -> bool {
        self.is_write
    }

    pub(crate) fn asked(&self) -> &Asked {
        &self.asked
    }

    fn add(&mut self, parameter: &'static str, value: &str) {
        self.parameters.push((parameter, value.to_owned()));
    }

    /// A request that changes nothing and has no body.
    fn get(target: Target) -> Self {
        Self {
            method: http::Method::GET,
            target,
            parameters: Vec::new(),
            body: None,
            is_write: false,
            asked: Asked::default(),
            refusal: None,
        }
    }

    /// A request that changes nothing and asks by a body.
    fn post_to_read(target: Target, body: Bytes) -> Self {
        Self {
            method: http::Method::POST,
            body: Some(body),
            ..Self::get(target)
        }
    }

    /// A request that changes something.
    fn write(method: http::Method, target: Target, body: &Value) -> Self {
        Self {
            method,
            body: Some(body.to_string().into()),
            is_write: true,
            ..Self::get(target)
        }
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.method, self.target)
    }
}

#[cfg(test)]
mod tests;
