//! Ways out when the name of an object to create is taken (QuickBooks' 6240).
//!
//! Names are unique over customers, vendors and employees together, and over items. The one who has
//! the name may be the very customer or product, created by another invocation a moment ago.

use quickbooks::entity::{Customer, Item};
use quickbooks::{Batch, Condition, EntityKind, Fault, MAX_RESULTS, Query, Transport};
use storage::{MappingKind, Mappings, Tokens};

use super::Resolver;
use super::create::{identity_of, reactivation};
use super::findings::{Findings, Question};
use super::needs::Needs;
use super::plan::{Creation, Plan, Whose};
use crate::ActionError;
use crate::books::environment::Environment;
use crate::books::rejected;
use crate::resolve::customers::{self, CustomerMatch};
use crate::resolve::products::{self, ItemMatch};
use crate::resolve::vendors;
use crate::response::MatchedBy;
use crate::response::Warning;
use crate::settings::NameConflict;
use crate::text::fold::same_text;

/// A way out.
pub(super) enum Way {
    /// Use this object.
    Use {
        id: String,
        name: String,
        by: MatchedBy,
    },
    /// Create it under another name.
    CreateAs(String),
}

/// Who has the name.
pub(super) struct Holder {
    id: String,
    sync_token: String,
    active: bool,
}

/// What QuickBooks appends to the names of inactive objects.
const DELETED: &str = " (deleted)";

impl<S: Mappings + Tokens + Sync, T: Transport + Sync, E: Environment> Resolver<'_, S, T, E> {
    /// Finds a way out for each creation whose name is taken.
    pub(super) async fn ways_out(
        &self,
        plan: &mut Plan,
        needs: &Needs,
        taken: Vec<(Creation, Fault)>,
    ) -> Result<Vec<(Creation, Way)>, ActionError> {
        let questions = taken
            .iter()
            .flat_map(|(creation, _)| holders(creation))
            .collect();
        let found = self.ask(questions).await?;
        let mut ways = Vec::new();
        for (creation, fault) in taken {
            let way = match creation.whose {
                Whose::Payer | Whose::Parent => {
                    self.customer_way(plan, needs, &creation, &fault, &found)
                        .await?
                }
                Whose::Products(_) => self.product_way(plan, &creation, &fault, &found).await?,
                Whose::Vendor(_) => self.vendor_way(plan, &creation, &fault, &found)?,
            };
            ways.push((creation, way));
        }
        Ok(ways)
    }

    async fn customer_way(
        &self,
        plan: &mut Plan,
        needs: &Needs,
        creation: &Creation,
        fault: &Fault,
        found: &Findings,
    ) -> Result<Way, ActionError> {
        let Some(party) = creation.whose.party(needs) else {
            return Err(rejected(fault, None, self.redactor));
        };
        let rules = &self.settings.customers;
        let named = |row: &&Customer| creation.is_named(row.display_name.as_ref());
        let rows: Vec<Customer> = found.customers.iter().filter(named).cloned().collect();
        // A sub-customer's very own is one of the same parent.
        let parent = plan.parent_id().filter(|_| creation.whose == Whose::Payer);
        let own = |row: &&Customer| parent.is_none_or(|parent| customers::is_under(row, parent));
        let own: Vec<Customer> = rows.iter().filter(own).cloned().collect();
        if let CustomerMatch::Matched { customer, rule } =
            customers::choose(party, &own, &rules.match_by)
        {
            let name = customer.display_name.unwrap_or_default();
            return Ok(Way::Use {
                id: customer.id.unwrap_or_default(),
                name,
                by: rule.into(),
            });
        }
        let holder = rows.into_iter().find_map(|row| {
            let (id, active) = (row.id?, row.active != Some(false));
            Some(Holder {
                id,
                sync_token: row.sync_token?,
                active,
            })
        });
        let marked = customers::suffixed_name(party, &creation.name, rules.display_name_length);
        self.way(plan, creation, fault, holder, rules.name_conflict, marked)
            .await
    }

    /// An active vendor of the name is the very one, created a moment ago; if a customer or an
    /// employee has it, the vendor is told apart by a suffix.
    fn vendor_way(
        &self,
        plan: &mut Plan,
        creation: &Creation,
        fault: &Fault,
        found: &Findings,
    ) -> Result<Way, ActionError> {
        let vendors = found.directory.get(&MappingKind::Vendor);
        let mut vendors = vendors.into_iter().flatten();
        if let Some(vendor) = vendors.find(|row| creation.is_named(Some(&row.name))) {
            return Ok(Way::Use {
                id: vendor.id.clone(),
                name: vendor.name.clone(),
                by: MatchedBy::Name,
            });
        }
        if creation.marked {
            return Err(rejected(fault, None, self.redactor));
        }
        let name = vendors::suffixed_name(&creation.name);
        plan.warnings.push(Warning::vendor_suffixed(&name));
        Ok(Way::CreateAs(name))
    }

    async fn product_way(
        &self,
        plan: &mut Plan,
        creation: &Creation,
        fault: &Fault,
        found: &Findings,
    ) -> Result<Way, ActionError> {
        let Whose::Products(places) = &creation.whose else {
            return Err(rejected(fault, None, self.redactor));
        };
        let product = places.first().and_then(|place| plan.products.get(*place));
        let Some((product, _)) = product else {
            return Err(rejected(fault, None, self.redactor));
        };
        let named = |row: &&Item| creation.is_named(row.name.as_ref());
        let rows: Vec<Item> = found.items.iter().filter(named).cloned().collect();
        if let ItemMatch::Matched { item, rule } = products::choose(product, &rows) {
            let name = item.name.unwrap_or_default();
            return Ok(Way::Use {
                id: item.id.unwrap_or_default(),
                name,
                by: rule.into(),
            });
        }
        let marked = products::suffixed_name(product, &creation.name);
        let holder = rows.into_iter().find_map(|row| {
            let (id, active) = (row.id?, row.active != Some(false));
            Some(Holder {
                id,
                sync_token: row.sync_token?,
                active,
            })
        });
        let policy = self.settings.products.name_conflict;
        self.way(plan, creation, fault, holder, policy, marked)
            .await
    }

    /// The way out that the settings choose, when the holder of the name is not the one sought.
    async fn way(
        &self,
        plan: &mut Plan,
        creation: &Creation,
        fault: &Fault,
        holder: Option<Holder>,
        policy: NameConflict,
        marked_name: String,
    ) -> Result<Way, ActionError> {
        let name = creation.name.clone();
        match (holder, policy) {
            // A marked name is the record's own: whoever has it was created for it.
            (Some(holder), _) if creation.marked && holder.active => Ok(Way::Use {
                id: holder.id,
                name,
                by: MatchedBy::Name,
            }),
            (Some(holder), NameConflict::Adopt | NameConflict::Reactivate) if holder.active => {
                plan.warnings
                    .push(Warning::name_adopted(creation.kind(), &holder.id));
                Ok(Way::Use {
                    id: holder.id,
                    name,
                    by: MatchedBy::Name,
                })
            }
            (Some(holder), NameConflict::Reactivate) => {
                let id = self.reactivate(creation, &holder).await?;
                plan.warnings
                    .push(Warning::reactivated(creation.kind(), &id));
                Ok(Way::Use {
                    id,
                    name,
                    by: MatchedBy::Reactivated,
                })
            }
            (_, NameConflict::Suffix) if !creation.marked => {
                plan.warnings.push(Warning::name_suffixed(creation.kind()));
                Ok(Way::CreateAs(marked_name))
            }
            _ => Err(rejected(fault, None, self.redactor)),
        }
    }

    async fn reactivate(
        &self,
        creation: &Creation,
        holder: &Holder,
    ) -> Result<String, ActionError> {
        let kind = creation.kind();
        let update = reactivation(kind, &holder.id, &holder.sync_token, &creation.name);
        let content = format!("reactivate {kind} {} {}", holder.id, holder.sync_token);
        let request_id = self.batch_request_id(content.as_bytes())?;
        let batch = Batch::new().update(kind, update);
        let answers = self.send(&batch, Some(&request_id)).await?;
        match answers.into_iter().next() {
            Some(Ok(answer)) => identity_of(kind, &answer).map(|(id, _)| id),
            Some(Err(fault)) => Err(rejected(&fault, None, self.redactor)),
            None => Err(ActionError::OutcomeUnknown {
                detail: "QuickBooks did not answer a reactivation".to_owned(),
            }),
        }
    }
}

/// The questions for whoever has a name, active or not.
fn holders(creation: &Creation) -> Vec<Question> {
    if let Whose::Vendor(_) = creation.whose {
        let vendors = Query::select(EntityKind::Vendor)
            .filter(Condition::resembles("DisplayName", &creation.name))
            .max_results(MAX_RESULTS);
        return vec![Question::Directory(MappingKind::Vendor, vendors)];
    }
    let names = [creation.name.clone(), format!("{}{DELETED}", creation.name)];
    let query = |property: &'static str, name: &String| {
        Query::select(creation.kind())
            .filter(Condition::resembles(property, name))
            .including_inactive()
            .max_results(MAX_RESULTS)
    };
    let question = |name: &String| match creation.whose {
        Whose::Payer | Whose::Parent => Question::Customers(query("DisplayName", name)),
        Whose::Products(_) | Whose::Vendor(_) => Question::Items(query("Name", name)),
    };
    names.iter().map(question).collect()
}

impl Creation {
    pub(super) fn kind(&self) -> EntityKind {
        match self.whose {
            Whose::Payer | Whose::Parent => EntityKind::Customer,
            Whose::Products(_) => EntityKind::Item,
            Whose::Vendor(_) => EntityKind::Vendor,
        }
    }

    /// Whether an object has the name of this one, perhaps as an inactive object.
    fn is_named(&self, name: Option<&String>) -> bool {
        name.is_some_and(|name| same_text(name.strip_suffix(DELETED).unwrap_or(name), &self.name))
    }
}
