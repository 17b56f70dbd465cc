//! Batch reads of records that are loaded at the same time, joined: the contacts of 25 deals are one request and not 25.
//!
//! HubSpot counts requests, and one reads up to a hundred objects. Whatever a joined request does not answer plainly is
//! asked for by itself, so nothing depends on this but the number of requests.

mod batch;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use hubspot::{Transport, TransportError};
use tokio::sync::oneshot;

use batch::{Answered, Batch, Likeness};

/// The time for which a batch waits for others like it. Records that are loaded side by side come to theirs within this.
const WAIT: Duration = Duration::from_millis(15);

/// A transport that joins batch reads.
pub(crate) struct JoinedReads<T> {
    transport: T,
    waiting: Arc<Mutex<Waitings>>,
}

/// The batches that wait for others like them.
#[derive(Default)]
struct Waitings {
    all: Vec<Waiting>,
    /// The number of the next one.
    next: u64,
}

/// A batch that waits for others like it.
struct Waiting {
    number: u64,
    likeness: Likeness,
    joined: Batch,
    others: Vec<oneshot::Sender<Arc<Answered>>>,
}

/// The part of a batch in what comes.
enum Part<'r, T> {
    /// It waits for others, and sends for all.
    Sender(Place<'r, T>),
    /// Another sends for it.
    Other(oneshot::Receiver<Arc<Answered>>),
}

/// The place of a batch among those that wait. It is given up when its sender ends early, such as by an error of another
/// request; then those that have joined ask for themselves.
struct Place<'r, T> {
    reads: &'r JoinedReads<T>,
    number: u64,
}

impl<T> Place<'_, T> {
    fn take(&self) -> Option<Waiting> {
        let mut waitings = self.reads.waitings();
        let mut all = waitings.all.iter();
        let place = all.position(|one| one.number == self.number)?;
        Some(waitings.all.swap_remove(place))
    }
}

impl<T> Drop for Place<'_, T> {
    fn drop(&mut self) {
        drop(self.take());
    }
}

impl<T> JoinedReads<T> {
    /// A transport that joins the batch reads sent over this one.
    pub(crate) fn new(transport: T) -> Self {
        Self {
            transport,
            waiting: Arc::default(),
        }
    }

    /// Joins a batch that waits, if all fit into one request, or waits itself.
    fn join(&self, likeness: Likeness, batch: &Batch) -> Part<'_, T> {
        let mut waitings = self.waitings();
        let mut all = waitings.all.iter_mut();
        let joined = all.find_map(|one| {
            let fits = one.likeness == likeness && one.joined.add(batch);
            fits.then_some(one)
        });
        if let Some(waiting) = joined {
            let (sender, receiver) = oneshot::channel();
            waiting.others.push(sender);
            return Part::Other(receiver);
        }
        let number = waitings.next;
        waitings.next += 1;
        waitings.all.push(Waiting {
            number,
            likeness,
            joined: batch.clone(),
            others: Vec::new(),
        });
        Part::Sender(Place {
            reads: self,
            number,
        })
    }

    fn waitings(&self) -> MutexGuard<'_, Waitings> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Transport + Sync> JoinedReads<T> {
    /// Sends the joined request, and gives everybody the answer, if it is one for all.
    async fn send_joined(
        &self,
        waiting: Waiting,
        request: &Request<Bytes>,
        timeout: Duration,
    ) -> Option<Arc<Answered>> {
        let joined = waiting.joined.request(request)?;
        let answer = self.transport.send(joined, timeout).await.ok()?;
        let answered = Arc::new(Answered::read(answer, &waiting.joined)?);
        for other in waiting.others {
            // Whoever does not wait any more has ended.
            let _ = other.send(Arc::clone(&answered));
        }
        Some(answered)
    }
}

impl<T: Transport + Sync> Transport for JoinedReads<T> {
    async fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> Result<Response<Bytes>, TransportError> {
        let Some((likeness, batch)) = batch::of(&request) else {
            return self.transport.send(request, timeout).await;
        };
        let answered = match self.join(likeness, &batch) {
            Part::Other(answer) => answer.await.ok(),
            Part::Sender(place) => {
                tokio::time::sleep(WAIT).await;
                match place.take() {
                    Some(waiting) if !waiting.others.is_empty() => {
                        self.send_joined(waiting, &request, timeout).await
                    }
                    _ => None,
                }
            }
        };
        match answered.and_then(|answered| answered.part(&batch)) {
            Some(part) => Ok(part),
            None => self.transport.send(request, timeout).await,
        }
    }
}

#[cfg(test)]
mod tests;
