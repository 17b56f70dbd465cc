//! What the mappings and QuickBooks' answers decide of what a document needs.

use quickbooks::entity::Customer;
use rust_decimal::Decimal;
use storage::{Mapping, MappingKey, MappingKind};

use super::Trust;
use super::findings::Findings;
use super::needs::{FixedItem, Known, Needs, customer_key, product_key};
use super::outcome::{ResolvedCustomer, ResolvedProduct, reference_key};
use super::plan::{Plan, Slot};
use crate::ActionError;
use crate::options::NameOrId;
use crate::options::NamedReference;
use crate::record::payer::{Party, Payer};
use crate::resolve::customers::{self, CustomerMatch};
use crate::resolve::products::{self, ItemMatch, Product};
use crate::response::MatchedBy;
use crate::settings::Settings;
use crate::text::fold::fold;

/// What there is to decide by.
pub(super) struct Evidence<'d> {
    /// The mappings that were read.
    pub(super) known: &'d Known,
    /// QuickBooks' answers.
    pub(super) findings: &'d Findings,
    /// The connection's settings.
    pub(super) settings: &'d Settings,
    /// Whether the mappings are believed.
    pub(super) trust: Trust,
}

impl Evidence<'_> {
    /// The id of an object that options name.
    fn reference(
        &self,
        reference: &NamedReference,
        key: &MappingKey,
        plan: &mut Plan,
    ) -> Result<String, ActionError> {
        let mapped = self.known.get(key);
        if let Some(mapping) = mapped.filter(|_| self.trust == Trust::Mappings) {
            return Ok(mapping.quickbooks_id.clone());
        }
        let rows = self.findings.directory.get(&reference.kind);
        let row = reference.choose(rows.map(Vec::as_slice).unwrap_or_default())?;
        plan.learn(key.clone(), &row.id, &row.name, mapped);
        Ok(row.id.clone())
    }

    /// Whether options name a vendor that QuickBooks does not have.
    fn lacks_vendor(&self, reference: &NamedReference, key: &MappingKey) -> bool {
        let is_mapped = self.trust == Trust::Mappings && self.known.contains_key(key);
        let rows = self.findings.directory.get(&reference.kind);
        reference.kind == MappingKind::Vendor
            && !is_mapped
            && reference.is_missing(rows.map(Vec::as_slice).unwrap_or_default())
    }

    /// Whether a mapped customer is to be used.
    fn has_customer(&self, mapping: &Mapping) -> bool {
        let same = |id: &Option<String>| id.as_ref() == Some(&mapping.quickbooks_id);
        self.trust == Trust::Mappings || self.findings.customers.iter().any(|row| same(&row.id))
    }

    /// Whether a mapped item is to be used.
    fn has_item(&self, mapping: &Mapping) -> bool {
        let same = |id: &Option<String>| id.as_ref() == Some(&mapping.quickbooks_id);
        self.trust == Trust::Mappings || self.findings.items.iter().any(|row| same(&row.id))
    }
}

impl Needs {
    /// Decides everything that the answers decide; what is left is to be created.
    pub(super) fn decide(&self, evidence: &Evidence<'_>) -> Result<Plan, ActionError> {
        let mut plan = Plan::default();
        self.decide_references(evidence, &mut plan)?;
        plan.exchange_rate = self.decide_rate(evidence)?;
        if let Some(payer) = &self.payer {
            plan.customer = Some(self.decide_customer(payer, evidence, &mut plan)?);
        }
        plan.products = self.decide_products(evidence, &mut plan)?;
        plan.fixed = self.decide_fixed(&plan);
        Ok(plan)
    }

    /// QuickBooks' own rate of the day; without one the document would be booked one to one.
    fn decide_rate(&self, evidence: &Evidence<'_>) -> Result<Option<Decimal>, ActionError> {
        let Some((currency, day)) = &self.rate else {
            return Ok(None);
        };
        let found = evidence.findings.rate.as_ref().and_then(|rate| rate.rate);
        found.filter(|rate| *rate > Decimal::ZERO).map(Some).ok_or_else(|| {
            ActionError::invalid(format!(
                "{}: QuickBooks has no exchange rate for {currency} on {day}: nothing was created; give \
                 `options.exchange_rate`",
                self.label
            ))
        })
    }

    fn decide_references(
        &self,
        evidence: &Evidence<'_>,
        plan: &mut Plan,
    ) -> Result<(), ActionError> {
        for reference in &self.references {
            let (Some(key), Some(place)) = (reference.key(), reference_key(reference)) else {
                continue;
            };
            if self.create_vendors && evidence.lacks_vendor(reference, &key) {
                plan.replaces(evidence.known.get(&key));
                plan.new_vendors.push(reference.clone());
                continue;
            }
            let id = evidence.reference(reference, &key, plan)?;
            plan.references.insert(place, id);
        }
        // The income account is only needed if something is created, so a name that QuickBooks does
        // not know is no error before that.
        plan.income_account = self
            .income_account
            .as_ref()
            .map(|account| match account.key() {
                None => Ok(account.object.clone().into_text()),
                Some(key) => evidence.reference(account, &key, plan),
            });
        Ok(())
    }

    /// The items of lines for which they are chosen, resolved with the references if they have a name.
    fn decide_fixed(&self, plan: &Plan) -> Vec<(String, ResolvedProduct)> {
        let fixed = self.products.fixed.iter();
        fixed.flat_map(|fixed| fixed.decide(plan)).collect()
    }

    fn decide_customer(
        &self,
        payer: &Payer,
        evidence: &Evidence<'_>,
        plan: &mut Plan,
    ) -> Result<Slot<ResolvedCustomer>, ActionError> {
        let party = match payer {
            Payer::Party(party) => party,
            Payer::Fixed { id } => {
                let matched_by = MatchedBy::Options;
                return Ok(Slot::Known(ResolvedCustomer {
                    id: id.clone(),
                    name: None,
                    matched_by,
                }));
            }
        };
        let key = customer_key(party);
        let mapped = evidence.known.get(&key);
        if let Some(mapping) = mapped.filter(|mapping| evidence.has_customer(mapping)) {
            return Ok(Slot::Known(ResolvedCustomer {
                id: mapping.quickbooks_id.clone(),
                name: Some(mapping.name.clone()),
                matched_by: MatchedBy::Mapping,
            }));
        }
        let candidates = self.candidates(evidence, plan)?;
        let rules = &evidence.settings.customers.match_by;
        match customers::choose(party, &candidates, rules) {
            CustomerMatch::Matched { customer, rule } => {
                let id = customer.id.unwrap_or_default();
                let name = customer.display_name.unwrap_or_default();
                plan.learn(key, &id, &name, mapped);
                let name = Some(name);
                Ok(Slot::Known(ResolvedCustomer {
                    id,
                    name,
                    matched_by: rule.into(),
                }))
            }
            CustomerMatch::Ambiguous(ids) => Err(self.ambiguous(party, &ids)),
            CustomerMatch::None => {
                plan.replaces(mapped);
                Ok(Slot::New)
            }
        }
    }

    /// Among whom the payer may be: all customers, or the sub-customers of its company.
    fn candidates(
        &self,
        evidence: &Evidence<'_>,
        plan: &mut Plan,
    ) -> Result<Vec<Customer>, ActionError> {
        let all = &evidence.findings.customers;
        let Some(parent) = self.parent() else {
            return Ok(all.clone());
        };
        let slot = self.decide_parent(parent, evidence, plan)?;
        let candidates = match &slot {
            Slot::New => Vec::new(),
            Slot::Known(parent) => all
                .iter()
                .filter(|row| customers::is_under(row, &parent.id))
                .cloned()
                .collect(),
        };
        plan.parent = Some(slot);
        Ok(candidates)
    }

    fn decide_parent(
        &self,
        parent: &Party,
        evidence: &Evidence<'_>,
        plan: &mut Plan,
    ) -> Result<Slot<ResolvedCustomer>, ActionError> {
        let found = &evidence.findings.customers;
        let key = customer_key(parent);
        let mapped = evidence.known.get(&key);
        let is_mapped = |row: &&Customer| {
            row.active != Some(false)
                && mapped.is_some_and(|mapping| row.id.as_ref() == Some(&mapping.quickbooks_id))
        };
        if let (Some(mapping), Some(_)) = (mapped, found.iter().find(is_mapped)) {
            return Ok(Slot::Known(ResolvedCustomer {
                id: mapping.quickbooks_id.clone(),
                name: Some(mapping.name.clone()),
                matched_by: MatchedBy::Mapping,
            }));
        }
        let top_level: Vec<Customer> = found
            .iter()
            .filter(|row| row.job != Some(true))
            .cloned()
            .collect();
        match customers::choose(parent, &top_level, &evidence.settings.customers.match_by) {
            CustomerMatch::Matched { customer, rule } => {
                let id = customer.id.unwrap_or_default();
                let name = customer.display_name.unwrap_or_default();
                plan.learn(key, &id, &name, mapped);
                Ok(Slot::Known(ResolvedCustomer {
                    id,
                    name: Some(name),
                    matched_by: rule.into(),
                }))
            }
            CustomerMatch::Ambiguous(ids) => Err(self.ambiguous(parent, &ids)),
            CustomerMatch::None => {
                plan.replaces(mapped);
                Ok(Slot::New)
            }
        }
    }

    fn ambiguous(&self, party: &Party, ids: &[String]) -> ActionError {
        ActionError::CustomerAmbiguous {
            message: format!(
                "{}: {} fits the QuickBooks customers {} equally: map it to one of them, or merge \
                 them in QuickBooks",
                self.label,
                party.label(),
                ids.join(", ")
            ),
        }
    }

    fn decide_products(
        &self,
        evidence: &Evidence<'_>,
        plan: &mut Plan,
    ) -> Result<Vec<(Product, Slot<ResolvedProduct>)>, ActionError> {
        let mut decided = Vec::new();
        let mut missing = Vec::new();
        for product in self.distinct() {
            let slot = self.decide_product(product, evidence, plan)?;
            if slot.is_new() && (!self.create_missing || product.name.is_none()) {
                missing.push(product.label());
            }
            decided.push((product.clone(), slot));
        }
        if missing.is_empty() {
            Ok(decided)
        } else {
            Err(self.not_found(&missing))
        }
    }

    fn decide_product(
        &self,
        product: &Product,
        evidence: &Evidence<'_>,
        plan: &mut Plan,
    ) -> Result<Slot<ResolvedProduct>, ActionError> {
        let key = product_key(product);
        let mapped = evidence.known.get(&key);
        if let Some(mapping) = mapped.filter(|mapping| evidence.has_item(mapping)) {
            return Ok(Slot::Known(ResolvedProduct {
                id: mapping.quickbooks_id.clone(),
                name: Some(mapping.name.clone()),
                matched_by: MatchedBy::Mapping,
            }));
        }
        match products::choose(product, &evidence.findings.items) {
            ItemMatch::Matched { item, rule } => {
                let id = item.id.unwrap_or_default();
                let name = item.name.unwrap_or_default();
                plan.learn(key, &id, &name, mapped);
                let name = Some(name);
                Ok(Slot::Known(ResolvedProduct {
                    id,
                    name,
                    matched_by: rule.into(),
                }))
            }
            ItemMatch::Ambiguous(ids) => Err(ActionError::ProductNotFound {
                message: format!(
                    "{}: {} fits the QuickBooks products {} equally: map it to one of them, or \
                     give them different SKUs",
                    self.label,
                    product.label(),
                    ids.join(", ")
                ),
            }),
            ItemMatch::None => {
                plan.replaces(mapped);
                Ok(Slot::New)
            }
        }
    }

    fn not_found(&self, missing: &[String]) -> ActionError {
        ActionError::ProductNotFound {
            message: format!(
                "{}: QuickBooks has no product for {}: nothing was created; add the products to \
                 QuickBooks, map them, or set `options.create_missing_products` (a product without \
                 a name cannot be created)",
                self.label,
                missing.join("; ")
            ),
        }
    }
}

impl FixedItem {
    fn decide(&self, plan: &Plan) -> Vec<(String, ResolvedProduct)> {
        let (id, name) = match &self.item {
            NameOrId::Id(id) => (Some(id), None),
            NameOrId::Name(name) => {
                let id = plan.references.get(&(MappingKind::Item, fold(name)));
                (id, Some(name))
            }
        };
        let item = id.map(|id| ResolvedProduct {
            id: id.clone(),
            name: name.cloned(),
            matched_by: self.matched_by,
        });
        let lines = self.lines.iter();
        lines
            .filter_map(|line| Some((line.clone(), item.clone()?)))
            .collect()
    }
}
