//! [`Quotas`] on DynamoDB: an item in the leases' table with an attribute per quota.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use strum::VariantArray;

use super::conditional::update_where_it_holds;
use super::item::{Item, Stored};
use super::lease::{KEPT_SECONDS, moment};
use super::{AwsStore, key};
use crate::{Connection, Quota, Quotas, StorageError};

const WHAT: &str = "quotas";

impl Quotas for AwsStore {
    async fn record_used_up(
        &self,
        connection: &Connection,
        quota: Quota,
        until: Timestamp,
    ) -> Result<(), StorageError> {
        let removed = (until.as_second() + KEPT_SECONDS).to_string();
        let update = self.dynamodb.update_item();
        let update = update
            .table_name(&self.names.leases_table)
            .set_key(Some(key::of_leases(connection, key::QUOTAS)))
            .update_expression("SET #quota = :until, #expires_at = :expires_at")
            .condition_expression("attribute_not_exists(#quota) OR #quota < :until")
            .expression_attribute_names("#quota", quota.to_string())
            .expression_attribute_names("#expires_at", "expires_at")
            .expression_attribute_values(":until", moment(until))
            .expression_attribute_values(":expires_at", AttributeValue::N(removed));
        update_where_it_holds(update).await
    }
}

/// Until when each quota is used up.
pub(super) fn decode(item: &Item) -> Result<HashMap<Quota, Timestamp>, StorageError> {
    let stored = Stored { what: WHAT, item };
    let named = Quota::VARIANTS
        .iter()
        .map(|quota| (*quota, quota.to_string()));
    let recorded = named.filter(|(_, name)| item.contains_key(name));
    recorded
        .map(|(quota, name)| Ok((quota, stored.parsed(&name)?)))
        .collect()
}
