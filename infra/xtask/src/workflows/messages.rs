//! What waits in queues.

use serde_json::{Value, json};

use super::moto::Service;
use super::stage::Stage;
use crate::error::XtaskError;

impl Stage {
    /// The messages that an execution left in the queue of failed runs.
    pub(super) async fn waiting(&self, execution: &str) -> Result<Vec<Value>, XtaskError> {
        let mut received = self.received.lock().await;
        received.extend(self.receive(&self.failed_runs).await?);
        let own = received
            .iter()
            .filter(|message| message["execution"] == execution);
        Ok(own.cloned().collect())
    }

    /// Forgets all messages that show in the queue of failed runs; how many are hidden for a while.
    pub(super) async fn empty_failed_runs(&self) -> Result<u64, XtaskError> {
        self.receive(&self.failed_runs).await?;
        self.count_of_failed_runs().await
    }

    /// How many messages the queue of failed runs has, hidden ones too.
    pub(super) async fn count_of_failed_runs(&self) -> Result<u64, XtaskError> {
        let names = [
            "ApproximateNumberOfMessages",
            "ApproximateNumberOfMessagesNotVisible",
        ];
        let input = json!({ "QueueUrl": self.failed_runs, "AttributeNames": names });
        let call = self
            .moto
            .call(Service::Queues, "GetQueueAttributes", &input);
        let found = call.await?;
        let count = |name: &str| found["Attributes"][name].as_str()?.parse::<u64>().ok();
        Ok(names.iter().filter_map(|name| count(name)).sum())
    }

    /// Puts a message into the queue of failed runs, as a workflow does; gives its id.
    pub(super) async fn queue_failed_run(&self, message: &Value) -> Result<String, XtaskError> {
        let input = json!({ "QueueUrl": self.failed_runs, "MessageBody": message.to_string() });
        let sent = self
            .moto
            .call(Service::Queues, "SendMessage", &input)
            .await?;
        Ok(sent["MessageId"].as_str().unwrap_or_default().to_owned())
    }

    /// Takes all messages out of a queue.
    pub(super) async fn receive(&self, queue: &str) -> Result<Vec<Value>, XtaskError> {
        let mut all = Vec::new();
        loop {
            let input = json!({ "QueueUrl": queue, "MaxNumberOfMessages": 10 });
            let answer = self
                .moto
                .call(Service::Queues, "ReceiveMessage", &input)
                .await?;
            let messages = answer["Messages"].as_array().cloned().unwrap_or_default();
            if messages.is_empty() {
                return Ok(all);
            }
            for message in messages {
                let body = message["Body"].as_str().unwrap_or_default();
                let body = serde_json::from_str(body)
                    .map_err(|error| XtaskError::broken("a message is JSON", error))?;
                all.push(body);
                let handle = &message["ReceiptHandle"];
                let input = json!({ "QueueUrl": queue, "ReceiptHandle": handle });
                self.moto
                    .call(Service::Queues, "DeleteMessage", &input)
                    .await?;
            }
        }
    }
}
