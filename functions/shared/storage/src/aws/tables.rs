//! The tables' keys, as data: what a template declares and what the tests create.

use aws_sdk_dynamodb::operation::create_table::builders::CreateTableFluentBuilder;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType,
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
    /// The attribute that says when DynamoDB may remove an item, in seconds since 1970, if any does.
    pub time_to_live: Option<&'static str>,
}

/// Mappings: one item per customer and product, one for all directory kinds together.
pub const MAPPINGS: TableSchema = TableSchema {
    partition_key: CONNECTION,
    sort_key: Some("mapping"),
    time_to_live: None,
};

/// Settings: one item per connection.
pub const SETTINGS: TableSchema = TableSchema {
    partition_key: CONNECTION,
    sort_key: None,
    time_to_live: None,
};

/// The ledger: what was made, and what is reserved. Nothing in it ends, and nothing in it is deleted.
///
/// An entry is found by its document through an item of the document, which is written in one
/// transaction with it: there is no moment in which a document that was recorded is not found, and a
/// connection may grow without limit, which it may not in a table with a local index (10 GB).
pub const LEDGER: TableSchema = TableSchema {
    partition_key: CONNECTION,
    sort_key: Some("entry"),
    time_to_live: None,
};

/// Leases: the refresh lease, the place of the tokens, what failed last and used-up quotas. They stand in a table of their
/// own, since a lease is deleted, and no function that may delete should reach the ledger; and a ledger that is restored
/// to an earlier moment must not name tokens of that moment.
///
/// All but the place of the tokens have a time to live; they end by their own clock, and DynamoDB merely sweeps up.
pub const LEASES: TableSchema = TableSchema {
    partition_key: CONNECTION,
    sort_key: Some("item"),
    time_to_live: Some("expires_at"),
};

impl AwsStore {
    /// Creates the four tables, on demand and with exactly these keys, for a store that is not
    /// deployed by a template, such as DynamoDB Local.
    pub async fn create_tables(&self) -> Result<(), StorageError> {
        let tables = [
            (&self.names.mappings_table, &MAPPINGS),
            (&self.names.settings_table, &SETTINGS),
            (&self.names.ledger_table, &LEDGER),
            (&self.names.leases_table, &LEASES),
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
        let keys = [Some(self.partition_key), self.sort_key];
        for attribute in keys.into_iter().flatten() {
            create = create.attribute_definitions(string_attribute(attribute)?);
        }
        Ok(create)
    }

    fn keys(&self, sort_key: Option<&str>) -> Result<Vec<KeySchemaElement>, StorageError> {
        let partition = key(self.partition_key, KeyType::Hash)?;
        let sort = sort_key.map(|attribute| key(attribute, KeyType::Range));
        Ok([partition].into_iter().chain(sort.transpose()?).collect())
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
