//! Records over HubSpot's API: one read with the associations' ids, then batch reads side by side.

mod access;
mod deals;
mod lists;
mod refusal;
mod rests;
mod secrets;
#[cfg(test)]
mod tests;

use std::time::Duration;

use futures_util::future::join;
use hubspot::{Answer, Client, Endpoint, ObjectId, RecordRead, Request, StoredRecord, Transport};
use jiff::Timestamp;
use storage::{PortalId, PortalSecret, Portals};

use super::access::own_token;
use super::{AskingAboutPortal, ReadOrder, ReadingRecord, Records};
use crate::ActionError;
use crate::request::EnrolledRecord;
use refusal::{Place, Refusal};
use rests::Rests;
use secrets::{Found, Secrets};

/// The most time for one request. HubSpot answers within a second or two; its edge gives up after
/// some ten.
const MOST: Duration = Duration::from_secs(12);

/// The time, as an argument.
pub trait Clock: Fn() -> Timestamp + Send + Sync {}

impl<C: Fn() -> Timestamp + Send + Sync> Clock for C {}

/// Reads records over HubSpot's API, with the secrets of the accounts.
///
/// A deal of 250 lines, with contacts, a company, and a discount, a fee and a tax on the whole, takes at most
/// twelve requests in two round trips, a payment fifteen; each page of associations that the read does not bring is one
/// more of each, and so is a label by which contacts or companies are put in order. A payment that names quotes or HubSpot
/// invoices and no deal takes a third round trip: the deals are those of these. HubSpot invoices are known by their ids,
/// which cost no request. Beside the first record that is
/// read with a token, one request asks whose the token is. An account whose requests are used up, or nearly, is not
/// asked before they are there again.
pub struct PortalRecords<P, T, C> {
    client: Client<T>,
    secrets: Secrets<P>,
    rests: Rests,
    clock: C,
}

impl<P: Portals, T: Transport, C: Clock> PortalRecords<P, T, C> {
    /// A reader at an address of HubSpot's API, with the accounts' secrets from `portals`, and `clock` for the time.
    pub fn new(portals: P, transport: T, clock: C, endpoint: Endpoint) -> Self {
        Self {
            client: Client::new(transport, endpoint),
            secrets: Secrets::new(portals),
            rests: Rests::default(),
            clock,
        }
    }
}

impl<P, T, C> Records for PortalRecords<P, T, C>
where
    P: Portals + Send + Sync,
    T: Transport + Send + Sync,
    C: Clock,
{
    fn read<'r>(&'r self, order: &'r ReadOrder, deadline: Timestamp) -> ReadingRecord<'r> {
        Box::pin(self.load(order, deadline))
    }

    fn ask_about<'r>(
        &'r self,
        portal: &'r PortalId,
        label: &'r str,
        deadline: Timestamp,
    ) -> AskingAboutPortal<'r> {
        Box::pin(Self::ask_about(self, portal, label, deadline))
    }
}

/// The calls of one order.
struct Calls<'c, T, C> {
    client: &'c Client<T>,
    rests: &'c Rests,
    secret: &'c PortalSecret,
    clock: &'c C,
    order: &'c ReadOrder,
    deadline: Timestamp,
}

impl<P: Portals + Sync, T: Transport + Sync, C: Clock> PortalRecords<P, T, C> {
    async fn load(
        &self,
        order: &ReadOrder,
        deadline: Timestamp,
    ) -> Result<EnrolledRecord, ActionError> {
        let found = self.secrets.of(&order.portal, &order.label()).await?;
        let outcome = self.load_with(&found, order, deadline).await;
        let outcome = match outcome {
            // Its token was replaced while this process kept the earlier one.
            Err(Refusal::Token(_)) if self.secrets.is_old(&order.portal, &found).await? => {
                let found = self.secrets.of(&order.portal, &order.label()).await?;
                self.load_with(&found, order, deadline).await
            }
            outcome => outcome,
        };
        outcome.map_err(ActionError::from)
    }

    /// Reads a record with this secret. Beside it HubSpot is asked, once for a token, whose it is: the records of another
    /// account may have the same ids, and would be booked as this one's.
    async fn load_with(
        &self,
        found: &Found,
        order: &ReadOrder,
        deadline: Timestamp,
    ) -> Result<EnrolledRecord, Refusal> {
        let calls = self.calls(order, found.secret(), deadline);
        calls.rested()?;
        let secret = match found {
            Found::Kept(_) => return calls.load().await,
            Found::Stored(secret) => secret,
        };
        let (record, owned) = join(calls.load(), calls.check_token()).await;
        owned?;
        self.secrets.keep(&order.portal, secret);
        record
    }

    fn calls<'c>(
        &'c self,
        order: &'c ReadOrder,
        secret: &'c PortalSecret,
        deadline: Timestamp,
    ) -> Calls<'c, T, C> {
        Calls {
            client: &self.client,
            rests: &self.rests,
            secret,
            clock: &self.clock,
            order,
            deadline,
        }
    }
}

impl<T: Transport + Sync, C: Clock> Calls<'_, T, C> {
    async fn load(&self) -> Result<EnrolledRecord, Refusal> {
        let stored = self.read_record().await?;
        let found = self.lists(&stored).await?;
        let object_type = self.order.object_type.clone();
        let mut record = EnrolledRecord::read(object_type, stored.id.into(), stored.properties);
        for (list, objects) in found {
            *record.list_mut(list) = objects;
        }
        Ok(record)
    }

    /// The record with its associations' ids, in one request.
    async fn read_record(&self) -> Result<StoredRecord, Refusal> {
        let order = self.order;
        let id = ObjectId::new(&order.id).map_err(|error| Refusal::rejected(order, &error))?;
        let read = RecordRead::of(order.object_type.clone(), id).properties(&order.properties);
        let lists = order.associated.keys().map(|list| list.object_type());
        let request = Request::read(&read.clone().associations(lists));
        match self.ask(&request, Answer::record).await {
            Err(Refusal::NotFound { .. }) => Err(self.absent(read).await),
            Ok(stored) if stored.archived => Err(Refusal::NotFound {
                label: order.label(),
                is_archived: true,
            }),
            outcome => outcome,
        }
    }

    /// The reason for which there is no record: it is archived, or was never there.
    async fn absent(&self, read: RecordRead) -> Refusal {
        let archived = self
            .ask(&Request::read(&read.archived()), Answer::record)
            .await;
        let is_archived = archived.is_ok();
        Refusal::NotFound {
            label: self.order.label(),
            is_archived,
        }
    }

    /// Refuses a token of another account than the order's.
    async fn check_token(&self) -> Result<(), Refusal> {
        let request = Request::account_details();
        let asked = self.ask(&request, Answer::account_details).await;
        let version = self.client.endpoint().version();
        let details = asked.map_err(|refusal| refusal.of_account(version))?;
        let (portal, account) = (&self.order.portal, details.portal_id.as_str());
        own_token(portal, account, &self.order.label()).map_err(Refusal::Other)
    }

    /// Refuses to ask an account that rests. Looked at before the first request alone: a record that is half read
    /// would be read again.
    fn rested(&self) -> Result<(), Refusal> {
        let now = (self.clock)();
        match self.rests.until(&self.order.portal, now) {
            Some(until) => Err(Refusal::resting(self.order, now, until)),
            None => Ok(()),
        }
    }

    /// Sends a request and reads its answer.
    async fn ask<A>(
        &self,
        request: &Request,
        read: impl FnOnce(&Answer) -> Result<A, hubspot::CallError>,
    ) -> Result<A, Refusal> {
        let portal = &self.order.portal;
        let left = time_left(self.clock, self.deadline);
        let token = &self.secret.access_token;
        let answer = self.client.send(token, request, left).await;
        let refused = |error| {
            let now = (self.clock)();
            self.rests.learn(portal, &error, now);
            Refusal::of(&Place::of(self.order), &error, now)
        };
        let answer = answer.map_err(refused)?;
        let now = (self.clock)();
        self.rests.keep(portal, &answer.limits, now);
        read(&answer).map_err(refused)
    }
}

/// The time for one request.
fn time_left(clock: &impl Clock, deadline: Timestamp) -> Duration {
    let left = deadline.duration_since(clock());
    Duration::try_from(left).unwrap_or_default().min(MOST)
}
