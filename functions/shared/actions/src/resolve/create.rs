//! Creating what QuickBooks does not have: all of it in as few batches as the settings allow.

use std::collections::HashMap;

use quickbooks::entity::{Customer, Item};
use quickbooks::{Batch, BatchItem, EntityKind, Fault, Transport};
use serde::Serialize;
use serde_json::{Value, json};
use storage::{Mapping, MappingKey, MappingKind, Mappings, Tokens};

use super::Resolver;
use super::ask::unreadable;
use super::conflict::Way;
use super::needs::{Needs, customer_key, product_key};
use super::outcome::{MatchedBy, Resolved, ResolvedCustomer, ResolvedProduct};
use crate::ActionError;
use crate::books::rejected;
use crate::customers::{self, Payer};
use crate::environment::Environment;
use crate::fold::fold;
use crate::products::{self, Product};
use crate::response::Warning;

/// What the answers decided, and what is left to create.
#[derive(Default)]
pub(super) struct Plan {
    pub(super) customer: Slot<ResolvedCustomer>,
    pub(super) products: Vec<(Product, Slot<ResolvedProduct>)>,
    pub(super) fixed: Vec<(String, ResolvedProduct)>,
    pub(super) references: HashMap<(MappingKind, String), String>,
    pub(super) income_account: Option<Result<String, ActionError>>,
    pub(super) learned: Vec<(MappingKey, String, String)>,
    pub(super) warnings: Vec<Warning>,
    creations: Vec<(EntityKind, Value)>,
    healed: bool,
}

/// A customer or product: known, or to be created.
#[derive(Default)]
pub(super) enum Slot<R> {
    Known(R),
    #[default]
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

/// Whose object it is: the payer's, or that of the products at these places.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Whose {
    Payer,
    Products(Vec<usize>),
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

    /// What is to be created: the customer, then each product of a name of its own.
    ///
    /// Two products that would get the same name are one item if their SKUs do not differ, else the
    /// second gets its SKU in brackets.
    pub(super) fn to_create(&self, needs: &Needs) -> Vec<Creation> {
        let mut creations = Vec::new();
        if self.customer.is_new() {
            let name = needs.display_name.clone();
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

    /// Fills what would be created with placeholders, for a preview.
    pub(super) fn preview(&mut self, creations: Vec<(Creation, EntityKind, Value)>) {
        for (creation, kind, object) in creations {
            self.fill(&creation, "(new)", &creation.name, MatchedBy::Created);
            self.creations.push((kind, object));
        }
    }

    pub(super) fn fill(&mut self, creation: &Creation, id: &str, name: &str, by: MatchedBy) {
        let (id, name) = (id.to_owned(), Some(name.to_owned()));
        match &creation.whose {
            Whose::Payer => {
                self.customer = Slot::Known(ResolvedCustomer {
                    id,
                    name,
                    matched_by: by,
                });
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

    pub(super) fn finish(self) -> Result<Resolved, ActionError> {
        let lost = || ActionError::OutcomeUnknown {
            detail: "QuickBooks did not say what became of an object to create".to_owned(),
        };
        let Slot::Known(customer) = self.customer else {
            return Err(lost());
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
        Ok(Resolved {
            customer,
            products,
            references: self.references,
            warnings: self.warnings,
            creations: self.creations,
            healed: self.healed,
        })
    }
}

fn differ(one: Option<&String>, other: Option<&String>) -> bool {
    one.is_some() && other.is_some() && one != other
}

/// How often a creation is tried: under its name, under its marked name, and once more in case
/// another invocation took that at the same moment.
const ROUNDS: usize = 3;

impl<S: Mappings + Tokens + Sync, T: Transport + Sync, E: Environment> Resolver<'_, S, T, E> {
    /// Creates what is left, and maps all that was learned, also when something fails half-way.
    pub(super) async fn create(&self, plan: &mut Plan, needs: &Needs) -> Result<(), ActionError> {
        let created = self.create_all(plan, needs).await;
        let learned = self.mappings(plan, needs);
        let mapped = self.map(&learned).await;
        created?;
        mapped
    }

    async fn create_all(&self, plan: &mut Plan, needs: &Needs) -> Result<(), ActionError> {
        let mut open = plan.to_create(needs);
        for _ in 0..ROUNDS {
            if open.is_empty() {
                return Ok(());
            }
            let taken = self.create_once(plan, needs, open).await?;
            open = Vec::new();
            for (creation, way) in self.ways_out(plan, needs, taken).await? {
                match way {
                    Way::Use { id, name, by } => plan.fill(&creation, &id, &name, by),
                    Way::CreateAs(name) => {
                        open.push(Creation {
                            name,
                            marked: true,
                            ..creation
                        });
                    }
                }
            }
        }
        if open.is_empty() {
            Ok(())
        } else {
            Err(self.names_taken(needs))
        }
    }

    /// Creates each object; hands back those whose names are taken.
    async fn create_once(
        &self,
        plan: &mut Plan,
        needs: &Needs,
        open: Vec<Creation>,
    ) -> Result<Vec<(Creation, Fault)>, ActionError> {
        let objects = self.objects(plan, needs, open)?;
        let mut taken = Vec::new();
        for chunk in objects.chunks(self.settings.quickbooks.batch_items) {
            for ((creation, kind, _), answer) in chunk.iter().zip(self.send_objects(chunk).await?) {
                match answer {
                    Ok(made) => {
                        let (id, name) = identity_of(*kind, &made)?;
                        plan.fill(creation, &id, &name, MatchedBy::Created);
                    }
                    Err(fault) if fault.has_code(DUPLICATE_NAME) => {
                        taken.push((creation.clone(), fault));
                    }
                    Err(fault) => return Err(rejected(&fault, None, self.redactor)),
                }
            }
        }
        Ok(taken)
    }

    async fn send_objects(
        &self,
        objects: &[(Creation, EntityKind, Value)],
    ) -> Result<Vec<Result<BatchItem, Fault>>, ActionError> {
        let mut batch = Batch::new();
        let mut content = Vec::new();
        for (_, kind, object) in objects {
            content.extend_from_slice(format!("{kind}{object}\n").as_bytes());
            batch = batch.create(*kind, object.clone());
        }
        // The same content for the same document gets the same request id, so a repeat after a lost
        // answer is answered with the objects that were made.
        let request_id = self.identity.batch_request_id(self.generation, &content);
        let request_id = request_id.map_err(|error| ActionError::invalid(error.to_string()))?;
        self.send(&batch, Some(&request_id)).await
    }

    pub(super) fn objects(
        &self,
        plan: &Plan,
        needs: &Needs,
        creations: Vec<Creation>,
    ) -> Result<Vec<(Creation, EntityKind, Value)>, ActionError> {
        let mut objects = Vec::new();
        for creation in creations {
            let (kind, object) = self.object(plan, needs, &creation)?;
            objects.push((creation, kind, object));
        }
        Ok(objects)
    }

    fn object(
        &self,
        plan: &Plan,
        needs: &Needs,
        creation: &Creation,
    ) -> Result<(EntityKind, Value), ActionError> {
        match (&creation.whose, &needs.payer) {
            (Whose::Payer, Payer::Party(party)) => {
                let customer = customers::new_customer(party, &creation.name);
                Ok((EntityKind::Customer, to_value(&customer)?))
            }
            (Whose::Payer, Payer::Fixed { .. }) => Err(ActionError::invalid(
                "a customer named by its id is never created",
            )),
            (Whose::Products(places), _) => {
                let product = places.first().and_then(|place| plan.products.get(*place));
                let Some((product, _)) = product else {
                    return Err(ActionError::invalid("there is no such product to create"));
                };
                let account = plan.income_account()?;
                let create_as = self.settings.products.create_as;
                let item = products::new_item(product, &creation.name, &account, create_as);
                Ok((EntityKind::Item, to_value(&item)?))
            }
        }
    }

    fn mappings(&self, plan: &Plan, needs: &Needs) -> Vec<Mapping> {
        let learned = plan.learned.iter().cloned();
        let payer = match (&needs.payer, &plan.customer) {
            (Payer::Party(party), Slot::Known(customer)) if to_be_mapped(customer.matched_by) => {
                let name = customer.name.clone().unwrap_or_default();
                Some((customer_key(party), customer.id.clone(), name))
            }
            _ => None,
        };
        let products = plan
            .products
            .iter()
            .filter_map(|(product, slot)| match slot {
                Slot::Known(item) if to_be_mapped(item.matched_by) => Some((
                    product_key(product),
                    item.id.clone(),
                    item.name.clone().unwrap_or_default(),
                )),
                _ => None,
            });
        let all: HashMap<MappingKey, (String, String)> = learned
            .chain(payer)
            .chain(products)
            .map(|(key, id, name)| (key, (id, name)))
            .collect();
        let mapped_at = self.now();
        let mapping = |(key, (quickbooks_id, name))| Mapping {
            key,
            quickbooks_id,
            name,
            mapped_at,
        };
        all.into_iter().map(mapping).collect()
    }

    fn names_taken(&self, needs: &Needs) -> ActionError {
        ActionError::QuickBooksRejected {
            code: DUPLICATE_NAME.to_owned(),
            text: format!(
                "{}: the name of a customer or product to create is taken again and again: map it \
                 to a QuickBooks object",
                needs.label
            ),
            intuit_tid: "none".to_owned(),
        }
    }
}

/// QuickBooks' code for a name that is taken.
pub(super) const DUPLICATE_NAME: &str = "6240";

impl Plan {
    fn income_account(&self) -> Result<String, ActionError> {
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

fn to_be_mapped(by: MatchedBy) -> bool {
    !matches!(by, MatchedBy::Mapping | MatchedBy::Options)
}

pub(super) fn to_value(object: &impl Serialize) -> Result<Value, ActionError> {
    serde_json::to_value(object).map_err(|error| ActionError::invalid(error.to_string()))
}

/// The id and name of an object in an answer.
pub(super) fn identity_of(
    kind: EntityKind,
    made: &BatchItem,
) -> Result<(String, String), ActionError> {
    let (id, name) = if kind == EntityKind::Customer {
        let customer = made
            .entity::<Customer>()
            .map_err(|error| unreadable(&error))?;
        (customer.id, customer.display_name)
    } else {
        let item = made.entity::<Item>().map_err(|error| unreadable(&error))?;
        (item.id, item.name)
    };
    let id = id.ok_or_else(|| ActionError::OutcomeUnknown {
        detail: format!("QuickBooks' answer holds a {kind} without an Id"),
    })?;
    Ok((id, name.unwrap_or_default()))
}

/// The update that makes an inactive object active again, under the name it had.
pub(super) fn reactivation(kind: EntityKind, id: &str, sync_token: &str, name: &str) -> Value {
    let name_property = if kind == EntityKind::Customer {
        "DisplayName"
    } else {
        "Name"
    };
    json!({"Id": id, "SyncToken": sync_token, "sparse": true, "Active": true, name_property: name})
}
