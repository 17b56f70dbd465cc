//! Writes on a condition, and what stood in the way.

use aws_sdk_dynamodb::operation::delete_item::DeleteItemError;
use aws_sdk_dynamodb::operation::delete_item::builders::DeleteItemFluentBuilder;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::put_item::builders::PutItemFluentBuilder;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure;

use super::failure;
use super::item::{Item, VERSION, number};
use super::transaction::{self, PAUSES};
use crate::{StorageError, Version};

/// The end of a conditional write.
pub(super) enum Conditional {
    /// It was written.
    Written,
    /// The condition did not hold; what stands there, if anything does.
    Refused(Option<Item>),
}

/// Writes if the stored version is `expected` (`None`: nothing is stored).
pub(super) async fn put_at_version(
    put: PutItemFluentBuilder,
    expected: Option<Version>,
) -> Result<Conditional, StorageError> {
    let put = put.expression_attribute_names("#version", VERSION);
    let put = match expected {
        None => put.condition_expression("attribute_not_exists(#version)"),
        Some(version) => put
            .condition_expression("#version = :expected")
            .expression_attribute_values(":expected", number(version)),
    };
    send(put).await
}

/// Writes on the condition that `put` has, once no transaction is at work on the item.
pub(super) async fn send(put: PutItemFluentBuilder) -> Result<Conditional, StorageError> {
    let what_stands = ReturnValuesOnConditionCheckFailure::AllOld;
    let put = put.return_values_on_condition_check_failure(what_stands);
    for pause in PAUSES {
        transaction::wait(pause).await;
        let Err(error) = put.clone().send().await else {
            return Ok(Conditional::Written);
        };
        match error.as_service_error() {
            Some(PutItemError::ConditionalCheckFailedException(refusal)) => {
                return Ok(Conditional::Refused(refusal.item().cloned()));
            }
            Some(PutItemError::TransactionConflictException(_)) => {}
            _ => return Err(failure::of("PutItem", &error)),
        }
    }
    Err(transaction::met_others("PutItem"))
}

/// Updates where the condition of `update` holds; where it does not, there is nothing to update.
pub(super) async fn update_where_it_holds(
    update: UpdateItemFluentBuilder,
) -> Result<(), StorageError> {
    let Err(error) = update.send().await else {
        return Ok(());
    };
    match error.as_service_error() {
        Some(UpdateItemError::ConditionalCheckFailedException(_)) => Ok(()),
        _ => Err(failure::of("UpdateItem", &error)),
    }
}

/// Deletes where the condition of `delete` holds; where it does not, there is nothing to delete.
pub(super) async fn delete_where_it_holds(
    delete: DeleteItemFluentBuilder,
) -> Result<(), StorageError> {
    let Err(error) = delete.send().await else {
        return Ok(());
    };
    match error.as_service_error() {
        Some(DeleteItemError::ConditionalCheckFailedException(_)) => Ok(()),
        _ => Err(failure::of("DeleteItem", &error)),
    }
}
