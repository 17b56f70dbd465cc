//! A request as HTTP.

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::{Endpoint, Request};
use crate::request::RequestError;

const JSON: &str = "application/json";

impl Request {
    /// The HTTP request to this API; the access token is marked sensitive.
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
            .header(AUTHORIZATION, authorization)
            .header(ACCEPT, JSON);
        if self.body.is_some() {
            request = request.header(CONTENT_TYPE, JSON);
        }
        request
            .body(self.body.clone().unwrap_or_default())
            .map_err(|_| RequestError::Http)
    }

    fn url(&self, endpoint: &Endpoint) -> Result<Url, RequestError> {
        let mut url = self.target.url(endpoint)?;
        if !self.parameters.is_empty() {
            url.query_pairs_mut().extend_pairs(&self.parameters);
        }
        Ok(url)
    }
}
