//! Quotas that are used up, shared with other processes through the store.

use quickbooks::Transport;
use storage::Quota;

use super::{Run, Store};
use crate::action::Action;
use crate::books::environment::Environment;

impl<A: Action, S: Store, T: Transport + Send + Sync, E: Environment> Run<'_, A, S, T, E> {
    /// Takes in which quotas others found used up.
    pub(super) fn learn_quotas(&self) {
        let (engine, company) = (self.engine, &self.prepared.settings.company.realm_id);
        let now = engine.environment.now();
        engine.usage.learn(company, &self.snapshot.used_up, now);
        if let Some(until) = engine.usage.used_up_until(company, Quota::Tokens, now) {
            let wait = until.duration_since(now).unsigned_abs();
            engine
                .access
                .hold_back(&self.prepared.connection, now, wait);
        }
    }

    /// Writes down which quotas this run found used up. If that fails, the others find out by
    /// themselves.
    pub(super) async fn publish_quotas(&self) {
        let (engine, connection) = (self.engine, &self.prepared.connection);
        let company = &self.prepared.settings.company.realm_id;
        for (quota, until) in engine.usage.pending(company) {
            let published = engine.store.record_used_up(connection, quota, until).await;
            if let Err(error) = published {
                tracing::warn!(%quota, %error, "the others are not told that a quota is used up");
            }
        }
    }
}
