//! Names that people have for the lists of a record: `order_lines`, `associated_deals`, `discounts_list`, `deal_ids`.

use strum::VariantArray as _;

use super::misplaced::letters;
use super::properties::Associated;

/// Words before the name of a list that leave its meaning as it is. Others may make another of it, as in `lost_deals`.
const BEFORE: [&str; 18] = [
    "all",
    "associated",
    "billing",
    "crm",
    "deal",
    "hs",
    "hubspot",
    "invoice",
    "linked",
    "order",
    "payment",
    "primary",
    "quote",
    "record",
    "related",
    "sale",
    "sales",
    "the",
];

/// Words behind it.
const BEHIND: [&str; 5] = ["list", "objects", "records", "ids", "id"];

/// Those that say that ids are meant.
const IDS: [&str; 2] = ["ids", "id"];

/// Other words for the objects of a list.
static OTHER_WORDS: [(&str, Associated); 5] = [
    ("lines", Associated::LineItems),
    ("items", Associated::LineItems),
    ("positions", Associated::LineItems),
    ("charges", Associated::Fees),
    ("people", Associated::Contacts),
];

/// The list that a name of a list of objects is meant for.
pub(super) fn list(name: &str) -> Option<&'static Associated> {
    meant(&words(name))
}

/// The list that a name of a list of ids is meant for, by which a sale is known that is booked.
pub(super) fn list_of_ids(name: &str) -> Option<&'static Associated> {
    let words = words(name);
    let last = words.last()?;
    IDS.contains(&last.as_str())
        .then(|| meant(&words))
        .flatten()
}

fn meant(words: &[String]) -> Option<&'static Associated> {
    let behind = words.iter().rev();
    let behind = behind.take_while(|word| BEHIND.contains(&word.as_str()));
    let mut rest = words.get(..words.len() - behind.count())?;
    loop {
        if let Some(list) = called(&rest.concat()) {
            return Some(list);
        }
        let (first, others) = rest.split_first()?;
        if !BEFORE.contains(&first.as_str()) {
            return None;
        }
        rest = others;
    }
}

/// The list of this name, or of objects that are called so.
fn called(name: &str) -> Option<&'static Associated> {
    let other = OTHER_WORDS.iter().find(|(word, _)| *word == name);
    let is_called = |known: &str| letters(known).eq(name.chars());
    let mut lists = Associated::VARIANTS.iter();
    other.map(|(_, list)| list).or_else(|| {
        lists.find(|list| {
            let object_type = list.object_type();
            is_called(<&str>::from(*list))
                || is_called(&object_type.to_string())
                || is_called(object_type.path())
        })
    })
}

/// The words of a name in small letters: of `orderLines` and of `order_lines` the same.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for char in name.chars() {
        let begins = before.is_lowercase() && char.is_uppercase();
        if begins || matches!(char, '_' | '-' | ' ') {
            words.push(String::new());
        }
        if let (Some(word), false) = (words.last_mut(), matches!(char, '_' | '-' | ' ')) {
            word.extend(char.to_lowercase());
        }
        before = char;
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::request::parse;

    fn refusal(name: &str, value: &Value) -> String {
        let mut record = json!({"object_type": "deal", "id": "9001", "properties": {}});
        record[name] = value.clone();
        let event = json!({"connection": "us-books", "record": record}).to_string();
        let parsed = parse(event.as_bytes());
        parsed.map_or_else(|error| error.to_string(), |_| String::new())
    }

    #[test]
    fn objects_under_another_name_of_a_list_are_refused_with_its_own() {
        for (name, right) in [
            ("lines", "line_items"),
            ("items", "line_items"),
            ("order_lines", "line_items"),
            ("orderLines", "line_items"),
            ("invoice-lines", "line_items"),
            ("positions", "line_items"),
            ("deal_line_items", "line_items"),
            ("associated_line_items", "line_items"),
            ("line_items_list", "line_items"),
            ("associatedDeals", "deals"),
            ("deal_ids", "deals"),
            ("hs_quote_ids", "quotes"),
            ("order_discounts", "discounts"),
            ("discounts_list", "discounts"),
            ("order_fees", "fees"),
            ("charges", "fees"),
            ("sales_tax", "taxes"),
            ("primary_contact", "contacts"),
        ] {
            let refused = refusal(name, &json!([{"id": "5", "properties": {}}]));
            let expected =
                format!("deal 9001: `record.{name}` is not read: `record.{right}` is meant");
            assert_eq!(refused, expected);
        }
        let refused = refusal("deal_ids", &json!(["77"]));
        assert!(refused.contains("`record.deals` is meant"), "{refused}");
    }

    #[test]
    fn what_a_caller_has_of_its_own_is_passed_over() {
        let objects = json!([{"id": "5"}]);
        for (name, value) in [
            ("lost_deals", &objects),
            ("tickets", &objects),
            ("notes_of_deal", &objects),
            ("ids", &objects),
            ("", &objects),
            ("deal_ids", &json!([])),
            ("lines", &json!(["Thanks"])),
            ("items", &json!(3)),
        ] {
            assert_eq!(refusal(name, value), "", "{name}");
        }
    }
}
