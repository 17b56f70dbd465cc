use super::{Filter, FilterError, FilterGroup, matches, unmet, validate};
use crate::Properties;

fn groups(json: &str) -> Vec<FilterGroup> {
    serde_json::from_str(json).unwrap()
}

/// One group with one filter; `operands` is the rest of the filter's JSON.
fn one(operator: &str, operands: &str) -> Vec<FilterGroup> {
    let comma = if operands.is_empty() { "" } else { "," };
    groups(&format!(
        r#"[{{"filters":[{{"propertyName":"p","operator":"{operator}"{comma}{operands}}}]}}]"#
    ))
}

fn having(value: &str) -> Properties {
    [("p", value)].into_iter().collect()
}

fn meets(value: &str, operator: &str, operands: &str) -> bool {
    matches(&one(operator, operands), &having(value)).unwrap()
}

/// Rows of value, operator, operands in JSON, and whether the value meets them.
fn check(rows: &[(&str, &str, &str, bool)]) {
    for (value, operator, operands, expected) in rows {
        let met = meets(value, operator, operands);
        assert_eq!(met, *expected, "{value} {operator} {operands}");
    }
}

#[test]
fn equality_is_of_numbers_instants_and_options_else_of_text_in_any_case() {
    check(&[
        ("customer", "EQ", r#""value":"Customer""#, true),
        ("customer", "EQ", r#""value":"lead""#, false),
        ("1480.00", "EQ", r#""value":"1480""#, true),
        ("1.0E7", "EQ", r#""value":10000000"#, true),
        ("01234", "EQ", r#""value":"1234""#, false),
        ("+1555", "EQ", r#""value":"1555""#, false),
        ("1E3", "EQ", r#""value":"1000""#, false),
        ("true", "EQ", r#""value":true"#, true),
        ("b;a", "EQ", r#""value":"A; b""#, true),
        ("a;b", "EQ", r#""value":"a""#, false),
        ("1774915200000", "EQ", r#""value":"2026-03-31""#, true),
        ("lead", "NEQ", r#""value":"customer""#, true),
        ("Customer", "NEQ", r#""value":"customer""#, false),
    ]);
}

#[test]
fn order_is_of_numbers_or_instants_or_texts_and_never_mixed() {
    check(&[
        ("9", "LT", r#""value":"10""#, true),
        ("10", "LT", r#""value":"10.0""#, false),
        ("10", "LTE", r#""value":"10.0""#, true),
        ("100", "GT", r#""value":"20""#, true),
        ("many", "GT", r#""value":"20""#, false),
        ("many", "LT", r#""value":"20""#, false),
        ("banana", "GT", r#""value":"Apple""#, true),
        (
            "2026-03-31T09:00:00Z",
            "GTE",
            r#""value":"1774915200000""#,
            true,
        ),
        (
            "2026-03-30",
            "GTE",
            r#""value":"2026-03-31T00:00:00Z""#,
            false,
        ),
        ("5", "BETWEEN", r#""value":"5","highValue":"7""#, true),
        ("7", "BETWEEN", r#""value":"5","highValue":"7""#, true),
        ("7.01", "BETWEEN", r#""value":"5","highValue":"7""#, false),
        ("6", "BETWEEN", r#""value":"7","highValue":"5""#, false),
    ]);
}

#[test]
fn membership_is_of_the_value_or_of_one_of_its_options() {
    check(&[
        ("customer", "IN", r#""values":["lead","CUSTOMER"]"#, true),
        ("a;b", "IN", r#""values":["b"]"#, true),
        ("a;b", "IN", r#""values":["b;a"]"#, true),
        ("ab", "IN", r#""values":["a","b"]"#, false),
        ("5.0", "IN", r#""values":[5]"#, true),
        ("a;b", "NOT_IN", r#""values":["b"]"#, false),
        ("c", "NOT_IN", r#""values":["a","b"]"#, true),
        ("x", "HAS_PROPERTY", "", true),
        ("x", "NOT_HAS_PROPERTY", "", false),
    ]);
}

#[test]
fn tokens_are_whole_words_unless_a_wildcard_says_otherwise() {
    check(&[
        (
            "ada@hubspot.com",
            "CONTAINS_TOKEN",
            r#""value":"*@hubspot.com""#,
            true,
        ),
        (
            "ada@hubspot.com",
            "CONTAINS_TOKEN",
            r#""value":"hubspot.com""#,
            true,
        ),
        (
            "ada@hubspot.com",
            "CONTAINS_TOKEN",
            r#""value":"hub""#,
            false,
        ),
        (
            "ada@hubspot.com",
            "CONTAINS_TOKEN",
            r#""value":"hub*""#,
            true,
        ),
        (
            "Garden redesign, phase 2",
            "CONTAINS_TOKEN",
            r#""value":"phase garden""#,
            true,
        ),
        (
            "Garden redesign",
            "CONTAINS_TOKEN",
            r#""value":"garden design""#,
            false,
        ),
        (
            "Garden redesign",
            "CONTAINS_TOKEN",
            r#""value":"*design""#,
            true,
        ),
        (
            "Smith-Jones Ltd",
            "CONTAINS_TOKEN",
            r#""value":"jones-smith""#,
            true,
        ),
        ("spot hub", "CONTAINS_TOKEN", r#""value":"hub*spot""#, false),
        ("日本 庭園", "CONTAINS_TOKEN", r#""value":"庭*""#, true),
        ("Garden", "NOT_CONTAINS_TOKEN", r#""value":"pool""#, true),
        (
            "Garden pool",
            "NOT_CONTAINS_TOKEN",
            r#""value":"pool""#,
            false,
        ),
    ]);
}

#[test]
fn a_property_without_a_value_meets_only_not_has_property() {
    let operands = |operator| match operator {
        "HAS_PROPERTY" | "NOT_HAS_PROPERTY" => "",
        "IN" | "NOT_IN" => r#""values":["a"]"#,
        "BETWEEN" => r#""value":"a","highValue":"b""#,
        _ => r#""value":"a""#,
    };
    for operator in [
        "EQ",
        "NEQ",
        "LT",
        "LTE",
        "GT",
        "GTE",
        "BETWEEN",
        "IN",
        "NOT_IN",
        "HAS_PROPERTY",
        "NOT_HAS_PROPERTY",
        "CONTAINS_TOKEN",
        "NOT_CONTAINS_TOKEN",
    ] {
        let groups = one(operator, operands(operator));
        for absent in [Properties::default(), having(" ")] {
            let met = matches(&groups, &absent).unwrap();
            assert_eq!(met, operator == "NOT_HAS_PROPERTY", "{operator}");
        }
    }
}

const CUSTOMERS_OR_BIG_LEADS: &str = r#"[
    {"filters":[{"propertyName":"lifecyclestage","operator":"EQ","value":"customer"}]},
    {"filters":[{"propertyName":"lifecyclestage","operator":"EQ","value":"lead"},
                {"propertyName":"annualrevenue","operator":"GTE","value":"50000"}]}]"#;

#[test]
fn groups_are_joined_by_or_and_filters_by_and() {
    let groups = groups(CUSTOMERS_OR_BIG_LEADS);
    for (stage, revenue, expected) in [
        ("customer", "1", true),
        ("lead", "60000", true),
        ("lead", "1", false),
        ("subscriber", "60000", false),
    ] {
        let record = [("lifecyclestage", stage), ("annualrevenue", revenue)]
            .into_iter()
            .collect();
        assert_eq!(matches(&groups, &record), Ok(expected), "{stage} {revenue}");
    }
}

#[test]
fn what_is_not_met_is_told_without_any_value() {
    let groups = groups(CUSTOMERS_OR_BIG_LEADS);
    let record = [("lifecyclestage", "canary")].into_iter().collect();
    assert_eq!(
        unmet(&groups, &record),
        ["lifecyclestage EQ", "annualrevenue GTE (has no value)"]
    );
    let customer = [("lifecyclestage", "customer")].into_iter().collect();
    assert!(unmet(&groups, &customer).is_empty());
}

#[test]
fn no_groups_match_every_record() {
    assert_eq!(matches(&[], &Properties::default()), Ok(true));
    assert!(unmet(&[], &Properties::default()).is_empty());
}

#[test]
fn a_filter_with_the_wrong_operands_is_an_error() {
    for (operator, operands, message) in [
        ("EQ", "", "the filter `p EQ` needs `value`"),
        ("EQ", r#""value":" ""#, "the filter `p EQ` needs `value`"),
        (
            "BETWEEN",
            r#""value":"1""#,
            "the filter `p BETWEEN` needs `highValue`",
        ),
        ("IN", r#""values":[]"#, "the filter `p IN` needs `values`"),
        (
            "NOT_IN",
            r#""values":["a",""]"#,
            "the filter `p NOT_IN` needs `values`",
        ),
        (
            "IN",
            r#""value":"a;b","values":["a"]"#,
            "the filter `p IN` takes no `value`",
        ),
        (
            "HAS_PROPERTY",
            r#""value":"a""#,
            "the filter `p HAS_PROPERTY` takes no `value`",
        ),
        (
            "EQ",
            r#""value":"a","highValue":"b""#,
            "the filter `p EQ` takes no `highValue`",
        ),
    ] {
        let groups = one(operator, operands);
        let error = matches(&groups, &having("a")).unwrap_err();
        assert_eq!(error.to_string(), message, "{operator} {operands}");
        assert_eq!(validate(&groups), Err(error));
    }
}

#[test]
fn hubspots_limits_are_kept() {
    let group = |filters: usize| FilterGroup {
        filters: vec![one("HAS_PROPERTY", "")[0].filters[0].clone(); filters],
    };
    assert_eq!(validate(&vec![group(3); 5]), Ok(()));
    assert_eq!(validate(&vec![group(6); 3]), Ok(()));
    let error = validate(&vec![group(1); 6]).unwrap_err();
    assert_eq!(error, FilterError::TooManyGroups { found: 6, limit: 5 });
    let error = validate(&[group(1), group(7)]).unwrap_err();
    assert_eq!(
        error,
        FilterError::TooManyFiltersInGroup {
            group: 2,
            found: 7,
            limit: 6
        }
    );
    let error = validate(&vec![group(5); 4]).unwrap_err();
    assert_eq!(
        error,
        FilterError::TooManyFilters {
            found: 20,
            limit: 18
        }
    );
    let error = validate(&[group(1), group(0)]).unwrap_err();
    assert_eq!(error, FilterError::EmptyGroup { group: 2 });
}

#[test]
fn a_filter_that_names_no_property_is_an_error() {
    let groups = groups(r#"[{"filters":[{"propertyName":" ","operator":"HAS_PROPERTY"}]}]"#);
    assert_eq!(
        validate(&groups),
        Err(FilterError::PropertyNameMissing { group: 1 })
    );
}

#[test]
fn a_mistyped_field_or_operator_is_refused() {
    for json in [
        r#"{"propertyName":"p","operator":"EQ","vaule":"a"}"#,
        r#"{"propertyName":"p","operator":"EQUALS","value":"a"}"#,
        r#"{"propertyName":"p","operator":"EQ","value":["a"]}"#,
    ] {
        assert!(serde_json::from_str::<Filter>(json).is_err(), "{json}");
    }
}

#[test]
fn debug_shows_the_property_and_operator_but_no_operand() {
    let groups = one("IN", r#""values":["canary@example.com"]"#);
    let debug = format!("{groups:?}");
    assert!(
        debug.contains("\"p\"") && debug.contains("In") && !debug.contains("canary"),
        "{debug}"
    );
}
