//! A row of a table of rules: an event, and the settings and the company it meets.

use actions::{Action, ActionError, Response};
use sandbox_quickbooks::SandboxOptions;
use serde_json::{Value, json};

use crate::Rehearsal;

/// A rule as it is shown: an event in a company of its own.
pub struct Rule {
    /// The rule in a few words.
    pub name: &'static str,
    event: Value,
    settings: Value,
    company: SandboxOptions,
}

impl Rule {
    /// A rule shown by the sample event `sample` of the crate in the folder `manifest_dir`.
    pub fn of(name: &'static str, manifest_dir: &str, sample: &str) -> Self {
        let path = format!("{manifest_dir}/events/{sample}.json");
        let text = std::fs::read_to_string(&path).expect("the sample event is there");
        let event: Value = serde_json::from_str(&text).expect("a sample event is JSON");
        Self {
            name,
            event: event.get("detail").cloned().unwrap_or(event),
            settings: json!({}),
            company: SandboxOptions::default(),
        }
    }

    /// The same with another value at a place of the event, such as `/options/memo`; what is not there
    /// is added.
    #[must_use]
    pub fn set(mut self, place: &str, value: Value) -> Self {
        put(&mut self.event, place, value);
        self
    }

    /// The same with a property of the record.
    #[must_use]
    pub fn property(self, name: &str, value: Value) -> Self {
        self.set(&format!("/record/properties/{name}"), value)
    }

    /// The same with these settings laid over the usual ones, top-level key by key.
    #[must_use]
    pub fn with(mut self, settings: &Value) -> Self {
        let all = settings.as_object().into_iter().flatten();
        for (name, value) in all {
            self.settings[name] = value.clone();
        }
        self
    }

    /// The same in another company.
    #[must_use]
    pub fn at(mut self, company: SandboxOptions) -> Self {
        self.company = company;
        self
    }

    /// The name of the rule's snapshot.
    pub fn slug(&self) -> String {
        self.name.replace(' ', "-")
    }

    /// The event.
    pub fn event(&self) -> &Value {
        &self.event
    }

    /// A company for the rule, with its settings.
    pub async fn stage(&self) -> Rehearsal {
        Rehearsal::with(self.company.clone(), self.settings.clone()).await
    }

    /// Runs an action on the event in a company of its own, and tells what became of it; `kinds` are the
    /// documents to tell of.
    pub async fn play<A: Action>(&self, kinds: &[&str]) -> String {
        let stage = self.stage().await;
        let result = stage.run::<A>(&self.event).await;
        format!("{}\n{}", outcome(&result), stage.told(kinds))
    }
}

/// The answer in a line or two.
pub fn outcome(result: &Result<Response, ActionError>) -> String {
    let response = match result {
        Ok(response) => response,
        Err(error) => return format!("{}: {error}", error.error_type()),
    };
    let documents = response.documents.iter().flatten();
    let documents = documents.chain(
        response
            .document
            .iter()
            .filter(|_| response.documents.is_none()),
    );
    let documents = documents.map(|document| {
        let kind = &document.kind;
        let total = &document.total;
        let currency = &document.currency;
        let link = document
            .payment_link
            .as_ref()
            .map_or("", |_| " with a payment link");
        format!("{kind} of {total} {currency}{link}")
    });
    let documents: Vec<String> = documents.collect();
    let customer = response.customer.iter().map(|customer| {
        let name = customer.name.as_deref().unwrap_or("?");
        format!("customer {name} ({})", customer.matched_by)
    });
    let products = response.products.iter().map(|product| {
        let name = product.name.as_deref().unwrap_or("?");
        format!("{} {name} ({})", product.line_item, product.matched_by)
    });
    let warnings = response.warnings.iter().map(|warning| {
        let (code, message) = (&warning.code, &warning.message);
        format!("{code}: {message}")
    });
    let first = format!("{}: {}", response.status, documents.join(", "));
    let further = customer.chain(products).chain(warnings);
    std::iter::once(first)
        .chain(further)
        .collect::<Vec<_>>()
        .join("\n")
}

fn put(event: &mut Value, place: &str, value: Value) {
    let (parent, name) = place.rsplit_once('/').expect("a place begins with a slash");
    let parent = event
        .pointer_mut(parent)
        .expect("the place is in the event");
    match parent {
        Value::Object(fields) => {
            fields.insert(name.to_owned(), value);
        }
        Value::Array(items) => {
            let index: usize = name.parse().expect("a place in an array is a number");
            items[index] = value;
        }
        _ => panic!("nothing can be put at {place}"),
    }
}
