//! The QuickBooks item of a product, among those that may be it.

use quickbooks::EntityKind;
use quickbooks::entity::Item;
use quickbooks::{Condition, MAX_RESULTS, Query};

use super::product::Product;
use crate::resolve::outcome::{Match, ResolvedObject};
use crate::response::MatchedBy;
use crate::text::fold::{composed, fold, same_text};

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

/// The most characters that the values of one IN list have together: 50 names of 100 characters stay far
/// below any limit on the length of a query.
const CHARACTERS_PER_LIST: usize = 5_000;

/// The most values one IN list gets, however short they are.
const VALUES_PER_LIST: usize = 100;

/// The queries whose rows together hold every item that may be one of the products'.
pub fn lookups(products: &[&Product]) -> Vec<Query> {
    let skus = distinct(products.iter().filter_map(|product| product.sku.as_deref()));
    let (qualified, plain): (Vec<&str>, Vec<&str>) = products
        .iter()
        .filter_map(|product| product.original_name.as_deref())
        .partition(|name| name.contains(':'));
    // As HubSpot writes a name first: with doubled spaces it is asked for in every form.
    let sent = products
        .iter()
        .filter_map(|product| product.name.as_deref());
    let names = plain.into_iter().chain(sent);
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
    let (exact, odd): (Vec<&str>, Vec<&str>) = values
        .iter()
        .partition(|value| Condition::has_one_form(value));
    let written = exact.into_iter().flat_map(|value| {
        let doubled = Condition::with_doubled_spaces(value);
        std::iter::once(value.to_owned()).chain(doubled)
    });
    let lists = in_lists(written)
        .into_iter()
        .map(|values| Condition::is_in(property, values));
    let patterns = odd
        .into_iter()
        .map(|value| Condition::alike(property, &composed(value)));
    lists.chain(patterns).map(items).collect()
}

/// The values, in as few lists as their lengths allow.
fn in_lists(values: impl Iterator<Item = String>) -> Vec<Vec<String>> {
    let mut lists: Vec<Vec<String>> = Vec::new();
    let mut characters = 0;
    for value in values {
        characters += value.chars().count();
        match lists.last_mut() {
            Some(list) if characters <= CHARACTERS_PER_LIST && list.len() < VALUES_PER_LIST => {
                list.push(value);
            }
            _ => {
                characters = value.chars().count();
                lists.push(vec![value]);
            }
        }
    }
    lists
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

/// The bundle or category that a product is in QuickBooks, where no item that can be sold is it: its kind
/// and its id. A bundle of the product's SKU goes before items that have its name alone.
pub(super) fn unsellable(product: &Product, items: &[Item]) -> Option<(&'static str, String)> {
    let of = |rules: &[ItemRule]| {
        items.iter().find_map(|item| {
            let kind = unsellable_kind(item)?;
            let fits = rules.iter().any(|rule| meets(*rule, product, item));
            (fits && item.active != Some(false)).then_some((kind, item.id.clone()?))
        })
    };
    let is_sold_by_sku = |item: &Item| sellable(item) && meets(ItemRule::Sku, product, item);
    let by_sku = || of(&[ItemRule::Sku]);
    let by_name = || of(&[ItemRule::FullyQualifiedName, ItemRule::Name]);
    match choose(product, items) {
        Match::None => by_sku().or_else(by_name),
        Match::One(_) | Match::Ambiguous(_) if items.iter().any(is_sold_by_sku) => None,
        Match::One(_) | Match::Ambiguous(_) => by_sku(),
    }
}

fn sellable(item: &Item) -> bool {
    item.id.is_some() && item.active != Some(false) && unsellable_kind(item).is_none()
}

/// The kind of an item that shares the list of products but cannot stand on a plain line.
pub(crate) fn unsellable_kind(item: &Item) -> Option<&'static str> {
    match item.item_type.as_ref()?.to_string().as_str() {
        "Group" => Some("bundle"),
        "Category" => Some("category"),
        _ => None,
    }
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

    use super::{choose, lookups, unsellable};
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
    fn a_bundle_or_category_is_named_unless_something_that_is_sold_fits_as_well() {
        let bundle = item("1", "Starter Bundle", "BND-1", "Group");
        let category = item("2", "Design", "", "Category");
        let within = item("3", "Design:Design", "", "Service");
        let namesake = item("4", "Kit:Starter Bundle", "", "Service");
        let sold = item("5", "Other", "BND-1", "Service");
        let named = |name: &str, sku: &str, items: &[Item]| {
            let products = distinct(&[line("1", name, sku, "")]).unwrap();
            unsellable(&products[0], items).map(|(kind, id)| format!("{kind} {id}"))
        };
        let all = [bundle.clone(), category.clone()];
        assert_eq!(
            named("Starter Bundle", "", &all).as_deref(),
            Some("bundle 1")
        );
        assert_eq!(named("x", "bnd-1", &all).as_deref(), Some("bundle 1"));
        assert_eq!(named("Design", "", &all).as_deref(), Some("category 2"));
        assert_eq!(named("Design", "", &[category, within]), None);
        let both = [bundle.clone(), namesake];
        assert_eq!(
            named("Starter Bundle", "BND-1", &both).as_deref(),
            Some("bundle 1")
        );
        assert_eq!(named("x", "BND-1", &[bundle, sold]), None);
        assert_eq!(named("Chair", "", &all), None);
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
                .any(|query| query.contains("Name like '%d%chair'")),
            "{queries:?}"
        );
    }

    #[test]
    fn a_name_is_asked_for_with_its_spaces_doubled_too_in_the_same_list() {
        let products = distinct(&[
            line("1", "Garden Hose", "", ""),
            line("2", "Hose  Reel", "", ""),
        ]);
        let products = products.unwrap();
        let queries: Vec<String> = lookups(&products.iter().collect::<Vec<_>>())
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(queries.len(), 2, "{queries:?}");
        assert!(
            queries[0].contains("in ('Garden Hose', 'Garden  Hose'"),
            "{queries:?}"
        );
        let twice = [item("1", "Garden  Hose", "", "Service")];
        assert_eq!(chosen("Garden Hose", "", &twice), "FullyQualifiedName 1");
        let once = [item("1", "Garden Hose", "", "Service")];
        assert_eq!(chosen("Garden  Hose", "", &once), "FullyQualifiedName 1");
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
        assert_eq!(lookups(&products.iter().collect::<Vec<_>>()).len(), 6);
    }
}
