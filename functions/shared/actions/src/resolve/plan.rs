//! What is known of a document's customer, products and references, and what is left to create.

use std::collections::HashMap;

use quickbooks::EntityKind;
use rust_decimal::Decimal;
use serde_json::Value;
use storage::{Mapping, MappingKey, MappingKind};

use super::needs::Needs;
use super::outcome::{PLACEHOLDER, Resolved, ResolvedCustomer, ResolvedProduct, reference_key};
use crate::ActionError;
use crate::options::NamedReference;
use crate::record::payer::Party;
use crate::resolve::products::{self, Product};
use crate::resolve::vendors;
use crate::response::{MatchedBy, Warning, note_change};
use crate::text::fold::fold;

/// What the answers decided, and what is left to create.
#[derive(Default)]
pub(super) struct Plan {
    /// The company of which the payer is a sub-customer, where the payer is to be found or created.
    pub(super) parent: Option<Slot<ResolvedCustomer>>,
    pub(super) customer: Option<Slot<ResolvedCustomer>>,
    pub(super) products: Vec<(Product, Slot<ResolvedProduct>)>,
    pub(super) fixed: Vec<(String, ResolvedProduct)>,
    pub(super) references: HashMap<(MappingKind, String), String>,
    /// Vendors that options name and QuickBooks does not have.
    pub(super) new_vendors: Vec<NamedReference>,
    pub(super) exchange_rate: Option<Decimal>,
    pub(super) income_account: Option<Result<String, ActionError>>,
    pub(super) learned: Vec<(MappingKey, String, String)>,
    pub(super) warnings: Vec<Warning>,
    creations: Vec<(EntityKind, Value)>,
    healed: bool,
}

/// A customer or product: known, or to be created.
pub(super) enum Slot<R> {
    Known(R),
    New,
}

/// One object to create.
#[derive(Clone)]
pub(super) struct Creation {
    pub(super) whose: Whose,
    pub(super) name: String,
    /// Whether the name already carries the mark that makes it the record's own.
    pub(super) marked: bool,
}

/// Whose object it is: that of the payer's company, the payer's, that of the products at these places, or the new vendor at this
/// place.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Whose {
    Parent,
    Payer,
    Products(Vec<usize>),
    Vendor(usize),
}

impl Whose {
    /// The contact or company that the object is of, where it is a customer.
    pub(super) fn party<'n>(&self, needs: &'n Needs) -> Option<&'n Party> {
        match self {
            Self::Parent => needs.parent(),
            Self::Payer => needs.party(),
            Self::Products(_) | Self::Vendor(_) => None,
        }
    }
}

impl<R> Slot<R> {
    pub(super) fn is_new(&self) -> bool {
        matches!(self, Self::New)
    }
}

impl Plan {
    /// Notes what a name was found to be, to be mapped.
    pub(super) fn learn(&mut self, key: MappingKey, id: &str, name: &str, dead: Option<&Mapping>) {
        self.healed |= dead.is_some_and(|mapping| mapping.quickbooks_id != id);
        self.learned.push((key, id.to_owned(), name.to_owned()));
    }

    /// Notes that a mapping is dead and will be replaced.
    pub(super) fn replaces(&mut self, dead: Option<&Mapping>) {
        self.healed |= dead.is_some();
    }

    /// What is to be created: the vendors, the customer's parent, the customer, then each product of a
    /// name of its own.
    ///
    /// Two products that would get the same name are one item if their SKUs do not differ, else the
    /// second gets its SKU in brackets.
    pub(super) fn to_create(&self, needs: &Needs) -> Vec<Creation> {
        let mut creations = self.vendors_to_create();
        if self.parent.as_ref().is_some_and(Slot::is_new) {
            let name = needs.parent_name.text.clone();
            creations.push(Creation {
                whose: Whose::Parent,
                name,
                marked: false,
            });
        }
        if self.customer.as_ref().is_some_and(Slot::is_new) {
            let name = needs.display_name.text.clone();
            creations.push(Creation {
                whose: Whose::Payer,
                name,
                marked: false,
            });
        }
        let mut by_name: HashMap<String, (usize, Option<String>)> = HashMap::new();
        let new = self
            .products
            .iter()
            .enumerate()
            .filter(|(_, (_, slot))| slot.is_new());
        for (place, (product, _)) in new {
            let mut name = product.name.clone().unwrap_or_default();
            let sku = product.sku.as_deref().map(fold);
            if by_name
                .get(&fold(&name))
                .is_some_and(|(_, other)| differ(other.as_ref(), sku.as_ref()))
            {
                name = products::suffixed_name(product, &name);
            }
            let known = by_name.entry(fold(&name)).or_insert((creations.len(), sku));
            match creations.get_mut(known.0) {
                Some(Creation {
                    whose: Whose::Products(places),
                    ..
                }) => places.push(place),
                _ => creations.push(Creation {
                    whose: Whose::Products(vec![place]),
                    name,
                    marked: false,
                }),
            }
        }
        creations
    }

    fn vendors_to_create(&self) -> Vec<Creation> {
        let vendors = self.new_vendors.iter().enumerate();
        vendors
            .map(|(place, vendor)| Creation {
                whose: Whose::Vendor(place),
                name: vendors::display_name(vendor.object.clone().into_text()).text,
                marked: false,
            })
            .collect()
    }

    /// QuickBooks' id of the customer of whom the payer is a sub-customer.
    pub(super) fn parent_id(&self) -> Option<&str> {
        self.parent.as_ref().map(|slot| match slot {
            Slot::Known(parent) => parent.id.as_str(),
            Slot::New => PLACEHOLDER,
        })
    }

    /// Fills what would be created with placeholders, for a preview.
    pub(super) fn preview(&mut self, needs: &Needs, creations: Vec<(Creation, EntityKind, Value)>) {
        for (creation, kind, object) in creations {
            self.fill_created(needs, &creation, PLACEHOLDER, &creation.name);
            self.creations.push((kind, object));
        }
    }

    /// Notes that an object was or would be created, and what its name lost on the way.
    pub(super) fn fill_created(
        &mut self,
        needs: &Needs,
        creation: &Creation,
        id: &str,
        name: &str,
    ) {
        match (&creation.whose, creation.whose.party(needs)) {
            (Whose::Payer | Whose::Parent, Some(party)) => {
                let field = format!("{}, its name", party.label());
                let name = match creation.whose {
                    Whose::Parent => &needs.parent_name,
                    _ => &needs.display_name,
                };
                note_change(&mut self.warnings, &field, name.change.as_ref());
            }
            (Whose::Products(places), _) => {
                let product = places.first().and_then(|place| self.products.get(*place));
                if let Some((product, _)) = product {
                    let field = format!("{}, `name`", product.label());
                    note_change(&mut self.warnings, &field, product.name_change.as_ref());
                }
            }
            (Whose::Vendor(place), _) => {
                if let Some(vendor) = self.new_vendors.get(*place) {
                    let fitted = vendors::display_name(vendor.object.clone().into_text());
                    note_change(&mut self.warnings, vendor.place, fitted.change.as_ref());
                }
            }
            (Whose::Payer | Whose::Parent, None) => {}
        }
        self.fill(creation, id, name, MatchedBy::Created);
    }

    pub(super) fn fill(&mut self, creation: &Creation, id: &str, name: &str, by: MatchedBy) {
        if let Whose::Vendor(place) = &creation.whose {
            self.fill_vendor(*place, id, name);
            return;
        }
        let (id, name) = (id.to_owned(), Some(name.to_owned()));
        match &creation.whose {
            Whose::Vendor(_) => {}
            Whose::Payer | Whose::Parent => {
                let customer = Some(Slot::Known(ResolvedCustomer {
                    id,
                    name,
                    matched_by: by,
                }));
                if creation.whose == Whose::Parent {
                    self.parent = customer;
                } else {
                    self.customer = customer;
                }
            }
            Whose::Products(places) => {
                let product = ResolvedProduct {
                    id,
                    name,
                    matched_by: by,
                };
                for place in places {
                    if let Some((_, slot)) = self.products.get_mut(*place) {
                        *slot = Slot::Known(product.clone());
                    }
                }
            }
        }
    }

    fn fill_vendor(&mut self, place: usize, id: &str, name: &str) {
        let vendor = self.new_vendors.get(place).cloned();
        let Some((vendor, key)) = vendor.and_then(|vendor| Some((vendor.clone(), vendor.key()?)))
        else {
            return;
        };
        if let Some(place) = reference_key(&vendor) {
            self.references.insert(place, id.to_owned());
        }
        if id != PLACEHOLDER {
            self.learn(key, id, name, None);
        }
    }

    pub(super) fn finish(self) -> Result<Resolved, ActionError> {
        let lost = || ActionError::OutcomeUnknown {
            detail: "QuickBooks did not say what became of an object to create".to_owned(),
        };
        let customer = match self.customer {
            Some(Slot::New) => return Err(lost()),
            Some(Slot::Known(customer)) => Some(customer),
            None => None,
        };
        let mut products: HashMap<String, ResolvedProduct> = self.fixed.into_iter().collect();
        for (product, slot) in self.products {
            let Slot::Known(resolved) = slot else {
                return Err(lost());
            };
            products.extend(
                product
                    .lines
                    .into_iter()
                    .map(|line| (line, resolved.clone())),
            );
        }
        let lost_vendor = |vendor: &NamedReference| {
            reference_key(vendor).is_some_and(|place| !self.references.contains_key(&place))
        };
        if self.new_vendors.iter().any(lost_vendor) {
            return Err(lost());
        }
        Ok(Resolved {
            customer,
            products,
            references: self.references,
            warnings: self.warnings,
            creations: self.creations,
            healed: self.healed,
            exchange_rate: self.exchange_rate,
        })
    }
}

fn differ(one: Option<&String>, other: Option<&String>) -> bool {
    one.is_some() && other.is_some() && one != other
}

impl Plan {
    /// The account of products to be created.
    pub(super) fn income_account(&self) -> Result<String, ActionError> {
        match &self.income_account {
            Some(Ok(id)) => Ok(id.clone()),
            Some(Err(error)) => Err(ActionError::SettingMissing {
                message: error.to_string(),
            }),
            None => Err(ActionError::SettingMissing {
                message: "the setting `products.income_account` is needed to create a product: \
                          name the income account its sales are booked to"
                    .to_owned(),
            }),
        }
    }
}
