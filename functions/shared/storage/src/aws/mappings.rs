//! [`Mappings`] on DynamoDB.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::{DeleteRequest, PutRequest, WriteRequest};

use super::item::string;
use super::{AwsStore, directory, failure, key, mapping_item, tables};
use crate::{Connection, Mapping, MappingKey, Mappings, StorageError};

/// Items on a page; a page has 1 MB at most and a mapping some 200 bytes.
const PAGE: usize = 1_000;

impl Mappings for AwsStore {
    async fn put_mappings(
        &self,
        connection: &Connection,
        mappings: &[Mapping],
    ) -> Result<(), StorageError> {
        let last: BTreeMap<_, _> = mappings
            .iter()
            .map(|mapping| (&mapping.key, mapping))
            .collect();
        let (directory, own): (Vec<_>, Vec<_>) = last
            .into_values()
            .partition(|mapping| mapping.key.kind.is_directory());
        let requests = own.iter().map(|mapping| put(connection, mapping));
        let requests = requests.collect::<Result<Vec<_>, _>>()?;
        self.put_directory(connection, &directory).await?;
        self.write_batch(&self.names.mappings_table, requests).await
    }

    async fn delete_mappings(
        &self,
        connection: &Connection,
        keys: &[MappingKey],
    ) -> Result<(), StorageError> {
        let keys: BTreeSet<_> = keys.iter().collect();
        let (directory, own): (Vec<_>, Vec<_>) =
            keys.into_iter().partition(|key| key.kind.is_directory());
        let requests = own.iter().map(|key| delete(connection, key));
        let requests = requests.collect::<Result<Vec<_>, _>>()?;
        self.delete_directory(connection, &directory).await?;
        self.write_batch(&self.names.mappings_table, requests).await
    }

    async fn list_mappings(
        &self,
        connection: &Connection,
        after: Option<&MappingKey>,
        limit: usize,
    ) -> Result<Vec<Mapping>, StorageError> {
        let mut pages = self
            .query(connection, after)
            .limit(i32::try_from(limit.clamp(1, PAGE)).unwrap_or(i32::MAX))
            .into_paginator()
            .items()
            .send();
        let mut listed = Vec::new();
        while listed.len() < limit
            && let Some(item) = pages.next().await
        {
            let item = item.map_err(|error| failure::of("Query", &error))?;
            if directory::is_directory(&item) {
                let mut all = directory::decode(&item)?;
                all.retain(|mapping| after.is_none_or(|after| mapping.key > *after));
                listed.extend(all);
            } else {
                listed.push(mapping_item::decode(&item)?);
            }
        }
        listed.truncate(limit);
        Ok(listed)
    }
}

impl AwsStore {
    /// Customers and products after the key, and at the end the directory.
    fn query(&self, connection: &Connection, after: Option<&MappingKey>) -> QueryFluentBuilder {
        let query = self
            .dynamodb
            .query()
            .table_name(&self.names.mappings_table)
            .expression_attribute_names("#connection", tables::CONNECTION)
            .expression_attribute_values(":connection", string(connection.as_str()))
            .consistent_read(true);
        let Some(after) = after else {
            return query.key_condition_expression("#connection = :connection");
        };
        let (comparison, sort) = if after.kind.is_directory() {
            ("=", key::DIRECTORY.to_owned())
        } else {
            (">", key::mapping(after))
        };
        query
            .key_condition_expression(format!(
                "#connection = :connection AND #mapping {comparison} :after"
            ))
            .expression_attribute_names("#mapping", "mapping")
            .expression_attribute_values(":after", string(sort))
    }
}

fn put(connection: &Connection, mapping: &Mapping) -> Result<WriteRequest, StorageError> {
    let item = mapping_item::encode(connection, mapping);
    let put = PutRequest::builder().set_item(Some(item)).build();
    let put = put.map_err(|error| failure::incomplete(&error))?;
    Ok(WriteRequest::builder().put_request(put).build())
}

fn delete(connection: &Connection, key: &MappingKey) -> Result<WriteRequest, StorageError> {
    let key = key::of_mapping(connection, &key::mapping(key));
    let delete = DeleteRequest::builder().set_key(Some(key)).build();
    let delete = delete.map_err(|error| failure::incomplete(&error))?;
    Ok(WriteRequest::builder().delete_request(delete).build())
}
