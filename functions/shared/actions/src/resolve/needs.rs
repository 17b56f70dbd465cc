//! What a document needs, which questions that leaves, and what the answers decide.

use std::collections::HashMap;

use quickbooks::{Condition, EntityKind, Query};
use storage::{Mapping, MappingKey, MappingKind};

use super::Trust;
use super::create::{Plan, Slot};
use super::directory::NamedReference;
use super::findings::{Findings, Question};
use super::outcome::{MatchedBy, ResolvedCustomer, ResolvedProduct, reference_key};
use crate::ActionError;
use crate::customers::{self, CustomerMatch, Party, Payer};
use crate::products::{self, ItemMatch, Product};
use crate::settings::Settings;

/// What a document needs from QuickBooks before it can be drafted.
#[derive(Clone, Debug)]
pub struct Needs {
    /// The record, for messages.
    pub label: String,
    /// Who is billed.
    pub payer: Payer,
    /// The display name a new customer would get.
    pub display_name: String,
    /// What is sold.
    pub products: ProductNeeds,
    /// Whether missing products are created.
    pub create_missing: bool,
    /// What options name.
    pub references: Vec<NamedReference>,
    /// The income account of products to be created, where the settings name one.
    pub income_account: Option<NamedReference>,
}

/// The products a document needs.
#[derive(Clone, Debug)]
pub enum ProductNeeds {
    /// Each distinct product of the line items.
    Distinct(Vec<Product>),
    /// One QuickBooks item for all lines.
    Fixed {
        /// QuickBooks' id of the item.
        id: String,
        /// HubSpot's ids of the lines.
        lines: Vec<String>,
    },
}

type Known = HashMap<MappingKey, Mapping>;

impl Needs {
    /// The mappings of the customer and the products.
    pub fn keys(&self) -> Vec<MappingKey> {
        let customer = self.party().map(customer_key);
        customer
            .into_iter()
            .chain(self.distinct().iter().map(product_key))
            .collect()
    }

    fn party(&self) -> Option<&Party> {
        match &self.payer {
            Payer::Party(party) => Some(party),
            Payer::Fixed { .. } => None,
        }
    }

    fn distinct(&self) -> &[Product] {
        match &self.products {
            ProductNeeds::Distinct(products) => products,
            ProductNeeds::Fixed { .. } => &[],
        }
    }

    /// The questions that the mappings leave open.
    pub(super) fn questions(&self, known: &Known, trust: Trust) -> Vec<Question> {
        let open = |key: &MappingKey| trust == Trust::OnlyQuickBooks || !known.contains_key(key);
        let mut questions = Vec::new();
        if let Some(party) = self.party().filter(|party| open(&customer_key(party))) {
            let by_name = customers::lookups(party, &self.display_name);
            let by_id = by_ids(
                EntityKind::Customer,
                known.get(&customer_key(party)).into_iter(),
            );
            questions.extend(by_id.into_iter().chain(by_name).map(Question::Customers));
        }
        let products: Vec<&Product> = self
            .distinct()
            .iter()
            .filter(|product| open(&product_key(product)))
            .collect();
        let mapped = products
            .iter()
            .filter_map(|product| known.get(&product_key(product)));
        questions.extend(
            by_ids(EntityKind::Item, mapped)
                .into_iter()
                .map(Question::Items),
        );
        questions.extend(
            products::lookups(&products)
                .into_iter()
                .map(Question::Items),
        );
        let mut references = self.references.clone();
        if self.create_missing && !products.is_empty() {
            references.extend(self.income_account.clone());
        }
        let named = references
            .iter()
            .filter(|one| one.key().is_some_and(|key| open(&key)));
        questions
            .extend(named.filter_map(|one| Some(Question::Directory(one.kind, one.lookup()?))));
        questions
    }

    /// Decides everything that the answers decide; what is left is to be created.
    pub(super) fn decide(
        &self,
        known: &Known,
        findings: &Findings,
        settings: &Settings,
        trust: Trust,
    ) -> Result<Plan, ActionError> {
        let mut plan = Plan::default();
        self.decide_references(known, findings, trust, &mut plan)?;
        plan.customer = self.decide_customer(known, findings, settings, trust, &mut plan)?;
        plan.products = self.decide_products(known, findings, trust, &mut plan)?;
        if let ProductNeeds::Fixed { id, lines } = &self.products {
            plan.fixed = lines.iter().map(|line| (line.clone(), fixed(id))).collect();
        }
        Ok(plan)
    }

    fn decide_references(
        &self,
        known: &Known,
        findings: &Findings,
        trust: Trust,
        plan: &mut Plan,
    ) -> Result<(), ActionError> {
        for reference in &self.references {
            let (Some(key), Some(place)) = (reference.key(), reference_key(reference)) else {
                continue;
            };
            let id = self.reference_id(reference, &key, known, findings, trust, plan)?;
            plan.references.insert(place, id);
        }
        // The income account is only needed if something is created, so a name that QuickBooks does
        // not know is no error before that.
        plan.income_account = self
            .income_account
            .as_ref()
            .map(|account| match account.key() {
                None => Ok(account.object.clone().into_text()),
                Some(key) => self.reference_id(account, &key, known, findings, trust, plan),
            });
        Ok(())
    }

    fn reference_id(
        &self,
        reference: &NamedReference,
        key: &MappingKey,
        known: &Known,
        findings: &Findings,
        trust: Trust,
        plan: &mut Plan,
    ) -> Result<String, ActionError> {
        let mapped = known.get(key);
        if let Some(mapping) = mapped.filter(|_| trust == Trust::Mappings) {
            return Ok(mapping.quickbooks_id.clone());
        }
        let rows = findings
            .directory
            .get(&reference.kind)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let row = reference.choose(rows)?;
        plan.learn(key.clone(), &row.id, &row.name, mapped);
        Ok(row.id.clone())
    }

    fn decide_customer(
        &self,
        known: &Known,
        findings: &Findings,
        settings: &Settings,
        trust: Trust,
        plan: &mut Plan,
    ) -> Result<Slot<ResolvedCustomer>, ActionError> {
        let party = match &self.payer {
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
        let mapped = known.get(&key);
        let alive = |mapping: &&Mapping| {
            let same = |id: &Option<String>| id.as_ref() == Some(&mapping.quickbooks_id);
            trust == Trust::Mappings || findings.customers.iter().any(|row| same(&row.id))
        };
        if let Some(mapping) = mapped.filter(alive) {
            return Ok(Slot::Known(ResolvedCustomer {
                id: mapping.quickbooks_id.clone(),
                name: Some(mapping.name.clone()),
                matched_by: MatchedBy::Mapping,
            }));
        }
        match customers::choose(party, &findings.customers, &settings.customers.match_by) {
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
        known: &Known,
        findings: &Findings,
        trust: Trust,
        plan: &mut Plan,
    ) -> Result<Vec<(Product, Slot<ResolvedProduct>)>, ActionError> {
        let mut decided = Vec::new();
        let mut missing = Vec::new();
        for product in self.distinct() {
            let slot = self.decide_product(product, known, findings, trust, plan)?;
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
        known: &Known,
        findings: &Findings,
        trust: Trust,
        plan: &mut Plan,
    ) -> Result<Slot<ResolvedProduct>, ActionError> {
        let key = product_key(product);
        let mapped = known.get(&key);
        let alive = |mapping: &&Mapping| {
            let same = |id: &Option<String>| id.as_ref() == Some(&mapping.quickbooks_id);
            trust == Trust::Mappings || findings.items.iter().any(|row| same(&row.id))
        };
        if let Some(mapping) = mapped.filter(alive) {
            return Ok(Slot::Known(ResolvedProduct {
                id: mapping.quickbooks_id.clone(),
                name: Some(mapping.name.clone()),
                matched_by: MatchedBy::Mapping,
            }));
        }
        match products::choose(product, &findings.items) {
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

/// The mapping key of a contact or company.
pub fn customer_key(party: &Party) -> MappingKey {
    MappingKey {
        kind: MappingKind::Customer,
        source: party.source(),
    }
}

/// The mapping key of a product.
pub(super) fn product_key(product: &Product) -> MappingKey {
    MappingKey {
        kind: MappingKind::Product,
        source: product.source.clone(),
    }
}

fn fixed(id: &str) -> ResolvedProduct {
    ResolvedProduct {
        id: id.to_owned(),
        name: None,
        matched_by: MatchedBy::Options,
    }
}

/// Queries for mapped objects by id; inactive ones are not among the rows, so they count as dead.
fn by_ids<'m>(kind: EntityKind, mappings: impl Iterator<Item = &'m Mapping>) -> Vec<Query> {
    let ids: Vec<&str> = mappings
        .map(|mapping| mapping.quickbooks_id.as_str())
        .collect();
    let query = |ids: &[&str]| {
        Query::select(kind)
            .filter(Condition::is_in("Id", ids.iter().copied()))
            .max_results(1000)
    };
    ids.chunks(50).map(query).collect()
}
