//! The workflows, and what each orders for its input.

use registry::RegisteredAction;
use serde_json::{Value, json};

/// The field of the options that are of every action of a run.
const OPTIONS: &str = "options";

/// The fields of an input by which a workflow chooses actions and their options; no request has them.
const OF_WORKFLOWS: [&str; 4] = [
    "action",
    "document_action",
    "document_options",
    "expense_options",
];

/// A workflow, by its definition in `infra/workflows`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Workflow {
    /// One action.
    QuickBooksAction,
    /// A payment's document, and the expense for its fee.
    SettlePayment,
    /// A refund's receipt.
    RefundPayment,
}

/// The actions that a run orders for one record.
#[derive(Clone, Debug)]
pub(super) struct Order {
    pub(super) connection: Value,
    /// The record as it was given.
    pub(super) record: Value,
    pub(super) run: Value,
    /// The input without what the workflow alone reads of it. The action refuses what it does not know.
    request: Value,
    /// The actions, each with its options.
    pub(super) actions: Vec<(RegisteredAction, Value)>,
}

impl Workflow {
    /// The order of an input.
    ///
    /// # Errors
    ///
    /// The cause, for an input that says too little.
    pub(super) fn order(self, input: &Value) -> Result<Order, &'static str> {
        let record = &input["record"];
        let is_whole = [&input["connection"], &record["object_type"], &record["id"]];
        let actions = match self {
            Self::QuickBooksAction => vec![(input["action"].as_str(), OPTIONS)],
            Self::SettlePayment => {
                let document = input["document_action"].as_str();
                let document = document.or(Some("create-paid-invoice"));
                vec![
                    (document, "document_options"),
                    (Some("create-expense"), "expense_options"),
                ]
            }
            Self::RefundPayment => vec![(Some("create-refund-receipt"), OPTIONS)],
        };
        let named = actions.into_iter().map(|(name, options)| {
            let action = RegisteredAction::named(name?)?;
            let own = (options != OPTIONS).then(|| &input[options]);
            Some((action, merged(&input[OPTIONS], own)))
        });
        let actions: Option<Vec<_>> = named.collect();
        match actions {
            Some(actions) if is_whole.iter().all(|it| !it.is_null()) => Ok(Order {
                connection: input["connection"].clone(),
                record: record.clone(),
                run: object(&input["run"]),
                request: for_actions(input),
                actions,
            }),
            Some(_) | None => Err(
                "The input needs connection, action, record.object_type and record.id; action is the name of a \
                 function that creates a document.",
            ),
        }
    }
}

impl Order {
    /// The request of one of its actions.
    pub(super) fn request(&self, options: &Value) -> Value {
        let mut request = self.request.clone();
        request[OPTIONS] = options.clone();
        request
    }

    /// The record's type and id.
    pub(super) fn subject(&self) -> Value {
        let record = &self.record;
        json!({ "object_type": record["object_type"], "id": record["id"] })
    }

    /// The record as messages name it, such as `deal 9001`.
    pub(super) fn label(&self) -> String {
        let text = |value: &Value| {
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned)
        };
        let (of, id) = (&self.record["object_type"], &self.record["id"]);
        format!("{} {}", text(of), text(id))
    }
}

fn for_actions(input: &Value) -> Value {
    let mut request = input.clone();
    if let Some(fields) = request.as_object_mut() {
        fields.retain(|name, _| !OF_WORKFLOWS.contains(&name.as_str()));
    }
    request
}

/// The options of all actions of a run with those of one. What is no object is for the action to refuse.
fn merged(of_all: &Value, own: Option<&Value>) -> Value {
    let own = own.and_then(Value::as_object);
    let mut merged = if of_all.is_null() {
        json!({})
    } else {
        of_all.clone()
    };
    if let (Some(merged), Some(own)) = (merged.as_object_mut(), own) {
        merged.extend(own.clone());
    }
    merged
}

pub(super) fn object(value: &Value) -> Value {
    if value.is_object() {
        value.clone()
    } else {
        json!({})
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Workflow;

    #[test]
    fn an_input_orders_the_actions_of_its_workflow_or_says_too_little() {
        let whole = json!({"connection": "us-books", "record": {"object_type": "payment", "id": "1"},
            "action": "create-invoice"});
        for (workflow, expected) in [
            (Workflow::QuickBooksAction, &["create-invoice"][..]),
            (
                Workflow::SettlePayment,
                &["create-paid-invoice", "create-expense"],
            ),
            (Workflow::RefundPayment, &["create-refund-receipt"]),
        ] {
            let order = workflow.order(&whole).unwrap();
            let names: Vec<&str> = order.actions.iter().map(|(it, _)| it.name()).collect();
            assert_eq!(names, expected);
            for missing in ["connection", "record"] {
                let mut input = whole.clone();
                input.as_object_mut().unwrap().remove(missing);
                assert!(workflow.order(&input).is_err(), "{missing}");
            }
        }
        let unknown =
            json!({"connection": "us-books", "record": whole["record"], "action": "create-peace"});
        assert!(Workflow::QuickBooksAction.order(&unknown).is_err());
    }

    #[test]
    fn the_options_of_a_run_are_those_of_each_action_and_what_no_workflow_reads_is_the_action_s() {
        let input = json!({"connection": "us-books", "record": {"object_type": "payment", "id": "1"},
            "document_action": "create-sales-receipt", "options": {"dry_run": true},
            "document_options": {"memo": "of the sale"}, "dryRun": true});
        let order = Workflow::SettlePayment.order(&input).unwrap();
        let requests = order
            .actions
            .iter()
            .map(|(_, options)| order.request(options));
        let requests: Vec<_> = requests.collect();
        let mut expected = json!({"connection": "us-books", "record": input["record"], "dryRun": true,
            "options": {"dry_run": true, "memo": "of the sale"}});
        assert_eq!(requests[0], expected);
        expected["options"] = json!({"dry_run": true});
        assert_eq!(requests[1], expected);
    }
}
