//! The parts of HubSpot's answers, as functions.

use hubspot::{Answer, Associations, CallError, RecordBatch, StoredRecord};

pub(super) fn record_of(answer: &Answer) -> Result<StoredRecord, CallError> {
    answer.record()
}

pub(super) fn batch_of(answer: &Answer) -> Result<RecordBatch, CallError> {
    answer.record_batch()
}

pub(super) fn associations_of(answer: &Answer) -> Result<Associations, CallError> {
    answer.associations()
}
