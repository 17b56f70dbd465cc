//! The cost of a warm invocation, counted on the wire.

use lambda_emulator::LambdaRehearsal;
use registry::RegisteredAction;
use rehearsal::summary;

/// The actions whose documents are sales. A refund stands beside its sale in what other records reserve, and its sample
/// names none.
const SALES: [RegisteredAction; 3] = [
    RegisteredAction::CreateInvoice,
    RegisteredAction::CreateSalesReceipt,
    RegisteredAction::CreatePaidInvoice,
];

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
    let asked: Vec<_> = stage.sandbox.journal().iter().map(summary).collect();
    assert_eq!(asked, creations(action), "{action}");
    let operations = stage.dynamodb.take_operations();
    assert_eq!(operations, round_trips(action), "{action}");
    let secrets = stage.secrets_manager.take_operations();
    assert_eq!(secrets, [""; 0], "{action}");
}

/// The requests to QuickBooks of a warm invocation.
pub(crate) fn creations(action: RegisteredAction) -> Vec<String> {
    let documents = action.documents().iter();
    documents.map(|kind| format!("create {kind}")).collect()
}

/// The round trips to DynamoDB of a warm invocation.
pub(crate) fn round_trips(action: RegisteredAction) -> Vec<&'static str> {
    let mut round_trips = vec!["BatchGetItem"];
    for place in 0..action.documents().iter().count() {
        // The first claim of a sale reserves it in the same write.
        let reserves = place == 0 && SALES.contains(&action);
        let claim = if reserves {
            "TransactWriteItems"
        } else {
            "PutItem"
        };
        round_trips.extend([claim, "TransactWriteItems"]);
    }
    round_trips
}

#[tokio::test]
async fn a_replay_of_every_action_asks_dynamodb_once_and_nobody_else() {
    for action in RegisteredAction::ALL {
        let stage = LambdaRehearsal::start(action.type_name()).await;
        let sample = action.booking_sample().unwrap().for_record("1").unwrap();
        let first = stage.function.invoke(&sample).await.0;
        assert_eq!(first["status"], "created", "{action} {first}");
        stage.sandbox.clear_journal();
        stage.dynamodb.take_operations();
        stage.secrets_manager.take_operations();

        let again = stage.function.invoke(&sample).await.0;

        assert_eq!(again["status"], "already_created", "{action} {again}");
        let operations = stage.dynamodb.take_operations();
        assert_eq!(operations, ["BatchGetItem"], "{action}");
        assert!(stage.sandbox.journal().is_empty(), "{action}");
        let secrets = stage.secrets_manager.take_operations();
        assert_eq!(secrets, [""; 0], "{action}");
    }
}
