//! The needs of a document, and the questions that the mappings leave open.

use std::collections::HashMap;

use jiff::civil::Date;
use quickbooks::EntityKind;
use storage::{Mapping, MappingKey};

use super::customers::SoughtCustomer;
use super::evidence::{Known, Trust};
use super::findings::Question;
use super::outcome::{PLACEHOLDER, Resolved, ResolvedObject, reference_key};
use super::products::{self, Product, ProductNeeds};
use crate::options::NamedReference;
use crate::record::payer::{Party, Payer};
use crate::text::Fitted;

/// Everything a document needs from QuickBooks before it can be drafted.
#[derive(Clone, Debug)]
pub struct Needs {
    /// The record, for messages.
    pub label: String,
    /// The one who is billed, where somebody is.
    pub payer: Option<Payer>,
    /// The display name a new customer would get.
    pub display_name: Fitted,
    /// The display name that a new customer would get of whom the payer is a sub-customer.
    pub parent_name: Fitted,
    /// The products that are sold.
    pub products: ProductNeeds,
    /// `true` creates missing products.
    pub create_missing: bool,
    /// The objects that options name.
    pub references: Vec<NamedReference>,
    /// `true` creates a vendor that QuickBooks does not have.
    pub create_vendors: bool,
    /// The kinds of object of which an inactive one of the name is made active again rather than one
    /// created.
    pub reactivated: Vec<EntityKind>,
    /// The exchange rate to ask for: a foreign currency and the day.
    pub rate: Option<(String, Date)>,
    /// The income account of products to be created, where the settings name one.
    pub income_account: Option<NamedReference>,
}

impl Needs {
    /// The mappings of the customer and the products.
    pub fn keys(&self) -> Vec<MappingKey> {
        let customer = self.customer().map(|customer| customer.key());
        let products = self.products.distinct.iter().map(Product::key);
        customer.into_iter().chain(products).collect()
    }

    /// HubSpot's ids of all lines, product by product.
    pub(super) fn lines(&self) -> impl Iterator<Item = &String> {
        let fixed = self.products.fixed.iter().flat_map(|fixed| &fixed.lines);
        let distinct = self.products.distinct.iter();
        fixed.chain(distinct.flat_map(|product| &product.lines))
    }

    fn party(&self) -> Option<&Party> {
        match &self.payer {
            Some(Payer::Party(party)) => Some(party),
            Some(Payer::Fixed { .. } | Payer::OfSale(_)) | None => None,
        }
    }

    /// The customer that is sought for who is billed.
    pub(super) fn customer(&self) -> Option<SoughtCustomer<'_>> {
        let name = &self.display_name;
        self.party().map(|party| self.sought(party, name))
    }

    /// The customer that is sought for the company of which the payer is a sub-customer.
    pub(super) fn parent(&self) -> Option<SoughtCustomer<'_>> {
        let (party, name) = (self.party()?.parent.as_deref()?, &self.parent_name);
        Some(self.sought(party, name))
    }

    fn sought<'n>(&self, party: &'n Party, name: &'n Fitted) -> SoughtCustomer<'n> {
        SoughtCustomer {
            party,
            name,
            reactivates: self.reactivated.contains(&EntityKind::Customer),
        }
    }

    /// True where every object is mapped, so that none is asked for and none is created.
    pub fn are_mapped(&self, mappings: &HashMap<MappingKey, Mapping>) -> bool {
        let known = Known {
            mappings,
            trust: Trust::Mappings,
        };
        let payer = self.customer().map(|payer| payer.key());
        let products = self.products.distinct.iter().map(Product::key);
        let mut all = payer.into_iter().chain(products);
        all.all(|key| known.get(&key).is_some())
            && self.rate.is_none()
            && self.questions(known).is_empty()
    }

    /// The questions that the mappings leave open.
    pub(super) fn questions(&self, known: Known<'_>) -> Vec<Question> {
        let is_open = |key: &MappingKey| known.believed(key).is_none();
        let payer = self.customer().filter(|payer| is_open(&payer.key()));
        let parent = payer.and_then(|_| self.parent());
        let customers = payer.into_iter().chain(parent);
        let mut questions: Vec<Question> = customers
            .flat_map(|customer| customer.questions(known))
            .collect();
        let distinct = self.products.distinct.iter();
        let open: Vec<&Product> = distinct.filter(|one| is_open(&one.key())).collect();
        questions.extend(products::questions(&open, known));
        let creates = self.create_missing && !open.is_empty();
        if creates && self.reactivated.contains(&EntityKind::Item) {
            questions.extend(products::inactive_questions(&open));
        }
        let account = self.income_account.iter().filter(|_| creates);
        let references = self.references.iter().chain(account);
        let named = references.filter(|one| one.key().is_some_and(|key| is_open(&key)));
        questions
            .extend(named.filter_map(|one| Some(Question::Directory(one.kind, one.lookup()?))));
        questions
    }
}

impl Resolved {
    /// A stand-in in which every id is a placeholder, for a draft that only shows that one can be
    /// made.
    pub fn stand_in(needs: &Needs) -> Self {
        let new = || ResolvedObject::placeholder(None);
        let references = needs.references.iter().filter_map(reference_key);
        Self {
            customer: needs.payer.as_ref().map(|_| new()),
            products: needs.lines().map(|line| (line.clone(), new())).collect(),
            references: references
                .map(|key| (key, PLACEHOLDER.to_owned()))
                .collect(),
            ..Self::default()
        }
    }
}
