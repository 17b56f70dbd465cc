//! [`Failures`] on DynamoDB: an item in the leases' table.

use aws_sdk_dynamodb::types::AttributeValue;

use jiff::Timestamp;

use super::conditional::{delete_where_it_holds, send};
use super::item::{Item, Stored, string};
use super::lease::moment;
use super::{AwsStore, failure, key};
use crate::failures::KEPT;
use crate::{Connection, Failures, LastFailure, StorageError, json};

const WHAT: &str = "last failure";
const AT: &str = "at";
pub(super) const TEXT: &str = "failure";

impl Failures for AwsStore {
    async fn keep_failure(
        &self,
        connection: &Connection,
        last: &LastFailure,
    ) -> Result<(), StorageError> {
        let place = key::of_leases(connection, key::FAILURE);
        self.keep_latest(place, last.at, &json::encode(WHAT, last)?)
            .await
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

impl AwsStore {
    /// Keeps the text of a failure at its place, unless that of a later one stands there.
    pub(super) async fn keep_latest(
        &self,
        place: Item,
        at: Timestamp,
        text: &str,
    ) -> Result<(), StorageError> {
        let removed = (at.as_second() + KEPT.as_secs()).to_string();
        let mut item = place;
        item.insert(AT.to_owned(), moment(at));
        item.insert(TEXT.to_owned(), string(text));
        item.insert("expires_at".to_owned(), AttributeValue::N(removed));
        let put = self.dynamodb.put_item();
        let put = put
            .table_name(&self.names.leases_table)
            .set_item(Some(item))
            .condition_expression("attribute_not_exists(#at) OR #at <= :at")
            .expression_attribute_names("#at", AT)
            .expression_attribute_values(":at", moment(at));
        // A refusal says that a later one stands.
        send(put).await.map(drop)
    }

    /// Forgets the failure at its place, unless it is a later one.
    pub(super) async fn forget_until(
        &self,
        place: Item,
        until: Timestamp,
    ) -> Result<(), StorageError> {
        let delete = self.dynamodb.delete_item();
        let delete = delete
            .table_name(&self.names.leases_table)
            .set_key(Some(place))
            .condition_expression("#at <= :until")
            .expression_attribute_names("#at", AT)
            .expression_attribute_values(":until", moment(until));
        delete_where_it_holds(delete).await
    }
}
