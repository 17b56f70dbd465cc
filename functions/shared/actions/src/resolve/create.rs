//! Creating what QuickBooks does not have: all of it in as few batches as the settings allow.

use std::collections::HashMap;

use quickbooks::entity::{Customer, Item, Vendor};
use quickbooks::{Batch, BatchItem, Certainty, EntityKind, Fault, RequestId, Transport};
use serde::Serialize;
use serde_json::{Value, json};
use storage::{Mapping, MappingKey, Mappings, Tokens};

use super::Resolver;
use super::ask::unreadable;
use super::conflict::Way;
use super::needs::{Needs, customer_key, product_key};
use super::plan::{Creation, Plan, Slot, Whose};
use crate::ActionError;
use crate::books::environment::Environment;
use crate::books::rejected;
use crate::resolve::{customers, products, vendors};
use crate::response::MatchedBy;

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

    /// Creates everything in one go; only a sub-customer waits until its parent has an id.
    async fn create_all(&self, plan: &mut Plan, needs: &Needs) -> Result<(), ActionError> {
        let has_new_parent = plan.parent.as_ref().is_some_and(Slot::is_new);
        let waits = |creation: &Creation| has_new_parent && creation.whose == Whose::Payer;
        let (later, first) = plan.to_create(needs).into_iter().partition(waits);
        self.create_each(plan, needs, first).await?;
        self.create_each(plan, needs, later).await
    }

    async fn create_each(
        &self,
        plan: &mut Plan,
        needs: &Needs,
        mut open: Vec<Creation>,
    ) -> Result<(), ActionError> {
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
            Err(Self::names_taken(needs))
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
                        plan.fill_created(needs, creation, &id, &name);
                    }
                    Err(fault) if fault.has_code(DUPLICATE_NAME) => {
                        taken.push((creation.clone(), fault));
                    }
                    Err(fault) => return Err(self.item_failure(&fault)),
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
        let request_id = self.batch_request_id(&content)?;
        self.send(&batch, Some(&request_id)).await
    }

    /// The request id of a batch that writes this content for this document.
    pub(super) fn batch_request_id(&self, content: &[u8]) -> Result<RequestId, ActionError> {
        let request_id = self.identity.batch_request_id(self.generation, content);
        request_id.map_err(|error| ActionError::invalid(error.to_string()))
    }

    /// The error for one item of a batch; after a system failure the object may have been made, and
    /// a repeat finds it by its name.
    fn item_failure(&self, fault: &Fault) -> ActionError {
        match fault.certainty() {
            Certainty::NotDone => rejected(fault, None, self.redactor),
            Certainty::Unknown => ActionError::OutcomeUnknown {
                detail: self.redactor.clean(&fault.to_string()),
            },
        }
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
        match (&creation.whose, creation.whose.party(needs)) {
            (Whose::Payer | Whose::Parent, Some(party)) => {
                let parent = plan.parent_id().filter(|_| creation.whose == Whose::Payer);
                let customer = customers::new_customer(party, &creation.name, parent);
                Ok((EntityKind::Customer, to_value(&customer)?))
            }
            (Whose::Vendor(_), _) => {
                let vendor = vendors::new_vendor(&creation.name);
                Ok((EntityKind::Vendor, to_value(&vendor)?))
            }
            (Whose::Payer | Whose::Parent, None) => Err(ActionError::invalid(
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
        let customers = [
            (needs.parent(), &plan.parent),
            (needs.party(), &plan.customer),
        ];
        let customers = customers.into_iter().filter_map(|pair| match pair {
            (Some(party), Some(Slot::Known(customer))) if to_be_mapped(customer.matched_by) => {
                let name = customer.name.clone().unwrap_or_default();
                Some((customer_key(party), customer.id.clone(), name))
            }
            _ => None,
        });
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
            .chain(customers)
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

    fn names_taken(needs: &Needs) -> ActionError {
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
    let (id, name) = match kind {
        EntityKind::Customer => {
            let customer = made.entity::<Customer>();
            let customer = customer.map_err(|error| unreadable(&error))?;
            (customer.id, customer.display_name)
        }
        EntityKind::Vendor => {
            let vendor = made.entity::<Vendor>();
            let vendor = vendor.map_err(|error| unreadable(&error))?;
            (vendor.id, vendor.display_name)
        }
        _ => {
            let item = made.entity::<Item>().map_err(|error| unreadable(&error))?;
            (item.id, item.name)
        }
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
