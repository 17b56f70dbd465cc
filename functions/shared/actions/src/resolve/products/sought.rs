//! The items of the products that a document needs.

use quickbooks::EntityKind;
use quickbooks::entity::Item;
use storage::{Mapping, MappingKind};

use super::matching::{choose, lookups, unsellable, unsellable_kind};
use super::new::{MissingProduct, NewItem, new_items};
use super::product::Product;
use crate::ActionError;
use crate::options::NameOrId;
use crate::resolve::evidence::{Evidence, Known};
use crate::resolve::findings::Question;
use crate::resolve::objects::by_ids;
use crate::resolve::outcome::{Match, ResolvedObject};
use crate::resolve::plan::Plan;
use crate::resolve::resolution::{Holder, inactive_query, name_before_deletion, to_reactivate};
use crate::response::{MatchedBy, Warning};
use crate::text::fold::same_text;

/// The products a document needs; none where nothing is sold.
#[derive(Clone, Debug, Default)]
pub struct ProductNeeds {
    /// Each distinct product of lines that name their own.
    pub distinct: Vec<Product>,
    /// The items that options or settings choose for the other lines.
    pub fixed: Vec<FixedItem>,
}

impl ProductNeeds {
    /// The same without prices: an item's is in the company's own currency, whatever the sale's is.
    #[must_use]
    pub(crate) fn without_prices(mut self) -> Self {
        self.distinct
            .iter_mut()
            .for_each(|product| product.price = None);
        self
    }
}

/// One QuickBooks item for several lines.
#[derive(Clone, Debug)]
pub struct FixedItem {
    /// The item; among the references, where it is named by its name.
    pub item: NameOrId,
    /// The place that chose it: options or settings.
    pub matched_by: MatchedBy,
    /// HubSpot's ids of the lines.
    pub lines: Vec<String>,
}

/// The questions whose answers hold the items of these products.
pub(crate) fn questions(products: &[&Product], known: Known<'_>) -> Vec<Question> {
    let mapped = products
        .iter()
        .filter_map(|product| known.get(&product.key()));
    let queries = by_ids(EntityKind::Item, mapped).into_iter();
    queries
        .chain(lookups(products))
        .map(Question::Items)
        .collect()
}

/// The questions for inactive items that had the names of products to create.
pub(crate) fn inactive_questions(products: &[&Product]) -> Vec<Question> {
    let names = products
        .iter()
        .filter_map(|product| product.name.as_deref());
    names
        .map(|name| Question::InactiveItems(inactive_query(EntityKind::Item, name)))
        .collect()
}

/// Decides the item of each line; hands back the items to create.
///
/// # Errors
///
/// [`ActionError::ProductNotFound`] where several items fit equally, and for all products without one
/// that cannot or may not be created.
pub(crate) fn decide(
    needs: &ProductNeeds,
    create_missing: bool,
    evidence: Evidence<'_>,
    plan: &mut Plan,
) -> Result<Vec<NewItem>, ActionError> {
    let mut new = Vec::new();
    let mut missing = Vec::new();
    let mut unsold = Vec::new();
    for product in &needs.distinct {
        match (product.find(evidence, plan)?, &product.name) {
            (Found::Item(item), _) => {
                product.tell_cut(&item, plan);
                product.settle(&item, plan);
            }
            (Found::Unsellable { kind, id }, _) => {
                unsold.push(format!("{} is {kind} {id} in QuickBooks", product.label()));
            }
            (Found::Nothing, Some(name)) if create_missing => {
                if let Some((kind, id)) = unsellable_named(name, &evidence.findings.items) {
                    let label = product.label();
                    unsold.push(format!(
                        "{label}, `name` is the name of {kind} {id} in QuickBooks"
                    ));
                    continue;
                }
                new.push(MissingProduct {
                    product: product.clone(),
                    name: name.clone(),
                    inactive: product.inactive(name, evidence, &plan.label)?,
                });
            }
            (Found::Nothing, _) => missing.push(product),
        }
    }
    if !unsold.is_empty() {
        return Err(unsellable_products(&plan.label, &unsold));
    }
    if !missing.is_empty() {
        return Err(not_found(&plan.label, &missing));
    }
    for fixed in &needs.fixed {
        fixed.settle(plan);
    }
    Ok(new_items(new))
}

/// The object that QuickBooks has of a product.
enum Found {
    /// An item that can be sold.
    Item(ResolvedObject),
    /// A bundle or a category, which cannot stand on a line.
    Unsellable { kind: &'static str, id: String },
    /// Nothing.
    Nothing,
}

impl Product {
    /// The item of the product, to be mapped where it was found by what it is.
    fn find(&self, evidence: Evidence<'_>, plan: &mut Plan) -> Result<Found, ActionError> {
        let (key, rows) = (self.key(), &evidence.findings.items);
        let sold = rows.iter().filter(|row| unsellable_kind(row).is_none());
        if let Some(mapped) = evidence.mapped(&key, sold.map(|row| &row.id)) {
            return Ok(Found::Item(mapped));
        }
        let mapping = evidence.known.get(&key);
        if let Some((kind, id)) = unsellable(self, rows) {
            return Ok(Found::Unsellable { kind, id });
        }
        match choose(self, rows) {
            Match::One(found) => {
                plan.learn(key, mapping, &found);
                Ok(Found::Item(found))
            }
            Match::Ambiguous(ids) => Err(self.ambiguous(&plan.label, &ids)),
            Match::None => {
                if let Some((kind, id)) = mapping.and_then(|one| unsellable_row(one, rows)) {
                    return Ok(Found::Unsellable { kind, id });
                }
                plan.lacks(mapping);
                Ok(Found::Nothing)
            }
        }
    }

    /// The inactive item to make active again; none where the settings do not want that, since it was not
    /// asked for then.
    fn inactive(
        &self,
        name: &str,
        evidence: Evidence<'_>,
        label: &str,
    ) -> Result<Option<Holder>, ActionError> {
        let rows = evidence.findings.inactive_items.iter();
        let had_name = |row: &&Item| {
            row.active == Some(false)
                && unsellable_kind(row).is_none()
                && (row.name.as_deref())
                    .is_some_and(|own| same_text(name_before_deletion(own), name))
        };
        let named: Vec<&Item> = rows.filter(had_name).collect();
        let as_active = |row: &&Item| Item {
            active: Some(true),
            name: Some(name.to_owned()),
            ..(*row).clone()
        };
        let candidates: Vec<Item> = named.iter().map(as_active).collect();
        let holders = named
            .iter()
            .filter_map(|row| Holder::of((row.id.clone(), row.sync_token.clone(), row.active)));
        to_reactivate(choose(self, &candidates), holders.collect())
            .map_err(|ids| self.ambiguous(label, &ids))
    }

    /// Takes the item of the product for its lines.
    pub(super) fn settle(&self, item: &ResolvedObject, plan: &mut Plan) {
        let lines = self.lines.iter().map(|line| (line.clone(), item.clone()));
        plan.resolved.products.extend(lines);
    }

    /// Warns that the item is known by the beginning of the product's name alone, which may be that of another
    /// product.
    pub(super) fn tell_cut(&self, item: &ResolvedObject, plan: &mut Plan) {
        let change = self.name_change.filter(|change| change.cut.is_some());
        let names = item.name.as_deref().zip(self.name.as_deref());
        let (Some(change), Some((own, cut))) = (change, names) else {
            return;
        };
        if same_text(own, cut) {
            let field = format!("{}, `name`", self.label());
            let told = Warning::text_changed(&field, &change);
            let message = format!(
                "{}; its product is {}, as would be another's of the same beginning: give them SKUs, or shorter \
                 names",
                told.message, item.id
            );
            plan.resolved.warnings.push(Warning { message, ..told });
        }
    }

    fn ambiguous(&self, label: &str, ids: &[String]) -> ActionError {
        ActionError::ProductNotFound {
            message: format!(
                "{label}: {} fits the QuickBooks products {} equally: map it to one of them ({}), or \
                 give them different SKUs",
                self.label(),
                ids.join(", "),
                self.mapping_command()
            ),
        }
    }
}

impl FixedItem {
    /// Takes the item for its lines; one named by its name is among the references.
    fn settle(&self, plan: &mut Plan) {
        let item = plan.resolved.reference(MappingKind::Item, Some(&self.item));
        let name = match &self.item {
            NameOrId::Name(name) => Some(name.clone()),
            NameOrId::Id(_) => None,
        };
        let found = item.map(|id| ResolvedObject {
            id,
            name,
            matched_by: self.matched_by,
        });
        let lines = self.lines.iter();
        let settled = lines.filter_map(|line| Some((line.clone(), found.clone()?)));
        plan.resolved.products.extend(settled);
    }
}

/// The kind and the id of the row that a mapping names, where it is a bundle or a category.
fn unsellable_row(mapping: &Mapping, rows: &[Item]) -> Option<(&'static str, String)> {
    let id = &mapping.quickbooks_id;
    let row = rows.iter().find(|row| row.id.as_ref() == Some(id))?;
    Some((unsellable_kind(row)?, id.clone()))
}

/// The bundle or category that has the name under which a product would be created: QuickBooks would refuse a second of the name.
fn unsellable_named(name: &str, rows: &[Item]) -> Option<(&'static str, String)> {
    rows.iter().find_map(|row| {
        let own = row.fully_qualified_name.as_ref().or(row.name.as_ref())?;
        let has_name = row.active != Some(false) && same_text(own, name);
        Some((unsellable_kind(row).filter(|_| has_name)?, row.id.clone()?))
    })
}

/// The error for products that are bundles or categories in QuickBooks, also where the name to create one
/// under is that of such.
pub(crate) fn unsellable_products(label: &str, unsold: &[String]) -> ActionError {
    ActionError::ProductNotFound {
        message: format!(
            "{label}: {}, and neither a bundle nor a category can stand on a line: nothing was created; put the \
             products that are in it on the record instead, or map the line's product to one",
            unsold.join("; ")
        ),
    }
}

fn not_found(label: &str, missing: &[&Product]) -> ActionError {
    let lines: Vec<String> = missing.iter().map(|product| product.label()).collect();
    let mut commands: Vec<String> = missing
        .iter()
        .map(|product| product.mapping_command())
        .collect();
    commands.dedup();
    let with_names = if missing.iter().any(|product| product.is_named()) {
        ", with the line item's name for `…`"
    } else {
        ""
    };
    ActionError::ProductNotFound {
        message: format!(
            "{label}: QuickBooks has no product for {}: nothing was created; add the products to \
             QuickBooks, map them to QuickBooks' ids of products ({}{with_names}), or set \
             `options.create_missing_products` (a product without a name cannot be created)",
            lines.join("; "),
            commands.join(", ")
        ),
    }
}
