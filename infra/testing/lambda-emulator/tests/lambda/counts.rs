//! What a warm invocation costs, counted on the wire.

use lambda_emulator::{LambdaRehearsal, sample};
use rehearsal::summary;

/// An action, a sample event of it, and what the same event costs for another record once everything is
/// mapped: requests to QuickBooks, and round trips to DynamoDB.
struct Cost {
    function: &'static str,
    folder: &'static str,
    sample: &'static str,
    quickbooks: &'static [&'static str],
    dynamodb: &'static [&'static str],
}

/// One read, the claim, the record.
const THREE: &[&str] = &["BatchGetItem", "PutItem", "PutItem"];

const COSTS: [Cost; 6] = [
    Cost {
        function: "CreateInvoice",
        folder: "create-invoice",
        sample: "01-deal",
        quickbooks: &["create Invoice"],
        dynamodb: THREE,
    },
    Cost {
        function: "CreateEstimate",
        folder: "create-estimate",
        sample: "01-deal",
        quickbooks: &["create Estimate"],
        dynamodb: THREE,
    },
    Cost {
        function: "CreateSalesReceipt",
        folder: "create-sales-receipt",
        sample: "01-deal",
        quickbooks: &["create SalesReceipt"],
        dynamodb: THREE,
    },
    Cost {
        function: "CreatePaidInvoice",
        folder: "create-paid-invoice",
        sample: "01-payment-link",
        quickbooks: &["create Invoice", "create Payment"],
        dynamodb: &["BatchGetItem", "PutItem", "PutItem", "PutItem", "PutItem"],
    },
    Cost {
        function: "CreateExpense",
        folder: "create-expense",
        sample: "01-card-payment",
        quickbooks: &["create Purchase"],
        dynamodb: THREE,
    },
    Cost {
        function: "CreateRefundReceipt",
        folder: "create-refund-receipt",
        sample: "01-full-refund",
        quickbooks: &["create RefundReceipt"],
        dynamodb: THREE,
    },
];

#[tokio::test]
async fn a_warm_invocation_of_every_action_writes_once_reads_nothing_and_asks_for_no_secret() {
    for cost in &COSTS {
        assert_costs(cost).await;
    }
}

async fn assert_costs(cost: &Cost) {
    let stage = LambdaRehearsal::start(cost.function).await;
    let event = |id| sample(cost.folder, cost.sample, id);
    let first = stage.function.invoke(&event("1")).await.0;
    assert_eq!(first["status"], "created", "{} {first}", cost.function);
    stage.sandbox.clear_journal();
    stage.dynamodb.take_operations();
    stage.secrets_manager.take_operations();

    let second = stage.function.invoke(&event("2")).await.0;

    assert_eq!(second["status"], "created", "{} {second}", cost.function);
    let asked: Vec<_> = stage.sandbox.journal().iter().map(summary).collect();
    assert_eq!(asked, cost.quickbooks, "{}", cost.function);
    let round_trips = stage.dynamodb.take_operations();
    assert_eq!(round_trips, cost.dynamodb, "{}", cost.function);
    let secrets = stage.secrets_manager.take_operations();
    assert_eq!(secrets, [""; 0], "{}", cost.function);
}
