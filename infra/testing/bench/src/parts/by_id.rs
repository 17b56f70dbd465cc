//! Invoices of deals that are given by their ids, which the function reads from a HubSpot account.

use std::sync::atomic::Ordering::Relaxed;

use serde_json::{Value, json};

use super::{Bench, Figure, WARMING, instructions, of_count};
use crate::deals::give_own_line;

impl Bench {
    /// Counts the instructions of an invoice of one line, and the requests that it takes to read the deal.
    pub(super) async fn by_id(&self) -> Vec<Figure> {
        self.installation.give_to(&self.account.portal()).await;
        self.account.put_secret(&self.installation.store).await;
        let taken = self.each(&self.function, |count| self.by_ids(count)).await;

        let further = self.requests_for(WARMING + 1).await - self.requests_for(WARMING).await;
        vec![
            instructions("warm invoice by id", taken),
            Figure::fixed(
                "warm invoice by id: requests to HubSpot",
                of_count(further),
                "requests",
            ),
        ]
    }

    /// Counts the requests to HubSpot of a process that makes this many invoices.
    async fn requests_for(&self, count: usize) -> usize {
        self.account.sandbox.clear_journal();
        let life = self.function.live(self.by_ids(count)).await;
        let made = |answer: &Value| answer["status"] == "created";
        assert!(life.answers.iter().all(made), "{life:?}");
        self.account.requests().len()
    }

    /// Deals of one line that are put into the account, each of its own, by their ids.
    fn by_ids(&self, count: usize) -> Vec<Vec<u8>> {
        let mut events: Vec<Value> = (self.deals(count, 1).iter())
            .map(|deal| serde_json::from_slice(deal).expect("an event"))
            .collect();
        for event in &mut events {
            give_own_line(event, self.records.fetch_add(1, Relaxed));
        }
        self.account
            .put_all(events.iter().map(|event| &event["record"]));
        events.into_iter().map(by_id).collect()
    }
}

fn by_id(mut event: Value) -> Vec<u8> {
    let record = event["record"].take();
    event["record"] = json!({"object_type": record["object_type"], "id": record["id"]});
    event.to_string().into_bytes()
}
