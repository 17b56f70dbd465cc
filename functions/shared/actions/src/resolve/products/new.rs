//! An item that QuickBooks does not have yet.

use std::collections::HashMap;

use quickbooks::EntityKind;
use quickbooks::entity::Item;
use serde_json::Value;

use super::Product;
use super::creation::{new_item, suffixed_name};
use super::matching::{ItemMatch, choose};
use crate::ActionError;
use crate::resolve::findings::{Findings, Question};
use crate::resolve::objects::to_body;
use crate::resolve::outcome::ResolvedObject;
use crate::resolve::plan::Plan;
use crate::resolve::resolution::{CreationName, Holder, Resolution, by_policy};
use crate::response::note_change;
use crate::settings::Products;
use crate::text::fold::fold;

/// An item to create for a product, and for those that would be the same item.
#[derive(Clone)]
pub(crate) struct NewItem {
    name: String,
    product: Product,
    same: Vec<Product>,
}

impl NewItem {
    /// The items to create for products, each with the name QuickBooks takes.
    ///
    /// Two products that would get the same name are one item if their SKUs do not differ, else the
    /// second gets its SKU in brackets.
    pub(super) fn of(products: Vec<(Product, String)>) -> Vec<Self> {
        let mut items: Vec<Self> = Vec::new();
        let mut by_name: HashMap<String, usize> = HashMap::new();
        for (product, plain) in products {
            let place = by_name.get(&fold(&plain));
            let namesake = place.and_then(|place| items.get(*place));
            let name = if namesake.is_some_and(|item| item.has_other_sku(&product)) {
                suffixed_name(&product, &plain)
            } else {
                plain
            };
            let place = *by_name.entry(fold(&name)).or_insert(items.len());
            match items.get_mut(place) {
                Some(item) => item.same.push(product),
                None => items.push(Self {
                    name,
                    product,
                    same: Vec::new(),
                }),
            }
        }
        items
    }

    fn has_other_sku(&self, product: &Product) -> bool {
        match (&self.product.sku, &product.sku) {
            (Some(own), Some(other)) => fold(own) != fold(other),
            _ => false,
        }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The body that creates the item, with its sales booked to the plan's income account.
    ///
    /// # Errors
    ///
    /// [`ActionError::SettingMissing`] where there is no such account.
    pub(crate) fn body(
        &self,
        name: &str,
        plan: &Plan,
        settings: &Products,
    ) -> Result<Value, ActionError> {
        let missing = |message: &String| ActionError::SettingMissing {
            message: message.clone(),
        };
        let account = plan.income_account.as_ref().map_err(missing)?;
        to_body(&new_item(&self.product, name, account, settings.create_as))
    }

    pub(crate) fn holders(name: &CreationName) -> Vec<Question> {
        let queries = name.holders(EntityKind::Item);
        queries.map(Question::Items).collect()
    }

    /// The way out when the name is taken.
    pub(crate) fn resolution(
        &self,
        name: &CreationName,
        found: &Findings,
        settings: &Products,
    ) -> Resolution {
        let named = |row: &&Item| name.is_of(row.name.as_ref());
        let rows: Vec<Item> = found.items.iter().filter(named).cloned().collect();
        if let ItemMatch::Matched { item, rule } = choose(&self.product, &rows) {
            return Resolution::Use {
                found: ResolvedObject::matched(item.id, item.name, rule.into()),
                warning: None,
            };
        }
        let rows = rows.into_iter();
        let holder = Holder::first(rows.map(|row| (row.id, row.sync_token, row.active)));
        let marked = suffixed_name(&self.product, &name.text);
        let policy = settings.name_conflict;
        by_policy(EntityKind::Item, name, holder, policy, marked)
    }

    /// Warns of what the name lost on the way to QuickBooks.
    pub(crate) fn note_change(&self, plan: &mut Plan) {
        let field = format!("{}, `name`", self.product.label());
        let warnings = &mut plan.resolved.warnings;
        note_change(warnings, &field, self.product.name_change.as_ref());
    }

    /// Takes the item it became.
    pub(crate) fn settle(&self, found: &ResolvedObject, plan: &mut Plan) {
        for product in std::iter::once(&self.product).chain(&self.same) {
            plan.learn(product.key(), found);
            product.settle(found, plan);
        }
    }
}
