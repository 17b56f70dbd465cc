//! The variables by which `cargo xtask lambda` and `cargo xtask storage` say where things are.

/// A variable that must be there.
pub(crate) fn required(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run `cargo xtask test`"))
}

/// The address of a component on this machine, such as `http://127.0.0.1:8000`.
pub(crate) fn local(name: &str) -> String {
    let url = required(name);
    assert!(url.starts_with("http://127.0.0.1:"), "{name}={url}");
    url.trim_end_matches('/').to_owned()
}
