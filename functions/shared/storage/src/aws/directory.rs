//! The directory mappings of a connection: one item with an attribute per mapping.
//!
//! An attribute is named by kind and source (`term/name:net 30`), so two functions that map
//! different names at the same time do not overwrite each other. The item holds some 2,500 of them;
//! a company has a few dozen terms, accounts, classes, payment methods and tax codes that settings
//! and options name.

use std::collections::HashMap;

use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::types::AttributeValue;

use super::item::{Item, Stored, string};
use super::mapping_item::{self, WHAT};
use super::{AwsStore, failure, key};
use crate::{Connection, Mapping, MappingKey, StorageError};

/// Attributes set in one update: an expression may have 4 kB, and each takes some 10 bytes of it.
const MOST: usize = 100;

impl AwsStore {
    /// Sets attributes of the directory item.
    pub(super) async fn put_directory(
        &self,
        connection: &Connection,
        mappings: &[&Mapping],
    ) -> Result<(), StorageError> {
        for chunk in mappings.chunks(MOST) {
            let mut update = self.update_directory(connection);
            for (n, mapping) in chunk.iter().enumerate() {
                let value = AttributeValue::M(mapping_item::value_of(mapping));
                update = update
                    .expression_attribute_names(format!("#{n}"), key::name_of(&mapping.key))
                    .expression_attribute_values(format!(":{n}"), value);
            }
            let pairs = (0..chunk.len()).map(|n| format!("#{n}=:{n}"));
            let set = format!("SET {}", pairs.collect::<Vec<_>>().join(","));
            send(update.update_expression(set)).await?;
        }
        Ok(())
    }

    /// Removes attributes of the directory item.
    pub(super) async fn delete_directory(
        &self,
        connection: &Connection,
        keys: &[&MappingKey],
    ) -> Result<(), StorageError> {
        for chunk in keys.chunks(MOST) {
            let mut update = self.update_directory(connection);
            for (n, key) in chunk.iter().enumerate() {
                update = update.expression_attribute_names(format!("#{n}"), key::name_of(key));
            }
            let names = (0..chunk.len()).map(|n| format!("#{n}"));
            let remove = format!("REMOVE {}", names.collect::<Vec<_>>().join(","));
            send(update.update_expression(remove)).await?;
        }
        Ok(())
    }

    fn update_directory(&self, connection: &Connection) -> UpdateItemFluentBuilder {
        self.dynamodb
            .update_item()
            .table_name(&self.names.mappings_table)
            .set_key(Some(key::of_mapping(connection, key::DIRECTORY)))
    }
}

async fn send(update: UpdateItemFluentBuilder) -> Result<(), StorageError> {
    let sent = update.send().await;
    sent.map(|_| ())
        .map_err(|error| failure::of("UpdateItem", &error))
}

/// Tells whether this is the item of the directory mappings.
pub(super) fn is_directory(item: &Item) -> bool {
    item.get("mapping") == Some(&string(key::DIRECTORY))
}

/// The mappings of the directory item, in the order of their keys.
pub(super) fn decode(item: &Item) -> Result<Vec<Mapping>, StorageError> {
    let attributes: HashMap<_, _> = item.iter().filter(|(name, _)| name.contains('/')).collect();
    let mappings = attributes.into_iter().map(|(name, value)| {
        let key = key::named(name).ok_or_else(|| unreadable("a name of no known kind"))?;
        let value = value
            .as_m()
            .map_err(|_| unreadable("a mapping that is no map"))?;
        let value = Stored {
            what: WHAT,
            item: value,
        };
        mapping_item::with_key(key, &value)
    });
    let mut mappings = mappings.collect::<Result<Vec<_>, _>>()?;
    mappings.sort_by(|one, other| one.key.cmp(&other.key));
    Ok(mappings)
}

fn unreadable(holds: &str) -> StorageError {
    failure::unreadable(WHAT, format!("the directory holds {holds}"))
}
