//! The options of all records, checked before any of them is booked.

use std::collections::HashSet;

use serde_json::{Map, Value};

use registry::RegisteredAction;

/// The options that were checked so far.
pub(super) struct Checked {
    action: RegisteredAction,
    /// Most files have one set of options for all records.
    seen: HashSet<String>,
}

impl Checked {
    /// None yet, of this action.
    pub(super) fn of(action: RegisteredAction) -> Self {
        Self {
            action,
            seen: HashSet::new(),
        }
    }

    /// Checks the options of a request.
    ///
    /// # Errors
    ///
    /// An option that the action does not have, or whose value has another form. It is said of the first
    /// record that has these options, and that keeps the file from being booked.
    pub(super) fn check(&mut self, request: &Value) -> Result<(), String> {
        let none = Map::new();
        let options = request.get("options").and_then(Value::as_object);
        let options = options.unwrap_or(&none);
        if !self.seen.insert(Value::Object(options.clone()).to_string()) {
            return Ok(());
        }
        let checked = self.action.check_options(options);
        checked.map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Checked;
    use registry::RegisteredAction;

    #[test]
    fn a_wrong_option_is_told_once_and_a_right_one_passes() {
        let mut checked = Checked::of(RegisteredAction::CreateInvoice);
        let wrong = json!({"options": {"payment_term": "Net 30"}});
        let told = checked.check(&wrong).unwrap_err();
        assert!(told.contains("`options.payment_term`"), "{told}");
        assert_eq!(checked.check(&wrong), Ok(()));
        let right =
            json!({"options": {"payment_terms": "Net 30", "transaction_date": "{{closedate}}"}});
        assert_eq!(checked.check(&right), Ok(()));
        assert_eq!(checked.check(&json!({})), Ok(()));
        let date = json!({"options": {"transaction_date": "03/09/2026"}});
        let told = checked.check(&date).unwrap_err();
        assert!(told.contains("expected YYYY-MM-DD"), "{told}");
    }
}
