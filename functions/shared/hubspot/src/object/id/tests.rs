use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

use super::ObjectId;

proptest! {
    #[test]
    fn a_number_and_its_text_are_the_same_id(number in 1..=u64::MAX) {
        let from_number: ObjectId = serde_json::from_str(&number.to_string()).unwrap();
        let from_text: ObjectId = serde_json::from_str(&format!("\"{number}\"")).unwrap();
        prop_assert_eq!(&from_number, &from_text);
        prop_assert_eq!(from_text.to_string(), number.to_string());
    }

    #[test]
    fn an_id_written_and_read_again_is_the_same(number in 1..=u64::MAX) {
        let id = ObjectId::new(&number.to_string()).unwrap();
        let json = serde_json::to_string(&id).unwrap();
        prop_assert_eq!(&json, &format!("\"{number}\""));
        prop_assert_eq!(serde_json::from_str::<ObjectId>(&json).unwrap(), id);
    }

    #[test]
    fn ids_are_ordered_as_numbers(left in 1..=u64::MAX, right in 1..100_000_u64) {
        let id = |number: u64| ObjectId::new(&number.to_string()).unwrap();
        prop_assert_eq!(id(left).cmp(&id(right)), left.cmp(&right));
    }

    #[test]
    fn nothing_but_such_a_number_is_an_id(text in any::<String>()) {
        let is_number = text.parse::<u128>().is_ok_and(|number| number.to_string() == text);
        let is_id = is_number && text.len() <= 20 && text != "0";
        prop_assert_eq!(ObjectId::new(&text).is_ok(), is_id);
    }

    #[test]
    fn no_json_makes_reading_an_id_fail_badly(json in any::<String>()) {
        if let Ok(id) = serde_json::from_str::<ObjectId>(&json) {
            prop_assert!(ObjectId::new(id.as_str()).is_ok());
        }
    }
}

#[test]
fn what_could_be_another_spelling_or_another_address_is_no_id() {
    for text in [
        "",
        "0",
        "09501",
        "9501.0",
        "9.5E3",
        "-1",
        "+1",
        " 1",
        "1/2",
        "..",
        "٣",
        "123456789012345678901",
    ] {
        assert!(ObjectId::new(text).is_err(), "{text:?}");
    }
    for json in ["null", "true", "1.0", "-1", "1e3", "[1]", "{}", "\"\""] {
        assert!(serde_json::from_str::<ObjectId>(json).is_err(), "{json}");
    }
}
