//! The QuickBooks item of a product, among those that may be it.

use quickbooks::EntityKind;
use quickbooks::entity::Item;
use quickbooks::{Condition, MAX_RESULTS, Query};

use super::product::Product;
use crate::resolve::outcome::{Match, ResolvedObject};
use crate::response::MatchedBy;
use crate::text::fold::{fold, same_text};

/// A rule by which an item is the product's, in the order in which they are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemRule {
    /// The same SKU.
    Sku,
    /// The same fully qualified name (`Category:Item`).
    FullyQualifiedName,
    /// The same name, and no other SKU.
    Name,
}

/// The most values one IN list gets: 50 names of 100 characters stay far below any limit on the
/// length of a query.
const VALUES_PER_LIST: usize = 50;

/// The queries whose rows together hold every item that may be one of the products'.
pub fn lookups(products: &[&Product]) -> Vec<Query> {
    let skus = distinct(products.iter().filter_map(|product| product.sku.as_deref()));
    let (qualified, plain): (Vec<&str>, Vec<&str>) = products
        .iter()
        .filter_map(|product| product.original_name.as_deref())
        .partition(|name| name.contains(':'));
    let names = products
        .iter()
        .filter_map(|product| product.name.as_deref())
        .chain(plain);
    [
        ("Sku", skus),
        ("Name", distinct(names)),
        ("FullyQualifiedName", distinct(qualified.into_iter())),
    ]
    .into_iter()
    .flat_map(|(property, values)| lists(property, &values))
    .collect()
}

fn lists(property: &'static str, values: &[&str]) -> Vec<Query> {
    let items = |condition| {
        Query::select(EntityKind::Item)
            .filter(condition)
            .max_results(MAX_RESULTS)
    };
    let (exact, odd): (Vec<&str>, Vec<&str>) =
        values.iter().partition(|value| Condition::can_equal(value));
    let lists = exact
        .chunks(VALUES_PER_LIST)
        .map(|values| Condition::is_in(property, values.iter().copied()));
    let patterns = odd
        .into_iter()
        .map(|value| Condition::resembles(property, value));
    lists.chain(patterns).map(items).collect()
}

fn distinct<'p>(values: impl Iterator<Item = &'p str>) -> Vec<&'p str> {
    let mut seen = std::collections::HashSet::new();
    values.filter(|value| seen.insert(fold(value))).collect()
}

/// Chooses among items by the first rule that any of them meets; among several of the same SKU the
/// one of the same name.
pub fn choose(product: &Product, items: &[Item]) -> Match {
    for rule in [ItemRule::Sku, ItemRule::FullyQualifiedName, ItemRule::Name] {
        let mut fitting: Vec<&Item> = Vec::new();
        for item in items
            .iter()
            .filter(|item| sellable(item) && meets(rule, product, item))
        {
            if !fitting.iter().any(|known| known.id == item.id) {
                fitting.push(item);
            }
        }
        let named = |item: &&&Item| meets(ItemRule::Name, product, item);
        let chosen = match fitting.as_slice() {
            [] => continue,
            [item] => Some(*item),
            several => match several.iter().filter(named).collect::<Vec<_>>().as_slice() {
                [item] => Some(**item),
                _ => None,
            },
        };
        return match chosen {
            Some(item) => Match::One(ResolvedObject::row(
                item.id.as_deref(),
                item.name.as_deref(),
                rule,
            )),
            None => Match::Ambiguous(fitting.iter().filter_map(|item| item.id.clone()).collect()),
        };
    }
    Match::None
}

/// Categories and bundles share the list of items but cannot stand on a plain line.
fn sellable(item: &Item) -> bool {
    let kind = item
        .item_type
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    item.id.is_some() && item.active != Some(false) && kind != "Category" && kind != "Group"
}

fn meets(rule: ItemRule, product: &Product, item: &Item) -> bool {
    let same = |ours: &Option<String>, theirs: &Option<String>| match (ours, theirs) {
        (Some(ours), Some(theirs)) => same_text(ours, theirs),
        _ => false,
    };
    let named = |theirs: &Option<String>| {
        same(&product.name, theirs) || same(&product.original_name, theirs)
    };
    let other_sku = product.sku.is_some() && item.sku.is_some() && !same(&product.sku, &item.sku);
    match rule {
        ItemRule::Sku => same(&product.sku, &item.sku),
        ItemRule::FullyQualifiedName => !other_sku && named(&item.fully_qualified_name),
        ItemRule::Name => !other_sku && named(&item.name),
    }
}

impl From<ItemRule> for MatchedBy {
    fn from(rule: ItemRule) -> Self {
        match rule {
            ItemRule::Sku => Self::Sku,
            ItemRule::FullyQualifiedName => Self::FullyQualifiedName,
            ItemRule::Name => Self::Name,
        }
    }
}

#[cfg(test)]
mod tests {
    use quickbooks::entity::Item;

    use super::{choose, lookups};
    use crate::resolve::outcome::Match;
    use crate::resolve::products::product::distinct;
    use crate::resolve::products::product::tests::line;

    fn item(id: &str, name: &str, sku: &str, kind: &str) -> Item {
        let fields = serde_json::json!({"Id": id, "Name": name.rsplit(':').next(), "Sku": sku,
            "FullyQualifiedName": name, "Type": kind, "Active": kind != "Inactive"});
        let mut item: Item = serde_json::from_value(fields).unwrap();
        item.sku = item.sku.filter(|sku| !sku.is_empty());
        item
    }

    fn chosen(name: &str, sku: &str, items: &[Item]) -> String {
        let products = distinct(&[line("1", name, sku, "")]).unwrap();
        match choose(&products[0], items) {
            Match::One(found) => format!("{:?} {}", found.matched_by, found.id),
            Match::None => "none".into(),
            Match::Ambiguous(ids) => format!("ambiguous {}", ids.join(" ")),
        }
    }

    #[test]
    fn sku_goes_before_qualified_name_before_name() {
        let items = [
            item("1", "Hours", "", "Service"),
            item("2", "Working time", "hrs", "Service"),
            item("3", "Labour:Hours", "", "Service"),
        ];
        assert_eq!(chosen("Hours", "HRS", &items), "Sku 2");
        assert_eq!(chosen("Labour:Hours", "", &items), "FullyQualifiedName 3");
        assert_eq!(
            chosen("hours ", "OTHER", &items[..1]),
            "FullyQualifiedName 1"
        );
        assert_eq!(chosen("Bench", "", &items), "none");
    }

    #[test]
    fn an_item_with_another_sku_is_another_product() {
        let items = [item("1", "T-shirt", "TS-BLUE", "NonInventory")];
        assert_eq!(chosen("T-shirt", "TS-RED", &items), "none");
        assert_eq!(chosen("T-shirt", "", &items), "FullyQualifiedName 1");
    }

    #[test]
    fn categories_bundles_and_inactive_items_are_passed_over() {
        let items = [
            item("1", "Design", "", "Category"),
            item("2", "Design", "", "Group"),
            item("3", "Design", "", "Inactive"),
        ];
        assert_eq!(chosen("Design", "", &items), "none");
    }

    #[test]
    fn several_of_one_sku_are_ambiguous_unless_the_name_tells() {
        let items = [
            item("1", "Pump", "P", "Service"),
            item("2", "Pump, large", "P", "Service"),
        ];
        assert_eq!(chosen("Pump", "P", &items), "Sku 1");
        assert_eq!(chosen("Valve", "P", &items), "ambiguous 1 2");
    }

    #[test]
    fn a_name_that_cannot_be_asked_for_exactly_is_asked_for_as_a_pattern() {
        let products =
            distinct(&[line("1", "Łódź chair", "", ""), line("2", "Hours", "", "")]).unwrap();
        let queries: Vec<String> = lookups(&products.iter().collect::<Vec<_>>())
            .iter()
            .map(ToString::to_string)
            .collect();
        assert!(
            queries
                .iter()
                .any(|query| query.contains("Name in ('Hours')")),
            "{queries:?}"
        );
        assert!(
            queries
                .iter()
                .any(|query| query.contains("Name like '%ód% chair'")),
            "{queries:?}"
        );
    }

    #[test]
    fn two_hundred_products_need_a_handful_of_queries() {
        let lines: Vec<_> = (0..200)
            .map(|n| {
                line(
                    &n.to_string(),
                    &format!("Product {n}"),
                    &format!("SKU-{n}"),
                    "",
                )
            })
            .collect();
        let products = distinct(&lines).unwrap();
        assert_eq!(lookups(&products.iter().collect::<Vec<_>>()).len(), 8);
    }
}
