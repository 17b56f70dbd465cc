//! Asking HubSpot about an account: whether its token works, and what it opens.

use futures_util::future::join_all;
use hubspot::{Answer, CallError, Client, ObjectId, ObjectType, RecordRead, Request, Transport};
use jiff::Timestamp;
use secrecy::SecretString;
use storage::{PortalId, Portals};

use super::refusal::{Place, Refusal};
use super::{Clock, PortalRecords, time_left};
use crate::ActionError;
use crate::record::reading::access::{PortalAccess, Scopes, needed};

/// The record by whose reading a scope is told, whether or not there is one of this id.
const ANY: &str = "1";

impl<P: Portals + Sync, T: Transport + Sync, C: Clock> PortalRecords<P, T, C> {
    /// Asks HubSpot about an account, with the token that is stored now.
    pub(super) async fn ask_about(
        &self,
        portal: &PortalId,
        label: &str,
        deadline: Timestamp,
    ) -> Result<PortalAccess, ActionError> {
        let secret = self.secrets.stored(portal, label).await?;
        let asking = Asking {
            client: &self.client,
            token: &secret.access_token,
            clock: &self.clock,
            deadline,
        };
        let place = Place {
            label: label.to_owned(),
            portal: portal.clone(),
        };
        let refused = |error| Refusal::of(&place, &error, (self.clock)());
        let answer = asking.send(&Request::account_details()).await;
        let answer = answer.map_err(refused)?;
        let details = answer.account_details().map_err(refused)?;
        Ok(PortalAccess {
            account: details.portal_id.into(),
            scopes: asking.scopes().await,
            daily_requests: answer.limits.daily,
            daily_requests_left: answer.limits.daily_remaining,
        })
    }
}

/// The calls with one token.
struct Asking<'a, T, C> {
    client: &'a Client<T>,
    token: &'a SecretString,
    clock: &'a C,
    deadline: Timestamp,
}

impl<T: Transport + Sync, C: Clock> Asking<'_, T, C> {
    /// The scopes as HubSpot tells them of a private app's token; of a token of another kind, which it tells nothing
    /// of, as a read of each type shows them.
    async fn scopes(&self) -> Scopes {
        let told = self.send(&Request::private_app(self.token)).await;
        let told = told.and_then(|answer| answer.private_app());
        let Ok(told) = told else {
            return self.scopes_by_reading().await;
        };
        let mut scopes = Scopes::default();
        for (scope, _) in needed() {
            let place = if told.may(scope) {
                &mut scopes.granted
            } else {
                &mut scopes.missing
            };
            place.insert(scope);
        }
        scopes
    }

    async fn scopes_by_reading(&self) -> Scopes {
        let needed = needed();
        let reads = needed.iter().map(|(_, object_type)| self.read(object_type));
        let mut scopes = Scopes::default();
        for ((scope, _), outcome) in needed.iter().zip(join_all(reads).await) {
            let place = match outcome {
                Ok(()) | Err(CallError::NotFound { .. }) => &mut scopes.granted,
                Err(CallError::MissingScopes { .. } | CallError::Forbidden { .. }) => {
                    &mut scopes.missing
                }
                Err(_) => &mut scopes.unknown,
            };
            place.insert(*scope);
        }
        scopes
    }

    async fn read(&self, object_type: &ObjectType) -> Result<(), CallError> {
        let Ok(id) = ObjectId::new(ANY) else {
            return Ok(());
        };
        let read = Request::read(&RecordRead::of(object_type.clone(), id));
        self.send(&read).await.map(drop)
    }

    async fn send(&self, request: &Request) -> Result<Answer, CallError> {
        let left = time_left(self.clock, self.deadline);
        self.client.send(self.token, request, left).await
    }
}
