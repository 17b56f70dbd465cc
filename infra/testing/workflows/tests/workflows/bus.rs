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

/// A bus with the template's rules; each puts what it would send to its target into a queue, since `moto`'s rules reach
/// queues and not state machines or functions.
pub(crate) struct Bus {
    /// Each rule's name, and the URL of its queue.
    rules: Vec<(String, String)>,
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
            let mut target = json!({
                "Id": "queue", "Arn": format!("arn:aws:sqs:{REGION}:{ACCOUNT}:rule-{name}"),
            });
            if let Some(transformer) = rule["Targets"][0].get("InputTransformer") {
                target["InputTransformer"] = transformer.clone();
            }
            let put = json!({ "Rule": name, "EventBusName": "books", "Targets": [target] });
            moto.call(Service::Events, "PutTargets", &put).await;
            rules.push((name, url));
        }
        Self { rules }
    }

    /// The names of the rules.
    pub(crate) fn rules(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().map(|(rule, _)| rule.as_str())
    }

    /// Sends a sample event; gives the rules that took it, each with what it sent on.
    pub(crate) async fn send(&self, stage: &Stage, event: &str) -> Vec<(String, Value)> {
        let event = sample(event);
        let entry = json!({
            "EventBusName": "books", "Source": event["source"],
            "DetailType": event["detail-type"], "Detail": event["detail"].to_string(),
        });
        let put = json!({ "Entries": [entry] });
        let put = stage.moto.call(Service::Events, "PutEvents", &put).await;
        assert_eq!(put["FailedEntryCount"], 0, "the bus takes the event: {put}");
        let mut taken = Vec::new();
        for (rule, queue) in &self.rules {
            let sent = stage.receive(queue).await;
            taken.extend(sent.into_iter().map(|message| (rule.clone(), message)));
        }
        taken
    }
}

/// A sample event of the bus.
pub(crate) fn sample(event: &str) -> Value {
    read_json(&format!("infra/workflows/events/{event}.json"))
}
