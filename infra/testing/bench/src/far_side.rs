//! Services between the function and the components: over TLS, and with the units noted that DynamoDB would charge.

mod capacity;
mod tls;

pub(crate) use capacity::{Capacity, Units};
pub(crate) use tls::Tls;

/// An address in its parts: `127.0.0.1:8000`, and the path after it.
fn parts_of(url: &str) -> (&str, &str) {
    let rest = url.strip_prefix("http://").expect("a plain address");
    rest.split_at(rest.find('/').unwrap_or(rest.len()))
}

#[cfg(test)]
mod tests {
    use super::parts_of;

    #[test]
    fn an_address_is_a_host_and_a_path_that_may_be_empty() {
        assert_eq!(parts_of("http://127.0.0.1:80/v3"), ("127.0.0.1:80", "/v3"));
        assert_eq!(parts_of("http://127.0.0.1:80"), ("127.0.0.1:80", ""));
    }
}
