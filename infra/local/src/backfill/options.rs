//! The options of all records, checked before any of them is booked.

use std::collections::{BTreeSet, HashSet};

use manage_connection::ManageConnection;
use registry::RegisteredAction;
use serde_json::{Map, Value};
use storage::Connection;

use super::job::Job;
use crate::functions::deadline;
use crate::installation::Installation;

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

/// Looks in QuickBooks for the objects that the options of all records name, and gives the faults. Where QuickBooks
/// cannot be asked, the records tell why.
pub(super) async fn missing_names(
    installation: &Installation,
    options: &Map<String, Value>,
    jobs: &[Job],
) -> Vec<String> {
    let app = installation.app.oauth.clone();
    let manage = ManageConnection::new(&installation.engine, app, None);
    let connections: BTreeSet<&str> = jobs
        .iter()
        .map(|job| job.subject.connection.as_str())
        .collect();
    let mut missing = Vec::new();
    for name in connections {
        let Ok(connection) = Connection::try_from(name) else {
            continue;
        };
        let faults = manage.check_options(&connection, options, deadline()).await;
        let faults = faults.unwrap_or_default().into_iter();
        missing.extend(faults.map(|fault| format!("connection {connection}: {fault}")));
    }
    missing
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
        let date = json!({"options": {"service_date": "12/31/2026"}});
        let told = checked.check(&date).unwrap_err();
        assert!(told.contains("`options.service_date`"), "{told}");
        let right = json!({"options": {"service_date": "{{closedate}}"}});
        assert_eq!(checked.check(&right), Ok(()));
    }
}
