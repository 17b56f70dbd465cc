use jiff::{civil::date, tz::TimeZone};
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::{Properties, PropertyError};

fn properties(json: &str) -> Properties {
    serde_json::from_str(json).unwrap()
}

fn one(value: &str) -> Properties {
    [("p", value)].into_iter().collect()
}

#[test]
fn absent_null_empty_and_blank_are_all_no_value() {
    let properties = properties(r#"{"null":null,"empty":"","blank":" \t ","text":" Ada "}"#);
    for name in ["absent", "null", "empty", "blank"] {
        assert_eq!(properties.get(name), None, "{name}");
        assert_eq!(properties.decimal(name), Ok(None), "{name}");
        assert_eq!(properties.date(name, &TimeZone::UTC), Ok(None), "{name}");
        assert_eq!(properties.boolean(name), Ok(None), "{name}");
        assert!(properties.list(name).is_empty(), "{name}");
    }
    assert_eq!(properties.get("text"), Some("Ada"));
}

#[test]
fn numbers_and_booleans_of_json_keep_their_exact_text() {
    let properties = properties(r#"{"a":1480.00,"b":0.1,"c":12345678901234567890.123,"d":true}"#);
    assert_eq!(properties.get("a"), Some("1480.00"));
    assert_eq!(properties.get("b"), Some("0.1"));
    assert_eq!(properties.get("c"), Some("12345678901234567890.123"));
    assert_eq!(properties.boolean("d"), Ok(Some(true)));
}

#[test]
fn no_properties_are_read_of_null() {
    let properties: Properties = serde_json::from_str("null").unwrap();
    assert!(!properties.has("amount"));
}

#[test]
fn an_array_or_object_as_a_value_is_an_error_that_names_the_property() {
    for (json, found) in [
        (r#"{"tags":["a"]}"#, "an array"),
        (r#"{"tags":{"a":1}}"#, "an object"),
    ] {
        let error = serde_json::from_str::<Properties>(json)
            .unwrap_err()
            .to_string();
        assert!(error.contains("`tags`") && error.contains(found), "{error}");
    }
}

#[test]
fn a_decimal_is_read_in_every_form_hubspot_writes() {
    for (text, expected) in [
        ("1480.00", "1480.00"),
        ("-3", "-3"),
        ("+3", "3"),
        (".5", "0.5"),
        (" 92.50 ", "92.50"),
        ("1e3", "1000"),
        ("1.0E7", "10000000"),
        ("1.5e-3", "0.0015"),
        ("0e99", "0"),
        (
            "79228162514264337593543950335",
            "79228162514264337593543950335",
        ),
    ] {
        let read = one(text).decimal("p").unwrap().unwrap();
        assert_eq!(read.to_string(), expected, "{text}");
    }
}

#[test]
fn what_is_no_exact_decimal_is_refused() {
    for text in [
        "1,5",
        "1 480",
        "$3",
        "NaN",
        "Infinity",
        "1_000",
        "0x10",
        "--1",
        "1-2",
        ".",
        "-",
        "e3",
        "1e",
        "1.2.3",
        "1e999",
        "1e-40",
        "1e2147483648",
        "１２",
        "0.12345678901234567890123456789012",
        "79228162514264337593543950336",
    ] {
        let error = one(text).decimal("p").unwrap_err();
        assert!(matches!(error, PropertyError::NotANumber { .. }), "{text}");
    }
}

#[test]
fn a_refused_number_is_shown_but_a_person_in_its_place_is_not() {
    let message = |text: &str| one(text).decimal("p").unwrap_err().to_string();
    assert!(message("1,5").contains("\"1,5\""));
    assert!(message("USD 1,5").contains("\"USD 1,5\""));
    assert!(message(&"1,".repeat(50)).ends_with("1,…\""));
    assert!(message("NaN").contains("\"NaN\""));
    assert!(message("ada@example.com").ends_with("found a text of 15 characters"));
    assert!(message("Ada").ends_with("found a text of 3 characters"));
}

#[test]
fn a_date_is_read_in_every_form_hubspot_writes() {
    let chicago = TimeZone::get("America/Chicago").unwrap();
    for (text, expected) in [
        ("2026-03-31", date(2026, 3, 31)),
        ("2026-03-31T09:00:00Z", date(2026, 3, 31)),
        ("2026-03-31T02:00:00.000Z", date(2026, 3, 30)),
        ("2026-03-31T00:00:00Z", date(2026, 3, 31)),
        ("2026-03-31T00:00:00.000Z", date(2026, 3, 31)),
        ("2026-03-31T00:00:00.001Z", date(2026, 3, 30)),
        ("2026-03-31T02:00:00+02:00", date(2026, 3, 30)),
        ("1774922400000", date(2026, 3, 30)),
        ("1774915200001", date(2026, 3, 30)),
        ("1774915200000", date(2026, 3, 31)),
    ] {
        assert_eq!(one(text).date("p", &chicago), Ok(Some(expected)), "{text}");
    }
}

#[test]
fn what_is_no_certain_date_is_refused() {
    for text in [
        "2026",
        "20260331",
        "31.03.2026",
        "03/31/2026",
        "2026-02-30",
        "2026-W14-2",
        "1774915200",
        "2026-03-31T09:00:00",
        "tomorrow",
        "99999999999999999999",
        "9223372036854775807",
        "-",
    ] {
        let read = one(text).date("p", &TimeZone::UTC);
        assert!(
            matches!(read, Err(PropertyError::NotADate { .. })),
            "{text}"
        );
    }
}

#[test]
fn a_timestamp_keeps_the_instant_and_a_date_is_its_midnight_utc() {
    for (text, expected) in [
        ("2026-03-31T02:00:00.250+02:00", "2026-03-31T00:00:00.25Z"),
        ("1774922400001", "2026-03-31T02:00:00.001Z"),
        ("2026-03-31", "2026-03-31T00:00:00Z"),
    ] {
        let read = one(text).timestamp("p").unwrap().unwrap();
        assert_eq!(read.to_string(), expected, "{text}");
    }
}

#[test]
fn a_boolean_is_true_or_false_and_nothing_else() {
    assert_eq!(one("TRUE").boolean("p"), Ok(Some(true)));
    assert_eq!(one("false").boolean("p"), Ok(Some(false)));
    for text in ["yes", "1", "on", "no"] {
        assert!(
            matches!(
                one(text).boolean("p"),
                Err(PropertyError::NotABoolean { .. })
            ),
            "{text}"
        );
    }
}

#[test]
fn a_list_keeps_the_order_of_its_options_and_drops_blanks() {
    assert_eq!(one(";b; a;;c ;").list("p"), ["b", "a", "c"]);
}

#[test]
fn debug_and_errors_show_no_value() {
    let properties: Properties = [("email", "canary@example.com")].into_iter().collect();
    let shown = [
        format!("{properties:?}"),
        properties.decimal("email").unwrap_err().to_string(),
        format!("{:?}", properties.decimal("email").unwrap_err()),
        format!(
            "{:?}",
            properties.date("email", &TimeZone::UTC).unwrap_err()
        ),
        format!("{:?}", properties.boolean("email").unwrap_err()),
    ];
    for text in shown {
        assert!(text.contains("email") && !text.contains("canary"), "{text}");
    }
}

/// Any JSON at all, three levels deep.
pub(crate) fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        ".*".prop_map(Into::into),
    ];
    leaf.prop_recursive(3, 24, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::btree_map("[a-c]|.*", inner, 0..4)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_json_makes_reading_panic(value in any_json()) {
        let json = serde_json::json!({"known": "text", "any": value});
        if let Ok(properties) = serde_json::from_value::<Properties>(json) {
            for name in properties.names() {
                let _ = properties.decimal(name);
                let _ = properties.date(name, &TimeZone::UTC);
                let _ = properties.timestamp(name);
                let _ = properties.boolean(name);
                let _ = properties.list(name);
            }
        }
    }

    #[test]
    fn no_text_makes_reading_a_number_or_a_date_panic(text in r"[-+0-9.eE:TZW ]{0,40}") {
        let properties = one(&text);
        let _ = properties.decimal("p");
        let _ = properties.date("p", &TimeZone::UTC);
        let _ = properties.timestamp("p");
    }

    #[test]
    fn every_decimal_is_read_back_to_its_last_digit(digits in any::<i64>(), scale in 0_u32..=12) {
        let number = Decimal::new(digits, scale);
        let read = one(&number.to_string()).decimal("p").unwrap().unwrap();
        prop_assert_eq!(read.to_string(), number.to_string());
    }

    #[test]
    fn an_exponent_moves_the_point_and_changes_no_digit(digits in any::<i32>(), exponent in -9_i32..=9) {
        let read = one(&format!("{digits}e{exponent}")).decimal("p").unwrap().unwrap();
        let power = Decimal::from(10_i64.pow(exponent.unsigned_abs()));
        let expected = if exponent < 0 { Decimal::from(digits) / power } else { Decimal::from(digits) * power };
        prop_assert_eq!(read, expected);
    }

    #[test]
    fn properties_written_and_read_again_are_the_same(
        map in prop::collection::btree_map(".*", prop::option::of(".*"), 0..6)
    ) {
        let json = serde_json::to_string(&map).unwrap();
        let read: Properties = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(serde_json::to_string(&read).unwrap(), json);
    }
}
