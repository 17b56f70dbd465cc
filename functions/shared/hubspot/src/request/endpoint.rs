//! The address of the API.

use url::{Host, Url};

use crate::request::{ApiVersion, RequestError};

/// The address of the API, and the version that is called there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    base: Url,
    version: ApiVersion,
}

impl Endpoint {
    /// Base URL of HubSpot's API, for every account.
    pub const PRODUCTION: &str = "https://api.hubapi.com";

    /// The API of this version behind this base URL, such as [`Endpoint::PRODUCTION`].
    pub fn new(base_url: &str, version: ApiVersion) -> Result<Self, RequestError> {
        let base = Url::parse(base_url).map_err(|_| RequestError::BaseUrl)?;
        let is_web = base.scheme() == "https" || is_this_machine(&base);
        let is_bare = base.username().is_empty()
            && base.password().is_none()
            && base.query().is_none()
            && base.fragment().is_none();
        if is_web && is_bare {
            Ok(Self { base, version })
        } else {
            Err(RequestError::BaseUrl)
        }
    }

    /// The version that is called.
    pub fn version(&self) -> ApiVersion {
        self.version
    }

    pub(super) fn url<'s>(&self, segments: impl Iterator<Item = &'s str>) -> Url {
        let mut url = self.base.clone();
        // An http or https address always has a path to append to.
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        url
    }
}

/// Tells whether it is an address of this machine without TLS, which nobody reads on the way. A function in
/// `sam local`'s container knows the machine as `host.docker.internal`.
fn is_this_machine(url: &Url) -> bool {
    let is_ours = match url.host() {
        Some(Host::Domain(name)) => matches!(name, "localhost" | "host.docker.internal"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    url.scheme() == "http" && is_ours
}

#[cfg(test)]
mod tests {
    use super::Endpoint;
    use crate::request::ApiVersion;

    #[test]
    fn the_api_stands_behind_the_base_url() {
        for base in [
            "https://example.com",
            "https://example.com/",
            "http://127.0.0.1:80/proxy/",
        ] {
            let endpoint = Endpoint::new(base, ApiVersion::default()).unwrap();
            let url = endpoint.url(["crm", "v3"].into_iter()).to_string();
            let expected = format!("{}/crm/v3", base.trim_end_matches('/'));
            assert_eq!(url, expected.replace(":80/", "/"));
        }
    }

    #[test]
    fn an_address_that_could_lead_elsewhere_is_refused() {
        for base in [
            "",
            "hubspot",
            "ftp://example.com",
            "http://api.hubapi.com",
            "http://127.0.0.1.example.com",
            "https://u:p@example.com",
            "https://example.com?x=1",
            "https://example.com#x",
        ] {
            assert!(
                Endpoint::new(base, ApiVersion::default()).is_err(),
                "{base:?}"
            );
        }
    }
}
