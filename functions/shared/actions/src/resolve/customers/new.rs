//! A customer that QuickBooks does not have yet.

use quickbooks::EntityKind;
use quickbooks::entity::Customer;
use serde_json::Value;
use storage::{MappingKey, MappingKind};

use super::creation::{new_customer, suffixed_name};
use super::matching::{choose, is_under};
use crate::ActionError;
use crate::record::payer::Party;
use crate::resolve::findings::{Findings, Question};
use crate::resolve::new_object::NewObject;
use crate::resolve::objects::to_body;
use crate::resolve::outcome::{Match, ResolvedObject};
use crate::resolve::plan::Plan;
use crate::resolve::resolution::{CreationName, Holder, Resolution, by_policy};
use crate::settings::Settings;
use crate::text::Fitted;

/// The mapping key of a contact or company.
pub fn customer_key(party: &Party) -> MappingKey {
    MappingKey {
        kind: MappingKind::Customer,
        source: party.source(),
    }
}

/// A customer to create, for who is billed or for the company above.
pub(crate) struct NewCustomer {
    pub(super) party: Party,
    pub(super) name: Fitted,
    /// QuickBooks' id of the customer of whom it is a sub-customer.
    pub(super) under: Option<String>,
    /// The customer to create under it once it has an id, which is then the one that is billed.
    pub(super) sub_customer: Option<Box<NewCustomer>>,
}

impl NewObject for NewCustomer {
    fn kind(&self) -> EntityKind {
        EntityKind::Customer
    }

    fn name(&self) -> &Fitted {
        &self.name
    }

    fn name_field(&self) -> String {
        format!("{}, its name", self.party.label())
    }

    fn body(&self, name: &str, _plan: &Plan, _settings: &Settings) -> Result<Value, ActionError> {
        to_body(&new_customer(&self.party, name, self.under.as_deref()))
    }

    fn holders(&self, name: &CreationName) -> Vec<Question> {
        let queries = name.holders(self.kind());
        queries.map(Question::Customers).collect()
    }

    /// A sub-customer's very own is one of the same parent.
    fn resolution(&self, name: &CreationName, found: &Findings, settings: &Settings) -> Resolution {
        let rules = &settings.customers;
        let named = |row: &&Customer| name.is_of(row.display_name.as_ref());
        let rows: Vec<Customer> = found.customers.iter().filter(named).cloned().collect();
        let under = self.under.as_deref();
        let is_own = |row: &&Customer| under.is_none_or(|parent| is_under(row, parent));
        let own: Vec<Customer> = rows.iter().filter(is_own).cloned().collect();
        if let Match::One(found) = choose(&self.party, &own, &rules.match_by) {
            return Resolution::its_own(found);
        }
        let rows = rows.into_iter();
        let holder = Holder::first(rows.map(|row| (row.id, row.sync_token, row.active)));
        let marked = suffixed_name(&self.party, &name.text, rules.display_name_length);
        by_policy(self.kind(), name, holder, rules.name_conflict, marked)
    }

    fn settle(
        self: Box<Self>,
        found: ResolvedObject,
        plan: &mut Plan,
    ) -> Option<Box<dyn NewObject>> {
        plan.learn(customer_key(&self.party), None, &found);
        let Some(sub_customer) = self.sub_customer else {
            plan.resolved.customer = Some(found);
            return None;
        };
        let under = Some(found.id);
        Some(Box::new(Self {
            under,
            ..*sub_customer
        }))
    }
}
