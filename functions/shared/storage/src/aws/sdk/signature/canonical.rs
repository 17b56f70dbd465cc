//! The form of a request that is signed.

use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use ring::digest::{SHA256, digest};

/// A request in its canonical form, as far as a signature needs it.
pub(super) struct Canonical {
    /// The digest of all of it.
    pub(super) digest: String,
    /// The names of the headers in it.
    pub(super) signed_headers: String,
}

impl Canonical {
    /// The form of a request of this time; nothing for one that is not to the root of a host, or whose headers are not
    /// canonical by themselves.
    pub(super) fn of(request: &HttpRequest, time: &str, token: Option<&str>) -> Option<Self> {
        let host = host_of_root(request.uri())?;
        let body = request.body().bytes()?;
        let is_signed = |name: &str| name == "content-type" || name.starts_with("x-amz-");
        let given = request.headers().iter();
        let mut headers: Vec<_> = given.filter(|(name, _)| is_signed(name)).collect();
        headers.extend([("host", host), ("x-amz-date", time)]);
        headers.extend(token.map(|token| ("x-amz-security-token", token)));
        headers.sort_unstable();
        let are_plain = headers.iter().all(|(_, value)| is_plain(value));
        let twice = headers.windows(2).any(|two| two[0].0 == two[1].0);
        if request.method() != "POST" || !are_plain || twice {
            return None;
        }
        let names: Vec<&str> = headers.iter().map(|(name, _)| *name).collect();
        let signed_headers = names.join(";");
        let mut form = String::from("POST\n/\n\n");
        for (name, value) in headers {
            form.extend([name, ":", value, "\n"]);
        }
        let body = hex(digest(&SHA256, body).as_ref());
        form.extend(["\n", &signed_headers, "\n", &body]);
        Some(Self {
            digest: hex(digest(&SHA256, form.as_bytes()).as_ref()),
            signed_headers,
        })
    }
}

/// The host of an address without path and query, as it is in the header `host`: without the port that is its scheme's.
fn host_of_root(address: &str) -> Option<&str> {
    let (host, port) = match address.split_once("://")? {
        ("https", rest) => (rest, ":443"),
        ("http", rest) => (rest, ":80"),
        _ => return None,
    };
    let host = host.strip_suffix('/')?;
    let is_host = !host.contains(['/', '?', '#', '@']) && !host.ends_with(port);
    is_host.then_some(host)
}

/// True for a value that is its own canonical form.
fn is_plain(value: &str) -> bool {
    value.trim() == value && !value.contains("  ")
}

/// Bytes as hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    let digits = |byte: &u8| [byte >> 4, byte & 15].map(|half| char::from_digit(half.into(), 16));
    bytes.iter().flat_map(digits).flatten().collect()
}
