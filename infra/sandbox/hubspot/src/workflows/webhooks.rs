//! Webhooks: changes of records, told in batches to the app that subscribed.
//!
//! The events have the keys that were captured on a live portal.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::Url;

use super::schedule::next_webhook;
use crate::object_type::ObjectType;
use crate::portal::{Happening, RecordChange, Source};
use crate::refusal::Refusal;

/// The most events of a batch.
const MOST: usize = 100;

/// The number of the first subscription; the others follow.
const FIRST_SUBSCRIPTION: usize = 3_520_401;

/// The subscriptions of an app. A new upload replaces them.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Subscriptions {
    target_url: String,
    most_at_once: usize,
    list: Vec<Subscription>,
}

/// The kind of changes that an app wants to be told, as a project names it.
#[expect(clippy::struct_field_names, reason = "the names are HubSpot's")]
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Subscription {
    subscription_type: SubscriptionType,
    object_type: String,
    #[serde(default)]
    property_name: Option<String>,
    active: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
enum SubscriptionType {
    #[serde(rename = "object.creation")]
    #[strum(serialize = "object.creation")]
    Creation,
    #[serde(rename = "object.propertyChange")]
    #[strum(serialize = "object.propertyChange")]
    PropertyChange,
    #[serde(rename = "object.deletion")]
    #[strum(serialize = "object.deletion")]
    Deletion,
    /// Taken, and never told: the portal's merges are the tests' own.
    #[serde(rename = "object.merge")]
    #[strum(serialize = "object.merge")]
    Merge,
    /// Taken, and never told: nothing is restored here.
    #[serde(rename = "object.restore")]
    #[strum(serialize = "object.restore")]
    Restore,
}

/// The portal and the app that events name.
#[derive(Clone, Copy)]
pub(super) struct Names {
    pub(super) portal_id: u64,
    pub(super) app_id: u64,
}

/// The subscriptions, the events that wait, and the batches that were sent.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct Webhooks {
    subscriptions: Option<Subscriptions>,
    /// The number of the portal's changes that were looked at; they begin anew with each start.
    #[serde(skip)]
    seen: usize,
    last_event: u64,
    waiting: Vec<Value>,
    batches: Vec<Batch>,
}

/// Events that are sent together.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Batch {
    /// The number of its first event.
    id: u64,
    events: Vec<Value>,
    tries: usize,
    standing: Standing,
    /// The status of the last answer; none when there was no answer.
    status: Option<u16>,
    time: Timestamp,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Standing {
    Due(Timestamp),
    Sent,
    Taken,
    GivenUp,
}

/// A batch of webhooks, for a test or a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WebhookBatch {
    /// The number of its events.
    pub events: usize,
    /// The number of times it was sent.
    pub tries: usize,
    /// The status of the last answer; none when there was no answer.
    pub status: Option<u16>,
    /// `true` if it was taken.
    pub taken: bool,
    /// The time of the last answer, or of the batch itself.
    pub time: Timestamp,
}

/// A batch to be sent now.
pub(super) struct Sending {
    pub(super) id: u64,
    pub(super) url: String,
    pub(super) body: Value,
}

impl Subscriptions {
    pub(super) fn new(
        target_url: &str,
        most_at_once: usize,
        list: Vec<Subscription>,
    ) -> Result<Self, Refusal> {
        if !Url::parse(target_url).is_ok_and(|url| url.has_host()) {
            return Err(Refusal::invalid("targetUrl is not a valid URL"));
        }
        for subscription in &list {
            subscription.check()?;
        }
        Ok(Self {
            target_url: target_url.to_owned(),
            most_at_once: most_at_once.max(1),
            list,
        })
    }
}

impl Subscription {
    fn check(&self) -> Result<(), Refusal> {
        let name = &self.object_type;
        if ObjectType::named(name).is_none() {
            return Err(Refusal::invalid(&format!("objectType: no type {name:?}")));
        }
        let needs_property = self.subscription_type == SubscriptionType::PropertyChange;
        if needs_property != self.property_name.is_some() {
            let text: &str = self.subscription_type.into();
            let message = format!("propertyName does not go with {text} of {name}");
            return Err(Refusal::invalid(&message));
        }
        Ok(())
    }

    fn is_about(&self, change: &RecordChange) -> bool {
        let is_kind = match &change.happening {
            Happening::Created => self.subscription_type == SubscriptionType::Creation,
            Happening::Archived => self.subscription_type == SubscriptionType::Deletion,
            Happening::Changed { name, .. } => {
                self.subscription_type == SubscriptionType::PropertyChange
                    && self.property_name.as_ref() == Some(name)
            }
        };
        self.active && is_kind && ObjectType::named(&self.object_type) == Some(change.object_type)
    }
}

impl Webhooks {
    pub(super) fn install(&mut self, subscriptions: Subscriptions) {
        self.subscriptions = Some(subscriptions);
    }

    /// Forgets what waits and what was sent; the subscriptions stay.
    pub(super) fn forget(&mut self) {
        self.waiting.clear();
        self.batches.clear();
        self.seen = 0;
    }

    /// Puts batches back that were under way when the portal stopped.
    pub(super) fn recover(&mut self, now: Timestamp) {
        for batch in &mut self.batches {
            if batch.standing == Standing::Sent {
                batch.standing = Standing::Due(now);
            }
        }
    }

    /// Looks at the changes that came since; `true` if any is to be told.
    pub(super) fn note(&mut self, changes: &[RecordChange], names: Names) -> bool {
        // After a reset the portal counts its changes from the start.
        let from = if self.seen > changes.len() {
            0
        } else {
            self.seen
        };
        self.seen = changes.len();
        let before = self.waiting.len();
        let list = self.subscriptions.as_ref().map(|it| it.list.clone());
        for change in changes.get(from..).unwrap_or_default() {
            for (index, subscription) in list.iter().flatten().enumerate() {
                if subscription.is_about(change) {
                    self.last_event += 1;
                    let number = (self.last_event, FIRST_SUBSCRIPTION + index);
                    self.waiting
                        .push(event(change, subscription, number, names));
                }
            }
        }
        self.waiting.len() > before
    }

    /// The batches to send now; they count as sent.
    pub(super) fn take_due(&mut self, now: Timestamp) -> Vec<Sending> {
        let Some(subscriptions) = &self.subscriptions else {
            return Vec::new();
        };
        while !self.waiting.is_empty() {
            let most = self.waiting.len().min(MOST);
            let events: Vec<Value> = self.waiting.drain(..most).collect();
            let first = events.first().and_then(|event| event["eventId"].as_u64());
            self.batches.push(Batch {
                id: first.unwrap_or_default(),
                events,
                tries: 0,
                standing: Standing::Due(now),
                status: None,
                time: now,
            });
        }
        let sent = self.batches.iter();
        let sent = sent.filter(|batch| batch.standing == Standing::Sent);
        let free = subscriptions.most_at_once.saturating_sub(sent.count());
        let batches = self.batches.iter_mut();
        let due =
            batches.filter(|batch| matches!(batch.standing, Standing::Due(time) if time <= now));
        due.take(free)
            .map(|batch| Sending {
                id: batch.id,
                url: subscriptions.target_url.clone(),
                body: batch.send(),
            })
            .collect()
    }

    /// Notes the answer to a batch.
    pub(super) fn answered(&mut self, id: u64, status: Option<u16>, now: Timestamp) {
        let Some(batch) = self.batches.iter_mut().find(|batch| batch.id == id) else {
            return;
        };
        batch.status = status;
        batch.time = now;
        batch.standing = match (status, next_webhook(batch.tries, now)) {
            (Some(200..=299), _) => Standing::Taken,
            (_, Some(next)) => Standing::Due(next),
            (_, None) => Standing::GivenUp,
        };
    }

    pub(super) fn batches(&self) -> Vec<WebhookBatch> {
        let batches = self.batches.iter();
        batches
            .map(|batch| WebhookBatch {
                events: batch.events.len(),
                tries: batch.tries,
                status: batch.status,
                taken: batch.standing == Standing::Taken,
                time: batch.time,
            })
            .collect()
    }
}

impl Batch {
    /// The body of the next request.
    fn send(&mut self) -> Value {
        let attempt = self.tries;
        self.tries += 1;
        self.standing = Standing::Sent;
        let events = self.events.iter().cloned().map(|mut event| {
            event["attemptNumber"] = attempt.into();
            event
        });
        events.collect()
    }
}

fn event(
    change: &RecordChange,
    subscription: &Subscription,
    (event, subscription_id): (u64, usize),
    names: Names,
) -> Value {
    let text: &str = subscription.subscription_type.into();
    let source: &str = change.source.into();
    let by_app = change.source == Source::Integration;
    let mut event = json!({
        "eventId": event,
        "subscriptionId": subscription_id,
        "portalId": names.portal_id,
        "appId": names.app_id,
        "occurredAt": change.time.as_millisecond(),
        "subscriptionType": text,
        "attemptNumber": 0,
        "objectId": change.id,
        "objectTypeId": change.object_type.traits().id,
        "changeSource": source,
        "sourceId": if by_app { names.app_id.to_string() } else { "userId:9586504".to_owned() },
    });
    match &change.happening {
        Happening::Created => event["changeFlag"] = "NEW".into(),
        Happening::Archived => event["changeFlag"] = "DELETED".into(),
        Happening::Changed { name, value } => {
            event["propertyName"] = name.clone().into();
            event["propertyValue"] = value.clone().unwrap_or_default().into();
            event["isSensitive"] = false.into();
        }
    }
    event
}

#[cfg(test)]
mod tests;
