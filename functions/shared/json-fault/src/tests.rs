//! The same values are read, and the same faults told at the same places, as by `serde_json` and `serde_path_to_error`.

use std::collections::BTreeMap;
use std::fmt::Debug;

use proptest::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use serde_path_to_error::Segment;

use crate::{Step, read};

#[derive(Deserialize, Debug, PartialEq)]
#[serde(deny_unknown_fields)]
struct Everything {
    text: String,
    number: Option<u8>,
    #[serde(default)]
    signed: i64,
    float: Option<f64>,
    flag: Option<bool>,
    list: Option<Vec<Inner>>,
    map: Option<BTreeMap<Name, Inner>>,
    by_kind: Option<BTreeMap<Kind, u8>>,
    pair: Option<(String, u8)>,
    variant: Option<Variant>,
    either: Option<Either>,
    flat: Option<Flat>,
    tagged: Option<Tagged>,
    any: Option<Value>,
    nothing: Option<()>,
    name: Option<Name>,
    character: Option<char>,
}

#[derive(Deserialize, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Name(String);

#[derive(Deserialize, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Text,
    Number,
}

#[derive(Deserialize, Debug, PartialEq)]
struct Inner {
    text: String,
    list: Option<Vec<Option<u8>>>,
    #[serde(rename = "inner")]
    within: Option<Box<Inner>>,
}

#[derive(Deserialize, Debug, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Variant {
    Text,
    Number(u8),
    Pair(String, u8),
    Inner { text: String },
    List(Vec<Inner>),
}

#[derive(Deserialize, Debug, PartialEq)]
#[serde(untagged)]
enum Either {
    Number(u8),
    Inner { text: String },
}

#[derive(Deserialize, Debug, PartialEq)]
struct Flat {
    number: Option<u8>,
    #[serde(flatten)]
    rest: BTreeMap<String, String>,
}

#[derive(Deserialize, Debug, PartialEq)]
#[serde(tag = "text", rename_all = "snake_case")]
enum Tagged {
    Number { number: u8 },
}

/// Reads a value both ways: the outcome must be the same, and a fault's place too. A name that is no plain text to the type
/// is `?` to `serde_path_to_error`, and here the name that it is.
fn agrees<T: DeserializeOwned + Debug + PartialEq>(value: &Value) -> Result<(), TestCaseError> {
    let theirs: Result<T, _> = serde_path_to_error::deserialize(value);
    match (read::<T>(value), theirs) {
        (Ok(ours), Ok(theirs)) => prop_assert_eq!(ours, theirs),
        (Err(ours), Err(theirs)) => {
            prop_assert_eq!(ours.reason(), theirs.inner().to_string());
            prop_assert_eq!(ours.path().len(), theirs.path().iter().count());
            for (ours, theirs) in ours.path().iter().zip(theirs.path()) {
                prop_assert!(is_same(ours, theirs), "{:?} {:?}", ours, theirs);
            }
        }
        (ours, theirs) => prop_assert!(false, "{:?} {:?}", ours, theirs),
    }
    Ok(())
}

fn is_same(ours: &Step, theirs: &Segment) -> bool {
    match (ours, theirs) {
        (Step::Element(ours), Segment::Seq { index }) => ours == index,
        (Step::Field(ours), Segment::Map { key } | Segment::Enum { variant: key }) => ours == key,
        (Step::Field(_), Segment::Unknown) => true,
        _ => false,
    }
}

const NAMES: [&str; 20] = [
    "text",
    "number",
    "signed",
    "float",
    "flag",
    "list",
    "map",
    "by_kind",
    "pair",
    "variant",
    "either",
    "flat",
    "tagged",
    "any",
    "nothing",
    "name",
    "character",
    "inner",
    "rest",
    "unknown",
];

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3_i64..300).prop_map(Value::from),
        Just(json!(1.5)),
        Just(json!(u64::MAX)),
        prop::sample::select(&NAMES[..]).prop_map(Value::from),
        "[a-z]{0,2}".prop_map(Value::from),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(4, 40, 6, |inner| {
        let name = prop::sample::select(&NAMES[..]).prop_map(str::to_owned);
        let fields = prop::collection::vec((name, inner.clone()), 0..5);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::from),
            fields.prop_map(|fields| Value::Object(Map::from_iter(fields))),
        ]
    })
}

/// A value that can be read, with one part of it replaced.
fn nearly_whole() -> impl Strategy<Value = Value> {
    let inner = json!({"text": "a", "list": [1, null], "inner": {"text": "b", "list": [2]}});
    let whole = json!({
        "text": "a", "number": 1, "signed": -1, "float": 1.5, "flag": true, "list": [inner, inner], "map": {"x": inner},
        "by_kind": {"text": 1}, "pair": ["a", 1], "variant": {"list": [inner]}, "either": {"text": "a"},
        "flat": {"number": 1, "x": "y"}, "tagged": {"text": "number", "number": 1}, "any": [1], "nothing": null, "name": "n",
        "character": "c",
    });
    (value(), any::<prop::sample::Index>()).prop_map(move |(value, place)| {
        let mut changed = whole.clone();
        let places = places(&changed, "");
        let place = &places[place.index(places.len())];
        *changed.pointer_mut(place).unwrap() = value;
        changed
    })
}

fn places(value: &Value, place: &str) -> Vec<String> {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| (name.clone(), value))
            .collect(),
        Value::Array(values) => values
            .iter()
            .enumerate()
            .map(|(index, value)| (index.to_string(), value))
            .collect(),
        _ => Vec::new(),
    };
    let inner = inner
        .into_iter()
        .flat_map(|(step, value)| places(value, &format!("{place}/{step}")));
    [place.to_owned()].into_iter().chain(inner).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_fault_is_told_as_serde_json_tells_it_at_the_place_that_serde_path_to_error_finds(value in nearly_whole()) {
        agrees::<Everything>(&value)?;
    }

    #[test]
    fn any_value_is_read_as_any_type_as_serde_json_reads_it(value in value()) {
        agrees::<Everything>(&value)?;
        agrees::<Variant>(&value)?;
        agrees::<Vec<Inner>>(&value)?;
        agrees::<Flat>(&value)?;
        agrees::<BTreeMap<Kind, Either>>(&value)?;
        agrees::<(u64, i16, f32)>(&value)?;
        agrees::<Value>(&value)?;
    }
}

#[test]
fn a_place_is_told_as_people_write_it() {
    let value = json!({"text": "a", "inner": {"text": "b", "list": [1, "Canary"]}});
    let fault = read::<Inner>(&value).unwrap_err();
    assert_eq!(fault.place(), "inner.list[1]");
    assert_eq!(fault.path().last(), Some(&Step::Element(1)));
    assert_eq!(
        fault.reason(),
        "invalid type: string \"Canary\", expected u8"
    );
    assert!(!format!("{fault:?}").contains("Canary"), "{fault:?}");
    assert_eq!(read::<Inner>(&json!(7)).unwrap_err().place(), ".");
}

#[test]
fn an_empty_list_is_no_content_of_a_variant_that_has_several_values() {
    agrees::<Variant>(&json!({"pair": []})).unwrap();
    assert!(read::<Variant>(&json!({"pair": []})).is_err());
}
