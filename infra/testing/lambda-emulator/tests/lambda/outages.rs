//! A component that goes down in the middle of an invocation: its process is killed, and started again.

use std::time::{Duration, Instant};

use components::{DynamoDbLocal, Moto};
use lambda_emulator::{Answer, Emulator, Endpoints, Installation, sample};
use sandbox_quickbooks::{FaultEffect, FaultScript, Operation, Pause};
use secrecy::ExposeSecret;
use serde_json::Value;

/// The time that QuickBooks takes for the request in which a component goes down. It has done what it was
/// asked for by then.
const PAUSE: Duration = Duration::from_secs(3);

/// The function's time, for which a claim holds that was not recorded.
const TIMEOUT: Duration = Duration::from_secs(20);

/// An installation on components of its own, and a function on it.
struct Stage {
    dynamodb: DynamoDbLocal,
    moto: Moto,
    installation: Installation,
    function: Emulator,
    _kept: tempfile::TempDir,
}

impl Stage {
    async fn set() -> Self {
        let kept = tempfile::tempdir().unwrap();
        let dynamodb = DynamoDbLocal::on_disk(kept.path()).unwrap();
        let moto = Moto::start(&[]).unwrap();
        let endpoints = Endpoints {
            dynamodb: dynamodb.url(),
            secrets_manager: moto.url(),
        };
        let installation = Installation::on(endpoints.clone()).await;
        let timeout = [("AWS_LAMBDA_FUNCTION_TIMEOUT", TIMEOUT.as_secs().to_string())];
        let function = installation.function("CreateInvoice", &endpoints, &timeout);
        Self {
            function: function.await,
            dynamodb,
            moto,
            installation,
            _kept: kept,
        }
    }

    /// Invokes the function, and does this as soon as QuickBooks has been asked for it.
    async fn during(
        &mut self,
        operation: Operation,
        event: &Value,
        happens: impl FnOnce(&mut Self),
    ) -> Answer {
        let pause = FaultEffect::Delay(Pause {
            milliseconds: u64::try_from(PAUSE.as_millis()).unwrap(),
            after_effect: true,
        });
        let sandbox = &self.installation.sandbox;
        sandbox.script(FaultScript::new(pause).operation(operation));
        sandbox.clear_journal();
        let invocation = self.function.invocation(event);
        let answer = tokio::spawn(invocation);
        while !self.was_asked_for(operation) {
            assert!(!answer.is_finished(), "{:?}", answer.await);
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        happens(self);
        answer.await.unwrap()
    }

    /// Invokes the function again, as a workflow does, until the claim of before has ended.
    async fn once_free(&self, event: &Value) -> Value {
        let end = Instant::now() + 2 * TIMEOUT;
        loop {
            let answer = self.function.invoke(event).await;
            if answer.error_type() != Some("InProgress") || Instant::now() > end {
                return answer.0;
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    fn was_asked_for(&self, operation: Operation) -> bool {
        let journal = self.installation.sandbox.journal();
        journal.iter().any(|entry| entry.operation == operation)
    }

    fn invoices(&self) -> usize {
        self.installation.sandbox.documents("Invoice").len()
    }
}

#[tokio::test]
async fn a_database_that_goes_down_between_claim_and_record_costs_one_document_not_two() {
    let mut stage = Stage::set().await;
    let before = stage.invoices();
    let event = sample("create-invoice", "01-deal", "1");
    // Customer and products are mapped by then, so the next creation is the invoice.
    let warm = sample("create-invoice", "01-deal", "2");
    assert_eq!(stage.function.invoke(&warm).await.0["status"], "created");

    let kill = |stage: &mut Stage| stage.dynamodb.kill();
    let answer = stage.during(Operation::Create, &event, kill).await;
    assert_eq!(
        answer.error_type(),
        Some("StorageUnavailable"),
        "{answer:?}"
    );
    assert_eq!(stage.invoices(), before + 2, "it had been posted");
    let still_down = stage.function.invoke(&event).await;
    assert_eq!(still_down.error_type(), Some("StorageUnavailable"));

    stage.dynamodb.start_again().unwrap();
    let again = stage.once_free(&event).await;
    assert_eq!(again["status"], "created", "{again}");
    assert_eq!(stage.invoices(), before + 2, "and is not posted again");
    let once_more = stage.function.invoke(&event).await.0;
    assert_eq!(once_more["status"], "already_created", "{once_more}");
    assert_eq!(once_more["document"], again["document"]);
}

#[tokio::test]
async fn a_database_that_goes_down_before_the_claim_leaves_nothing_half_done() {
    let mut stage = Stage::set().await;
    let before = stage.invoices();
    let event = sample("create-invoice", "01-deal", "1");

    let kill = |stage: &mut Stage| stage.dynamodb.kill();
    let answer = stage.during(Operation::Batch, &event, kill).await;
    assert_eq!(
        answer.error_type(),
        Some("StorageUnavailable"),
        "{answer:?}"
    );
    assert_eq!(stage.invoices(), before);

    stage.dynamodb.start_again().unwrap();
    let again = stage.function.invoke(&event).await.0;
    assert_eq!(again["status"], "created", "{again}");
    assert_eq!(stage.invoices(), before + 1);
}

/// Moto keeps nothing when it ends, and Secrets Manager does: what it held is put back under the versions
/// it had.
#[tokio::test]
async fn secrets_that_go_down_while_a_token_is_refreshed_cost_neither_the_token_nor_a_document() {
    let mut stage = Stage::set().await;
    let before = stage.invoices();
    stage.installation.let_access_token_end().await;
    let kept = stage.installation.kept_secrets().await;
    let event = sample("create-invoice", "01-deal", "1");

    let kill = |stage: &mut Stage| stage.moto.kill();
    let answer = stage.during(Operation::Token, &event, kill).await;
    assert_eq!(
        answer.error_type(),
        Some("StorageUnavailable"),
        "{answer:?}"
    );
    assert_eq!(stage.invoices(), before);

    stage.moto.start_again().unwrap();
    stage.installation.put_secrets_back(&kept).await;
    let again = stage.function.invoke(&event).await.0;
    assert_eq!(again["status"], "created", "{again}");
    assert_eq!(stage.invoices(), before + 1);
    let stored = stage.installation.tokens().await.value.refresh_token;
    let newest = stage.installation.sandbox.credentials().refresh_token;
    assert!(stored.expose_secret() == newest, "the newest is stored");
}
