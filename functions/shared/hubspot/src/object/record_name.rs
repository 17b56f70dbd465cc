//! A record as people write it.

use std::str::FromStr;

use super::{ObjectId, ObjectType};

/// A record by its type and its id; displayed as `deal 9001`.
///
/// Read from any spelling of the type that [`ObjectType`] reads, with a blank or a slash before the id (`Deal 9001`,
/// `deals/9001`, `0-3/9001`), and from the address of the record's page, whatever follows it there: HubSpot's
/// (`…/contacts/4711/record/0-3/9001`, `…/contacts/4711/deal/9001`), or that of a local account (`…/records/deals/9001`).
#[derive(Clone, Debug, PartialEq, Eq, derive_more::Display)]
#[display("{object_type} {id}")]
pub struct RecordName {
    /// Its type, which is none of a custom object.
    pub object_type: ObjectType,
    /// Its id.
    pub id: ObjectId,
}

/// The text names no record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a record is a type and an id, such as `deal 9001`")]
pub struct InvalidRecordName;

impl FromStr for RecordName {
    type Err = InvalidRecordName;

    fn from_str(text: &str) -> Result<Self, InvalidRecordName> {
        let text = text.trim();
        let (object_type, id) = of_address(text)
            .or_else(|| text.rsplit_once([' ', '/']))
            .ok_or(InvalidRecordName)?;
        match ObjectType::from(object_type) {
            ObjectType::Other(_) => Err(InvalidRecordName),
            object_type => Ok(Self {
                object_type,
                id: ObjectId::new(id).map_err(|_| InvalidRecordName)?,
            }),
        }
    }
}

/// The type and the id in the address of a page; none of a text that is no address. Those of older pages stand behind
/// the number of the account, which is preceded by `contacts` and so looks like a record itself.
fn of_address(text: &str) -> Option<(&str, &str)> {
    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
    let path = text.split(['?', '#']).next()?;
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    if parts.len() < 3 {
        return None;
    }
    let marked = parts
        .iter()
        .position(|part| matches!(*part, "record" | "records"));
    match parts.get(marked.map_or(3, |at| at + 1)..)? {
        [object_type, id, ..] => Some((object_type, id)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{InvalidRecordName, RecordName};

    #[test]
    fn a_record_is_read_as_people_write_it() {
        for (expected, spellings) in [
            (
                "deal 9001",
                vec![
                    "deal 9001",
                    "Deal 9001",
                    " deals  9001 ",
                    "deal/9001",
                    "0-3 9001",
                    "0-3/9001",
                    "https://app.hubspot.com/contacts/4711/record/0-3/9001",
                    "https://app.hubspot.com/contacts/4711/record/0-3/9001/",
                    "https://app.hubspot.com/contacts/4711/record/0-3/9001?eschref=%2Fcontacts%2F4711",
                    "https://app-eu1.hubspot.com/contacts/4711/record/0-3/9001/view/1#notes",
                    "app.hubspot.com/contacts/4711/record/0-3/9001",
                    "https://app.hubspot.com/contacts/4711/deal/9001",
                    "https://app.hubspot.com/contacts/4711/deal/9001/?interaction=note",
                    "http://127.0.0.1:9402/records/deals/9001",
                    "http://127.0.0.1:9402/records/deals/9001/actions/create_invoice",
                ],
            ),
            ("quote 4", vec!["quotes 4", "0-14 4", "QUOTE/4"]),
            (
                "payment 7",
                vec![
                    "payments 7",
                    "0-101/7",
                    "commerce_payments 7",
                    "http://127.0.0.1:9402/records/commerce_payments/7",
                ],
            ),
            ("line_item 1", vec!["line item 1", "0-8 1"]),
        ] {
            for spelling in spellings {
                let name = spelling.parse::<RecordName>().map(|name| name.to_string());
                assert_eq!(name.as_deref(), Ok(expected), "{spelling}");
            }
        }
    }

    #[test]
    fn what_names_no_record_is_none() {
        for text in [
            "",
            "9001",
            "deal",
            "deal x",
            "deal 09001",
            "deel 9001",
            "deal 9001/Invoice",
            "2-3451 9001",
            "https://app.hubspot.com/contacts/4711",
            "https://app.hubspot.com/contacts/4711/",
            "https://app.hubspot.com/contacts/4711/objects/0-3/views/all/list",
            "https://app.hubspot.com/quotes/4711",
        ] {
            assert_eq!(text.parse::<RecordName>(), Err(InvalidRecordName), "{text}");
        }
    }
}
