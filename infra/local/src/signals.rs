//! When the process is told to end.

/// The exit code of a process that Ctrl-C ended, as shells give it.
pub(crate) const INTERRUPTED: u8 = 130;

/// Comes back on Ctrl-C, or when the system asks the process to terminate.
pub(crate) async fn end() {
    tokio::select! {
        result = tokio::signal::ctrl_c() => wait_if_deaf(result).await,
        () = terminate() => (),
    }
}

/// Comes back on the second request to end: whoever asks twice does not want to wait.
pub(crate) async fn end_twice() {
    end().await;
    end().await;
}

/// Comes back on the second request to end, and tells of the first.
pub(crate) async fn end_twice_telling(first: impl FnOnce()) {
    end().await;
    first();
    end().await;
}

/// Where signals cannot be heard, the process ends when it is killed.
async fn wait_if_deaf<T>(result: std::io::Result<T>) {
    if let Err(error) = result {
        tracing::warn!(%error, "cannot listen to signals");
        std::future::pending::<()>().await;
    }
}

#[cfg(unix)]
async fn terminate() {
    use tokio::signal::unix::{SignalKind, signal};

    match signal(SignalKind::terminate()) {
        Ok(mut signals) => {
            signals.recv().await;
        }
        Err(error) => wait_if_deaf::<()>(Err(error)).await,
    }
}

#[cfg(not(unix))]
async fn terminate() {
    std::future::pending().await
}
