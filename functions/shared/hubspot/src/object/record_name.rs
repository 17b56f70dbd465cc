//! A record as people write it.

use std::str::FromStr;

use super::{ObjectId, ObjectType};

/// A record by its type and its id; displayed as `deal 9001`.
///
/// Read from any spelling of the type that [`ObjectType`] reads, with a blank or a slash before the id (`Deal 9001`,
/// `deals/9001`, `0-3/9001`), and from the address of the record's page (`…/contacts/4711/record/0-3/9001`).
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
        let text = text.rsplit_once("/record/").map_or(text, |(_, name)| name);
        let (object_type, id) = text.rsplit_once([' ', '/']).ok_or(InvalidRecordName)?;
        match ObjectType::from(object_type) {
            ObjectType::Other(_) => Err(InvalidRecordName),
            object_type => Ok(Self {
                object_type,
                id: ObjectId::new(id).map_err(|_| InvalidRecordName)?,
            }),
        }
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
                ],
            ),
            ("quote 4", vec!["quotes 4", "0-14 4", "QUOTE/4"]),
            (
                "payment 7",
                vec!["payments 7", "0-101/7", "commerce_payments 7"],
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
        ] {
            assert_eq!(text.parse::<RecordName>(), Err(InvalidRecordName), "{text}");
        }
    }
}
