//! The identity of a document: its ledger key, request id, marker and fingerprint.

use quickbooks::EntityKind;
use quickbooks::{RequestError, RequestId};
use serde::Serialize;
use sha2::{Digest, Sha256};
use storage::{Connection, LedgerKey};

/// The identity of one document that an action makes for a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    connection: Connection,
    key: LedgerKey,
    document: EntityKind,
    part: Option<String>,
}

impl Identity {
    /// The identity of `document`, made by `action` for a record such as `deal/9001`, and for one
    /// enrolment of it if the connection makes documents once per enrolment.
    pub fn new(
        connection: &Connection,
        action: &str,
        record: (&str, &str),
        document: EntityKind,
        enrollment: Option<&str>,
    ) -> Self {
        let (object_type, id) = record;
        let mut key = format!("{action}/{object_type}/{id}/{document}");
        if let Some(enrollment) = enrollment {
            key.push('/');
            key.push_str(enrollment);
        }
        Self {
            connection: connection.clone(),
            key: LedgerKey(key),
            document,
            part: None,
        }
    }

    /// The identity of one of several documents that a record gets one after the other, such as one
    /// per refund. The ledger entry stays the same, so that only one of them is made at a time; the
    /// request id and the marker are the part's own.
    #[must_use]
    pub fn with_part(self, part: &str) -> Self {
        let part = Some(part.to_owned());
        Self { part, ..self }
    }

    /// The key of the ledger entry.
    pub fn key(&self) -> &LedgerKey {
        &self.key
    }

    /// The kind of document.
    pub fn document(&self) -> EntityKind {
        self.document
    }

    /// The `requestid` to post under: the same for ever within a generation.
    ///
    /// 35 characters: QuickBooks takes 50, and 36 on a batch
    /// (<https://blogs.intuit.com/2015/04/06/15346>).
    pub fn request_id(&self, generation: u32) -> Result<RequestId, RequestError> {
        RequestId::new(&format!("qa-{}", self.hash(&generation.to_string(), 16)))
    }

    /// The marker in the document's private note by which it is found again: the same in every
    /// generation, since only one of them can have made the document.
    pub fn marker(&self) -> String {
        format!("[ref {}]", self.hash("marker", 10))
    }

    /// The `requestid` of a batch of creations for this document: the same for the same content.
    pub fn batch_request_id(
        &self,
        generation: u32,
        content: &[u8],
    ) -> Result<RequestId, RequestError> {
        let content = hex(&Sha256::digest(content));
        RequestId::new(&format!(
            "qb-{}",
            self.hash(&format!("{generation}/{content}"), 16)
        ))
    }

    fn hash(&self, purpose: &str, bytes: usize) -> String {
        // NUL cannot stand in any of the parts, so no two lists of parts give the same text.
        let mut text = format!("{}\0{}\0{purpose}", self.connection, self.key.0);
        if let Some(part) = &self.part {
            text.push('\0');
            text.push_str(part);
        }
        hex(Sha256::digest(text).get(..bytes).unwrap_or_default())
    }
}

/// The version of what a fingerprint is made of. It goes up whenever the same record would get another
/// fingerprint, so that a repeat after an update is not taken for a changed record.
const FINGERPRINT_VERSION: &str = "3";

/// The fingerprint of a request's content: its version, and SHA-256 of its JSON in hexadecimal.
///
/// # Errors
///
/// When the content cannot be written as JSON.
pub fn fingerprint(content: &impl Serialize) -> Result<String, serde_json::Error> {
    let hash = hex(&Sha256::digest(serde_json::to_vec(content)?));
    Ok(format!("{FINGERPRINT_VERSION}:{hash}"))
}

/// True unless two fingerprints say that the contents differ: those of two versions cannot be compared.
pub fn same_content(recorded: &str, asked: &str) -> bool {
    let version = |fingerprint: &str| {
        let version = fingerprint.split_once(':');
        version.map(|(version, _)| version.to_owned())
    };
    recorded == asked || version(recorded) != version(asked)
}

fn hex(bytes: &[u8]) -> String {
    let digits = |byte: &u8| [byte >> 4, byte & 15].map(|half| char::from_digit(half.into(), 16));
    bytes.iter().flat_map(digits).flatten().collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use quickbooks::EntityKind;
    use storage::Connection;

    use super::{Identity, fingerprint, same_content};

    fn identity(connection: &str, action: &str, id: &str, enrollment: Option<&str>) -> Identity {
        let connection = Connection::try_from(connection).unwrap();
        Identity::new(
            &connection,
            action,
            ("deal", id),
            EntityKind::Invoice,
            enrollment,
        )
    }

    #[test]
    fn the_identity_depends_on_connection_action_record_and_enrolment_alone() {
        let identities = [
            identity("us", "create-invoice", "1", None),
            identity("ca", "create-invoice", "1", None),
            identity("us", "create-estimate", "1", None),
            identity("us", "create-invoice", "2", None),
            identity("us", "create-invoice", "1", Some("7")),
        ];
        let ids: HashSet<String> = identities
            .iter()
            .map(|one| one.request_id(0).unwrap().to_string())
            .collect();
        let markers: HashSet<String> = identities.iter().map(Identity::marker).collect();
        assert_eq!(
            (ids.len(), markers.len()),
            (identities.len(), identities.len())
        );
        assert_eq!(identities[0], identity("us", "create-invoice", "1", None));
    }

    #[test]
    fn a_part_has_a_request_id_and_a_marker_of_its_own_and_the_entry_of_the_whole() {
        let whole = identity("us", "create-refund-receipt", "1", None);
        let (one, other) = (
            whole.clone().with_part("30.00"),
            whole.clone().with_part("50.00"),
        );
        assert_eq!((one.key(), other.key()), (whole.key(), whole.key()));
        let markers: HashSet<String> = [&whole, &one, &other]
            .iter()
            .map(|one| one.marker())
            .collect();
        let ids: HashSet<String> = [&whole, &one, &other]
            .iter()
            .map(|one| one.request_id(0).unwrap().to_string())
            .collect();
        assert_eq!((markers.len(), ids.len()), (3, 3));
    }

    #[test]
    fn fingerprints_of_two_versions_are_not_compared() {
        let one = fingerprint(&"content").unwrap();
        assert!(one.starts_with("3:"), "{one}");
        let (_, hash) = one.split_once(':').unwrap();
        let cases = [
            (one.clone(), true),
            (fingerprint(&"other").unwrap(), false),
            (format!("2:{hash}"), true),
            // Those of the first releases carry none.
            (hash.to_owned(), true),
            ("other".to_owned(), true),
        ];
        for (recorded, same) in cases {
            assert_eq!(same_content(&recorded, &one), same, "{recorded}");
        }
    }

    #[test]
    fn a_new_generation_gets_a_new_request_id_and_keeps_the_marker() {
        let one = identity("us", "create-invoice", "1", None);
        assert_ne!(one.request_id(0).unwrap(), one.request_id(1).unwrap());
        assert_eq!(one.request_id(0).unwrap().to_string().len(), 35);
        assert_eq!(one.marker(), one.clone().marker());
    }
}
