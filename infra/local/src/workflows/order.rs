//! The workflows, and what each orders for its input.

use registry::RegisteredAction;
use serde_json::{Value, json};

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
            Self::QuickBooksAction => vec![(input["action"].as_str(), "options")],
            Self::SettlePayment => {
                let document = input["document_action"].as_str();
                let document = document.or(Some("create-paid-invoice"));
                vec![
                    (document, "document_options"),
                    (Some("create-expense"), "expense_options"),
                ]
            }
            Self::RefundPayment => vec![(Some("create-refund-receipt"), "options")],
        };
        let named = actions.into_iter().map(|(name, options)| {
            let action = RegisteredAction::named(name?)?;
            Some((action, object(&input[options])))
        });
        let actions: Option<Vec<_>> = named.collect();
        match actions {
            Some(actions) if is_whole.iter().all(|it| !it.is_null()) => Ok(Order {
                connection: input["connection"].clone(),
                record: record.clone(),
                run: object(&input["run"]),
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
        json!({
            "connection": self.connection,
            "record": self.record,
            "options": options,
            "run": self.run,
        })
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

fn object(value: &Value) -> Value {
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
}
