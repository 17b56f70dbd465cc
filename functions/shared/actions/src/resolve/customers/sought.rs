//! The customer of who is billed, and of the company above, where it is a sub-customer.

use quickbooks::EntityKind;
use quickbooks::entity::Customer;
use storage::MappingKey;

use super::matching::{choose, is_under, lookups};
use super::new::{NewCustomer, customer_key};
use crate::ActionError;
use crate::record::payer::Party;
use crate::resolve::evidence::{Evidence, Known};
use crate::resolve::findings::Question;
use crate::resolve::objects::by_ids;
use crate::resolve::outcome::{Match, ResolvedObject};
use crate::resolve::plan::Plan;
use crate::text::Fitted;

/// A contact or company whose customer is sought.
#[derive(Clone, Copy)]
pub(crate) struct SoughtCustomer<'n> {
    pub(crate) party: &'n Party,
    /// The display name a new customer would get.
    pub(crate) name: &'n Fitted,
}

impl SoughtCustomer<'_> {
    pub(crate) fn key(&self) -> MappingKey {
        customer_key(self.party)
    }

    /// The questions whose answers hold the customer. A mapped one is asked for too, since creation
    /// under one that is gone would fail.
    pub(crate) fn questions(&self, known: Known<'_>) -> Vec<Question> {
        let mapped = known.get(&self.key()).into_iter();
        let queries = by_ids(EntityKind::Customer, mapped).into_iter();
        queries
            .chain(lookups(self.party, &self.name.text))
            .map(Question::Customers)
            .collect()
    }

    /// The mapped customer, where QuickBooks has it or that needs no check.
    fn mapped(&self, evidence: Evidence<'_>) -> Option<ResolvedObject> {
        let rows = evidence.findings.customers.iter();
        evidence.mapped(&self.key(), rows.map(|row| &row.id))
    }

    /// The one of the candidates that fits, to be mapped.
    fn among(
        &self,
        candidates: &[Customer],
        evidence: Evidence<'_>,
        plan: &mut Plan,
    ) -> Result<Option<ResolvedObject>, ActionError> {
        let mapping = evidence.known.get(&self.key());
        match choose(
            self.party,
            candidates,
            &evidence.settings.customers.match_by,
        ) {
            Match::One(found) => {
                plan.learn(self.key(), mapping, &found);
                Ok(Some(found))
            }
            Match::Ambiguous(ids) => Err(self.ambiguous(&plan.label, &ids)),
            Match::None => {
                plan.lacks(mapping);
                Ok(None)
            }
        }
    }

    /// The customer as the one of whom another is a sub-customer. Its mapping is always checked.
    fn as_parent(
        &self,
        evidence: Evidence<'_>,
        plan: &mut Plan,
    ) -> Result<Option<ResolvedObject>, ActionError> {
        if let Some(mapped) = self.mapped(evidence.without_trust()) {
            return Ok(Some(mapped));
        }
        let rows = evidence.findings.customers.iter();
        let top_level: Vec<Customer> = rows.filter(|row| row.job != Some(true)).cloned().collect();
        self.among(&top_level, evidence, plan)
    }

    /// Takes the one of the candidates that fits as who is billed, else hands back the one to create.
    fn bill(
        &self,
        candidates: &[Customer],
        evidence: Evidence<'_>,
        plan: &mut Plan,
    ) -> Result<Option<NewCustomer>, ActionError> {
        plan.resolved.customer = self.among(candidates, evidence, plan)?;
        let is_new = plan.resolved.customer.is_none();
        Ok(is_new.then(|| self.new_customer()))
    }

    fn new_customer(&self) -> NewCustomer {
        NewCustomer {
            party: self.party.clone(),
            name: self.name.clone(),
            under: None,
            sub_customer: None,
        }
    }

    fn ambiguous(&self, label: &str, ids: &[String]) -> ActionError {
        ActionError::CustomerAmbiguous {
            message: format!(
                "{label}: {} fits the QuickBooks customers {} equally: map it to one of them, or merge \
                 them in QuickBooks",
                self.party.label(),
                ids.join(", ")
            ),
        }
    }
}

/// Decides who is billed, among all customers or the sub-customers of its parent; hands back the
/// customer to create where there is none.
///
/// # Errors
///
/// [`ActionError::CustomerAmbiguous`] where several fit equally.
pub(crate) fn decide(
    payer: SoughtCustomer<'_>,
    parent: Option<SoughtCustomer<'_>>,
    evidence: Evidence<'_>,
    plan: &mut Plan,
) -> Result<Option<NewCustomer>, ActionError> {
    if let Some(mapped) = payer.mapped(evidence) {
        plan.resolved.customer = Some(mapped);
        return Ok(None);
    }
    let all = &evidence.findings.customers;
    let Some(parent) = parent else {
        return payer.bill(all, evidence, plan);
    };
    let Some(above) = parent.as_parent(evidence, plan)? else {
        plan.lacks(evidence.known.get(&payer.key()));
        return Ok(Some(NewCustomer {
            sub_customer: Some(Box::new(payer.new_customer())),
            ..parent.new_customer()
        }));
    };
    let rows = all.iter().filter(|row| is_under(row, &above.id));
    let candidates: Vec<Customer> = rows.cloned().collect();
    let new = payer.bill(&candidates, evidence, plan)?;
    let under = Some(above.id);
    Ok(new.map(|new| NewCustomer { under, ..new }))
}
