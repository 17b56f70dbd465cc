//! A customer that QuickBooks does not have yet.

use quickbooks::EntityKind;
use quickbooks::entity::Customer;
use serde_json::Value;

use super::creation::{new_customer, suffixed_name};
use super::matching::{CustomerMatch, choose, is_under};
use super::sought::{SoughtCustomer, customer_key};
use crate::ActionError;
use crate::record::payer::Party;
use crate::resolve::findings::{Findings, Question};
use crate::resolve::objects::to_body;
use crate::resolve::outcome::ResolvedObject;
use crate::resolve::plan::Plan;
use crate::resolve::resolution::{CreationName, Holder, Resolution, by_policy};
use crate::response::note_change;
use crate::settings::CustomerMatching;
use crate::text::Fitted;

/// A customer to create, for who is billed or for the company above.
#[derive(Clone)]
pub(crate) struct NewCustomer {
    party: Party,
    name: Fitted,
    /// QuickBooks' id of the customer of whom it is a sub-customer.
    under: Option<String>,
    /// The customer to create under it, which is then the one that is billed.
    sub_customer: Option<Box<NewCustomer>>,
}

impl NewCustomer {
    pub(super) fn of(sought: &SoughtCustomer<'_>) -> Self {
        Self {
            party: sought.party.clone(),
            name: sought.name.clone(),
            under: None,
            sub_customer: None,
        }
    }

    /// The same as a sub-customer of the one with this id.
    pub(super) fn under(self, id: String) -> Self {
        let under = Some(id);
        Self { under, ..self }
    }

    /// The same with a sub-customer, which waits until this one has an id.
    pub(super) fn with(self, sub_customer: Self) -> Self {
        let sub_customer = Some(Box::new(sub_customer));
        Self {
            sub_customer,
            ..self
        }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name.text
    }

    pub(crate) fn body(&self, name: &str) -> Result<Value, ActionError> {
        to_body(&new_customer(&self.party, name, self.under.as_deref()))
    }

    pub(crate) fn holders(name: &CreationName) -> Vec<Question> {
        let queries = name.holders(EntityKind::Customer);
        queries.map(Question::Customers).collect()
    }

    /// The way out when the name is taken. A sub-customer's very own is one of the same parent.
    pub(crate) fn resolution(
        &self,
        name: &CreationName,
        found: &Findings,
        rules: &CustomerMatching,
    ) -> Resolution {
        let named = |row: &&Customer| name.is_of(row.display_name.as_ref());
        let rows: Vec<Customer> = found.customers.iter().filter(named).cloned().collect();
        let under = self.under.as_deref();
        let is_own = |row: &&Customer| under.is_none_or(|parent| is_under(row, parent));
        let own: Vec<Customer> = rows.iter().filter(is_own).cloned().collect();
        if let CustomerMatch::Matched { customer, rule } =
            choose(&self.party, &own, &rules.match_by)
        {
            return Resolution::Use {
                found: ResolvedObject::matched(customer.id, customer.display_name, rule.into()),
                warning: None,
            };
        }
        let rows = rows.into_iter();
        let holder = Holder::first(rows.map(|row| (row.id, row.sync_token, row.active)));
        let marked = suffixed_name(&self.party, &name.text, rules.display_name_length);
        by_policy(
            EntityKind::Customer,
            name,
            holder,
            rules.name_conflict,
            marked,
        )
    }

    /// Warns of what the name lost on the way to QuickBooks.
    pub(crate) fn note_change(&self, plan: &mut Plan) {
        let field = format!("{}, its name", self.party.label());
        let warnings = &mut plan.resolved.warnings;
        note_change(warnings, &field, self.name.change.as_ref());
    }

    /// Takes the customer it became; hands back the one that waited for it.
    pub(crate) fn settle(self, found: ResolvedObject, plan: &mut Plan) -> Option<Self> {
        plan.learn(customer_key(&self.party), &found);
        match self.sub_customer {
            Some(sub_customer) => Some(sub_customer.under(found.id)),
            None => {
                plan.resolved.customer = Some(found);
                None
            }
        }
    }
}
