//! An item that QuickBooks does not have yet.

use std::collections::HashMap;

use quickbooks::entity::{Item, ItemType};
use quickbooks::{EntityKind, Reference};
use serde_json::Value;

use super::matching::{choose, unsellable_kind};
use super::product::Product;
use crate::ActionError;
use crate::resolve::findings::Question;
use crate::resolve::new_object::{AnyNewObject, NewObject};
use crate::resolve::objects::to_body;
use crate::resolve::outcome::{Match, ResolvedObject};
use crate::resolve::plan::Plan;
use crate::resolve::resolution::{
    CreationName, Holder, MarkedNames, Resolution, TakenName, by_policy,
};
use crate::settings::{ProductType, Settings};
use crate::text::fold::fold;
use crate::text::{self, Fitted};

/// An item to create for a product, and for those that would be the same item.
pub(crate) struct NewItem {
    name: Fitted,
    /// The inactive item to make active again in its place.
    inactive: Option<Holder>,
    product: Product,
    same: Vec<Product>,
}

/// A product without an item, and the name QuickBooks takes of it.
pub(super) struct MissingProduct {
    pub(super) product: Product,
    pub(super) name: String,
    pub(super) inactive: Option<Holder>,
}

/// The items to create for products, each with the name QuickBooks takes.
///
/// Two products of one SKU are one item, as they would be if they were sold one after the other. Two that would get the
/// same name are one if their SKUs do not differ, else the second gets its SKU in brackets.
pub(super) fn new_items(products: Vec<MissingProduct>) -> Vec<NewItem> {
    let mut items: Vec<NewItem> = Vec::new();
    let mut by_name: HashMap<String, usize> = HashMap::new();
    for missing in products {
        let MissingProduct {
            product,
            name: plain,
            inactive,
        } = missing;
        let twin = items.iter_mut().find(|item| item.has_same_sku(&product));
        if let Some(item) = twin {
            item.same.push(product);
            continue;
        }
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
                inactive,
                product,
                same: Vec::new(),
            }),
        }
    }
    items
}

impl NewItem {
    fn has_same_sku(&self, product: &Product) -> bool {
        match (&self.product.sku, &product.sku) {
            (Some(own), Some(other)) => fold(own) == fold(other),
            _ => false,
        }
    }

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

    fn owner(&self) -> String {
        self.product.label()
    }

    fn advice(&self) -> &'static str {
        "correct the line item in HubSpot, or the setting `products.income_account`, which must name an \
         income account, or map the product to one of QuickBooks"
    }

    fn body(&self, name: &str, plan: &Plan, settings: &Settings) -> Result<Value, ActionError> {
        let account = plan.income_account()?;
        let create_as = settings.products.create_as;
        to_body(&new_item(&self.product, name, account, create_as))
    }

    fn holders(&self, name: &CreationName) -> Vec<Question> {
        vec![Question::Items(name.holders(self.kind()))]
    }

    fn inactive(&self) -> Option<&Holder> {
        self.inactive.as_ref()
    }

    fn resolution(&self, taken: &TakenName<'_>) -> Resolution {
        let TakenName {
            name,
            found,
            settings,
        } = taken;
        let named = |row: &&Item| name.is_of(row.name.as_ref());
        let rows: Vec<Item> = found.items.iter().filter(named).cloned().collect();
        if let Match::One(found) = choose(&self.product, &rows) {
            return Resolution::its_own(found);
        }
        let mut unsold = rows.iter().filter(|row| row.active != Some(false));
        let unsold = unsold.find_map(|row| Some((unsellable_kind(row)?, row.id.clone()?)));
        if let Some((kind, id)) = unsold {
            return Resolution::Unsellable { kind, id };
        }
        let rows = rows.into_iter();
        let holder = Holder::first(rows.map(|row| (row.id, row.sync_token, row.active)));
        let marked = MarkedNames {
            kind: None,
            own: suffixed_name(&self.product, &self.name.text),
        };
        let policy = settings.products.name_conflict;
        by_policy(self.kind(), name, holder, policy, marked)
    }

    fn settle(self: Box<Self>, found: ResolvedObject, plan: &mut Plan) -> Option<AnyNewObject> {
        for product in &self.same {
            product.tell_cut(&found, plan);
        }
        for product in std::iter::once(&self.product).chain(&self.same) {
            plan.learn(product.key(), None, &found);
            product.settle(&found, plan);
        }
        None
    }
}

/// The item to create for a product, under a name, with its sales booked to an income account.
fn new_item(product: &Product, name: &str, income_account: &str, create_as: ProductType) -> Item {
    let description = product
        .description
        .as_deref()
        .or(product.original_name.as_deref());
    Item {
        name: Some(name.to_owned()),
        sku: product.sku.clone(),
        description: description.map(|description| text::description(description).text),
        item_type: Some(item_type(create_as)),
        unit_price: product.price,
        income_account_ref: Some(Reference::to(income_account)),
        ..Item::default()
    }
}

fn item_type(create_as: ProductType) -> ItemType {
    match create_as {
        ProductType::Service => ItemType::Service,
        ProductType::NonInventory => ItemType::NonInventory,
    }
}

/// The name under which a product can be created when its own is taken: with the SKU in brackets,
/// else with its source, so that the same product always gets the same name.
fn suffixed_name(product: &Product, name: &str) -> String {
    let mark = product
        .sku
        .clone()
        .unwrap_or_else(|| format!("HubSpot {}", product.source));
    let mark = mark.replace(':', " ");
    text::with_suffix(name, &format!(" ({mark})"), text::MAX_ITEM_NAME)
}

#[cfg(test)]
mod tests {
    use super::{MissingProduct, new_items};
    use crate::resolve::products::product::tests::line;
    use crate::resolve::products::{Product, distinct};

    #[test]
    fn products_of_one_sku_or_one_name_are_one_item_unless_their_skus_differ() {
        let lines = [
            line("1", "Bench", "", "11"),
            line("2", "bench", "B-1", "12"),
            line("3", "Chair", "C-1", "13"),
            line("4", "Chair", "C-2", "14"),
            line("5", "CHAIR", "c-1", "15"),
            line("6", "Loom", "L-1", "16"),
            line("7", "Loom, painted", "l-1", "17"),
        ];
        let named = |product: Product| MissingProduct {
            name: product.name.clone().unwrap(),
            product,
            inactive: None,
        };
        let products = distinct(&lines).unwrap().into_iter().map(named);
        let items: Vec<String> = new_items(products.collect())
            .iter()
            .map(|item| format!("{} +{}", item.name.text, item.same.len()))
            .collect();
        let expected = ["Bench +1", "Chair +1", "Chair (C-2) +0", "Loom +1"];
        assert_eq!(items, expected);
    }
}
