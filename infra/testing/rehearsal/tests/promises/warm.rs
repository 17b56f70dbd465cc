//! The cost of an action in requests to QuickBooks when everything is mapped.

use actions::Status;
use registry::RegisteredAction;
use rehearsal::Rehearsal;
use serde_json::json;

use crate::every_action::{run, sample};

#[tokio::test]
async fn a_warm_action_takes_one_request_per_document_and_no_read_and_a_repeat_takes_none() {
    for action in RegisteredAction::ALL.iter().copied() {
        let stage = Rehearsal::start().await;
        let first = run(action, &stage, &sample(action, "1", &json!({}))).await;
        assert_eq!(first.unwrap().status, Status::Created, "{action}");
        stage.sandbox.clear_journal();

        let event = sample(action, "2", &json!({}));
        let made = run(action, &stage, &event).await.unwrap();
        assert_eq!(made.status, Status::Created, "{action}");
        let documents = action.documents().iter();
        let creations: Vec<String> = documents.map(|kind| format!("create {kind}")).collect();
        assert_eq!(stage.requests(), creations, "{action}");

        stage.sandbox.clear_journal();
        let again = run(action, &stage, &event).await.unwrap();
        assert_eq!(again.status, Status::AlreadyCreated, "{action}");
        assert_eq!(again.document, made.document, "{action}");
        assert_eq!(again.documents, made.documents, "{action}");
        assert_eq!(stage.requests(), [""; 0], "{action}");
    }
}
