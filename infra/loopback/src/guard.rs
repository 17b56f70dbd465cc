//! The check of where a request comes from.
//!
//! A page of any site can send requests to a port of this machine. Browsers say so in `Origin` and
//! `Sec-Fetch-Site` (<https://www.w3.org/TR/fetch-metadata/>), and a page cannot keep them from it. A page
//! whose name was made to lead here (DNS rebinding) is of one origin with what it asks, but has that
//! name in `Host`.

use http::{HeaderMap, Method};

/// The names of this machine. The last one is that of the machine to a function in `sam local`'s
/// container; browsers cannot be led to it by anybody else.
const NAMES: [&str; 4] = ["localhost", "127.0.0.1", "[::1]", "host.docker.internal"];

/// Why a request is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is for another host than this machine.
    ForeignHost,
    /// Another site's page sent it.
    OtherSite,
    /// It is for a part of another page, which could have a person click on ours without seeing it.
    Framed,
}

impl Refusal {
    /// The reason in words.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::ForeignHost => "this machine is not called so: use localhost or 127.0.0.1",
            Self::OtherSite => "another site's page sent this request, which is not taken",
            Self::Framed => "this page stands in no other: open it by itself",
        }
    }
}

/// Tells why a request is not taken, if it is not. A link on another page may lead here all the same:
/// that is how a person comes back from Intuit.
pub fn refusal(method: &Method, headers: &HeaderMap) -> Option<Refusal> {
    let header = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let host = header("host");
    if !host.is_none_or(is_this_machine) {
        return Some(Refusal::ForeignHost);
    }
    if matches!(
        header("sec-fetch-dest"),
        Some("iframe" | "frame" | "embed" | "object" | "fencedframe")
    ) {
        return Some(Refusal::Framed);
    }
    let is_foreign_origin = header("origin").is_some_and(|origin| {
        let name = origin.strip_prefix("http://");
        name.is_none() || name != host
    });
    let site = header("sec-fetch-site");
    let is_foreign_site = site.is_some_and(|site| !matches!(site, "same-origin" | "none"));
    let follows_link = method == Method::GET && header("sec-fetch-mode") == Some("navigate");
    let is_taken = !is_foreign_origin && (!is_foreign_site || follows_link);
    (!is_taken).then_some(Refusal::OtherSite)
}

fn is_this_machine(host: &str) -> bool {
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    NAMES.iter().any(|name| match host.get(..name.len()) {
        Some(start) if start.eq_ignore_ascii_case(name) => {
            let rest = host.get(name.len()..).unwrap_or_default();
            rest.is_empty() || rest.strip_prefix(':').is_some_and(is_port)
        }
        Some(_) | None => false,
    })
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, Method};

    use super::{Refusal, refusal};

    fn of(method: &Method, headers: &[(&'static str, &str)]) -> Option<Refusal> {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect();
        refusal(method, &headers)
    }

    #[test]
    fn only_this_machine_s_names_are_answered_to() {
        for host in [
            "localhost",
            "LOCALHOST:9400",
            "127.0.0.1:9401",
            "[::1]:9402",
            "host.docker.internal:9401",
        ] {
            assert_eq!(of(&Method::GET, &[("host", host)]), None, "{host}");
        }
        for host in [
            "attacker.example:9401",
            "localhost.attacker.example",
            "127.0.0.1.attacker.example:9401",
            "127.0.0.2",
            "localhost:9401@attacker.example",
            "",
        ] {
            let refused = of(&Method::GET, &[("host", host)]);
            assert_eq!(refused, Some(Refusal::ForeignHost), "{host}");
        }
    }

    #[test]
    fn programs_and_our_own_pages_are_answered_and_other_sites_pages_are_not() {
        let (get, post) = (&Method::GET, &Method::POST);
        let host = ("host", "127.0.0.1:9401");
        let taken: [(&Method, &[(&'static str, &str)]); 5] = [
            (post, &[host]),
            (
                post,
                &[
                    host,
                    ("origin", "http://127.0.0.1:9401"),
                    ("sec-fetch-site", "same-origin"),
                ],
            ),
            (
                get,
                &[
                    host,
                    ("sec-fetch-site", "none"),
                    ("sec-fetch-mode", "navigate"),
                ],
            ),
            (
                get,
                &[
                    host,
                    ("sec-fetch-site", "cross-site"),
                    ("sec-fetch-mode", "navigate"),
                ],
            ),
            (
                get,
                &[
                    host,
                    ("sec-fetch-site", "same-origin"),
                    ("sec-fetch-mode", "cors"),
                ],
            ),
        ];
        for (method, headers) in taken {
            assert_eq!(of(method, headers), None, "{method} {headers:?}");
        }
        let refused: [(&Method, &[(&'static str, &str)]); 7] = [
            (post, &[host, ("origin", "https://attacker.example")]),
            (post, &[host, ("origin", "null")]),
            (post, &[host, ("origin", "http://127.0.0.1:1")]),
            (get, &[host, ("origin", "http://localhost:9401")]),
            (
                post,
                &[
                    host,
                    ("sec-fetch-site", "cross-site"),
                    ("sec-fetch-mode", "navigate"),
                ],
            ),
            (
                get,
                &[
                    host,
                    ("sec-fetch-site", "same-site"),
                    ("sec-fetch-mode", "no-cors"),
                ],
            ),
            (post, &[("origin", "http://127.0.0.1:9401")]),
        ];
        for (method, headers) in refused {
            let is = of(method, headers);
            assert_eq!(is, Some(Refusal::OtherSite), "{method} {headers:?}");
        }
    }

    #[test]
    fn no_page_is_shown_inside_another() {
        let link = [
            ("host", "127.0.0.1:9401"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-mode", "navigate"),
        ];
        let to = |destination| [&link[..], &[("sec-fetch-dest", destination)]].concat();
        assert_eq!(of(&Method::GET, &to("document")), None);
        for destination in ["iframe", "frame", "embed", "object"] {
            let is = of(&Method::GET, &to(destination));
            assert_eq!(is, Some(Refusal::Framed), "{destination}");
        }
    }
}
