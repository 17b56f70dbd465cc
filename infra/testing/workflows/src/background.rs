//! Work that outlives the test that began it.

use std::sync::LazyLock;

use tokio::runtime::{Builder, Runtime};

/// Every test has a runtime of its own that ends with it; servers that all tests share run on this one.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    let mut runtime = Builder::new_multi_thread();
    let runtime = runtime.enable_all().worker_threads(1).build();
    runtime.expect("a runtime starts")
});

/// Runs a task until the process ends.
pub(crate) fn run(task: impl Future<Output = ()> + Send + 'static) {
    RUNTIME.spawn(task);
}

/// The output of a task that runs there, with all that it starts.
pub(crate) async fn of<T: Send + 'static>(task: impl Future<Output = T> + Send + 'static) -> T {
    RUNTIME.spawn(task).await.expect("the task does not panic")
}

/// A client that keeps no connection: one would end with the test that opened it.
pub(crate) fn client() -> reqwest::Client {
    // Plain HTTP alone is talked here, but a client is not made without cryptography.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().pool_max_idle_per_host(0);
    client.build().expect("a client without options is built")
}
