//! The queue of actions in SQS.

use std::time::Duration;

use aws_sdk_sqs::error::ProvideErrorMetadata;

use crate::ports::{PortError, Queue};

/// The queue out of which turns are taken.
#[derive(Clone, derive_more::Debug)]
#[debug("ActionsQueue({url})")]
pub struct ActionsQueue {
    client: aws_sdk_sqs::Client,
    url: String,
}

impl ActionsQueue {
    /// The queue of this URL.
    pub fn new(client: aws_sdk_sqs::Client, url: String) -> Self {
        Self { client, url }
    }
}

impl Queue for ActionsQueue {
    /// Another message with the same text. The one that was received would count how often it was, and Lambda slows down for
    /// a queue whose messages are handed back.
    /// <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html>
    async fn put_off(&self, message: &str, wait: Duration) -> Result<(), PortError> {
        let seconds = wait.as_millis().div_ceil(1_000);
        let turn = self.client.send_message().queue_url(&self.url);
        let turn = turn.delay_seconds(i32::try_from(seconds).unwrap_or(i32::MAX));
        let sent = turn.message_body(message).send().await;
        // The service's message may quote what was sent, so only its code is kept.
        sent.map(drop).map_err(|error| PortError {
            detail: format!("SQS: SendMessage: {}", error.code().unwrap_or("no answer")),
        })
    }
}
