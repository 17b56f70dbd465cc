//! Addresses to which secrets are sent.

/// The name of this machine in a container of `sam local`, which the clients take for this machine. Here it is none: whoever
/// has such a name answered for would be sent tokens without TLS.
const IN_A_CONTAINER: &str = "http://host.docker.internal";

/// Tells whether an address is that of `sam local`'s host.
pub(super) fn is_of_a_container(url: &str) -> bool {
    let start = url.trim().get(..IN_A_CONTAINER.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(IN_A_CONTAINER))
}

#[cfg(test)]
mod tests {
    use super::is_of_a_container;

    #[test]
    fn the_host_of_sam_local_is_known_however_it_is_written() {
        for url in [
            "http://host.docker.internal:9401",
            " HTTP://Host.Docker.Internal/",
        ] {
            assert!(is_of_a_container(url), "{url}");
        }
        for url in ["http://127.0.0.1:9401", "https://api.hubapi.com", "http"] {
            assert!(!is_of_a_container(url), "{url}");
        }
    }
}
