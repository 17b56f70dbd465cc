//! Sort keys: legible, in the order of what they stand for, and within DynamoDB's length.

use sha2::{Digest, Sha256};

use super::item::{Item, item, string};
use super::tables;
use crate::{Connection, DocumentRef, LedgerKey, MappingKey, MappingKind, ReservationKey};

/// The item of all directory mappings; `~` comes after the name of every kind.
pub(super) const DIRECTORY: &str = "~directory";

/// The sort key of the lease, in the leases' table.
pub(super) const LEASE: &str = "lease";

/// The sort key of the item that says which version of the secret holds the tokens, in the leases'
/// table.
pub(super) const TOKENS: &str = "tokens";

/// The sort key of what failed last, in the leases' table.
pub(super) const FAILURE: &str = "failure";

/// The sort key of the ends of used-up quotas, in the leases' table.
pub(super) const QUOTAS: &str = "quotas";

/// A sort key has 1,024 bytes at most, and a text longer than this is cut and hashed.
///
/// A cut text is longer than any that is not cut, so the two never coincide.
const LONGEST: usize = 940;

/// A mapping of a customer or a product: `customer/contact:51`.
///
/// The kinds' names sort as the kinds do, so the table is in the order of the keys.
pub(super) fn mapping(key: &MappingKey) -> String {
    fitted(name_of(key))
}

/// A mapping as a name: `term/name:net 30`.
pub(super) fn name_of(key: &MappingKey) -> String {
    format!("{}/{}", key.kind, key.source)
}

/// The mapping of such a name.
pub(super) fn named(name: &str) -> Option<MappingKey> {
    let (kind, source) = name.split_once('/')?;
    Some(MappingKey {
        kind: kind.parse::<MappingKind>().ok()?,
        source: source.to_owned(),
    })
}

/// The beginning of every entry's sort key.
pub(super) const ENTRY: &str = "entry/";

/// The first text after all of them: a zero follows a slash.
pub(super) const AFTER_ENTRIES: &str = "entry0";

/// A ledger entry: `entry/create-invoice/deal/9001/Invoice`.
pub(super) fn entry(key: &LedgerKey) -> String {
    fitted(format!("{ENTRY}{}", key.0))
}

/// A document: `document/Invoice/145`. The entity's own slashes are escaped, so the second one separates.
pub(super) fn document(document: &DocumentRef) -> String {
    let entity = document.entity.replace('%', "%25").replace('/', "%2F");
    fitted(format!("document/{entity}/{}", document.id))
}

/// The beginning of every reservation's sort key.
pub(super) const RESERVATION: &str = "sale/";

/// A reservation: `sale/deal/9001`.
pub(super) fn reservation(key: &ReservationKey) -> String {
    fitted(format!("{RESERVATION}{}", key.0))
}

/// A failed run: `failed/deal/9001/create-invoice`.
pub(super) fn failed_run(record: &str, action: &str) -> String {
    fitted(format!("{}{action}", failed_runs(Some(record))))
}

/// The beginning of every failed run's sort key, or of those of a record.
pub(super) fn failed_runs(record: Option<&str>) -> String {
    record.map_or_else(
        || "failed/".to_owned(),
        |record| format!("failed/{record}/"),
    )
}

/// The key of an item in the settings' table.
pub(super) fn of_connection(connection: &Connection) -> Item {
    item([(tables::CONNECTION, string(connection.as_str()))])
}

/// The key of an item in the mappings' table.
pub(super) fn of_mapping(connection: &Connection, sort: &str) -> Item {
    item([
        (tables::CONNECTION, string(connection.as_str())),
        ("mapping", string(sort)),
    ])
}

/// The key of an item in the ledger's table.
pub(super) fn of_ledger(connection: &Connection, sort: &str) -> Item {
    item([
        (tables::CONNECTION, string(connection.as_str())),
        ("entry", string(sort)),
    ])
}

/// The key of an item in the leases' table.
pub(super) fn of_leases(connection: &Connection, sort: &str) -> Item {
    item([
        (tables::CONNECTION, string(connection.as_str())),
        ("item", string(sort)),
    ])
}

/// SHA-256 of the parts, in hexadecimal; NUL stands in none of them but the last.
pub(super) fn hash(parts: &[&str]) -> String {
    let digest = Sha256::digest(parts.join("\0"));
    let digits = digest.iter().map(|byte| format!("{byte:02x}"));
    digits.collect()
}

/// Long texts keep their beginning, so only those that begin alike for 940 bytes are out of order.
fn fitted(text: String) -> String {
    if text.len() <= LONGEST {
        return text;
    }
    let beginning = text.floor_char_boundary(LONGEST);
    format!("{}…{}", &text[..beginning], hash(&[&text]))
}

#[cfg(test)]
mod tests {
    use super::fitted;

    #[test]
    fn a_long_key_fits_and_does_not_coincide_with_another() {
        let long = "é".repeat(800);
        let (one, other) = (fitted(format!("{long}1")), fitted(format!("{long}2")));
        assert_ne!(one, other);
        assert!(one.len() <= 1_024, "{}", one.len());
        assert_ne!(fitted(one.clone()), one, "a key that looks like a cut one");
        assert_eq!(fitted("a".repeat(940)), "a".repeat(940));
    }
}
