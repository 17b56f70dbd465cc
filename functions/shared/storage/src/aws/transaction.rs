//! Several writes on conditions, all or none of them.

use std::time::Duration;

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{
    CancellationReason, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem, Update,
};

use super::item::{Item, VERSION, number};
use super::{AwsStore, failure};
use crate::{StorageError, Version};

/// The waits before each attempt at a write that met a transaction on the same item. That one
/// is over within milliseconds, and its end decides.
pub(super) const PAUSES: [Duration; 6] = [
    Duration::ZERO,
    Duration::from_millis(10),
    Duration::from_millis(20),
    Duration::from_millis(40),
    Duration::from_millis(80),
    Duration::from_millis(160),
];

/// The end of a transaction.
pub(super) enum Transacted {
    /// All is written.
    Written,
    /// Nothing is written: the conditions that did not hold, by place, with what stands there.
    Refused(Vec<Option<Refusal>>),
}

/// A condition that did not hold.
pub(super) struct Refusal {
    /// The item that stands there, if one does.
    pub(super) stands: Option<Item>,
}

impl AwsStore {
    /// Sends a transaction. Its writes are sent again under the token of the first attempt where the
    /// answer was lost, so that DynamoDB gives the same answer. They are made anew where they met another transaction,
    /// which is seldom: a copy that is kept for that would cost every transaction as much.
    pub(super) async fn transact(
        &self,
        writes: impl Fn() -> Result<Vec<TransactWriteItem>, StorageError>,
    ) -> Result<Transacted, StorageError> {
        for pause in PAUSES {
            wait(pause).await;
            let transaction = self.dynamodb.transact_write_items();
            let transaction = transaction.set_transact_items(Some(writes()?));
            let Err(error) = transaction.send().await else {
                return Ok(Transacted::Written);
            };
            let reasons = cancellations(&error);
            if reasons.iter().any(|reason| is(reason, CONDITION_FAILED)) {
                return Ok(Transacted::Refused(reasons.iter().map(refusal).collect()));
            }
            if !reasons.iter().any(|reason| is(reason, MET_ANOTHER)) {
                return Err(failure::of("TransactWriteItems", &error));
            }
        }
        Err(met_others("TransactWriteItems"))
    }

    /// The write of an item of the ledger, if the stored version is `expected` (`None`: nothing is stored).
    pub(super) fn put_in_ledger(
        &self,
        item: Item,
        expected: Option<Version>,
    ) -> Result<TransactWriteItem, StorageError> {
        let put = Put::builder()
            .table_name(&self.names.ledger_table)
            .set_item(Some(item))
            .expression_attribute_names("#version", VERSION)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        let put = match expected {
            None => put.condition_expression("attribute_not_exists(#version)"),
            Some(version) => put
                .condition_expression("#version = :expected")
                .expression_attribute_values(":expected", number(version)),
        };
        let put = put.build().map_err(|error| failure::incomplete(&error))?;
        Ok(TransactWriteItem::builder().put(put).build())
    }
}

/// Waits before an attempt.
pub(super) async fn wait(pause: Duration) {
    if !pause.is_zero() {
        tokio::time::sleep(pause).await;
    }
}

/// The error for a write that met a transaction in every attempt.
pub(super) fn met_others(operation: &str) -> StorageError {
    failure::unavailable(format!(
        "{operation} met another transaction {} times",
        PAUSES.len()
    ))
}

/// The update as a part of a transaction.
pub(super) fn update(update: Update) -> TransactWriteItem {
    TransactWriteItem::builder().update(update).build()
}

/// DynamoDB's codes for a part of a transaction.
const CONDITION_FAILED: &str = "ConditionalCheckFailed";
const MET_ANOTHER: &str = "TransactionConflict";

fn is(reason: &CancellationReason, code: &str) -> bool {
    reason.code() == Some(code)
}

fn cancellations<R>(error: &SdkError<TransactWriteItemsError, R>) -> &[CancellationReason] {
    match error.as_service_error() {
        Some(TransactWriteItemsError::TransactionCanceledException(canceled)) => {
            canceled.cancellation_reasons()
        }
        _ => &[],
    }
}

fn refusal(reason: &CancellationReason) -> Option<Refusal> {
    is(reason, CONDITION_FAILED).then(|| Refusal {
        stands: reason.item().cloned(),
    })
}
