//! OAuth 2.0 as Intuit speaks it: getting, refreshing and revoking tokens.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{HeaderValue, Request, header};
use secrecy::{ExposeSecret, SecretString};
use url::{Url, form_urlencoded};

use crate::{metering::Metering, request::keeps_secrets, transport::Transport};

mod grant;
mod outcome;

pub use grant::TokenGrant;
pub use outcome::OAuthError;

/// The scope of the accounting API.
pub const ACCOUNTING_SCOPE: &str = "com.intuit.quickbooks.accounting";

/// The proof of the app’s identity; `Debug` does not show the secret.
#[derive(Clone, Debug)]
pub struct AppCredentials {
    /// Client id of the app.
    pub client_id: String,
    /// Client secret of the app.
    pub client_secret: SecretString,
}

/// The addresses tokens are got at; production, which serves Intuit’s sandbox companies too, by default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OAuthEndpoints {
    /// The page on which a person grants access.
    pub authorize_url: String,
    /// The endpoint that exchanges codes and refresh tokens.
    pub token_url: String,
    /// The endpoint that revokes tokens.
    pub revoke_url: String,
}

impl Default for OAuthEndpoints {
    fn default() -> Self {
        Self {
            authorize_url: "https://appcenter.intuit.com/connect/oauth2".to_owned(),
            token_url: "https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer".to_owned(),
            revoke_url: "https://developer.api.intuit.com/v2/oauth2/tokens/revoke".to_owned(),
        }
    }
}

/// An app, and the addresses it gets its tokens at.
#[derive(Clone, Debug)]
pub struct OAuthApp {
    /// The addresses.
    pub endpoints: OAuthEndpoints,
    /// The app’s credentials.
    pub credentials: AppCredentials,
}

/// Gets, refreshes and revokes the tokens of one app. Repeats nothing by itself.
#[derive(Clone, Debug)]
pub struct OAuthClient<T> {
    transport: T,
    app: OAuthApp,
}

impl<T> OAuthClient<T> {
    /// A client of this app.
    pub fn new(transport: T, app: OAuthApp) -> Self {
        Self { transport, app }
    }

    /// The address of the page on which a person grants access.
    ///
    /// Intuit sends them back to `redirect_uri` with `code`, `state` and `realmId`; the `state` must be
    /// unguessable and be compared there.
    pub fn authorize_url(
        &self,
        redirect_uri: &str,
        scopes: &[&str],
        state: &str,
    ) -> Result<String, OAuthError> {
        let mut url =
            Url::parse(&self.app.endpoints.authorize_url).map_err(|_| invalid("authorize URL"))?;
        url.query_pairs_mut()
            .append_pair("client_id", &self.app.credentials.client_id)
            .append_pair("response_type", "code")
            .append_pair("scope", &scopes.join(" "))
            .append_pair("redirect_uri", redirect_uri)
            .append_pair("state", state);
        Ok(url.into())
    }

    /// `Basic` and the base64 of `id:secret`, marked sensitive.
    fn authorization(&self) -> Result<HeaderValue, OAuthError> {
        let secret = self.app.credentials.client_secret.expose_secret();
        let pair = format!("{}:{secret}", self.app.credentials.client_id);
        let mut value = HeaderValue::try_from(format!("Basic {}", STANDARD.encode(pair)))
            .map_err(|_| invalid("credentials"))?;
        value.set_sensitive(true);
        Ok(value)
    }

    fn post(
        &self,
        url: &str,
        content_type: &'static str,
        body: String,
    ) -> Result<Request<Bytes>, OAuthError> {
        // The app's secret goes there, and tokens come back.
        if !Url::parse(url).is_ok_and(|url| keeps_secrets(&url)) {
            return Err(OAuthError::InvalidRequest {
                detail: "the token or revoke URL must begin with https://".to_owned(),
            });
        }
        Request::post(url)
            .extension(Metering::Tokens)
            .header(header::AUTHORIZATION, self.authorization()?)
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, content_type)
            // Asks for `x_refresh_token_hard_expires_in`, the end of the refresh token’s five years.
            .header("x-include-refresh-token-hard-expires-in", "true")
            .body(body.into())
            .map_err(|_| invalid("token or revoke URL"))
    }
}

impl<T: Transport> OAuthClient<T> {
    /// Exchanges the code of a redirect for tokens.
    pub async fn exchange_code(
        &self,
        code: &str,
        redirect_uri: &str,
        timeout: Duration,
    ) -> Result<TokenGrant, OAuthError> {
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", redirect_uri),
        ];
        self.grant(&form, timeout).await
    }

    /// Exchanges a refresh token for new tokens.
    ///
    /// Intuit rotates refresh tokens: store the returned one before using the access token. After
    /// [`OAuthError::Unknown`] the old one may be spent, or may still serve.
    pub async fn refresh(
        &self,
        refresh_token: &SecretString,
        timeout: Duration,
    ) -> Result<TokenGrant, OAuthError> {
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh_token.expose_secret()),
        ];
        self.grant(&form, timeout).await
    }

    /// Revokes a refresh or access token, and with it the whole connection.
    pub async fn revoke(&self, token: &SecretString, timeout: Duration) -> Result<(), OAuthError> {
        let body = serde_json::json!({ "token": token.expose_secret() }).to_string();
        let request = self.post(&self.app.endpoints.revoke_url, "application/json", body)?;
        let response = self.transport.send(request, timeout).await;
        outcome::accepted(response).map(|_| ())
    }

    async fn grant(
        &self,
        form: &[(&str, &str)],
        timeout: Duration,
    ) -> Result<TokenGrant, OAuthError> {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        let content_type = "application/x-www-form-urlencoded";
        let request = self.post(&self.app.endpoints.token_url, content_type, body)?;
        let response = outcome::accepted(self.transport.send(request, timeout).await)?;
        TokenGrant::parse(&response).ok_or_else(|| OAuthError::Unknown {
            detail: "the answer holds no tokens".to_owned(),
        })
    }
}

fn invalid(what: &str) -> OAuthError {
    OAuthError::InvalidRequest {
        detail: format!("the {what} cannot be sent"),
    }
}

#[cfg(test)]
mod tests;
