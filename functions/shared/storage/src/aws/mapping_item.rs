//! The attributes of a mapping, in an item of its own or within the directory's.

use super::item::{Item, Stored, item, string};
use super::{failure, key};
use crate::{Connection, Mapping, MappingKey, StorageError};

pub(super) const WHAT: &str = "mapping";

/// The kind and the source in full; the sort key may be cut.
const KEY: &str = "key";

/// The item of a customer's or a product's mapping.
pub(super) fn encode(connection: &Connection, mapping: &Mapping) -> Item {
    let mut item = key::of_mapping(connection, &key::mapping(&mapping.key));
    item.insert(KEY.to_owned(), string(key::name_of(&mapping.key)));
    item.extend(value_of(mapping));
    item
}

/// The mapping of a customer's or a product's item.
pub(super) fn decode(item: &Item) -> Result<Mapping, StorageError> {
    let stored = Stored { what: WHAT, item };
    let key = key::named(stored.text(KEY)?)
        .ok_or_else(|| failure::unreadable(WHAT, "it is of no known kind"))?;
    with_key(key, &stored)
}

/// The object that a key is mapped to, as attributes.
pub(super) fn value_of(mapping: &Mapping) -> Item {
    item([
        ("quickbooks_id", string(&mapping.quickbooks_id)),
        ("name", string(&mapping.name)),
        ("mapped_at", string(mapping.mapped_at.to_string())),
    ])
}

/// The mapping of `key` to these attributes.
pub(super) fn with_key(key: MappingKey, value: &Stored<'_>) -> Result<Mapping, StorageError> {
    Ok(Mapping {
        key,
        quickbooks_id: value.text("quickbooks_id")?.to_owned(),
        name: value.text("name")?.to_owned(),
        mapped_at: value.parsed("mapped_at")?,
    })
}
