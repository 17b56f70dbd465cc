//! The refresh lease: an item in the leases' table that is put if nobody else's stands there.

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;

use super::conditional::{Conditional, delete_where_it_holds, send};
use super::item::{Item, Stored, string};
use super::{AwsStore, failure, key};
use crate::{Connection, Lease, StorageError};

const WHAT: &str = "lease";
const OWNER: &str = "owner";
const UNTIL: &str = "until";

/// The time for which an orphaned lease stays to be looked at before DynamoDB removes it.
pub(super) const KEPT_SECONDS: i64 = 24 * 60 * 60;

impl AwsStore {
    /// Takes the lease, or says who holds it.
    pub(super) async fn take_lease(
        &self,
        connection: &Connection,
        lease: &Lease,
        now: Timestamp,
    ) -> Result<Option<Lease>, StorageError> {
        let put = self.dynamodb.put_item();
        let put = put
            .table_name(&self.names.leases_table)
            .set_item(Some(encode(connection, lease)))
            .condition_expression(
                "attribute_not_exists(#owner) OR #owner = :owner OR #until <= :now",
            )
            .expression_attribute_names("#owner", OWNER)
            .expression_attribute_names("#until", UNTIL)
            .expression_attribute_values(":owner", string(&lease.owner))
            .expression_attribute_values(":now", moment(now));
        match send(put).await? {
            Conditional::Written => Ok(None),
            Conditional::Refused(Some(holder)) => decode(&holder).map(Some),
            Conditional::Refused(None) => Err(failure::unavailable(
                "the lease was refused without its holder",
            )),
        }
    }

    /// Deletes the lease if it is this owner's.
    pub(super) async fn give_lease_back(
        &self,
        connection: &Connection,
        owner: &str,
    ) -> Result<(), StorageError> {
        let delete = self.dynamodb.delete_item();
        let delete = delete
            .table_name(&self.names.leases_table)
            .set_key(Some(key::of_leases(connection, key::LEASE)))
            .condition_expression("#owner = :owner")
            .expression_attribute_names("#owner", OWNER)
            .expression_attribute_values(":owner", string(owner));
        delete_where_it_holds(delete).await
    }
}

fn encode(connection: &Connection, lease: &Lease) -> Item {
    let removed = (lease.until.as_second() + KEPT_SECONDS).to_string();
    let mut item = key::of_leases(connection, key::LEASE);
    item.insert(OWNER.to_owned(), string(&lease.owner));
    item.insert(UNTIL.to_owned(), moment(lease.until));
    item.insert("expires_at".to_owned(), AttributeValue::N(removed));
    item
}

fn decode(item: &Item) -> Result<Lease, StorageError> {
    let stored = Stored { what: WHAT, item };
    Ok(Lease {
        owner: stored.text(OWNER)?.to_owned(),
        until: stored.parsed(UNTIL)?,
    })
}

/// Nine decimals always, so that texts compare as the moments do.
pub(super) fn moment(moment: Timestamp) -> AttributeValue {
    string(format!("{moment:.9}"))
}
