//! One execution, delivered often.

use sandbox_hubspot::{
    ActionAnswer, InputForm, InputPlaces, ObjectTypeForm, Signatures, WorkflowExecution,
    WorkflowOptions,
};
use serde_json::{Value, json};

use super::own_account::OwnAccount;
use super::{DEAL, DEAL_WITHOUT_PRODUCT, documents, invoice, until};

/// Each request goes out five times at once. The gateway's clock is not moved with the account's, so the later requests
/// carry the signature that has no time.
fn five_at_once() -> WorkflowOptions {
    WorkflowOptions {
        deliveries_at_once: 5,
        signatures: Signatures::V2,
        ..WorkflowOptions::default()
    }
}

fn outputs(answer: &ActionAnswer) -> Value {
    assert_eq!(answer.status, Some(200), "{answer:?}");
    let body: Value = serde_json::from_str(&answer.body).unwrap();
    body["outputFields"].clone()
}

/// Enrols a deal, and gives the execution when it has ended.
async fn run(account: &OwnAccount, deal: &str) -> WorkflowExecution {
    let callback_id = account.portal.enroll(invoice(deal, false)).unwrap();
    account.portal.settle().await;
    until("the end of the execution", || async {
        let execution = account.portal.execution(&callback_id).unwrap();
        execution.state.is_final().then_some(execution)
    })
    .await
}

/// Waits until the run has ended: that is when all of its outcome is told, and the completion is only a part of it.
async fn wait_for_the_end(account: &OwnAccount, callback_id: &str) {
    until("the end of the run", || async {
        let answers = account.portal.deliver_again(callback_id, 1).await;
        let state = outputs(&answers[0])["hs_execution_state"].clone();
        (state != "BLOCK").then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_execution_delivered_five_times_at_once_and_after_an_hour_is_one_document_and_one_completion()
 {
    let account = OwnAccount::start(five_at_once()).await;
    let before = documents(&account.server, "Invoice").await.len();
    let execution = run(&account, DEAL).await;
    assert_eq!(execution.answers.len(), 5);
    for answer in &execution.answers {
        assert_eq!(outputs(answer)["hs_execution_state"], "BLOCK");
    }
    let completions = account.portal.completions();
    assert_eq!(completions.len(), 1);
    let (completed, told) = &completions[0];
    assert_eq!(*completed, execution.callback_id);
    assert_eq!(told["hs_execution_state"], "SUCCESS");

    wait_for_the_end(&account, &execution.callback_id).await;
    account.clock.advance(std::time::Duration::from_hours(1));
    let again = account
        .portal
        .deliver_again(&execution.callback_id, 5)
        .await;
    assert_eq!(again.len(), 5);
    for answer in &again {
        assert_eq!(
            outputs(answer),
            *told,
            "the answer agrees with the completion"
        );
    }
    assert_eq!(account.portal.completions().len(), 1);
    assert_eq!(
        documents(&account.server, "Invoice").await.len(),
        before + 1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_execution_that_is_delivered_again_says_what_failed() {
    let account = OwnAccount::start(five_at_once()).await;
    let execution = run(&account, DEAL_WITHOUT_PRODUCT).await;
    wait_for_the_end(&account, &execution.callback_id).await;
    account.clock.advance(std::time::Duration::from_hours(1));
    let again = account
        .portal
        .deliver_again(&execution.callback_id, 5)
        .await;
    let completions = account.portal.completions();
    assert_eq!(completions.len(), 1);
    let told = &completions[0].1;
    assert_eq!(told["error_code"], "ProductNotFound");
    for answer in &again {
        let outputs = outputs(answer);
        assert_eq!(outputs["hs_execution_state"], json!("FAIL_CONTINUE"));
        for told_in in ["error_code", "error_message"] {
            assert_eq!(outputs[told_in], told[told_in]);
        }
    }
}

/// The forms in which HubSpot is known, or documented, to send an execution.
fn every_form() -> Vec<WorkflowOptions> {
    let places = [
        InputPlaces::All,
        InputPlaces::InputFields,
        InputPlaces::Fields,
        InputPlaces::TypedInputs,
    ];
    let other = [
        (InputForm::Texts, ObjectTypeForm::Id, Signatures::V3),
        (InputForm::Json, ObjectTypeForm::Name, Signatures::V3),
        (InputForm::Json, ObjectTypeForm::Id, Signatures::V2),
        (InputForm::Json, ObjectTypeForm::Name, Signatures::Both),
    ];
    let forms = places.into_iter().zip(other);
    let form = |(input_places, (input_form, object_type_form, signatures))| WorkflowOptions {
        input_places,
        input_form,
        object_type_form,
        signatures,
        enrollment_in_origin: input_places == InputPlaces::All,
        ..WorkflowOptions::default()
    };
    forms.map(form).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_execution_in_any_form_that_hubspot_has_is_one_document() {
    for form in every_form() {
        let named = format!("{form:?}");
        let account = OwnAccount::start(form).await;
        let before = documents(&account.server, "Invoice").await.len();
        let execution = run(&account, DEAL).await;
        let (_, told) = account.portal.completions().remove(0);
        assert_eq!(told["hs_execution_state"], "SUCCESS", "{named}: {told}");
        assert_eq!(
            outputs(&execution.answers[0])["hs_execution_state"],
            "BLOCK",
            "{named}"
        );
        assert_eq!(
            documents(&account.server, "Invoice").await.len(),
            before + 1,
            "{named}"
        );
    }
}
