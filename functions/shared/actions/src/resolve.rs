//! From names to QuickBooks ids: mappings first, then one batch of queries, then one of creations.
//!
//! Decisions are pure (`customers::choose`, `products::choose`, `directory`'s `NamedReference::choose`); this module
//! asks and writes. What was learned is mapped before the document is claimed, so that a repeat
//! asks nothing.

mod ask;
mod conflict;
mod create;
pub mod customers;
mod decide;
pub mod directory;
mod findings;
mod needs;
mod outcome;
mod plan;
pub mod products;
pub mod vendors;

pub use needs::{FixedItem, Needs, ProductNeeds, customer_key};
pub use outcome::{Resolved, ResolvedCustomer, ResolvedProduct};

use std::collections::HashMap;

use jiff::Timestamp;
use quickbooks::Transport;
use storage::{Connection, Mapping, MappingKey, Mappings, Tokens};

use crate::ActionError;
use crate::books::Books;
use crate::books::environment::Environment;
use crate::commit::Identity;
use crate::settings::Settings;
use crate::text::redact::Redactor;
use decide::Evidence;

/// Resolves what one document needs, on behalf of one invocation.
pub struct Resolver<'e, S, T, E> {
    /// Where what is learned is mapped.
    pub store: &'e S,
    /// The company's books.
    pub books: &'e Books<'e, S, T, E>,
    /// The connection's settings.
    pub settings: &'e Settings,
    /// The document it is for; names the batches of creations.
    pub identity: &'e Identity,
    /// The generation of the document.
    pub generation: u32,
    /// Keeps personal data out of errors.
    pub redactor: &'e Redactor,
    /// Whether stored mappings are believed, or checked against QuickBooks.
    pub trust: Trust,
    /// Whether to write: off for a preview.
    pub write: bool,
}

/// Whether stored mappings are believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// Yes: the warm path asks QuickBooks nothing.
    Mappings,
    /// No: QuickBooks refused one of them, so each is checked and the dead ones are resolved again.
    OnlyQuickBooks,
}

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
        let questions = needs.questions(mappings, self.trust);
        let mut findings = self.ask(questions).await?;
        findings.rate = self.exchange_rate(needs).await?;
        let mut plan = needs.decide(&Evidence {
            known: mappings,
            findings: &findings,
            settings: self.settings,
            trust: self.trust,
        })?;
        if self.write {
            self.create(&mut plan, needs).await?;
        } else {
            let creations = plan.to_create(needs);
            let objects = self.objects(&plan, needs, creations)?;
            plan.preview(needs, objects);
        }
        plan.finish()
    }

    /// Maps what was learned.
    async fn map(&self, learned: &[Mapping]) -> Result<(), ActionError> {
        if learned.is_empty() || !self.write {
            return Ok(());
        }
        self.store
            .put_mappings(self.connection(), learned)
            .await
            .map_err(ActionError::from)
    }

    fn connection(&self) -> &Connection {
        self.books.connection
    }

    fn now(&self) -> Timestamp {
        self.books.environment.now()
    }
}
