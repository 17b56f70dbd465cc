//! What a document needs, and which questions the mappings leave open.

use std::collections::HashMap;

use jiff::civil::Date;

use quickbooks::{Condition, EntityKind, MAX_RESULTS, Query};
use storage::{Mapping, MappingKey, MappingKind};

use super::Trust;
use super::findings::Question;
use crate::options::NameOrId;
use crate::options::NamedReference;
use crate::record::payer::{Party, Payer};
use crate::resolve::customers;
use crate::resolve::products::{self, Product};
use crate::response::MatchedBy;
use crate::text::Fitted;

/// What a document needs from QuickBooks before it can be drafted.
#[derive(Clone, Debug)]
pub struct Needs {
    /// The record, for messages.
    pub label: String,
    /// Who is billed, where somebody is.
    pub payer: Option<Payer>,
    /// The display name a new customer would get.
    pub display_name: Fitted,
    /// The display name that a new customer would get of whom the payer is a sub-customer.
    pub parent_name: Fitted,
    /// What is sold.
    pub products: ProductNeeds,
    /// Whether missing products are created.
    pub create_missing: bool,
    /// What options name.
    pub references: Vec<NamedReference>,
    /// Whether a vendor that QuickBooks does not have is created.
    pub create_vendors: bool,
    /// The exchange rate to ask for: a foreign currency and the day.
    pub rate: Option<(String, Date)>,
    /// The income account of products to be created, where the settings name one.
    pub income_account: Option<NamedReference>,
}

/// The products a document needs; none where nothing is sold.
#[derive(Clone, Debug, Default)]
pub struct ProductNeeds {
    /// Each distinct product of lines that name their own.
    pub distinct: Vec<Product>,
    /// The items that options or settings choose for the other lines.
    pub fixed: Vec<FixedItem>,
}

/// One QuickBooks item for several lines.
#[derive(Clone, Debug)]
pub struct FixedItem {
    /// The item; among the references, where it is named by its name.
    pub item: NameOrId,
    /// Who chose it.
    pub matched_by: MatchedBy,
    /// HubSpot's ids of the lines.
    pub lines: Vec<String>,
}

/// The mappings that were read.
pub(super) type Known = HashMap<MappingKey, Mapping>;

impl Needs {
    /// The mappings of the customer and the products.
    pub fn keys(&self) -> Vec<MappingKey> {
        let customer = self.party().map(customer_key);
        customer
            .into_iter()
            .chain(self.distinct().iter().map(product_key))
            .collect()
    }

    /// HubSpot's ids of all lines, product by product.
    pub(super) fn lines(&self) -> impl Iterator<Item = &String> {
        let fixed = self.products.fixed.iter().flat_map(|fixed| &fixed.lines);
        fixed.chain(self.distinct().iter().flat_map(|product| &product.lines))
    }

    pub(super) fn party(&self) -> Option<&Party> {
        match &self.payer {
            Some(Payer::Party(party)) => Some(party),
            Some(Payer::Fixed { .. }) | None => None,
        }
    }

    /// The company of which the payer is a sub-customer.
    pub(super) fn parent(&self) -> Option<&Party> {
        self.party()?.parent.as_deref()
    }

    /// A customer mapped for the parent is looked up too: creation under one that is gone would fail.
    fn parent_questions(&self, known: &Known) -> Vec<Question> {
        let Some(parent) = self.parent() else {
            return Vec::new();
        };
        let by_name = customers::lookups(parent, &self.parent_name.text);
        let mapped = known.get(&customer_key(parent)).into_iter();
        let by_id = by_ids(EntityKind::Customer, mapped);
        let queries = by_id.into_iter().chain(by_name);
        queries.map(Question::Customers).collect()
    }

    pub(super) fn distinct(&self) -> &[Product] {
        &self.products.distinct
    }

    /// The questions that the mappings leave open.
    pub(super) fn questions(&self, known: &Known, trust: Trust) -> Vec<Question> {
        let open = |key: &MappingKey| trust == Trust::OnlyQuickBooks || !known.contains_key(key);
        let mut questions = Vec::new();
        if let Some(party) = self.party().filter(|party| open(&customer_key(party))) {
            let by_name = customers::lookups(party, &self.display_name.text);
            let by_id = by_ids(
                EntityKind::Customer,
                known.get(&customer_key(party)).into_iter(),
            );
            questions.extend(by_id.into_iter().chain(by_name).map(Question::Customers));
            questions.extend(self.parent_questions(known));
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

/// Queries for mapped objects by id; inactive ones are not among the rows, so they count as dead.
fn by_ids<'m>(kind: EntityKind, mappings: impl Iterator<Item = &'m Mapping>) -> Vec<Query> {
    let ids: Vec<&str> = mappings
        .map(|mapping| mapping.quickbooks_id.as_str())
        .collect();
    let query = |ids: &[&str]| {
        Query::select(kind)
            .filter(Condition::is_in("Id", ids.iter().copied()))
            .max_results(MAX_RESULTS)
    };
    ids.chunks(50).map(query).collect()
}
