//! Requests as values: everything a call sends, decided before anything is sent.

use std::fmt;

use bytes::Bytes;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use url::Url;

use crate::{
    batch::Batch,
    entity::EntityKind,
    query::{InvalidQuery, Query},
};

mod endpoint;
mod id;

pub use endpoint::Endpoint;
pub use id::RequestId;

/// The API version asked for: since 1 August 2025 QuickBooks answers every request as 75 at least.
pub const MINOR_VERSION: u16 = 75;

/// Why a request cannot be sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// The query could only be refused.
    #[error(transparent)]
    Query(#[from] InvalidQuery),
    /// A request id is 1 to 50 letters, digits and hyphens.
    #[error("a request id is 1 to 50 letters, digits and hyphens")]
    RequestId,
    /// A request id of a batch is at most 36 characters, as item ids are appended to it.
    #[error("the request id of a batch is at most {max} characters", max = RequestId::MAX_LENGTH_IN_BATCH)]
    RequestIdTooLongForBatch,
    /// A batch that writes must be repeatable without writing twice.
    #[error("a batch that writes needs a request id")]
    BatchWithoutRequestId,
    /// A batch has 1 to 999 items, as item ids are short.
    #[error("a batch of {0} items; 1 to 999 are possible")]
    BatchSize(usize),
    /// QuickBooks cannot void such a document.
    #[error("QuickBooks cannot void a {0}")]
    CannotVoid(EntityKind),
    /// The id of an object is letters, digits, hyphens and underscores.
    #[error("the id of an object is letters, digits, hyphens and underscores")]
    ObjectId,
    /// The base URL is not an `http` or `https` address without user, query and fragment.
    #[error("the base URL must be an http or https address without user, query and fragment")]
    BaseUrl,
    /// A realm id is letters and digits.
    #[error("a realm id (company id) is digits")]
    RealmId,
    /// An object could not be written as JSON.
    #[error("the object could not be written as JSON")]
    Body,
    /// The access token has characters a header cannot hold.
    #[error("the access token has characters that a header cannot hold")]
    AccessToken,
    /// The parts make no HTTP request.
    #[error("the parts of the request make no HTTP request")]
    Http,
}

/// One call, complete but for the company and the access token; `Debug` shows method and path only.
#[derive(Clone)]
pub struct Request {
    method: http::Method,
    target: Target,
    effect: Effect,
    operation: Option<&'static str>,
    includes: Vec<&'static str>,
    request_id: Option<RequestId>,
    send_to: Option<String>,
    minor_version: u16,
    content_type: Option<&'static str>,
    body: Bytes,
    refusal: Option<RequestError>,
}

#[derive(Clone)]
enum Target {
    Entity(EntityKind),
    Object(EntityKind, String),
    Mail(EntityKind, String),
    CompanyInfo,
    Query,
    Batch,
}

impl Target {
    fn path(&self) -> String {
        match self {
            Self::Entity(kind) => kind.path().to_owned(),
            Self::Object(kind, id) => format!("{}/{id}", kind.path()),
            Self::Mail(kind, id) => format!("{}/{id}/send", kind.path()),
            Self::CompanyInfo => EntityKind::CompanyInfo.path().to_owned(),
            Self::Query => "query".to_owned(),
            Self::Batch => "batch".to_owned(),
        }
    }
}

/// What a call does to the company, and to the month's quota of reads.
#[derive(Clone, Copy, PartialEq)]
struct Effect {
    writes: bool,
    reads: bool,
}

const READ: Effect = Effect {
    writes: false,
    reads: true,
};
const WRITE: Effect = Effect {
    writes: true,
    reads: false,
};
const JSON: &str = "application/json; charset=utf-8";

impl Request {
    /// Creates an object; the same request id again gets the first answer and writes nothing.
    pub fn create(kind: EntityKind, body: Bytes, request_id: &RequestId) -> Self {
        Self::write(kind, body, request_id)
    }

    /// Updates an object; the body holds `Id` and `SyncToken`.
    ///
    /// What the body leaves out is emptied, unless it holds `"sparse": true`.
    pub fn update(kind: EntityKind, body: Bytes, request_id: &RequestId) -> Self {
        Self {
            operation: Some("update"),
            ..Self::write(kind, body, request_id)
        }
    }

    /// Deletes a document; name lists cannot be deleted, only made inactive.
    pub fn delete(kind: EntityKind, id: &str, sync_token: &str, request_id: &RequestId) -> Self {
        let body = json!({ "Id": id, "SyncToken": sync_token }).to_string();
        Self {
            operation: Some("delete"),
            ..Self::write(kind, body.into(), request_id)
        }
    }

    /// Voids an invoice, payment or sales receipt: its amounts become 0 and the document stays.
    ///
    /// Other kinds are an error here: QuickBooks answers them with HTTP 200 and does nothing, or worse.
    pub fn void(
        kind: EntityKind,
        id: &str,
        sync_token: &str,
        request_id: &RequestId,
    ) -> Result<Self, RequestError> {
        match kind {
            EntityKind::Invoice => {
                let body = json!({ "Id": id, "SyncToken": sync_token }).to_string();
                Ok(Self {
                    operation: Some("void"),
                    ..Self::write(kind, body.into(), request_id)
                })
            }
            EntityKind::Payment | EntityKind::SalesReceipt => {
                let body = json!({ "Id": id, "SyncToken": sync_token, "sparse": true }).to_string();
                Ok(Self {
                    operation: Some("update"),
                    includes: vec!["void"],
                    ..Self::write(kind, body.into(), request_id)
                })
            }
            EntityKind::Customer
            | EntityKind::Item
            | EntityKind::Estimate
            | EntityKind::Purchase
            | EntityKind::RefundReceipt
            | EntityKind::Vendor
            | EntityKind::Employee
            | EntityKind::Account
            | EntityKind::Term
            | EntityKind::TaxCode
            | EntityKind::Class
            | EntityKind::Department
            | EntityKind::PaymentMethod
            | EntityKind::CompanyInfo
            | EntityKind::Preferences
            | EntityKind::ExchangeRate => Err(RequestError::CannotVoid(kind)),
        }
    }

    /// Reads one object.
    pub fn read(kind: EntityKind, id: &str) -> Self {
        Self::get(Target::Object(kind, id.to_owned()))
    }

    /// Reads the company; its address is the realm id.
    pub fn company_info() -> Self {
        Self::get(Target::CompanyInfo)
    }

    /// Reads the preferences of the company.
    pub fn preferences() -> Self {
        Self::get(Target::Entity(EntityKind::Preferences))
    }

    /// Asks a query, by `POST` so that long lists of values fit.
    pub fn query(query: &Query) -> Self {
        Self {
            content_type: Some("application/text"),
            body: query.to_string().into(),
            refusal: query.validate().err().map(RequestError::Query),
            ..Self::post(Target::Query, READ)
        }
    }

    /// Sends several operations as one request.
    ///
    /// The request id is required when one of them writes, and at most 36 characters long.
    pub fn batch(batch: &Batch, request_id: Option<&RequestId>) -> Result<Self, RequestError> {
        let body = batch.to_body()?;
        if batch.writes() && request_id.is_none() {
            return Err(RequestError::BatchWithoutRequestId);
        }
        if request_id.is_some_and(|id| !id.fits_batch()) {
            return Err(RequestError::RequestIdTooLongForBatch);
        }
        let effect = Effect {
            writes: batch.writes(),
            reads: batch.reads(),
        };
        Ok(Self {
            content_type: Some(JSON),
            body,
            request_id: request_id.cloned(),
            ..Self::post(Target::Batch, effect)
        })
    }

    /// Has QuickBooks e-mail a document, to this address or to the one on the document.
    ///
    /// Possible for invoices, estimates, sales receipts, payments and refund receipts. Takes no request
    /// id: whether QuickBooks honours one here is not documented, so repeating it may send a second mail.
    pub fn send_email(kind: EntityKind, id: &str, send_to: Option<&str>) -> Self {
        Self {
            // Any other content type is answered with HTTP 500.
            content_type: Some("application/octet-stream"),
            send_to: send_to.map(ToOwned::to_owned),
            ..Self::post(Target::Mail(kind, id.to_owned()), WRITE)
        }
    }

    /// Asks for another minor version than [`MINOR_VERSION`].
    #[must_use]
    pub fn with_minor_version(mut self, minor_version: u16) -> Self {
        self.minor_version = minor_version;
        self
    }

    /// Lets QuickBooks store a document number that is taken, instead of refusing it (6140).
    #[must_use]
    pub fn allowing_duplicate_document_number(mut self) -> Self {
        self.includes.push("allowduplicatedocnum");
        self
    }

    /// Asks for the link under which the customer sees the invoice.
    #[must_use]
    pub fn including_invoice_link(mut self) -> Self {
        self.includes.push("invoiceLink");
        self
    }

    /// Whether it can change the company: then a lost answer leaves its outcome unknown.
    pub fn is_write(&self) -> bool {
        self.effect.writes
    }

    /// Whether Intuit counts it against the month's quota of data reads; writes are free.
    pub fn is_metered_read(&self) -> bool {
        self.effect.reads
    }

    /// The request id it carries.
    pub fn request_id(&self) -> Option<&RequestId> {
        self.request_id.as_ref()
    }

    /// The HTTP request for this company; the access token is marked sensitive.
    pub fn to_http(
        &self,
        endpoint: &Endpoint,
        access_token: &SecretString,
    ) -> Result<http::Request<Bytes>, RequestError> {
        if let Some(refusal) = &self.refusal {
            return Err(refusal.clone());
        }
        let bearer = format!("Bearer {}", access_token.expose_secret());
        let mut authorization =
            http::HeaderValue::try_from(bearer).map_err(|_| RequestError::AccessToken)?;
        authorization.set_sensitive(true);
        let mut request = http::Request::builder()
            .method(self.method.clone())
            .uri(self.url(endpoint)?.as_str())
            .header(http::header::AUTHORIZATION, authorization)
            // Without it QuickBooks answers in XML.
            .header(http::header::ACCEPT, "application/json");
        if let Some(content_type) = self.content_type {
            request = request.header(http::header::CONTENT_TYPE, content_type);
        }
        request
            .body(self.body.clone())
            .map_err(|_| RequestError::Http)
    }

    fn url(&self, endpoint: &Endpoint) -> Result<Url, RequestError> {
        let mut url = match &self.target {
            Target::Entity(kind) => endpoint.url(&[kind.path()]),
            Target::Object(kind, id) => endpoint.url(&[kind.path(), object_id(id)?]),
            Target::Mail(kind, id) => endpoint.url(&[kind.path(), object_id(id)?, "send"]),
            Target::CompanyInfo => {
                endpoint.url(&[EntityKind::CompanyInfo.path(), endpoint.realm_id()])
            }
            Target::Query => endpoint.url(&["query"]),
            Target::Batch => endpoint.url(&["batch"]),
        };
        self.append_parameters(&mut url);
        Ok(url)
    }

    fn append_parameters(&self, url: &mut Url) {
        let mut parameters = url.query_pairs_mut();
        if let Some(operation) = self.operation {
            parameters.append_pair("operation", operation);
        }
        if !self.includes.is_empty() {
            parameters.append_pair("include", &self.includes.join(","));
        }
        if let Some(address) = &self.send_to {
            parameters.append_pair("sendTo", address);
        }
        if let Some(request_id) = &self.request_id {
            parameters.append_pair("requestid", request_id.as_str());
        }
        parameters.append_pair("minorversion", &self.minor_version.to_string());
    }

    fn write(kind: EntityKind, body: Bytes, request_id: &RequestId) -> Self {
        Self {
            content_type: Some(JSON),
            body,
            request_id: Some(request_id.clone()),
            ..Self::post(Target::Entity(kind), WRITE)
        }
    }

    fn get(target: Target) -> Self {
        Self {
            method: http::Method::GET,
            ..Self::post(target, READ)
        }
    }

    fn post(target: Target, effect: Effect) -> Self {
        Self {
            method: http::Method::POST,
            target,
            effect,
            operation: None,
            includes: Vec::new(),
            request_id: None,
            send_to: None,
            minor_version: MINOR_VERSION,
            content_type: None,
            body: Bytes::new(),
            refusal: None,
        }
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.method, self.target.path())
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

#[cfg(test)]
mod tests;
