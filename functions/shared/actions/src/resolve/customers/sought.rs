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
use crate::resolve::resolution::{Holder, inactive_query, name_before_deletion, to_reactivate};
use crate::response::Warning;
use crate::text::Fitted;
use crate::text::fold::same_text;

/// A contact or company whose customer is sought.
#[derive(Clone, Copy)]
pub(crate) struct SoughtCustomer<'n> {
    pub(crate) party: &'n Party,
    /// The display name a new customer would get.
    pub(crate) name: &'n Fitted,
    /// `true` where an inactive customer of the name is made active again.
    pub(crate) reactivates: bool,
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
        let active = queries.chain(lookups(self.party, &self.name.text));
        let inactive = inactive_query(EntityKind::Customer, &self.name.text);
        let inactive = self.reactivates.then_some(inactive);
        active
            .map(Question::Customers)
            .chain(inactive.map(Question::InactiveCustomers))
            .collect()
    }

    /// The mapped customer, where QuickBooks has it or that needs no check. One that is mapped under the id of a record
    /// that was merged into this one is mapped under its own id too: HubSpot does not name the old ids forever, and whoever
    /// gives a record need not.
    fn mapped(&self, evidence: Evidence<'_>, plan: &mut Plan) -> Option<ResolvedObject> {
        let rows = evidence.findings.customers.iter();
        let key = self.key();
        let mapped = evidence.mapped(&key, rows.map(|row| &row.id))?;
        let mapping = evidence.known.get(&key);
        if mapping.is_some_and(|mapping| mapping.key != key) {
            plan.learn(key, mapping, &mapped);
        }
        Some(mapped)
    }

    /// The one of the candidates that fits, to be mapped.
    fn among(
        &self,
        candidates: &[Customer],
        evidence: Evidence<'_>,
        plan: &mut Plan,
    ) -> Result<Option<ResolvedObject>, ActionError> {
        let mapping = evidence.known.get(&self.key());
        match self.choose(candidates, evidence) {
            Match::One(found) => {
                plan.learn(self.key(), mapping, &found);
                plan.resolved.warnings.extend(self.known_in_part(&found));
                Ok(Some(found))
            }
            Match::Ambiguous(ids) => Err(self.ambiguous(&plan.label, &ids)),
            Match::None => {
                plan.lacks(mapping);
                Ok(None)
            }
        }
    }

    fn choose(&self, candidates: &[Customer], evidence: Evidence<'_>) -> Match {
        let rules = &evidence.settings.customers.match_by;
        choose(self.party, &self.name.text, candidates, rules)
    }

    /// The inactive customer to make active again, of those under `parent` where there is one.
    fn inactive(
        &self,
        parent: Option<&str>,
        evidence: Evidence<'_>,
        label: &str,
    ) -> Result<Option<Holder>, ActionError> {
        let rows = evidence.findings.inactive_customers.iter();
        let had_name = |row: &&Customer| {
            row.active == Some(false)
                && parent.is_none_or(|parent| is_under(row, parent))
                && (row.display_name.as_deref())
                    .is_some_and(|name| same_text(name_before_deletion(name), &self.name.text))
        };
        let named: Vec<&Customer> = rows.filter(had_name).collect();
        let as_active = |row: &&Customer| Customer {
            active: Some(true),
            display_name: Some(self.name.text.clone()),
            ..(*row).clone()
        };
        let candidates: Vec<Customer> = named.iter().map(as_active).collect();
        let holders = named
            .iter()
            .filter_map(|row| Holder::of((row.id.clone(), row.sync_token.clone(), row.active)));
        to_reactivate(self.choose(&candidates, evidence), holders.collect())
            .map_err(|ids| self.ambiguous(label, &ids))
    }

    /// The customer as the one of whom another is a sub-customer. Its mapping is always checked.
    fn as_parent(
        &self,
        evidence: Evidence<'_>,
        plan: &mut Plan,
    ) -> Result<Option<ResolvedObject>, ActionError> {
        if let Some(mapped) = self.mapped(evidence.without_trust(), plan) {
            return Ok(Some(mapped));
        }
        let rows = evidence.findings.customers.iter();
        let top_level: Vec<Customer> = rows.filter(|row| row.job != Some(true)).cloned().collect();
        self.among(&top_level, evidence, plan)
    }

    /// Takes the one of the candidates that fits as who is billed, else hands back the one to create.
    fn bill(
        &self,
        under: Option<&str>,
        candidates: &[Customer],
        evidence: Evidence<'_>,
        plan: &mut Plan,
    ) -> Result<Option<NewCustomer>, ActionError> {
        plan.resolved.customer = self.among(candidates, evidence, plan)?;
        if plan.resolved.customer.is_some() {
            return Ok(None);
        }
        self.new_customer(under, evidence, plan).map(Some)
    }

    /// The customer to create, or to make active again, under the customer with the id `under`, where there
    /// is one.
    fn new_customer(
        &self,
        under: Option<&str>,
        evidence: Evidence<'_>,
        plan: &Plan,
    ) -> Result<NewCustomer, ActionError> {
        Ok(NewCustomer {
            party: self.party.clone(),
            name: self.name.clone(),
            inactive: self.inactive(under, evidence, &plan.label)?,
            under: under.map(str::to_owned),
            sub_customer: None,
        })
    }

    /// The warning of a name that QuickBooks cannot hold whole: another may begin with the same characters.
    fn known_in_part(&self, found: &ResolvedObject) -> Option<Warning> {
        let cut = self.name.change.and_then(|change| change.cut)?;
        Some(Warning::new(
            "customer_name_in_part",
            format!(
                "{} is matched to QuickBooks customer {} by the first {} of the {} characters of its name: if that is \
                 another customer, map it to its own",
                self.party.label(),
                found.id,
                cut.to,
                cut.from
            ),
        ))
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
    if let Some(mapped) = payer.mapped(evidence, plan) {
        plan.resolved.customer = Some(mapped);
        return Ok(None);
    }
    let all = &evidence.findings.customers;
    let Some(parent) = parent else {
        return payer.bill(None, all, evidence, plan);
    };
    let Some(above) = parent.as_parent(evidence, plan)? else {
        plan.lacks(evidence.known.get(&payer.key()));
        let above = parent.new_customer(None, evidence, plan)?;
        // Of one that was inactive, so may the sub-customer be.
        let under = above.inactive.as_ref().map(|above| above.id.as_str());
        let inactive = under.map_or(Ok(None), |under| {
            payer.inactive(Some(under), evidence, &plan.label)
        })?;
        let sub_customer = NewCustomer {
            party: payer.party.clone(),
            name: payer.name.clone(),
            inactive,
            under: None,
            sub_customer: None,
        };
        return Ok(Some(NewCustomer {
            sub_customer: Some(Box::new(sub_customer)),
            ..above
        }));
    };
    let rows = all.iter().filter(|row| is_under(row, &above.id));
    let candidates: Vec<Customer> = rows.cloned().collect();
    payer.bill(Some(&above.id), &candidates, evidence, plan)
}
