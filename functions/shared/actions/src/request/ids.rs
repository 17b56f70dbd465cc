//! Ids of HubSpot's objects: digits without a leading zero, each once in a list.

use std::collections::HashSet;

use hubspot::{ObjectId, ObjectType, Properties, Record};
use serde_json::{Map, Value};

use super::EnrolledRecord;
use crate::ActionError;

/// Checks that the ids of a record and of what is associated with it agree with their properties, and that
/// each stands once in its list.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] that names the place of the id.
pub(super) fn check(record: &EnrolledRecord) -> Result<(), ActionError> {
    one(Place::Record, &record.id, &record.properties)?;
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
        .try_for_each(|(name, records)| list(record, name, records))
}

fn list(enrolled: &EnrolledRecord, name: &str, records: &[Record]) -> Result<(), ActionError> {
    let mut seen = HashSet::with_capacity(records.len());
    for (place, record) in records.iter().enumerate() {
        one(Place::Listed(name, place), &record.id, &record.properties)?;
        if !seen.insert(record.id.as_str()) {
            return Err(ActionError::invalid(format!(
                "{}: `record.{name}` holds the id {} twice: HubSpot lists an association once per \
                 label, so load each object once",
                enrolled.label(),
                record.id
            )));
        }
    }
    Ok(())
}

fn one(place: Place<'_>, id: &str, properties: &Properties) -> Result<(), ActionError> {
    let own = properties.get("hs_object_id").filter(|own| *own != id);
    if own.is_some() {
        return Err(ActionError::invalid(format!(
            "`{place}.id` is {id}, and its `hs_object_id` is another: they must be the same object's"
        )));
    }
    let others = match place {
        Place::Listed("line_items", _) => &OTHERS[..],
        _ => &[],
    };
    let others = others.iter().copied();
    let others = others.filter_map(|name| Some((name, properties.get(name)?)));
    let others = others.filter(|(_, id)| *id != NONE);
    let merged = merged_ids(properties).map(|id| (MERGED, id));
    let mut ids = merged.chain(others);
    let Some((name, damaged)) = ids.find(|(_, id)| !ObjectId::is_valid(id)) else {
        return Ok(());
    };
    let consequence = if name == MERGED {
        "what was booked under an id that is meant would not be found"
    } else {
        "by it other lines would be taken for the same"
    };
    Err(ActionError::invalid(format!(
        "`{place}.properties.{name}` holds {}, which is no id of HubSpot ({FORM}): {consequence}; {ADVICE}",
        shown("the text", damaged)
    )))
}

/// The properties of a line item that hold the ids of other objects: its product, its bundle, its tax rate.
const OTHERS: [&str; 3] = ["hs_product_id", "hs_bundle_id", "hs_tax_rate_group_id"];

/// The form in which programs write that there is no other object.
const NONE: &str = "0";

/// The id of another object that a property of a line item holds.
pub(crate) fn other<'p>(properties: &'p Properties, name: &str) -> Option<&'p str> {
    properties.get(name).filter(|id| *id != NONE)
}

/// The property that holds the ids of the records that were merged into one.
const MERGED: &str = "hs_merged_object_ids";

/// The ids of the records that were merged into one, as they stand in its properties.
pub(crate) fn merged_ids(properties: &Properties) -> impl Iterator<Item = &str> {
    let merged = properties.get(MERGED).unwrap_or_default();
    let ids = merged.split([';', ',']).map(str::trim);
    ids.filter(|id| !id.is_empty())
}

/// The form of an id, for messages.
const FORM: &str = "at most 20 digits without a leading zero, such as 9501";

const ADVICE: &str =
    "where a spreadsheet wrote it as a number, format the column as text and export it again";

/// Checks that the ids of a record and of the objects in its lists have the form of HubSpot's, before
/// anything is made of them.
///
/// `9501.0`, `09501`, `+9501` and `9.5E3` would each be a record of its own, with a document of its own:
/// a spreadsheet or a program that reads ids as numbers has written them.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] that names the place of the id and what stands there.
pub(super) fn check_forms(record: &Map<String, Value>) -> Result<(), ActionError> {
    let object_type = record.get("object_type").and_then(Value::as_str);
    let object_type = object_type
        .map(ObjectType::from)
        .filter(|object_type| !matches!(object_type, ObjectType::Other(_)));
    let of = object_type.map(|object_type| format!("of the {object_type} "));
    let own = std::iter::once((Place::Record, record));
    let faulty = own.chain(objects(record)).find_map(|(place, object)| {
        let found = no_id(object)?;
        Some((place, found))
    });
    let Some((place, found)) = faulty else {
        return Ok(());
    };
    let of = match place {
        Place::Record => of.unwrap_or_default(),
        Place::Listed(..) => String::new(),
    };
    Err(ActionError::invalid(format!(
        "`{place}.id` is no id of HubSpot: the one {of}is {found}, and expected are {FORM}; {ADVICE}"
    )))
}

/// Refuses what is archived in HubSpot, where the request says so.
///
/// # Errors
///
/// [`ActionError::RecordNotFound`] for the record, [`ActionError::InvalidRequest`] for an object associated
/// with it.
pub(super) fn refuse_archived(record: &Map<String, Value>) -> Result<(), ActionError> {
    let is_archived = |object: &Map<String, Value>| match object.get("archived") {
        Some(Value::Bool(archived)) => *archived,
        Some(Value::String(archived)) => archived.trim().eq_ignore_ascii_case("true"),
        _ => false,
    };
    if is_archived(record) {
        return Err(ActionError::RecordNotFound {
            message: "`record.archived` is true: the record is archived in HubSpot: restore it there, or enrol \
                      another"
                .to_owned(),
        });
    }
    match objects(record).find(|(_, object)| is_archived(object)) {
        None => Ok(()),
        Some((place, _)) => Err(ActionError::invalid(format!(
            "`{place}.archived` is true: the object is archived in HubSpot: leave it out, or restore it there"
        ))),
    }
}

/// The place of an object in a request; written only where something is wrong there, since every line has one.
#[derive(Clone, Copy, derive_more::Display)]
enum Place<'r> {
    #[display("record")]
    Record,
    #[display("record.{_0}[{_1}]")]
    Listed(&'r str, usize),
}

/// The objects in the lists of a record, each with its place.
fn objects(record: &Map<String, Value>) -> impl Iterator<Item = (Place<'_>, &Map<String, Value>)> {
    let lists = record
        .iter()
        .filter_map(|(name, list)| Some((name, list.as_array()?)));
    lists.flat_map(|(name, list)| {
        let objects = list.iter().enumerate();
        objects.filter_map(move |(number, object)| {
            Some((Place::Listed(name, number), object.as_object()?))
        })
    })
}

/// The value in the place of an object's id that is none, as messages show it.
fn no_id(object: &Map<String, Value>) -> Option<String> {
    let (kind, id) = match object.get("id")? {
        Value::String(id) => ("the text", id.trim()),
        Value::Number(id) => ("the number", id.as_str()),
        _ => return None,
    };
    (!ObjectId::is_valid(id)).then(|| shown(kind, id))
}

/// A value that is no id, as messages show it: one of letters may be a name, and is counted alone.
fn shown(kind: &str, id: &str) -> String {
    let is_harmless = |char: char| char.is_ascii_digit() || "+-.,;:/_ eE".contains(char);
    if id.is_empty() {
        "an empty text".to_owned()
    } else if id.len() <= MAX_SHOWN && id.chars().all(is_harmless) {
        format!("{kind} `{id}`")
    } else {
        format!(
            "{kind} of {} characters, not digits alone",
            id.chars().count()
        )
    }
}

/// The longest value that a message repeats.
const MAX_SHOWN: usize = 32;

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
    fn a_message_shows_the_value_that_is_no_id_and_its_type_but_no_word() {
        let cases = [
            (json!(9501.0), "the one of the deal is the number `9501.0`"),
            (json!("9.5E3"), "the one of the deal is the text `9.5E3`"),
            (json!("Ada"), "the text of 3 characters, not digits alone"),
            (json!(""), "an empty text"),
        ];
        for (id, expected) in cases {
            let message = refusal(&json!({"object_type": "deal", "id": id}));
            assert!(message.contains(expected), "{id}: {message}");
            assert!(!message.contains("Ada"), "{message}");
        }
    }

    #[test]
    fn ids_of_merged_records_that_are_damaged_are_refused() {
        for merged in ["9570.0", "abc;9801.0", "9570 9571", "9.5E3", "0"] {
            let properties = json!({"hs_merged_object_ids": merged});
            let own = json!({"object_type": "deal", "id": "1", "properties": properties});
            let contact = json!({"object_type": "deal", "id": "1", "properties": {},
                "contacts": [{"id": "5", "properties": properties}]});
            for (record, place) in [(own, "record"), (contact, "record.contacts[0]")] {
                let message = refusal(&record);
                let expected = format!("`{place}.properties.hs_merged_object_ids` holds");
                assert!(message.starts_with("InvalidRequest: deal 1: "), "{message}");
                assert!(message.contains(&expected), "{merged}: {message}");
            }
        }
        for merged in [
            json!(null),
            json!(""),
            json!("9570;9571, 9572;"),
            json!(9570),
        ] {
            let properties = json!({"hs_merged_object_ids": merged});
            let own = json!({"object_type": "deal", "id": "1", "properties": properties});
            assert_eq!(refusal(&own), "");
        }
    }

    #[test]
    fn the_ids_of_a_line_s_product_bundle_and_tax_rate_have_the_form_of_ids() {
        for name in ["hs_product_id", "hs_bundle_id", "hs_tax_rate_group_id"] {
            let deal = |id: &Value| {
                let properties = json!({"name": "Hours", name: id});
                json!({"object_type": "deal", "id": "1", "properties": {},
                    "line_items": [{"id": "7", "properties": properties}]})
            };
            for id in ["1.2E+10", "1178.0", "01178", "abc"] {
                let message = refusal(&deal(&json!(id)));
                let expected = format!("`record.line_items[0].properties.{name}` holds the text");
                assert!(message.contains(&expected), "{id}: {message}");
                assert!(message.contains("as text"), "{message}");
            }
            for id in [
                json!("1178"),
                json!(1178),
                json!("0"),
                json!(""),
                json!(null),
            ] {
                assert_eq!(refusal(&deal(&id)), "", "{name} = {id}");
            }
        }
    }

    #[test]
    fn what_is_archived_in_hubspot_is_refused() {
        for archived in [json!(true), json!("true")] {
            let own =
                json!({"object_type": "deal", "id": "1", "properties": {}, "archived": archived});
            let message = refusal(&own);
            assert!(message.starts_with("RecordNotFound: deal 1: "), "{message}");
            let line = json!({"object_type": "deal", "id": "1", "properties": {},
                "line_items": [{"id": "7", "archived": archived}]});
            let message = refusal(&line);
            assert!(
                message.starts_with("InvalidRequest: deal 1: `record.line_items[0].archived`"),
                "{message}"
            );
        }
        assert_eq!(
            refusal(&json!({"object_type": "deal", "id": "1", "archived": false})),
            ""
        );
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
