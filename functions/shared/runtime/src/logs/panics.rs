//! Panics in the log: where, and not what.

/// Logs where a panic happened. Its message is left out, since it may quote a record: `str` indexing
/// does, and so does whatever formats a value.
pub(super) fn log_without_message() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        tracing::error!(place, "a defect: the function panicked");
    }));
}
