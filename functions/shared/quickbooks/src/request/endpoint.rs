//! The address of a company’s books.

use url::{Host, Url};

use crate::request_error::RequestError;

/// The address of one company's books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    company: Url,
    realm_id: String,
}

impl Endpoint {
    /// Base URL of production.
    pub const PRODUCTION: &str = "https://quickbooks.api.intuit.com";
    /// Base URL of Intuit's sandbox companies.
    pub const SANDBOX: &str = "https://sandbox-quickbooks.api.intuit.com";

    /// A company (realm) behind this base URL, such as [`Endpoint::PRODUCTION`].
    pub fn new(base_url: &str, realm_id: &str) -> Result<Self, RequestError> {
        let base = parse_base(base_url)?;
        if realm_id.is_empty() || !realm_id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(RequestError::RealmId);
        }
        let company = append(base, &["v3", "company", realm_id]);
        Ok(Self {
            company,
            realm_id: realm_id.to_owned(),
        })
    }

    /// The company’s id.
    pub fn realm_id(&self) -> &str {
        &self.realm_id
    }

    pub(super) fn url(&self, segments: &[&str]) -> Url {
        append(self.company.clone(), segments)
    }
}

fn parse_base(base_url: &str) -> Result<Url, RequestError> {
    let base = Url::parse(base_url).map_err(|_| RequestError::BaseUrl)?;
    let is_web = keeps_secrets(&base);
    let is_bare = base.username().is_empty()
        && base.password().is_none()
        && base.query().is_none()
        && base.fragment().is_none();
    if is_web && is_bare {
        Ok(base)
    } else {
        Err(RequestError::BaseUrl)
    }
}

/// Tells whether what is sent there is read by nobody on the way: over TLS, or to this machine. A function in
/// `sam local`'s container knows the machine as `host.docker.internal`.
pub(crate) fn keeps_secrets(url: &Url) -> bool {
    let is_this_machine = match url.host() {
        Some(Host::Domain(name)) => matches!(name, "localhost" | "host.docker.internal"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    url.scheme() == "https" || (url.scheme() == "http" && is_this_machine)
}

fn append(mut url: Url, segments: &[&str]) -> Url {
    // An http or https address always has a path to append to.
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().extend(segments);
    }
    url
}

#[cfg(test)]
mod tests;
