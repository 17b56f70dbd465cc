//! The items of the products that a document needs.

use quickbooks::EntityKind;
use storage::MappingKind;

use super::matching::{choose, lookups};
use super::new::{NewItem, new_items};
use super::product::Product;
use crate::ActionError;
use crate::options::NameOrId;
use crate::resolve::evidence::{Evidence, Known};
use crate::resolve::findings::Question;
use crate::resolve::objects::by_ids;
use crate::resolve::outcome::{Match, ResolvedObject};
use crate::resolve::plan::Plan;
use crate::response::MatchedBy;

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
    for product in &needs.distinct {
        match (product.find(evidence, plan)?, &product.name) {
            (Some(item), _) => product.settle(&item, plan),
            (None, Some(name)) if create_missing => new.push((product.clone(), name.clone())),
            (None, _) => missing.push(product.label()),
        }
    }
    if !missing.is_empty() {
        return Err(not_found(&plan.label, &missing));
    }
    for fixed in &needs.fixed {
        fixed.settle(plan);
    }
    Ok(new_items(new))
}

impl Product {
    /// The item of the product, to be mapped where it was found by what it is.
    fn find(
        &self,
        evidence: Evidence<'_>,
        plan: &mut Plan,
    ) -> Result<Option<ResolvedObject>, ActionError> {
        let (key, rows) = (self.key(), &evidence.findings.items);
        if let Some(mapped) = evidence.mapped(&key, rows.iter().map(|row| &row.id)) {
            return Ok(Some(mapped));
        }
        let mapping = evidence.known.get(&key);
        match choose(self, rows) {
            Match::One(found) => {
                plan.learn(key, mapping, &found);
                Ok(Some(found))
            }
            Match::Ambiguous(ids) => Err(self.ambiguous(&plan.label, &ids)),
            Match::None => {
                plan.lacks(mapping);
                Ok(None)
            }
        }
    }

    /// Takes the item of the product for its lines.
    pub(super) fn settle(&self, item: &ResolvedObject, plan: &mut Plan) {
        let lines = self.lines.iter().map(|line| (line.clone(), item.clone()));
        plan.resolved.products.extend(lines);
    }

    fn ambiguous(&self, label: &str, ids: &[String]) -> ActionError {
        ActionError::ProductNotFound {
            message: format!(
                "{label}: {} fits the QuickBooks products {} equally: map it to one of them, or \
                 give them different SKUs",
                self.label(),
                ids.join(", ")
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

fn not_found(label: &str, missing: &[String]) -> ActionError {
    ActionError::ProductNotFound {
        message: format!(
            "{label}: QuickBooks has no product for {}: nothing was created; add the products to \
             QuickBooks, map them, or set `options.create_missing_products` (a product without \
             a name cannot be created)",
            missing.join("; ")
        ),
    }
}
