//! The tables' keys, as data: what a template declares and what the tests create.

use aws_sdk_dynamodb::operation::create_table::builders::CreateTableFluentBuilder;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, KeySchemaElement, KeyType, LocalSecondaryIndex, Projection,
    ProjectionType, ScalarAttributeType,
};

use super::{AwsStore, failure};
use crate::StorageError;

/// The partition key of every table: the connection's name.
pub const CONNECTION: &str = "connection";

/// The keys of one table; every key attribute is a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableSchema {
    /// The partition key's attribute.
    pub partition_key: &'static str,
    /// The sort key's attribute, if the table has one.
    pub sort_key: Option<&'static str>,
    /// The local secondary index, if the table has one.
    pub index: Option<LocalIndex>,
    /// The attribute that says when DynamoDB may remove an item, in seconds since 1970, if any does.
    pub time_to_live: Option<&'static str>,
}

/// A local secondary index, with the table's partition key and a sort key of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalIndex {
    /// The index's name.
    pub name: &'static str,
    /// The sort key's attribute; items without it are not in the index.
    pub sort_key: &'static str,
    /// The attributes it holds besides the keys (projection type `INCLUDE`).
    pub includes: &'static [&'static str],
}

/// Mappings: one item per customer and product, one for all directory kinds together.
pub const MAPPINGS: TableSchema = TableSchema {
    partition_key: CONNECTION,
    sort_key: Some("mapping"),
    index: None,
    time_to_live: None,
};

/// Settings: one item per connection.
pub const SETTINGS: TableSchema = TableSchema {
    partition_key: CONNECTION,
    sort_key: None,
    index: None,
    time_to_live: None,
};

/// The ledger, with the refresh lease and the place of the tokens.
///
/// A **local** index finds an entry by its document, because only a local one can be read
/// consistently and is written with the item itself: no second write, and no moment in which a
/// document that was recorded is not found. Its price is a limit of 10 GB per connection, which is
/// some five million documents of 2 kB, and that the table must be created with it.
///
/// Only leases have a time to live; they end by their own clock, and DynamoDB merely sweeps up.
pub const LEDGER: TableSchema = TableSchema {
    partition_key: CONNECTION,
    sort_key: Some("entry"),
    index: Some(LocalIndex {
        name: "by-document",
        sort_key: "document",
        includes: &["key"],
    }),
    time_to_live: Some("expires_at"),
};

impl AwsStore {
    /// Creates the three tables, on demand and with exactly these keys, for a store that is not
    /// deployed by a template, such as DynamoDB Local.
    pub async fn create_tables(&self) -> Result<(), StorageError> {
        let tables = [
            (&self.names.mappings_table, &MAPPINGS),
            (&self.names.settings_table, &SETTINGS),
            (&self.names.ledger_table, &LEDGER),
        ];
        for (name, schema) in tables {
            let create = self.dynamodb.create_table().table_name(name);
            let sent = schema.describe(create)?.send().await;
            sent.map_err(|error| failure::of("CreateTable", &error))?;
        }
        Ok(())
    }
}

impl TableSchema {
    fn describe(
        &self,
        create: CreateTableFluentBuilder,
    ) -> Result<CreateTableFluentBuilder, StorageError> {
        let keys = self.keys(self.sort_key)?;
        let mut create = create
            .billing_mode(BillingMode::PayPerRequest)
            .set_key_schema(Some(keys));
        if let Some(index) = &self.index {
            create = create.local_secondary_indexes(self.local_index(index)?);
        }
        let own = [Some(self.partition_key), self.sort_key];
        let keys = own
            .into_iter()
            .chain([self.index.map(|index| index.sort_key)]);
        for attribute in keys.flatten() {
            create = create.attribute_definitions(string_attribute(attribute)?);
        }
        Ok(create)
    }

    fn keys(&self, sort_key: Option<&str>) -> Result<Vec<KeySchemaElement>, StorageError> {
        let partition = key(self.partition_key, KeyType::Hash)?;
        let sort = sort_key.map(|attribute| key(attribute, KeyType::Range));
        Ok([partition].into_iter().chain(sort.transpose()?).collect())
    }

    fn local_index(&self, index: &LocalIndex) -> Result<LocalSecondaryIndex, StorageError> {
        let includes = index.includes.iter().map(ToString::to_string).collect();
        let projection = Projection::builder()
            .projection_type(ProjectionType::Include)
            .set_non_key_attributes(Some(includes))
            .build();
        LocalSecondaryIndex::builder()
            .index_name(index.name)
            .set_key_schema(Some(self.keys(Some(index.sort_key))?))
            .projection(projection)
            .build()
            .map_err(|error| failure::incomplete(&error))
    }
}

fn key(attribute: &str, key_type: KeyType) -> Result<KeySchemaElement, StorageError> {
    KeySchemaElement::builder()
        .attribute_name(attribute)
        .key_type(key_type)
        .build()
        .map_err(|error| failure::incomplete(&error))
}

fn string_attribute(name: &str) -> Result<AttributeDefinition, StorageError> {
    AttributeDefinition::builder()
        .attribute_name(name)
        .attribute_type(ScalarAttributeType::S)
        .build()
        .map_err(|error| failure::incomplete(&error))
}
