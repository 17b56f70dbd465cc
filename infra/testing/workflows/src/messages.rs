//! Messages that wait in queues.

use serde_json::{Value, json};

use crate::moto::Service;
use crate::stage::Stage;

impl Stage {
    /// The messages that an execution left in the queue of failed runs.
    pub async fn waiting(&self, execution: &str) -> Vec<Value> {
        let mut received = self.received.lock().await;
        received.extend(self.receive(&self.failed_runs).await);
        let own = received
            .iter()
            .filter(|message| message["execution"] == execution);
        own.cloned().collect()
    }

    /// All messages that were left in the queue of failed runs, by whichever execution, as far as they show.
    pub async fn all_messages(&self) -> Vec<Value> {
        let mut received = self.received.lock().await;
        received.extend(self.receive(&self.failed_runs).await);
        received.clone()
    }

    /// Drops all messages that show in the queue of failed runs; gives the number of those that are hidden for a while.
    pub async fn empty_failed_runs(&self) -> u64 {
        self.receive(&self.failed_runs).await;
        self.count_of_failed_runs().await
    }

    /// The number of messages in the queue of failed runs, hidden ones too.
    pub async fn count_of_failed_runs(&self) -> u64 {
        self.count(&self.failed_runs).await
    }

    /// The number of messages in a queue, hidden ones too.
    pub async fn count(&self, queue: &str) -> u64 {
        let names = [
            "ApproximateNumberOfMessages",
            "ApproximateNumberOfMessagesNotVisible",
        ];
        let input = json!({ "QueueUrl": queue, "AttributeNames": names });
        let call = self
            .moto
            .call(Service::Queues, "GetQueueAttributes", &input);
        let found = call.await;
        let count = |name: &str| found["Attributes"][name].as_str()?.parse::<u64>().ok();
        names.iter().filter_map(|name| count(name)).sum()
    }

    /// Puts a message into the queue of failed runs, as a workflow does; gives its id.
    pub async fn queue_failed_run(&self, message: &Value) -> String {
        self.queue_text(&message.to_string()).await
    }

    /// Puts any text into the queue of failed runs; gives the message's id.
    pub async fn queue_text(&self, text: &str) -> String {
        self.put(&self.failed_runs, text, &json!({})).await
    }

    /// Puts a text into a queue, with attributes of the message; gives the message's id.
    pub async fn put(&self, queue: &str, text: &str, attributes: &Value) -> String {
        let input =
            json!({ "QueueUrl": queue, "MessageBody": text, "MessageAttributes": attributes });
        let sent = self.moto.call(Service::Queues, "SendMessage", &input).await;
        sent["MessageId"].as_str().unwrap_or_default().to_owned()
    }

    /// Takes all messages out of a queue.
    pub async fn receive(&self, queue: &str) -> Vec<Value> {
        let mut all = Vec::new();
        loop {
            let input = json!({ "QueueUrl": queue, "MaxNumberOfMessages": 10 });
            let answer = self
                .moto
                .call(Service::Queues, "ReceiveMessage", &input)
                .await;
            let messages = answer["Messages"].as_array().cloned().unwrap_or_default();
            if messages.is_empty() {
                return all;
            }
            for message in messages {
                let body = message["Body"].as_str().unwrap_or_default();
                // Tests write what is no JSON into it too.
                all.push(serde_json::from_str(body).unwrap_or_else(|_| body.into()));
                let handle = &message["ReceiptHandle"];
                let input = json!({ "QueueUrl": queue, "ReceiptHandle": handle });
                self.moto
                    .call(Service::Queues, "DeleteMessage", &input)
                    .await;
            }
        }
    }
}
