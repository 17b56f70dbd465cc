//! A request as HTTP.

use bytes::Bytes;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::{Endpoint, MINOR_VERSION, Request};
use crate::request_error::RequestError;

impl Request {
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
            .extension(self.metering)
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
        let mut url = self.target.url(endpoint)?;
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
        parameters.append_pair("minorversion", &MINOR_VERSION.to_string());
    }
}
