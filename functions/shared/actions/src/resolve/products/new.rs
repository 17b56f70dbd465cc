//! An item that QuickBooks does not have yet.

use std::collections::HashMap;

use quickbooks::EntityKind;
use quickbooks::entity::Item;
use serde_json::Value;

use super::creation::{new_item, suffixed_name};
use super::matching::choose;
use super::product::Product;
use crate::ActionError;
use crate::resolve::findings::{Findings, Question};
use crate::resolve::new_object::NewObject;
use crate::resolve::objects::to_body;
use crate::resolve::outcome::{Match, ResolvedObject};
use crate::resolve::plan::Plan;
use crate::resolve::resolution::{CreationName, Holder, Resolution, by_policy};
use crate::settings::Settings;
use crate::text::Fitted;
use crate::text::fold::fold;

/// An item to create for a product, and for those that would be the same item.
pub(crate) struct NewItem {
    name: Fitted,
    product: Product,
    same: Vec<Product>,
}

/// The items to create for products, each with the name QuickBooks takes.
///
/// Two products that would get the same name are one item if their SKUs do not differ, else the
/// second gets its SKU in brackets.
pub(super) fn new_items(products: Vec<(Product, String)>) -> Vec<NewItem> {
    let mut items: Vec<NewItem> = Vec::new();
    let mut by_name: HashMap<String, usize> = HashMap::new();
    for (product, plain) in products {
        let place = by_name.get(&fold(&plain));
        let namesake = place.and_then(|place| items.get(*place));
        let text = if namesake.is_some_and(|item| item.has_other_sku(&product)) {
            suffixed_name(&product, &plain)
        } else {
            plain
        };
        let place = *by_name.entry(fold(&text)).or_insert(items.len());
        match items.get_mut(place) {
            Some(item) => item.same.push(product),
            None => items.push(NewItem {
                name: Fitted {
                    text,
                    change: product.name_change,
                },
                product,
                same: Vec::new(),
            }),
        }
    }
    items
}

impl NewItem {
    fn has_other_sku(&self, product: &Product) -> bool {
        match (&self.product.sku, &product.sku) {
            (Some(own), Some(other)) => fold(own) != fold(other),
            _ => false,
        }
    }
}

impl NewObject for NewItem {
    fn kind(&self) -> EntityKind {
        EntityKind::Item
    }

    fn name(&self) -> &Fitted {
        &self.name
    }

    fn name_field(&self) -> String {
        format!("{}, `name`", self.product.label())
    }

    fn body(&self, name: &str, plan: &Plan, settings: &Settings) -> Result<Value, ActionError> {
        let account = plan.income_account()?;
        let create_as = settings.products.create_as;
        to_body(&new_item(&self.product, name, account, create_as))
    }

    fn holders(&self, name: &CreationName) -> Vec<Question> {
        name.holders(self.kind()).map(Question::Items).collect()
    }

    fn resolution(&self, name: &CreationName, found: &Findings, settings: &Settings) -> Resolution {
        let named = |row: &&Item| name.is_of(row.name.as_ref());
        let rows: Vec<Item> = found.items.iter().filter(named).cloned().collect();
        if let Match::One(found) = choose(&self.product, &rows) {
            return Resolution::its_own(found);
        }
        let rows = rows.into_iter();
        let holder = Holder::first(rows.map(|row| (row.id, row.sync_token, row.active)));
        let marked = suffixed_name(&self.product, &name.text);
        let policy = settings.products.name_conflict;
        by_policy(self.kind(), name, holder, policy, marked)
    }

    fn settle(
        self: Box<Self>,
        found: ResolvedObject,
        plan: &mut Plan,
    ) -> Option<Box<dyn NewObject>> {
        for product in std::iter::once(&self.product).chain(&self.same) {
            plan.learn(product.key(), None, &found);
            product.settle(&found, plan);
        }
        None
    }
}
