//! Requests as values: everything a call sends, decided before anything is sent.

use std::fmt;

use bytes::Bytes;
use serde_json::Value;

use crate::request_error::RequestError;

mod account;
mod endpoint;
mod http_form;
mod objects;
mod target;

pub use endpoint::Endpoint;
use target::{Api, Target};

/// One call, complete but for the API's address and the access token; `Debug` shows method and path only.
#[derive(Clone)]
pub struct Request {
    method: http::Method,
    target: Target,
    parameters: Vec<(&'static str, String)>,
    body: Option<Bytes>,
    is_write: bool,
    refusal: Option<RequestError>,
}

impl Request {
    /// Tells whether it can change the account: then a lost answer leaves its outcome unknown.
    pub fn is_write(&self) -> bool {
        self.is_write
    }

    /// A request that changes nothing and has no body.
    fn get(target: Target) -> Self {
        Self {
            method: http::Method::GET,
            target,
            parameters: Vec::new(),
            body: None,
            is_write: false,
            refusal: None,
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
