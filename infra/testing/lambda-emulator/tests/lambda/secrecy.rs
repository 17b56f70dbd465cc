//! A canary in every secret, name, e-mail and address is in no log line and no error, whatever goes wrong,
//! at the most verbose level of the log.

use lambda_emulator::{LambdaRehearsal, sample};
use registry::RegisteredAction;
use sandbox_quickbooks::{FaultEffect, FaultScript, Operation, ScriptedAnswer, ThrottleAnswer};
use serde_json::{Value, json};

/// Names and addresses of people and companies, in the record and in QuickBooks.
const PERSONAL: [(&str, &str); 12] = [
    ("firstname", "Canaryfirst"),
    ("lastname", "O'Canarylast"),
    ("email", "canary.mail@example.com"),
    ("phone", "(510) 555-0177"),
    ("mobilephone", "(510) 555-0188"),
    ("company", "Canary Company"),
    ("name", "Canary & Daughters"),
    ("address", "7 Canary Lane"),
    ("address2", "Canary Annex"),
    ("city", "Canaryville"),
    ("state", "Canarystate"),
    ("zip", "94901-7777"),
];

#[tokio::test]
async fn no_log_line_and_no_error_of_an_action_holds_a_secret_or_a_person() {
    for action in RegisteredAction::ALL {
        let stage = LambdaRehearsal::start(action.type_name()).await;
        let mut seen = Seen::of(&stage).await;
        let sample = action.booking_sample().unwrap();
        let event = |id: &str| planted(sample.for_record(id).unwrap());
        let made = stage.function.invoke(&event("1")).await.0;
        assert_eq!(made["status"], "created", "{action} {made}");
        stage.let_access_token_end().await;
        for (number, effect) in failures().into_iter().enumerate() {
            stage.sandbox.script(FaultScript::new(effect).always());
            let answer = stage.function.invoke(&event(&format!("1{number}"))).await;
            seen.error(answer.error_type().is_some(), &answer.0);
            stage.sandbox.clear_scripts();
        }
        for broken in broken(&event("2")) {
            seen.error(true, &stage.function.invoke(&broken).await.0);
        }
        seen.check(action.name(), &stage).await;
    }
}

/// All that an invoice can fail of, each at least once.
#[tokio::test]
async fn no_error_type_is_told_with_a_secret_or_a_person() {
    let stage = LambdaRehearsal::start("CreateInvoice").await;
    let mut seen = Seen::of(&stage).await;
    let event = |id: &str| planted(sample("create-invoice", "01-deal", id));
    for (expected, failing) in refused(&event) {
        let answer = stage.function.invoke(&failing).await;
        assert_eq!(answer.error_type(), Some(expected), "{answer:?}");
        seen.error(true, &answer.0);
    }
    two_customers_who_fit(&stage);
    let ambiguous = stage.function.invoke(&event("20")).await;
    assert_eq!(ambiguous.error_type(), Some("CustomerAmbiguous"));
    seen.error(true, &ambiguous.0);
    let mut elsewhere = event("21");
    elsewhere["options"]["customer"] = json!({"quickbooks_id": "1"});
    let made = stage.function.invoke(&elsewhere).await.0;
    assert_eq!(made["status"], "created", "{made}");
    elsewhere["record"]["line_items"][0]["properties"]["amount"] = "1.00".into();
    let conflict = stage.function.invoke(&elsewhere).await;
    assert_eq!(conflict.error_type(), Some("IdempotencyConflict"));
    seen.error(true, &conflict.0);
    revoked(&stage, &event("22"), &mut seen).await;
    seen.check("CreateInvoice", &stage).await;
}

/// Texts that must not be seen, and the errors that were.
struct Seen {
    canaries: Vec<String>,
    errors: Vec<String>,
}

impl Seen {
    async fn of(stage: &LambdaRehearsal) -> Self {
        let personal = PERSONAL.iter().map(|(_, value)| (*value).to_owned());
        Self {
            canaries: stage.canaries().await.into_iter().chain(personal).collect(),
            errors: Vec::new(),
        }
    }

    fn error(&mut self, is_error: bool, answer: &Value) {
        assert!(is_error, "{answer}");
        self.errors.push(answer.to_string());
    }

    async fn check(mut self, function: &str, stage: &LambdaRehearsal) {
        self.canaries.extend(stage.canaries().await);
        let log = stage.function.log();
        assert!(log.contains("errorType"), "there is something to find");
        for canary in &self.canaries {
            let said = log.lines().chain(self.errors.iter().map(String::as_str));
            for line in said {
                assert!(!line.contains(canary), "{function}: {canary} in {line}");
            }
        }
    }
}

/// The event with a canary in everything a contact and a company can have, and in the texts.
fn planted(mut event: Value) -> Value {
    let properties: serde_json::Map<_, _> = PERSONAL
        .iter()
        .map(|(name, value)| ((*name).to_owned(), json!(value)))
        .collect();
    for kind in ["contacts", "companies"] {
        event["record"][kind] = json!([{"id": "5150", "properties": properties}]);
    }
    for text in ["memo", "private_note"] {
        event["options"][text] = "For Canaryfirst O'Canarylast, 7 Canary Lane".into();
    }
    event
}

/// Failures that QuickBooks can answer with: refusals that quote a name and an address, its throttle, a defect, and
/// nothing at all.
fn failures() -> Vec<FaultEffect> {
    let quoting = PERSONAL.map(|(_, value)| value).join(" : ");
    let refusal = |code: &str| {
        let error = json!({"Message": format!("Duplicate {quoting}"), "code": code,
            "Detail": format!("The name supplied already exists : {quoting}")});
        FaultEffect::Status(ScriptedAnswer {
            status: 400,
            body: json!({"Fault": {"Error": [error], "type": "ValidationFault"}}).to_string(),
            content_type: "application/json".to_owned(),
            after_effect: false,
        })
    };
    let defect = FaultEffect::Status(ScriptedAnswer {
        status: 500,
        body: format!("<html>{quoting}</html>"),
        content_type: "text/html".to_owned(),
        after_effect: false,
    });
    vec![
        refusal("6000"),
        refusal("6240"),
        refusal("2020"),
        defect,
        FaultEffect::Throttle(ThrottleAnswer::default()),
        FaultEffect::CloseAfterEffect,
        FaultEffect::HalfAnswer,
        FaultEffect::ExpiredToken,
    ]
}

/// Events that no function takes.
fn broken(event: &Value) -> Vec<Value> {
    let mut amount = event.clone();
    for property in [
        "amount",
        "hs_initial_amount",
        "hs_fees_amount",
        "hs_refunds_amount",
    ] {
        amount["record"]["properties"][property] = "Canaryfirst".into();
    }
    let mut option = event.clone();
    option["options"]["no_such_option"] = "O'Canarylast".into();
    let mut date = event.clone();
    date["options"]["transaction_date"] = "canary.mail@example.com".into();
    let mut number = event.clone();
    number["options"]["document_number"] = "O'Canarylast of Canary & Daughters".into();
    let mut connection = event.clone();
    connection["connection"] = "nobody".into();
    let mut shape = event.clone();
    shape["record"]["contacts"] = json!("Canaryfirst");
    vec![amount, option, date, number, connection, shape]
}

/// Events that are refused for what they say.
fn refused(event: &impl Fn(&str) -> Value) -> Vec<(&'static str, Value)> {
    let mut unknown = event("2");
    unknown["connection"] = "nobody".into();
    let mut empty = event("3");
    empty["record"]["line_items"] = json!([]);
    let mut product = event("4");
    product["record"]["line_items"][0]["properties"]["name"] = "Canaryfirst's visit".into();
    product["record"]["line_items"][0]["properties"]["hs_sku"] = Value::Null;
    product["options"]["create_missing_products"] = false.into();
    let mut terms = event("5");
    terms["options"]["payment_terms"] = "no such terms".into();
    let mut nobody = event("6");
    nobody["record"]["contacts"] = json!([]);
    vec![
        ("ConnectionNotFound", unknown),
        ("RecordIncomplete", empty),
        ("ProductNotFound", product),
        ("InvalidRequest", terms),
        ("RecordIncomplete", nobody),
    ]
}

/// Two customers of one e-mail address and of other names.
fn two_customers_who_fit(stage: &LambdaRehearsal) {
    for name in ["Canary One", "Canary Two"] {
        let customer = json!({"DisplayName": name,
            "PrimaryEmailAddr": {"Address": "canary.mail@example.com"}});
        stage.sandbox.insert("Customer", customer).unwrap();
    }
}

/// The app's secret is mistyped; then the person has withdrawn the consent.
async fn revoked(stage: &LambdaRehearsal, event: &Value, seen: &mut Seen) {
    stage.let_access_token_end().await;
    let right = stage.sandbox.credentials().client_secret;
    seen.canaries.push("canary-5ecret".to_owned());
    stage.put_client_secret("canary-5ecret").await;
    let answer = mistyped(stage, event).await;
    seen.error(true, &answer);
    stage.put_client_secret(&right).await;
    let refusal = FaultEffect::Status(ScriptedAnswer {
        status: 400,
        body: json!({"error": "invalid_grant", "error_description": "Token revoked"}).to_string(),
        content_type: "application/json".to_owned(),
        after_effect: false,
    });
    let script = FaultScript::new(refusal).operation(Operation::Token);
    stage.sandbox.script(script.always());
    let answer = stage.function.invoke(event).await;
    assert_eq!(answer.error_type(), Some("ReauthorizationRequired"));
    seen.error(true, &answer.0);
}

/// The function reads the app's secret again when Intuit refuses it, so a second environment is not needed
/// to see it mistyped.
async fn mistyped(stage: &LambdaRehearsal, event: &Value) -> Value {
    let refusal = FaultEffect::Status(ScriptedAnswer {
        status: 401,
        body: json!({"error": "invalid_client"}).to_string(),
        content_type: "application/json".to_owned(),
        after_effect: false,
    });
    stage
        .sandbox
        .script(FaultScript::new(refusal).operation(Operation::Token));
    let refused = stage.function.invoke(event).await;
    assert_eq!(refused.error_type(), Some("SettingMissing"), "{refused:?}");
    let again = stage.function.invoke(event).await;
    assert_eq!(again.error_type(), Some("SettingMissing"), "{again:?}");
    again.0
}
