//! The variables by which `cargo xtask lambda` says where things are.

/// A variable that must be there.
pub(crate) fn required(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run `cargo xtask lambda`"))
}

/// Where a component listens, such as `127.0.0.1:8000`. Anything that is not this machine is refused: a
/// rehearsal makes tables and secrets and leaves them behind.
pub(crate) fn address(name: &str) -> String {
    let url = required(name);
    let address = url.strip_prefix("http://").unwrap_or_default();
    assert!(address.starts_with("127.0.0.1:"), "{name}={url}");
    address.trim_end_matches('/').to_owned()
}
