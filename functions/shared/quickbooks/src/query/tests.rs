use proptest::prelude::*;

use super::{Condition, InvalidQuery, Query};
use crate::kind::EntityKind;

/// Reads the rest of a text after an opening quote as QuickBooks' lexer does: the literal's value and
/// what follows it.
fn read_literal(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((index, character)) = characters.next() {
        match character {
            '\'' => return Some((value, &text[index + 1..])),
            '\\' => value.push(characters.next()?.1),
            other => value.push(other),
        }
    }
    None
}

fn values_of_list(text: &str) -> Option<Vec<String>> {
    let mut values = Vec::new();
    let mut rest = text.strip_prefix("select * from Item where Sku in ('")?;
    loop {
        let (value, after) = read_literal(rest)?;
        values.push(value);
        match after {
            ")" => return Some(values),
            more => rest = more.strip_prefix(", '")?,
        }
    }
}

proptest! {
    #[test]
    fn an_escaped_value_parses_back_and_nothing_follows_it(value in r"(\PC|['\\\n\r\t%])*") {
        let text = Query::select(EntityKind::Customer)
            .filter(Condition::equals("DisplayName", &value))
            .to_string();
        let literal = text.strip_prefix("select * from Customer where DisplayName = '").unwrap();
        prop_assert_eq!(read_literal(literal), Some((value, "")));
    }

    #[test]
    fn every_value_of_a_list_parses_back_in_order(
        values in prop::collection::vec(r"(\PC|['\\,()\n])*", 1..6),
    ) {
        let text = Query::select(EntityKind::Item)
            .filter(Condition::is_in("Sku", &values))
            .to_string();
        prop_assert_eq!(values_of_list(&text), Some(values));
    }
}

#[test]
fn the_whole_language_is_reachable() {
    let query = Query::select(EntityKind::Invoice)
        .filter(Condition::equals("CustomerRef", "1"))
        .filter(Condition::like("DocNumber", "10%"))
        .filter(Condition::at_least("DueDate", "2026-01-01"))
        .order_by("TxnDate")
        .order_by("Id")
        .start_position(101)
        .max_results(100);
    assert_eq!(query.validate(), Ok(()));
    insta::assert_snapshot!(query, @"select * from Invoice where CustomerRef = '1' and DocNumber like '10%' and DueDate >= '2026-01-01' orderby TxnDate, Id startposition 101 maxresults 100");
}

#[test]
fn characters_the_parser_refuses_are_asked_for_as_any_text() {
    let cases = [
        ("Zoë Müller", "= 'Zoë Müller'"),
        ("O'Keefe", r"= 'O\'Keefe'"),
        ("Kimberly O’Neil", "like 'Kimberly O%Neil'"),
        ("Boot – W10611", "like 'Boot % W10611'"),
        ("Włodarski 100%łł", "like 'W%odarski 100%'"),
        ("珊珊 李", "like '% %'"),
    ];
    for (text, condition) in cases {
        let resembling = Condition::resembles("DisplayName", text);
        assert_eq!(resembling.to_string(), format!("DisplayName {condition}"));
    }
}

#[test]
fn a_text_among_others_is_asked_for_with_any_text_around_it() {
    let cases = [
        ("ada@example.com", "like '%ada@example.com%'"),
        ("o'keefe_1@example.com", r"like '%o\'keefe_1@example.com%'"),
        (r"a\b@example.com", r"like '%a\\b@example.com%'"),
        ("100%@example.com", "like '%100%@example.com%'"),
        ("łada@example.com", "like '%ada@example.com%'"),
    ];
    for (text, condition) in cases {
        let containing = Condition::contains("PrimaryEmailAddr", text);
        let expected = format!("PrimaryEmailAddr {condition}");
        assert_eq!(containing.to_string(), expected);
    }
}

#[test]
fn inactive_rows_are_asked_for_without_quotes() {
    let query = Query::select(EntityKind::Item).including_inactive();
    assert_eq!(
        query.to_string(),
        "select * from Item where Active in (true, false)"
    );
}

#[test]
fn a_property_name_is_letters_and_points_only() {
    for property in [
        "",
        ".",
        "A.",
        "Name = '' or Id",
        "Na me",
        "Name'",
        "Näme",
        "Name1",
    ] {
        let query = Query::select(EntityKind::Item).filter(Condition::equals(property, "x"));
        assert_eq!(query.validate(), Err(InvalidQuery::Property(property)));
        let query = Query::select(EntityKind::Item).order_by(property);
        assert_eq!(query.validate(), Err(InvalidQuery::Property(property)));
    }
}

#[test]
fn spaces_are_doubled_in_every_combination_and_in_long_names_one_by_one() {
    assert_eq!(Condition::with_doubled_spaces("Hose"), [""; 0]);
    assert_eq!(
        Condition::with_doubled_spaces("Garden Hose"),
        ["Garden  Hose"]
    );
    assert_eq!(
        Condition::with_doubled_spaces("a b c"),
        ["a  b c", "a b  c", "a  b  c"]
    );
    assert_eq!(Condition::with_doubled_spaces("a b c d").len(), 7);
    assert_eq!(
        Condition::with_doubled_spaces("a b c d e"),
        [
            "a  b c d e",
            "a b  c d e",
            "a b c  d e",
            "a b c d  e",
            "a  b  c  d  e"
        ]
    );
    let long = vec!["x"; 100].join(" ");
    let doubled = Condition::with_doubled_spaces(&long);
    assert_eq!(doubled.last().map(String::len), Some(100 + 2 * 99));
    assert_eq!(doubled.len(), 64);
}

#[test]
fn what_quickbooks_could_only_refuse_is_refused_before() {
    let none: [&str; 0] = [];
    let select = || Query::select(EntityKind::Item);
    let cases = [
        (
            select().filter(Condition::is_in("Sku", none)),
            InvalidQuery::EmptyList("Sku"),
        ),
        (select().start_position(0), InvalidQuery::StartPosition),
        (select().max_results(0), InvalidQuery::MaxResults(0)),
        (select().max_results(1001), InvalidQuery::MaxResults(1001)),
    ];
    for (query, refusal) in cases {
        assert_eq!(query.validate(), Err(refusal));
    }
}
