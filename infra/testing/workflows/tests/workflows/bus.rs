//! An event bus with the template's rules.

use serde_json::{Value, json};
use template::{ACCOUNT, REGION, Resolver};
use tokio::sync::{Mutex, MutexGuard, OnceCell};
use workflows::{Service, Stage, read_json};

/// The bus of all tests; each reads its queues alone.
static BUS: OnceCell<Mutex<Bus>> = OnceCell::const_new();

/// The bus, for one test at a time.
pub(crate) async fn bus(stage: &Stage) -> MutexGuard<'static, Bus> {
    let bus = BUS.get_or_init(async || Mutex::new(Bus::with_rules_of(stage).await));
    bus.await.lock().await
}

/// A bus with the template's rules; each puts the events it takes into a queue, since `moto`'s rules reach queues and not
/// state machines or functions. The rule for what happens to executions stands on the same bus here.
pub(crate) struct Bus {
    rules: Vec<Rule>,
}

struct Rule {
    name: String,
    /// The URL of its queue.
    queue: String,
    /// The form in which its target gets an event; null for the event itself.
    transformer: Value,
}

impl Bus {
    async fn with_rules_of(stage: &Stage) -> Self {
        let moto = &stage.moto;
        moto.call(
            Service::Events,
            "CreateEventBus",
            &json!({ "Name": "books" }),
        )
        .await;
        let resolver = Resolver::new(&stage.template, &[], stage.names());
        let mut rules = Vec::new();
        for (name, properties) in stage.template.resources("AWS::Events::Rule") {
            let rule = resolver.resolve(&properties);
            let queue = json!({ "QueueName": format!("rule-{name}") });
            let queue = moto.call(Service::Queues, "CreateQueue", &queue).await;
            let url = queue["QueueUrl"].as_str().unwrap_or_default().to_owned();
            let pattern = rule["EventPattern"].to_string();
            let put = json!({ "Name": name, "EventBusName": "books", "EventPattern": pattern });
            moto.call(Service::Events, "PutRule", &put).await;
            let arn = format!("arn:aws:sqs:{REGION}:{ACCOUNT}:rule-{name}");
            let target = json!({ "Id": "queue", "Arn": arn });
            let put = json!({ "Rule": name, "EventBusName": "books", "Targets": [target] });
            moto.call(Service::Events, "PutTargets", &put).await;
            rules.push(Rule {
                name,
                queue: url,
                transformer: rule["Targets"][0]["InputTransformer"].clone(),
            });
        }
        Self { rules }
    }

    /// The names of the rules.
    pub(crate) fn rules(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().map(|rule| rule.name.as_str())
    }

    /// Sends an event; gives the rules that took it, each with what it sent on.
    pub(crate) async fn send(&self, stage: &Stage, event: &Value) -> Vec<(String, Value)> {
        let entry = json!({
            "EventBusName": "books", "Source": event["source"],
            "DetailType": event["detail-type"], "Detail": event["detail"].to_string(),
        });
        let put = json!({ "Entries": [entry] });
        let put = stage.moto.call(Service::Events, "PutEvents", &put).await;
        assert_eq!(put["FailedEntryCount"], 0, "the bus takes the event: {put}");
        self.taken(stage).await
    }

    /// The rules that took events since the last call, each with what it sent on.
    pub(crate) async fn taken(&self, stage: &Stage) -> Vec<(String, Value)> {
        let mut taken = Vec::new();
        for rule in &self.rules {
            let events = stage.receive(&rule.queue).await;
            let sent = events.iter().map(|event| rule.transformed(event));
            taken.extend(sent.map(|sent| (rule.name.clone(), sent)));
        }
        taken
    }
}

impl Rule {
    /// The event in the form of the rule's target. `moto` leaves a variable in place whose path is not in the event;
    /// `EventBridge` leaves nothing, and sets a text that stands by itself in quotes.
    /// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html>
    fn transformed(&self, event: &Value) -> Value {
        let Some(template) = self.transformer["InputTemplate"].as_str() else {
            return event.clone();
        };
        let paths = self.transformer["InputPathsMap"].as_object();
        let paths = paths.into_iter().flatten();
        let text = paths.fold(template.to_owned(), |text, (name, path)| {
            let path = path.as_str().unwrap_or_default().replace('.', "/");
            let value = event.pointer(path.trim_start_matches('$'));
            let quoted = match value {
                Some(Value::String(text)) => text.clone(),
                Some(other) => other.to_string(),
                None => String::new(),
            };
            let value = value.map(Value::to_string).unwrap_or_default();
            text.replace(&format!("\"<{name}>\""), &format!("\"{quoted}\""))
                .replace(&format!("<{name}>"), &value)
        });
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}: {text}", self.name))
    }
}

/// A sample event of the bus.
pub(crate) fn sample(event: &str) -> Value {
    read_json(&format!("infra/workflows/events/{event}.json"))
}
