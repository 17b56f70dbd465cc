//! The cost of a warm invocation, counted on the wire.

use lambda_emulator::LambdaRehearsal;
use registry::RegisteredAction;
use rehearsal::summary;

#[tokio::test]
async fn a_warm_invocation_of_every_action_writes_once_reads_nothing_and_asks_for_no_secret() {
    for action in RegisteredAction::ALL {
        assert_costs(*action).await;
    }
}

/// Sends a sample of the action for two records; with everything mapped, the second takes a request to
/// QuickBooks for each document, and in DynamoDB one read and for each document the claim and the record.
async fn assert_costs(action: RegisteredAction) {
    let stage = LambdaRehearsal::start(action.type_name()).await;
    let sample = action.booking_sample().unwrap();
    let first = sample.for_record("1").unwrap();
    let first = stage.function.invoke(&first).await.0;
    assert_eq!(first["status"], "created", "{action} {first}");
    stage.sandbox.clear_journal();
    stage.dynamodb.take_operations();
    stage.secrets_manager.take_operations();

    let second = sample.for_record("2").unwrap();
    let second = stage.function.invoke(&second).await.0;

    assert_eq!(second["status"], "created", "{action} {second}");
    let documents = action.documents().iter();
    let creations: Vec<String> = documents.map(|kind| format!("create {kind}")).collect();
    let asked: Vec<_> = stage.sandbox.journal().iter().map(summary).collect();
    assert_eq!(asked, creations, "{action}");
    let claims_and_records = vec!["PutItem"; 2 * creations.len()];
    let round_trips = stage.dynamodb.take_operations();
    assert_eq!(
        round_trips,
        [vec!["BatchGetItem"], claims_and_records].concat(),
        "{action}"
    );
    let secrets = stage.secrets_manager.take_operations();
    assert_eq!(secrets, [""; 0], "{action}");
}
