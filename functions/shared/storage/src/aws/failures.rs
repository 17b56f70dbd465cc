//! [`Failures`] on DynamoDB: an item in the leases' table.

use aws_sdk_dynamodb::types::AttributeValue;

use super::conditional::send;
use super::item::{Stored, string};
use super::lease::moment;
use super::{AwsStore, failure, key};
use crate::failures::KEPT_DAYS;
use crate::{Connection, Failures, LastFailure, StorageError, json};

const WHAT: &str = "last failure";
const AT: &str = "at";
const TEXT: &str = "failure";

impl Failures for AwsStore {
    async fn keep_failure(
        &self,
        connection: &Connection,
        last: &LastFailure,
    ) -> Result<(), StorageError> {
        let removed = (last.at.as_second() + KEPT_DAYS * 24 * 60 * 60).to_string();
        let mut item = key::of_leases(connection, key::FAILURE);
        item.insert(AT.to_owned(), moment(last.at));
        item.insert(TEXT.to_owned(), string(json::encode(WHAT, last)?));
        item.insert("expires_at".to_owned(), AttributeValue::N(removed));
        let put = self.dynamodb.put_item();
        let put = put
            .table_name(&self.names.leases_table)
            .set_item(Some(item))
            .condition_expression("attribute_not_exists(#at) OR #at <= :at")
            .expression_attribute_names("#at", AT)
            .expression_attribute_values(":at", moment(last.at));
        // A refusal says that a later one stands.
        send(put).await.map(drop)
    }

    async fn last_failure(
        &self,
        connection: &Connection,
    ) -> Result<Option<LastFailure>, StorageError> {
        let get = self.dynamodb.get_item();
        let got = get
            .table_name(&self.names.leases_table)
            .set_key(Some(key::of_leases(connection, key::FAILURE)))
            .consistent_read(true)
            .send()
            .await
            .map_err(|error| failure::of("GetItem", &error))?;
        let item = got.item().map(|item| Stored { what: WHAT, item });
        item.map(|stored| json::decode(WHAT, stored.text(TEXT)?))
            .transpose()
    }
}
