//! HTTP as far as these pages need it, whoever serves them.

pub(crate) mod cookie;

use url::form_urlencoded;

/// A request for a page; `Debug` shows its method alone, since the query may hold a code.
#[derive(Clone, derive_more::Debug)]
#[debug("HttpRequest({method})")]
pub struct HttpRequest {
    /// The method, in capitals.
    pub method: String,
    /// The path below [`HttpRequest::public_url`], as it was sent.
    pub path: String,
    /// The query string as it was sent, without its `?`.
    pub query: String,
    /// The cookies, each as `name=value`.
    pub cookies: Vec<String>,
    /// The address under which people see these pages, such as `https://connect.example.com`.
    pub public_url: String,
}

/// A page or a redirect; `Debug` shows its status alone, since a cookie proves who asked.
#[derive(Clone, derive_more::Debug, PartialEq, Eq)]
#[debug("HttpResponse({status})")]
pub struct HttpResponse {
    /// The status.
    pub status: u16,
    /// The headers but for `set-cookie`.
    pub headers: Vec<(&'static str, String)>,
    /// The cookies to be set, each a whole `set-cookie` value.
    pub cookies: Vec<String>,
    /// The body.
    pub body: String,
}

impl HttpRequest {
    /// The value of a query parameter, if it is there and not empty.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        form_urlencoded::parse(self.query.as_bytes())
            .find(|(key, value)| key == name && !value.is_empty())
            .map(|(_, value)| value.into_owned())
    }

    /// The value of a cookie.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.iter().find_map(|cookie| {
            let (key, value) = cookie.trim().split_once('=')?;
            (key == name).then_some(value)
        })
    }

    /// Where Intuit sends the browser back to; it must be among the redirect URIs of the app.
    pub(crate) fn redirect_uri(&self) -> String {
        format!("{}/callback", self.public_url.trim_end_matches('/'))
    }
}
