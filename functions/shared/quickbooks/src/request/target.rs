//! The address of a request below that of the company.

use jiff::civil::Date;
use url::Url;

use super::Endpoint;
use crate::{kind::EntityKind, request_error::RequestError};

/// The address of a request below that of the company.
#[derive(Clone)]
pub(super) enum Target {
    Entity(EntityKind),
    Object(EntityKind, String),
    Mail(EntityKind, String),
    CompanyInfo,
    ExchangeRate { currency: String, day: Date },
    Query,
    Batch,
}

impl Target {
    pub(super) fn path(&self) -> String {
        match self {
            Self::Entity(kind) => kind.path().to_owned(),
            Self::Object(kind, id) => format!("{}/{id}", kind.path()),
            Self::Mail(kind, id) => format!("{}/{id}/send", kind.path()),
            Self::CompanyInfo => EntityKind::CompanyInfo.path().to_owned(),
            Self::ExchangeRate { .. } => EntityKind::ExchangeRate.path().to_owned(),
            Self::Query => "query".to_owned(),
            Self::Batch => "batch".to_owned(),
        }
    }

    pub(super) fn url(&self, endpoint: &Endpoint) -> Result<Url, RequestError> {
        Ok(match self {
            Self::Entity(kind) => endpoint.url(&[kind.path()]),
            Self::Object(kind, id) => endpoint.url(&[kind.path(), object_id(id)?]),
            Self::Mail(kind, id) => endpoint.url(&[kind.path(), object_id(id)?, "send"]),
            Self::CompanyInfo => {
                endpoint.url(&[EntityKind::CompanyInfo.path(), endpoint.realm_id()])
            }
            Self::ExchangeRate { currency, day } => {
                let mut url = endpoint.url(&[EntityKind::ExchangeRate.path()]);
                url.query_pairs_mut()
                    .append_pair("sourcecurrencycode", currency)
                    .append_pair("asofdate", &day.to_string());
                url
            }
            Self::Query => endpoint.url(&["query"]),
            Self::Batch => endpoint.url(&["batch"]),
        })
    }
}

/// An id as a path segment; anything else could reach another address than the one meant.
fn object_id(id: &str) -> Result<&str, RequestError> {
    let is_id = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if !id.is_empty() && id.bytes().all(is_id) {
        Ok(id)
    } else {
        Err(RequestError::ObjectId)
    }
}
