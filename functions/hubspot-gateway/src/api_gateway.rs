//! Requests and responses as API Gateway's HTTP APIs hand them to a function, payload format 2.0.
//!
//! The payload itself, instead of `lambda_http`: what the gateway needs of it is six fields, and that crate brings
//! every event of every service with it, to be paged in at each cold start.
//!
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html>

use std::collections::BTreeMap;

use actions::ActionError;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::http::{HttpRequest, HttpResponse, Noted};

/// The stage whose name is in no address.
const DEFAULT_STAGE: &str = "$default";

/// The event, as far as the gateway needs it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    raw_path: String,
    #[serde(default)]
    raw_query_string: String,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    body: String,
    #[serde(default)]
    is_base64_encoded: bool,
    request_context: RequestContext,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RequestContext {
    domain_name: String,
    stage: String,
    http: Method,
}

#[derive(Deserialize)]
struct Method {
    method: String,
}

/// The response, which API Gateway turns into HTTP.
#[derive(Serialize, derive_more::Debug)]
#[serde(rename_all = "camelCase")]
pub struct ApiGatewayResponse {
    status_code: u16,
    headers: BTreeMap<&'static str, String>,
    #[debug("{} bytes", body.len())]
    body: String,
    #[serde(skip)]
    noted: Noted,
}

impl ApiGatewayResponse {
    /// The kind of thing that happened, to be counted.
    pub const fn noted(&self) -> Noted {
        self.noted
    }
}

/// Reads an event. Without a configured `public_url` the gateway is where the API is: API Gateway answers to no other
/// names than its own and those it was given, so that a forged `Host` does not get here.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] for anything but an HTTP API's event.
pub fn request(event: &[u8], public_url: Option<&str>) -> Result<HttpRequest, ActionError> {
    let refusal = || {
        ActionError::invalid("this function answers API Gateway's HTTP APIs, payload format 2.0")
    };
    let event: Event = serde_json::from_slice(event).map_err(|_| refusal())?;
    let context = event.request_context;
    let stage = match context.stage.as_str() {
        DEFAULT_STAGE => String::new(),
        stage => format!("/{stage}"),
    };
    let public_url = match public_url {
        Some(url) => url.trim_end_matches('/').to_owned(),
        None => format!("https://{}{stage}", context.domain_name),
    };
    let base = Url::parse(&public_url).map(|url| url.path().trim_end_matches('/').to_owned());
    let path = below(&event.raw_path, &stage);
    let path = below(path, &base.unwrap_or_default()).to_owned();
    let body = if event.is_base64_encoded {
        let body = STANDARD.decode(event.body).map_err(|_| refusal())?;
        Bytes::from(body)
    } else {
        Bytes::from(event.body)
    };
    Ok(HttpRequest {
        method: context.http.method,
        path,
        query: event.raw_query_string,
        headers: headers(event.headers),
        body,
        public_url,
    })
}

/// The headers, of which one that was sent twice is joined by commas, and so fits no signature.
fn headers(given: BTreeMap<String, String>) -> HeaderMap {
    let pairs = given.into_iter().filter_map(|(name, value)| {
        let name = HeaderName::try_from(name).ok()?;
        Some((name, HeaderValue::try_from(value).ok()?))
    });
    pairs.collect()
}

/// `path` without `base`, if it begins with it.
fn below<'p>(path: &'p str, base: &str) -> &'p str {
    match path.strip_prefix(base) {
        Some(rest) if rest.starts_with('/') => rest,
        Some(_) | None => path,
    }
}

impl From<HttpResponse> for ApiGatewayResponse {
    fn from(response: HttpResponse) -> Self {
        Self {
            status_code: response.status,
            headers: response.headers.into_iter().collect(),
            body: response.body,
            noted: response.noted,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{ApiGatewayResponse, request};
    use crate::http::{HttpResponse, Noted};

    fn event(raw_path: &str, stage: &str, body: &str, is_base64: bool) -> Vec<u8> {
        let event = json!({
            "version": "2.0", "routeKey": "POST /hubspot/webhooks", "rawPath": raw_path,
            "rawQueryString": "a=%3Ab", "headers": {"x-hubspot-signature-version": "v2", "host": "forged.example.com"},
            "requestContext": {"domainName": "abc.execute-api.us-east-1.amazonaws.com",
                "stage": stage, "http": {"method": "POST", "path": raw_path}},
            "body": body, "isBase64Encoded": is_base64,
        });
        event.to_string().into_bytes()
    }

    #[test]
    fn the_address_is_the_configured_one_or_the_api_s_own_and_never_the_host_header() {
        let api = "https://abc.execute-api.us-east-1.amazonaws.com";
        for (path, stage, configured, uri) in [
            (
                "/hubspot/webhooks",
                "$default",
                None,
                format!("{api}/hubspot/webhooks?a=%3Ab"),
            ),
            (
                "/prod/hubspot/webhooks",
                "prod",
                None,
                format!("{api}/prod/hubspot/webhooks?a=%3Ab"),
            ),
            (
                "/hubspot/webhooks",
                "$default",
                Some("https://actions.example.com/"),
                "https://actions.example.com/hubspot/webhooks?a=%3Ab".to_owned(),
            ),
            (
                "/books/hubspot/webhooks",
                "$default",
                Some("https://example.com/books"),
                "https://example.com/books/hubspot/webhooks?a=%3Ab".to_owned(),
            ),
        ] {
            let request = request(&event(path, stage, "{}", false), configured).unwrap();
            assert_eq!(request.path, "/hubspot/webhooks", "{path}");
            assert_eq!(request.uri(), uri);
            assert_eq!(request.headers["x-hubspot-signature-version"], "v2");
            assert_eq!(&request.body[..], b"{}");
        }
    }

    #[test]
    fn a_body_in_base64_is_the_bytes_that_were_sent() {
        let request = request(
            &event("/hubspot/webhooks", "$default", "eyLDvCI6MX0=", true),
            None,
        );
        assert_eq!(&request.unwrap().body[..], "{\"ü\":1}".as_bytes());
    }

    #[test]
    fn another_event_is_refused_without_being_quoted() {
        let broken = event("/hubspot/webhooks", "$default", "canary!", true);
        for event in [
            b"{}".to_vec(),
            b"canary".to_vec(),
            br#"{"httpMethod":"canary"}"#.to_vec(),
            broken,
        ] {
            let error = request(&event, None).unwrap_err();
            assert_eq!(error.error_type(), "InvalidRequest");
            assert!(!error.to_string().contains("canary"), "{error}");
        }
    }

    #[test]
    fn a_response_has_the_form_of_payload_2_0() {
        let response = HttpResponse::json(200, &json!({"a": 1}), Noted::Run);
        let response = ApiGatewayResponse::from(response);
        let written: Value = serde_json::to_value(&response).unwrap();
        let headers = json!({"content-type": "application/json", "cache-control": "no-store"});
        assert_eq!(
            written,
            json!({"statusCode": 200, "headers": headers, "body": "{\"a\":1}"})
        );
    }
}
