//! DynamoDB's batches: at most 100 reads or 25 writes each, and what is left over is asked for again.

use std::collections::HashMap;
use std::time::Duration;

use aws_sdk_dynamodb::types::{KeysAndAttributes, WriteRequest};
use futures_util::future::try_join_all;
use futures_util::{StreamExt, TryStreamExt, stream};

use super::item::Item;
use super::{AwsStore, failure};
use crate::StorageError;

/// Keys in one `BatchGetItem`.
const MOST_READS: usize = 100;

/// Items in one `BatchWriteItem`.
const MOST_WRITES: usize = 25;

/// Batches of writes under way at once; an import may have thousands of items.
const AT_ONCE: usize = 8;

/// The waits before each attempt to send a batch. DynamoDB leaves over what a
/// partition had no capacity for, and asks for exponential backoff.
const PAUSES: [Duration; 6] = [
    Duration::ZERO,
    Duration::from_millis(25),
    Duration::from_millis(50),
    Duration::from_millis(100),
    Duration::from_millis(200),
    Duration::from_millis(400),
];

/// A key and the table it is in.
pub(super) type TableKey<'a> = (&'a str, Item);

impl AwsStore {
    /// Reads items of several tables consistently, in one round trip: one request per 100 keys, all
    /// at once. No key may be there twice.
    pub(super) async fn read_batch(
        &self,
        keys: Vec<TableKey<'_>>,
    ) -> Result<Vec<(String, Item)>, StorageError> {
        let mut rest = keys.into_iter();
        let chunks = std::iter::from_fn(|| {
            let chunk: Vec<_> = rest.by_ref().take(MOST_READS).collect();
            (!chunk.is_empty()).then_some(chunk)
        });
        let requests = chunks.map(|keys| self.read_chunk(keys));
        Ok(try_join_all(requests)
            .await?
            .into_iter()
            .flatten()
            .collect())
    }

    async fn read_chunk(
        &self,
        keys: Vec<TableKey<'_>>,
    ) -> Result<Vec<(String, Item)>, StorageError> {
        let mut unread = by_table(keys)?;
        let mut found = Vec::new();
        for pause in PAUSES {
            wait(pause).await;
            let batch = self.dynamodb.batch_get_item();
            let answer = batch
                .set_request_items(Some(unread))
                .send()
                .await
                .map_err(|error| failure::of("BatchGetItem", &error))?;
            for (table, items) in answer.responses.unwrap_or_default() {
                found.extend(items.into_iter().map(|item| (table.clone(), item)));
            }
            unread = answer.unprocessed_keys.unwrap_or_default();
            // Asked again as it was asked first, whatever is echoed.
            for keys in unread.values_mut() {
                keys.consistent_read = Some(true);
            }
            if unread.is_empty() {
                return Ok(found);
            }
        }
        Err(left_over("BatchGetItem"))
    }

    /// Writes and deletes items of one table; no key may be there twice.
    pub(super) async fn write_batch(
        &self,
        table: &str,
        requests: Vec<WriteRequest>,
    ) -> Result<(), StorageError> {
        let chunks: Vec<_> = requests.chunks(MOST_WRITES).map(<[_]>::to_vec).collect();
        let writes = chunks
            .into_iter()
            .map(|chunk| self.write_chunk(table, chunk));
        stream::iter(writes)
            .buffer_unordered(AT_ONCE)
            .try_collect()
            .await
    }

    async fn write_chunk(
        &self,
        table: &str,
        requests: Vec<WriteRequest>,
    ) -> Result<(), StorageError> {
        let mut unwritten = HashMap::from([(table.to_owned(), requests)]);
        for pause in PAUSES {
            wait(pause).await;
            let batch = self.dynamodb.batch_write_item();
            let answer = batch
                .set_request_items(Some(unwritten))
                .send()
                .await
                .map_err(|error| failure::of("BatchWriteItem", &error))?;
            unwritten = answer.unprocessed_items.unwrap_or_default();
            if unwritten.is_empty() {
                return Ok(());
            }
        }
        Err(left_over("BatchWriteItem"))
    }
}

fn by_table(keys: Vec<TableKey<'_>>) -> Result<HashMap<String, KeysAndAttributes>, StorageError> {
    let mut tables: HashMap<&str, Vec<Item>> = HashMap::new();
    for (table, key) in keys {
        tables.entry(table).or_default().push(key);
    }
    let requests = tables.into_iter().map(|(table, keys)| {
        let keys = KeysAndAttributes::builder()
            .set_keys(Some(keys))
            .consistent_read(true)
            .build()
            .map_err(|error| failure::incomplete(&error))?;
        Ok((table.to_owned(), keys))
    });
    requests.collect()
}

async fn wait(pause: Duration) {
    if !pause.is_zero() {
        tokio::time::sleep(pause).await;
    }
}

fn left_over(operation: &str) -> StorageError {
    failure::unavailable(format!("{operation} was throttled {} times", PAUSES.len()))
}
