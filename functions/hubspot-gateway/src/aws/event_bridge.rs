//! The bus of events in EventBridge.

use std::collections::BTreeSet;
use std::time::Duration;

use aws_sdk_eventbridge::error::ProvideErrorMetadata;
use aws_sdk_eventbridge::primitives::DateTime;
use aws_sdk_eventbridge::types::{PutEventsRequestEntry, PutEventsResultEntry};

use crate::ports::{Bus, BusEvent, PortError};
use crate::webhooks::{DETAIL_TYPE, SOURCE};

/// The most events that EventBridge takes at once.
const MOST_EVENTS: usize = 10;

/// The most bytes that it takes at once are 256 KiB; some are left for what is not counted here.
///
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html>
const MOST_BYTES: usize = 240_000;

/// The bytes of an event without its detail: source, kind and time.
const ENVELOPE: usize = 100;

/// The times that an event is sent before HubSpot is asked to tell the change again.
const TRIES: u32 = 3;

/// The time before the second try; the third waits twice as long. HubSpot gives a webhook five seconds.
const PAUSE: Duration = Duration::from_millis(100);

/// The bus in EventBridge.
#[derive(Clone, derive_more::Debug)]
#[debug("EventBridge({name})")]
pub struct EventBridge {
    client: aws_sdk_eventbridge::Client,
    name: String,
}

impl EventBridge {
    /// The bus of this name.
    pub fn new(client: aws_sdk_eventbridge::Client, name: String) -> Self {
        Self { client, name }
    }

    /// Opens a connection, by a request without an event, which EventBridge refuses.
    pub async fn open(&self) {
        let _ = self
            .client
            .put_events()
            .set_entries(Some(Vec::new()))
            .send()
            .await;
    }

    fn entry(&self, event: &BusEvent) -> PutEventsRequestEntry {
        PutEventsRequestEntry::builder()
            .event_bus_name(&self.name)
            .source(SOURCE)
            .detail_type(DETAIL_TYPE)
            .time(DateTime::from_millis(event.time.as_millisecond()))
            .detail(event.detail.to_string())
            .build()
    }

    /// Puts as many as fit into one request; those that EventBridge does not take are sent again.
    async fn put_together(&self, entries: Vec<PutEventsRequestEntry>) -> Result<(), PortError> {
        let mut left = entries;
        let mut codes = BTreeSet::new();
        for attempt in 0..TRIES {
            if attempt > 0 {
                tokio::time::sleep(PAUSE * attempt).await;
            }
            let put = self.client.put_events().set_entries(Some(left.clone()));
            let put = put.send().await;
            let put = put.map_err(|error| failure(error.code().unwrap_or("no answer")))?;
            if put.failed_entry_count() == 0 {
                return Ok(());
            }
            (left, codes) = not_taken(left, put.entries());
        }
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        let (left, codes) = (left.len(), codes.join(", "));
        Err(failure(&format!("it did not take {left} events: {codes}")))
    }
}

impl Bus for EventBridge {
    async fn put(&self, events: &[BusEvent]) -> Result<(), PortError> {
        for entries in batches(events.iter().map(|event| self.entry(event))) {
            self.put_together(entries).await?;
        }
        Ok(())
    }
}

fn failure(detail: &str) -> PortError {
    PortError {
        service: "EventBridge",
        detail: detail.to_owned(),
    }
}

/// Entries that go into one request each.
fn batches(
    entries: impl Iterator<Item = PutEventsRequestEntry>,
) -> Vec<Vec<PutEventsRequestEntry>> {
    let mut batches: Vec<Vec<PutEventsRequestEntry>> = Vec::new();
    let mut bytes = 0;
    for entry in entries {
        let own = entry.detail().map_or(0, str::len) + ENVELOPE;
        match batches.last_mut() {
            Some(batch) if batch.len() < MOST_EVENTS && bytes + own <= MOST_BYTES => {
                bytes += own;
                batch.push(entry);
            }
            Some(_) | None => {
                bytes = own;
                batches.push(vec![entry]);
            }
        }
    }
    batches
}

/// The entries that were not taken, and why: the answer has a result for each, in their order. One without a result is
/// not known to be taken.
fn not_taken(
    sent: Vec<PutEventsRequestEntry>,
    results: &[PutEventsResultEntry],
) -> (Vec<PutEventsRequestEntry>, BTreeSet<String>) {
    let mut left = Vec::new();
    let mut codes = BTreeSet::new();
    for (place, entry) in sent.into_iter().enumerate() {
        let code = match results.get(place) {
            Some(result) => result.error_code(),
            None => Some("no result"),
        };
        if let Some(code) = code {
            codes.insert(code.to_owned());
            left.push(entry);
        }
    }
    (left, codes)
}

#[cfg(test)]
mod tests {
    use aws_sdk_eventbridge::types::{PutEventsRequestEntry, PutEventsResultEntry};

    use super::{batches, not_taken};

    fn entry(detail: &str) -> PutEventsRequestEntry {
        PutEventsRequestEntry::builder().detail(detail).build()
    }

    fn sizes(details: &[String]) -> Vec<usize> {
        let batches = batches(details.iter().map(|detail| entry(detail)));
        batches.iter().map(Vec::len).collect()
    }

    #[test]
    fn a_request_has_ten_events_at_most_and_no_more_than_eventbridge_takes() {
        assert!(sizes(&[]).is_empty());
        assert_eq!(sizes(&vec!["{}".to_owned(); 23]), [10, 10, 3]);
        assert_eq!(sizes(&vec!["d".repeat(100_000); 5]), [2, 2, 1]);
        assert_eq!(sizes(&["d".repeat(300_000), "{}".to_owned()]), [1, 1]);
    }

    #[test]
    fn the_events_that_were_not_taken_are_known_by_their_places() {
        let sent = ["a", "b", "c", "d"].map(entry).to_vec();
        let taken = || PutEventsResultEntry::builder().event_id("1").build();
        let refused = |code: &str| PutEventsResultEntry::builder().error_code(code).build();
        let results = [
            refused("InternalFailure"),
            taken(),
            refused("ThrottlingException"),
        ];
        let (left, codes) = not_taken(sent, &results);
        let left: Vec<_> = left
            .iter()
            .filter_map(PutEventsRequestEntry::detail)
            .collect();
        assert_eq!(left, ["a", "c", "d"]);
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        assert_eq!(
            codes,
            ["InternalFailure", "ThrottlingException", "no result"]
        );
    }
}
