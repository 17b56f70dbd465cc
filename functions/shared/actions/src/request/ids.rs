//! Ids of HubSpot's objects: digits without a leading zero, each once in a list.

use std::collections::HashSet;

use hubspot::{ObjectId, Properties, Record};

use super::EnrolledRecord;
use crate::ActionError;

/// Checks the ids of a record and of what is associated with it.
///
/// `9501.0`, `09501`, `+9501` and `9.5E3` would each be a record of its own, with a document of its own:
/// a spreadsheet or a program that reads ids as numbers has written them.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] that names the place of the id.
pub(super) fn check(record: &EnrolledRecord) -> Result<(), ActionError> {
    one("record", &record.id, &record.properties)?;
    let lists = [
        ("contacts", &record.contacts),
        ("companies", &record.companies),
        ("line_items", &record.line_items),
        ("deals", &record.deals),
        ("quotes", &record.quotes),
        ("payments", &record.payments),
        ("invoices", &record.invoices),
        ("discounts", &record.discounts),
        ("fees", &record.fees),
        ("taxes", &record.taxes),
    ];
    lists
        .into_iter()
        .try_for_each(|(name, records)| list(&record.label(), name, records))
}

fn list(label: &str, name: &str, records: &[Record]) -> Result<(), ActionError> {
    let mut seen = HashSet::with_capacity(records.len());
    for (place, record) in records.iter().enumerate() {
        one(
            &format!("record.{name}[{place}]"),
            &record.id,
            &record.properties,
        )?;
        if !seen.insert(record.id.as_str()) {
            return Err(ActionError::invalid(format!(
                "{label}: `record.{name}` holds the id {} twice: HubSpot lists an association once per \
                 label, so load each object once",
                record.id
            )));
        }
    }
    Ok(())
}

fn one(place: &str, id: &str, properties: &Properties) -> Result<(), ActionError> {
    if !ObjectId::is_valid(id) {
        return Err(ActionError::invalid(format!(
            "`{place}.id` is no id of HubSpot: expected at most {} digits without a leading zero, \
             such as 9501; where a spreadsheet wrote it as a number, format the column as text and export \
             it again",
            ObjectId::MAX_DIGITS
        )));
    }
    match properties.get("hs_object_id") {
        Some(own) if own != id => Err(ActionError::invalid(format!(
            "`{place}.id` is {id}, and its `hs_object_id` is another: they must be the same object's"
        ))),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::request::parse;

    fn refusal(record: &Value) -> String {
        let event = json!({"connection": "us-books", "record": record}).to_string();
        match parse(event.as_bytes()) {
            Ok(_) => String::new(),
            Err(error) => format!("{}: {error}", error.error_type()),
        }
    }

    #[test]
    fn an_id_is_digits_without_a_leading_zero() {
        for id in [json!("9501"), json!(9501), json!("12345678901234567890")] {
            assert_eq!(refusal(&json!({"object_type": "deal", "id": id})), "");
        }
        let ids = [
            json!("9501.0"),
            json!(9501.0),
            json!("09501"),
            json!("+9501"),
            json!("9.5E3"),
            json!("abc"),
            json!("9501;9502"),
            json!("../9501"),
            json!("0"),
            json!("-1"),
            json!("123456789012345678901"),
        ];
        for id in ids {
            let message = refusal(&json!({"object_type": "deal", "id": id}));
            assert!(
                message.starts_with("InvalidRequest: `record.id` is no id of HubSpot"),
                "{id}: {message}"
            );
            let deals = json!([{"id": "1"}, {"id": id}]);
            let message = refusal(&json!({"object_type": "payment", "id": "1", "deals": deals}));
            assert!(message.contains("`record.deals[1].id`"), "{id}: {message}");
        }
    }

    #[test]
    fn one_object_stands_once_in_a_list_and_is_the_one_its_properties_say() {
        for list in [
            "line_items",
            "discounts",
            "fees",
            "contacts",
            "deals",
            "quotes",
            "payments",
        ] {
            let twice = json!([{"id": "7001"}, {"id": "7001"}]);
            let message = refusal(&json!({"object_type": "deal", "id": "9601", list: twice}));
            let expected = format!("deal 9601: `record.{list}` holds the id 7001 twice");
            assert!(message.contains(&expected), "{message}");
        }
        let other = json!({"object_type": "deal", "id": "1", "properties": {"hs_object_id": "2"}});
        assert!(refusal(&other).contains("`hs_object_id`"));
        let same = json!({"object_type": "deal", "id": "1", "properties": {"hs_object_id": 1}});
        assert_eq!(refusal(&same), "");
    }
}
