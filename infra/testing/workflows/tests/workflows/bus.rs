//! An event bus with the template's rules.

use serde_json::{Value, json};
use template::{ACCOUNT, REGION, Resolver};
use tokio::sync::{Mutex, MutexGuard, OnceCell};
use workflows::{BUS as NAME, Service, Stage, read_json};

/// Every rule is on, with what the template then demands of its parameters.
const ALL_ON: [(&str, &str); 4] = [
    ("PaymentLinkDealRule", "ENABLED"),
    ("PaymentSourcesNotBooked", "INVOICE,SALES_CHECKOUT"),
    ("PaymentSucceededRule", "ENABLED"),
    ("QuoteSignedRule", "ENABLED"),
];

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
}

/// An event in the form in which a rule's target gets it.
struct Transformer(Value);

impl Bus {
    async fn with_rules_of(stage: &Stage) -> Self {
        let moto = &stage.moto;
        let create = json!({ "Name": NAME });
        moto.call(Service::Events, "CreateEventBus", &create).await;
        let resolver = Resolver::new(&stage.template, &ALL_ON, stage.names());
        let mut rules = Vec::new();
        for (name, properties) in stage.template.resources("AWS::Events::Rule") {
            let rule = resolver.resolve(&properties);
            let queue = json!({ "QueueName": format!("rule-{name}") });
            let queue = moto.call(Service::Queues, "CreateQueue", &queue).await;
            let url = queue["QueueUrl"].as_str().unwrap_or_default().to_owned();
            let pattern = rule["EventPattern"].to_string();
            let put = json!({ "Name": name, "EventBusName": NAME, "EventPattern": pattern });
            moto.call(Service::Events, "PutRule", &put).await;
            let arn = format!("arn:aws:sqs:{REGION}:{ACCOUNT}:rule-{name}");
            let target = json!({ "Id": "queue", "Arn": arn });
            let put = json!({ "Rule": name, "EventBusName": NAME, "Targets": [target] });
            moto.call(Service::Events, "PutTargets", &put).await;
            rules.push(Rule { name, queue: url });
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
            "EventBusName": NAME, "Source": event["source"],
            "DetailType": event["detail-type"], "Detail": event["detail"].to_string(),
        });
        let put = json!({ "Entries": [entry] });
        let put = stage.moto.call(Service::Events, "PutEvents", &put).await;
        assert_eq!(put["FailedEntryCount"], 0, "the bus takes the event: {put}");
        self.taken(stage, &[]).await
    }

    /// The rules that took events since the last time, each with what it sends on where the template has these
    /// parameters.
    pub(crate) async fn taken(
        &self,
        stage: &Stage,
        parameters: &[(&str, &str)],
    ) -> Vec<(String, Value)> {
        let resolver = Resolver::new(&stage.template, parameters, stage.names());
        let rules = stage.template.resources("AWS::Events::Rule");
        let mut taken = Vec::new();
        for rule in &self.rules {
            let own = rules.iter().find(|(name, _)| *name == rule.name);
            let own = own.map(|(_, properties)| resolver.resolve(properties));
            let own = own.unwrap_or_default();
            let transformer = Transformer(own["Targets"][0]["InputTransformer"].clone());
            let events = stage.receive(&rule.queue).await;
            let sent = events.iter().map(|event| transformer.on(event));
            taken.extend(sent.map(|sent| (rule.name.clone(), sent)));
        }
        taken
    }
}

impl Transformer {
    /// The event in the form of the rule's target; without a form, the event itself. `moto` leaves a variable in place whose path is not in the event;
    /// `EventBridge` leaves nothing, and sets a text that stands by itself in quotes.
    /// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html>
    fn on(&self, event: &Value) -> Value {
        let Some(template) = self.0["InputTemplate"].as_str() else {
            return event.clone();
        };
        let paths = self.0["InputPathsMap"].as_object();
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
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
    }
}

/// A sample event of the bus.
pub(crate) fn sample(event: &str) -> Value {
    read_json(&format!("infra/workflows/events/{event}.json"))
}
