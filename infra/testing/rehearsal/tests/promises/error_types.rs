//! Every error type of the contract comes of something: a match without a gap says what, and it is run.

use actions::commit::Identity;
use actions::{ActionError, ErrorType, Response};
use quickbooks::EntityKind;
use registry::RegisteredAction::{
    self, CreateEstimate, CreateInvoice, CreatePaidInvoice, CreateRefundReceipt, CreateSalesReceipt,
};
use rehearsal::{CONNECTION, HubSpotAccount, Rehearsal, Rule};
use sandbox_quickbooks::{
    FaultEffect, FaultScript, Operation, ScriptedAnswer, ThrottleAnswer, ThrottleFormat,
};
use secrecy::SecretString;
use serde_json::json;
use storage::embedded::EmbeddedStore;
use storage::{
    CompareAndPut, Connection, DocumentRef, EntryState, Ledger, LedgerEntry, SnapshotReader, Tokens,
};
use strum::VariantArray;

use crate::every_action;

/// A sample event of an action.
fn sample(action: RegisteredAction, name: &str) -> Rule {
    let folder = format!("{}/../../../functions/{action}", env!("CARGO_MANIFEST_DIR"));
    Rule::of("an error", &folder, name)
}

fn deal() -> Rule {
    sample(CreateInvoice, "01-deal")
}

/// Runs the action `action` on the event of the rule.
async fn run(
    action: RegisteredAction,
    stage: &Rehearsal,
    rule: &Rule,
) -> Result<Response, ActionError> {
    every_action::run(action, stage, rule.event()).await
}

async fn refused(action: RegisteredAction, rule: Rule) -> ActionError {
    run(action, &rule.stage().await, &rule).await.unwrap_err()
}

async fn invoice(stage: &Rehearsal) -> Result<Response, ActionError> {
    run(CreateInvoice, stage, &deal()).await
}

/// The deal, while QuickBooks answers the creation of its invoice like this.
async fn answered(effect: FaultEffect) -> (Rehearsal, ActionError) {
    let stage = Rehearsal::start().await;
    let script = FaultScript::new(effect)
        .entity("Invoice")
        .operation(Operation::Create);
    stage.sandbox.script(script.always());
    let error = invoice(&stage).await.unwrap_err();
    (stage, error)
}

/// A deal that a HubSpot account does not have, asked for by its id alone.
async fn by_id(arrange: impl FnOnce(&sandbox_hubspot::Sandbox)) -> ActionError {
    let account = HubSpotAccount::start().await;
    let stage = Rehearsal::with_settings(json!({"hubspot": account.setting()})).await;
    let stage = account.opened_to(stage).await;
    arrange(&account.sandbox);
    let event = json!({"connection": CONNECTION, "record": {"object_type": "deal", "id": "9001"}});
    let run = every_action::run(CreateInvoice, &stage, &event);
    run.await.unwrap_err()
}

async fn ambiguous() -> ActionError {
    let stage = Rehearsal::start().await;
    for name in ["The office", "Another office"] {
        let twin = json!({"DisplayName": name, "PrimaryEmailAddr": {"Address": "ada@example.com"}});
        stage.sandbox.insert("Customer", twin).unwrap();
    }
    invoice(&stage).await.unwrap_err()
}

async fn changed_after_it_was_booked() -> ActionError {
    let stage = Rehearsal::start().await;
    invoice(&stage).await.unwrap();
    let changed = deal().set("/record/line_items/0/properties/quantity", json!("17"));
    run(CreateInvoice, &stage, &changed).await.unwrap_err()
}

async fn with_a_receipt_of_the_invoiced_deal() -> ActionError {
    let stage = Rehearsal::start().await;
    invoice(&stage).await.unwrap();
    let receipt = deal().set("/options", json!({}));
    run(CreateSalesReceipt, &stage, &receipt).await.unwrap_err()
}

async fn refund_of_an_unknown_sale() -> ActionError {
    let rule = sample(CreateRefundReceipt, "01-full-refund");
    let rule = rule.with(&json!({"refunds": {"without_sale": "refuse"}}));
    refused(CreateRefundReceipt, rule).await
}

async fn with_a_refresh_token_of_nobody() -> ActionError {
    let stage = Rehearsal::start().await;
    let connection = Connection::try_from(CONNECTION).unwrap();
    let stored = stage.store.load_tokens(&connection).await.unwrap().unwrap();
    let mut tokens = stored.value;
    tokens.refresh_token = SecretString::from("nobody's");
    tokens.access_expires_at = jiff::Timestamp::now();
    let version = Some(stored.version);
    let written = stage
        .store
        .store_tokens(&connection, version, &tokens)
        .await;
    written.unwrap().unwrap();
    invoice(&stage).await.unwrap_err()
}

/// A ledger whose entry for the deal cannot be read.
async fn with_a_damaged_ledger() -> ActionError {
    let stage = Rehearsal::start().await;
    invoice(&stage).await.unwrap();
    let connection = Connection::try_from(CONNECTION).unwrap();
    let record = ("deal", "9001");
    let identity = Identity::new(
        &connection,
        "create-invoice",
        record,
        EntityKind::Invoice,
        None,
    );
    let request = storage::ReadRequest {
        entries: vec![identity.key().clone()],
        ..storage::ReadRequest::of(connection.clone())
    };
    let snapshot = stage.store.read(&request).await.unwrap();
    let entry = &snapshot.entries[identity.key()];
    let damaged = LedgerEntry {
        state: EntryState::Done {
            recorded_at: jiff::Timestamp::now(),
            document: DocumentRef {
                entity: "Invoice".into(),
                id: "145".into(),
            },
            response: "{".into(),
        },
        ..entry.value.clone()
    };
    let written =
        stage
            .store
            .compare_and_put(&connection, identity.key(), Some(entry.version), &damaged);
    assert!(matches!(written.await.unwrap(), CompareAndPut::Written(_)));
    invoice(&stage).await.unwrap_err()
}

/// A store's file that another process has open.
fn with_a_store_in_use() -> ActionError {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let _in_use = EmbeddedStore::open(&path).unwrap();
    EmbeddedStore::open(&path).unwrap_err().into()
}

async fn produce(error_type: ErrorType) -> ActionError {
    let filter = json!([{"filters": [{"propertyName": "lifecyclestage", "operator": "EQ", "value": "customer"}]}]);
    match error_type {
        ErrorType::InvalidRequest => {
            refused(
                CreateInvoice,
                deal().set("/options/payment_term", json!("Net 30")),
            )
            .await
        }
        ErrorType::RecordIncomplete => {
            refused(CreateEstimate, sample(CreateEstimate, "06-no-contact")).await
        }
        ErrorType::RecordNotFound => by_id(|_| {}).await,
        ErrorType::HubSpotAccessDenied => {
            by_id(|account| {
                account
                    .grant_scopes(&["crm.objects.contacts.read"])
                    .unwrap();
            })
            .await
        }
        ErrorType::HubSpotUnavailable => {
            let edge = sandbox_hubspot::FaultScript::new(sandbox_hubspot::FaultEffect::Edge(502));
            by_id(|account| account.script(edge.always())).await
        }
        ErrorType::ContactNotEligible => {
            let rule = sample(CreateInvoice, "08-contact-not-eligible")
                .set("/connection", json!(CONNECTION))
                .with(&json!({"customers": {"mode": "sync_filter", "filter_groups": filter}}));
            refused(CreateInvoice, rule).await
        }
        ErrorType::CustomerAmbiguous => ambiguous().await,
        ErrorType::ProductNotFound => {
            refused(CreateInvoice, sample(CreateInvoice, "07-product-not-found")).await
        }
        ErrorType::TaxableLineItem => {
            refused(
                CreatePaidInvoice,
                sample(CreatePaidInvoice, "04-taxable-line"),
            )
            .await
        }
        ErrorType::RefundNotSupported => {
            refused(
                CreateRefundReceipt,
                sample(CreateRefundReceipt, "04-partial-refund"),
            )
            .await
        }
        ErrorType::ConnectionNotFound => {
            refused(
                CreateInvoice,
                deal().set("/connection", json!("nobodys-books")),
            )
            .await
        }
        ErrorType::SettingMissing => {
            refused(
                CreateRefundReceipt,
                sample(CreateRefundReceipt, "06-no-refund-account"),
            )
            .await
        }
        ErrorType::IdempotencyConflict => changed_after_it_was_booked().await,
        ErrorType::AlreadyBooked => with_a_receipt_of_the_invoiced_deal().await,
        ErrorType::SaleNotBooked => refund_of_an_unknown_sale().await,
        ErrorType::LedgerCorrupt => with_a_damaged_ledger().await,
        ErrorType::ReauthorizationRequired => with_a_refresh_token_of_nobody().await,
        ErrorType::QuickBooksRejected => {
            let nobody = json!({"quickbooks_id": "999999"});
            refused(CreateInvoice, deal().set("/options/customer", nobody)).await
        }
        ErrorType::QuickBooksThrottled => {
            let throttle = ThrottleAnswer {
                format: ThrottleFormat::Xml,
                retry_after: Some(7),
            };
            answered(FaultEffect::Throttle(throttle)).await.1
        }
        ErrorType::QuickBooksUnavailable => {
            let outage = ScriptedAnswer {
                status: 503,
                body: "<html>unavailable</html>".into(),
                content_type: "text/html".into(),
                after_effect: false,
            };
            // A read that a gateway answered is known to have done nothing; a write is not.
            let stage = Rehearsal::start().await;
            let script = FaultScript::new(FaultEffect::Status(outage)).operation(Operation::Batch);
            stage.sandbox.script(script.always());
            invoice(&stage).await.unwrap_err()
        }
        ErrorType::OutcomeUnknown => answered(FaultEffect::CloseAfterEffect).await.1,
        ErrorType::InProgress => {
            let (stage, _) = answered(FaultEffect::CloseAfterEffect).await;
            invoice(&stage).await.unwrap_err()
        }
        ErrorType::StorageUnavailable => with_a_store_in_use(),
    }
}

#[tokio::test]
async fn every_error_type_of_the_contract_is_produced_and_names_the_way_out() {
    for error_type in ErrorType::VARIANTS {
        let error = produce(*error_type).await;
        let name: &'static str = (*error_type).into();
        assert_eq!(error.error_type(), name, "{error}");
        let message = error.to_string();
        assert!(message.len() > 20, "{name}: {message}");
        for personal in ["ada@example.com", "O'Keefe", "Orchard Lane"] {
            assert!(!message.contains(personal), "{name}: {message}");
        }
    }
}

#[tokio::test]
async fn the_message_of_every_error_names_its_record_once_whoever_refused() {
    for error_type in ErrorType::VARIANTS {
        // The store that is in use elsewhere is opened before there is a record; the engine names it in the
        // same place as for the others.
        if *error_type == ErrorType::StorageUnavailable {
            continue;
        }
        let message = produce(*error_type).await.to_string();
        let named = ["deal 9", "payment 3"]
            .iter()
            .map(|record| message.matches(record).count());
        let named: usize = named.sum();
        // An error about a sale names the record that was booked before, too.
        let most = usize::from(*error_type == ErrorType::AlreadyBooked) + 1;
        assert!((1..=most).contains(&named), "{message}");
    }
}
