//! Requests as values: everything a call sends, decided before anything is sent.

use std::fmt;

use bytes::Bytes;
use jiff::civil::Date;
use serde_json::json;

use crate::{
    batch::Batch, kind::EntityKind, metering::Metering, outcome::Wanted, query::Query,
    request_error::RequestError,
};

mod endpoint;
mod http_form;
mod id;
mod target;

pub use endpoint::Endpoint;
pub(crate) use endpoint::keeps_secrets;
pub use id::RequestId;
use target::Target;

/// The API version asked for: since 1 August 2025 QuickBooks answers every request as 75 at least.
pub const MINOR_VERSION: u16 = 75;

/// One call, complete but for the company and the access token; `Debug` shows method and path only.
#[derive(Clone)]
#[expect(
    clippy::struct_field_names,
    reason = "request id is the API's own name"
)]
pub struct Request {
    method: http::Method,
    target: Target,
    metering: Metering,
    operation: Option<&'static str>,
    includes: Vec<&'static str>,
    request_id: Option<RequestId>,
    send_to: Option<String>,
    content_type: Option<&'static str>,
    body: Bytes,
    refusal: Option<RequestError>,
}

const JSON: &str = "application/json; charset=utf-8";

impl Request {
    /// Creates an object; the same request id again gets the first answer and writes nothing. A document is answered
    /// without its lines.
    pub fn create(kind: EntityKind, body: Bytes, request_id: &RequestId) -> Self {
        Self::write(kind, body, request_id)
    }

    /// Deletes a document; name lists cannot be deleted, only made inactive.
    pub fn delete(kind: EntityKind, id: &str, sync_token: &str, request_id: &RequestId) -> Self {
        let body = json!({ "Id": id, "SyncToken": sync_token }).to_string();
        Self {
            operation: Some("delete"),
            ..Self::write(kind, body.into(), request_id)
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

    /// Reads the exchange rate of a currency (ISO 4217) that held on a day; its `AsOfDate` may be
    /// earlier.
    pub fn exchange_rate(currency: &str, day: Date) -> Self {
        let currency = currency.to_owned();
        Self::get(Target::ExchangeRate { currency, day })
    }

    /// Asks a query, by `POST` so that long lists of values fit.
    pub fn query(query: &Query) -> Self {
        let text = query.to_string();
        // What is recorded of this request has no charset, which ASCII does not need.
        let content_type = if text.is_ascii() {
            "application/text"
        } else {
            "application/text; charset=utf-8"
        };
        Self {
            content_type: Some(content_type),
            body: text.into(),
            refusal: query.validate().err().map(RequestError::Query),
            ..Self::post(Target::Query, Metering::READ)
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
            return Err(RequestError::RequestIdTooLongForBatch {
                limit: RequestId::MAX_LENGTH_IN_BATCH,
            });
        }
        let metering = Metering::Accounting {
            is_write: batch.writes(),
            reads: batch.queries(),
        };
        Ok(Self {
            content_type: Some(JSON),
            body,
            request_id: request_id.cloned(),
            ..Self::post(Target::Batch, metering)
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
            ..Self::post(Target::Mail(kind, id.to_owned()), Metering::WRITE)
        }
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

    /// Tells whether it can change the company: then a lost answer leaves its outcome unknown.
    pub fn is_write(&self) -> bool {
        self.metering.is_write()
    }

    /// Tells whether it is a batch, of which Intuit lets a company send fewer than of other requests.
    pub fn is_batch(&self) -> bool {
        matches!(self.target, Target::Batch)
    }

    /// The part of the answer that is wanted.
    pub(crate) fn wanted(&self) -> Wanted {
        match self.target {
            Target::Entity(kind) => Wanted::WithoutLines(kind),
            _ => Wanted::Everything,
        }
    }

    /// The body as it goes out.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    fn write(kind: EntityKind, body: Bytes, request_id: &RequestId) -> Self {
        Self {
            content_type: Some(JSON),
            body,
            request_id: Some(request_id.clone()),
            ..Self::post(Target::Entity(kind), Metering::WRITE)
        }
    }

    fn get(target: Target) -> Self {
        Self {
            method: http::Method::GET,
            ..Self::post(target, Metering::READ)
        }
    }

    fn post(target: Target, metering: Metering) -> Self {
        Self {
            method: http::Method::POST,
            target,
            metering,
            operation: None,
            includes: Vec::new(),
            request_id: None,
            send_to: None,
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

#[cfg(test)]
mod tests;
