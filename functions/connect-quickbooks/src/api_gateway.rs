//! Requests and responses as API Gateway's HTTP APIs hand them to a function, payload format 2.0.
//!
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html>

use std::collections::BTreeMap;

use actions::ActionError;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::http::{HttpRequest, HttpResponse};

/// The stage whose name is in no address.
const DEFAULT_STAGE: &str = "$default";

/// The event, as far as pages need it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    raw_path: String,
    #[serde(default)]
    raw_query_string: String,
    #[serde(default)]
    cookies: Vec<String>,
    request_context: RequestContext,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RequestContext {
    domain_name: String,
    stage: String,
    http: Http,
}

#[derive(Deserialize)]
struct Http {
    method: String,
}

/// The response, which API Gateway turns into HTTP.
#[derive(Serialize, derive_more::Debug)]
#[serde(rename_all = "camelCase")]
pub struct ApiGatewayResponse {
    status_code: u16,
    headers: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[debug(skip)]
    cookies: Vec<String>,
    #[debug("{} bytes", body.len())]
    body: String,
}

impl ApiGatewayResponse {
    /// Tells whether the page says that something did not work.
    pub fn is_failure(&self) -> bool {
        self.status_code >= 400
    }
}

/// Reads an event. Without a `public_url` the pages are where the API is; API Gateway answers to no
/// other names than its own, so that a forged `Host` does not get here.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] for anything but an HTTP API's event.
pub fn request(event: &[u8], public_url: Option<&str>) -> Result<HttpRequest, ActionError> {
    let event: Event = serde_json::from_slice(event).map_err(|_| {
        ActionError::invalid("this function answers API Gateway's HTTP APIs, payload format 2.0")
    })?;
    let context = event.request_context;
    let stage = match context.stage.as_str() {
        DEFAULT_STAGE => String::new(),
        stage => format!("/{stage}"),
    };
    let public_url = match public_url {
        Some(url) => url.to_owned(),
        None => format!("https://{}{stage}", context.domain_name),
    };
    let base = Url::parse(&public_url).map(|url| url.path().trim_end_matches('/').to_owned());
    let path = below(&event.raw_path, &stage);
    let path = below(path, &base.unwrap_or_default()).to_owned();
    Ok(HttpRequest {
        method: context.http.method,
        path,
        query: event.raw_query_string,
        cookies: event.cookies,
        public_url,
    })
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
            cookies: response.cookies,
            body: response.body,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{ApiGatewayResponse, request};
    use crate::http::HttpResponse;

    fn event(raw_path: &str, stage: &str) -> Vec<u8> {
        let event = json!({
            "version": "2.0", "routeKey": "GET /callback", "rawPath": raw_path,
            "rawQueryString": "code=1&state=a%2Eb", "cookies": ["a=1", "b=2"],
            "headers": {"host": "forged.example.com"},
            "requestContext": {"domainName": "abc.execute-api.us-east-1.amazonaws.com",
                "stage": stage, "http": {"method": "GET", "path": raw_path}},
            "isBase64Encoded": false,
        });
        event.to_string().into_bytes()
    }

    #[test]
    fn the_pages_are_where_the_api_is_or_where_they_are_said_to_be() {
        let api = "https://abc.execute-api.us-east-1.amazonaws.com";
        let table = [
            ("/callback", "$default", None, api.to_owned()),
            ("/prod/callback", "prod", None, format!("{api}/prod")),
            (
                "/callback",
                "$default",
                Some("https://connect.example.com"),
                "https://connect.example.com".to_owned(),
            ),
            (
                "/books/callback",
                "$default",
                Some("https://example.com/books/"),
                "https://example.com/books/".to_owned(),
            ),
        ];
        for (path, stage, configured, public_url) in table {
            let request = request(&event(path, stage), configured).unwrap();
            assert_eq!(request.path, "/callback", "{path}");
            assert_eq!(request.public_url, public_url);
            assert_eq!(request.method, "GET");
            assert_eq!(request.query, "code=1&state=a%2Eb");
            assert_eq!(request.cookies, ["a=1", "b=2"]);
        }
    }

    #[test]
    fn another_event_is_refused_without_being_quoted() {
        for event in ["{}", "[]", "canary", r#"{"httpMethod":"canary"}"#] {
            let error = request(event.as_bytes(), None).unwrap_err();
            assert_eq!(error.error_type(), "InvalidRequest");
            assert!(!error.to_string().contains("canary"), "{error}");
        }
    }

    #[test]
    fn a_response_has_the_form_of_payload_2_0() {
        let response = HttpResponse {
            status: 302,
            headers: vec![("location", "https://example.com".into())],
            cookies: vec!["a=1; Path=/".into()],
            body: String::new(),
        };
        let expected = json!({"statusCode": 302, "headers": {"location": "https://example.com"},
            "cookies": ["a=1; Path=/"], "body": ""});
        let response = ApiGatewayResponse::from(response);
        assert_eq!(serde_json::to_value(&response).unwrap(), expected);
    }
}
