//! Laws that hold for every filter and every value.

use proptest::prelude::*;

use super::{Filter, FilterGroup, Operator, matches, unmet};
use crate::{Properties, properties::tests::any_json};

fn having(value: &str) -> Properties {
    [("p", value)].into_iter().collect()
}

fn any_operator() -> impl Strategy<Value = Operator> {
    prop::sample::select(vec![
        Operator::Eq,
        Operator::Neq,
        Operator::Lt,
        Operator::Lte,
        Operator::Gt,
        Operator::Gte,
        Operator::Between,
        Operator::In,
        Operator::NotIn,
        Operator::HasProperty,
        Operator::NotHasProperty,
        Operator::ContainsToken,
        Operator::NotContainsToken,
    ])
}

/// Values near each other, so that comparisons come out both ways.
fn any_value() -> impl Strategy<Value = String> {
    prop_oneof![
        "-?[0-9]{1,2}(\\.[0-9]{1,2})?",
        "2026-0[1-9]-1[0-9]",
        "17749152000[0-9]{2}",
        "[abAB]{1,2}(;[abAB]{1,2}){0,2}",
        "[a-c*]{1,4}( [a-c*]{1,4})?",
        "\\S.{0,8}",
    ]
    .prop_filter("HubSpot has no blank values", |text| {
        !text.trim().is_empty()
    })
}

fn filter(
    operator: Operator,
    value: Option<&str>,
    high: Option<&str>,
    values: &[String],
) -> [FilterGroup; 1] {
    [FilterGroup {
        filters: vec![Filter {
            property_name: "p".to_owned(),
            operator,
            value: value.map(str::to_owned),
            high_value: high.map(str::to_owned),
            values: values.to_vec(),
        }],
    }]
}

/// Groups with one filter whose operands are any JSON; about half of them can be read.
fn filter_shaped_json() -> impl Strategy<Value = serde_json::Value> {
    let operand = || prop_oneof![Just(serde_json::Value::Null), any_json()];
    let values = || prop_oneof![2 => Just(serde_json::json!(["a", 1, true])), 1 => any_json()];
    (any_operator(), operand(), operand(), values()).prop_map(|(operator, value, high, values)| {
        serde_json::json!([{"filters": [{
            "propertyName": "p", "operator": operator,
            "value": value, "highValue": high, "values": values,
        }]}])
    })
}

proptest! {
    #[test]
    fn between_is_at_least_and_at_most(value in any_value(), low in any_value(), high in any_value()) {
        let record = having(&value);
        let between = matches(&filter(Operator::Between, Some(&low), Some(&high), &[]), &record).unwrap();
        let at_least = matches(&filter(Operator::Gte, Some(&low), None, &[]), &record).unwrap();
        let at_most = matches(&filter(Operator::Lte, Some(&high), None, &[]), &record).unwrap();
        prop_assert_eq!(between, at_least && at_most);
    }

    #[test]
    fn each_negated_operator_is_the_opposite_on_a_property_with_a_value(
        value in any_value(), operand in any_value(), values in prop::collection::vec(any_value(), 1..4),
    ) {
        let record = having(&value);
        let decide = |groups: [FilterGroup; 1]| matches(&groups, &record).unwrap();
        let with_value = |operator| decide(filter(operator, Some(&operand), None, &[]));
        prop_assert_ne!(with_value(Operator::Eq), with_value(Operator::Neq));
        prop_assert_ne!(with_value(Operator::ContainsToken), with_value(Operator::NotContainsToken));
        let with_values = |operator| decide(filter(operator, None, None, &values));
        prop_assert_ne!(with_values(Operator::In), with_values(Operator::NotIn));
        let presence = |operator| decide(filter(operator, None, None, &[]));
        prop_assert_ne!(presence(Operator::HasProperty), presence(Operator::NotHasProperty));
    }

    #[test]
    fn a_value_equals_is_in_and_is_between_itself(value in any_value()) {
        let record = having(&value);
        let decide = |groups: [FilterGroup; 1]| matches(&groups, &record).unwrap();
        prop_assert!(decide(filter(Operator::Eq, Some(&value), None, &[])));
        prop_assert!(decide(filter(Operator::In, None, None, std::slice::from_ref(&value))));
        prop_assert!(decide(filter(Operator::Between, Some(&value), Some(&value), &[])));
    }

    #[test]
    fn a_record_has_unmet_filters_exactly_when_it_does_not_match(
        operator in any_operator(), value in any_value(), record in prop::option::of(any_value()),
    ) {
        let (needs_value, needs_values) = match operator {
            Operator::In | Operator::NotIn => (false, true),
            Operator::HasProperty | Operator::NotHasProperty => (false, false),
            _ => (true, false),
        };
        let high = (operator == Operator::Between).then_some(value.as_str());
        let values = if needs_values { vec![value.clone()] } else { vec![] };
        let groups = filter(operator, needs_value.then_some(value.as_str()), high, &values);
        let record = record.map(|text| having(&text)).unwrap_or_default();
        prop_assert_eq!(unmet(&groups, &record).is_empty(), matches(&groups, &record).unwrap());
    }

    #[test]
    fn no_json_makes_a_filter_panic(json in filter_shaped_json(), value in ".*") {
        if let Ok(groups) = serde_json::from_value::<Vec<FilterGroup>>(json) {
            let _ = matches(&groups, &having(&value));
            let _ = unmet(&groups, &having(&value));
        }
    }

    #[test]
    fn no_operand_makes_a_filter_panic(
        operator in any_operator(), value in ".*", operand in prop::option::of(".*"),
        values in prop::collection::vec(".*", 0..3),
    ) {
        let groups = filter(operator, operand.as_deref(), operand.as_deref(), &values);
        let _ = matches(&groups, &having(&value));
        let _ = unmet(&groups, &having(&value));
    }

    #[test]
    fn a_filter_written_and_read_again_is_the_same(
        operator in any_operator(), value in prop::option::of(".*"), values in prop::collection::vec(".*", 0..3),
    ) {
        let groups = filter(operator, value.as_deref(), None, &values).to_vec();
        let json = serde_json::to_string(&groups).unwrap();
        prop_assert_eq!(serde_json::from_str::<Vec<FilterGroup>>(&json).unwrap(), groups);
    }
}
