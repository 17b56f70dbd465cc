//! Sixteen at the same door at the same moment.

use std::sync::Arc;

use tokio::sync::Barrier;

const RUNNERS: usize = 16;

/// Runs `attempt` sixteen times at once, each with its number; gives the answers.
pub(super) async fn of_16<T, F>(attempt: impl Fn(usize) -> F) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let start = Arc::new(Barrier::new(RUNNERS));
    let runners: Vec<_> = (0..RUNNERS)
        .map(|number| {
            let (start, attempt) = (Arc::clone(&start), attempt(number));
            tokio::spawn(async move {
                start.wait().await;
                attempt.await
            })
        })
        .collect();
    let mut answers = Vec::with_capacity(RUNNERS);
    for runner in runners {
        answers.push(runner.await.unwrap());
    }
    answers
}
