//! From names to QuickBooks ids: mappings first, then one batch of queries, then one of creations.
//!
//! Each kind of object (`customers`, `products`, `vendors`) owns its questions, its choice, the body
//! that creates it and the way out when its name is taken, all of it pure; [`Resolver`] asks and
//! writes. What was learned is mapped before the document is claimed, so that a repeat asks nothing.

mod account_type;
mod advice;
mod ask;
mod conflict;
mod create;
pub mod customers;
mod decide;
pub mod directory;
mod evidence;
mod findings;
mod needs;
mod new_object;
mod objects;
mod outcome;
mod plan;
pub mod products;
mod references;
mod resolution;
mod resolver;
pub mod vendors;

pub(crate) use advice::of_document;
pub use customers::customer_key;
pub use evidence::Trust;
pub use needs::Needs;
pub use outcome::{Resolved, ResolvedObject};
pub use products::{FixedItem, ProductNeeds};
pub use resolver::Resolver;

use std::collections::HashMap;

use quickbooks::Transport;
use storage::{Mapping, MappingKey, Mappings, Tokens};

use crate::ActionError;
use crate::books::environment::Environment;
use evidence::{Evidence, Known};

impl<S: Mappings + Tokens + Sync, T: Transport + Sync, E: Environment> Resolver<'_, S, T, E> {
    /// Resolves everything a document needs.
    ///
    /// # Errors
    ///
    /// `CustomerAmbiguous`, `ProductNotFound` for every line without a product, `InvalidRequest` for
    /// a name that QuickBooks does not know, `SettingMissing` for a setting that creation needs, and
    /// whatever asking and creating run into.
    pub async fn resolve(
        &self,
        needs: &Needs,
        mappings: &HashMap<MappingKey, Mapping>,
    ) -> Result<Resolved, ActionError> {
        let known = Known {
            mappings,
            trust: self.trust,
        };
        let mut findings = self.ask(needs.questions(known)).await?;
        findings.rate = self.exchange_rate(needs).await?;
        let (mut plan, new) = needs.decide(Evidence {
            known,
            findings: &findings,
            settings: self.settings,
        })?;
        if self.write {
            self.create(&mut plan, new).await?;
        } else {
            self.preview(&mut plan, new)?;
        }
        Ok(plan.resolved)
    }
}
