//! The project for HubSpot's command line.
//!
//! Shapes: HubSpot's own templates (`HubSpot/hubspot-project-components`, `2026.03`) and deployed public projects. `objectTypes`
//! of quotes and payments, the controlling side of dependencies and the type of an agent's tool are not documented; see
//! [`AppOptions`].

use editor::{ACTIONS, EditorAction, Labels, Language, rules};
use report_outcome::definitions::{SCOPES_OF_INVOICES, scopes};
use serde_json::{Value, json};

use crate::labels::labels;
use crate::types::{action_url, fields_of_connection, input_fields, object_types, output_fields};
use crate::{AppError, AppOptions, ControllingSide, PUBLIC_URL, PaymentWebhooks};

/// The release of HubSpot's platform that the project is for.
const PLATFORM: &str = "2026.03";

const PAYMENT: &str = "commerce_payment";

/// The changes that the rules of the template start workflows at: type of record, property.
const TRIGGERS: [(&str, &str); 4] = [
    ("deal", "dealname"),
    ("quote", "hs_esign_date"),
    (PAYMENT, "hs_latest_status"),
    (PAYMENT, "hs_refunds_amount"),
];

/// The project as a whole.
pub fn project() -> Value {
    json!({ "name": "quickbooks-actions", "srcDir": "src", "platformVersion": PLATFORM })
}

/// The profile: the account, and the values of the placeholders.
pub fn profile() -> Value {
    json!({
        "accountId": "${HUBSPOT_ACCOUNT_ID}",
        "variables": { "PUBLIC_URL": "https://quickbooks.example.com" },
    })
}

/// The app: private, with a static token.
pub fn app(options: AppOptions) -> Value {
    let of_invoices = SCOPES_OF_INVOICES.iter().filter(|_| options.invoices);
    let scopes: Vec<&str> = scopes().into_iter().chain(of_invoices.copied()).collect();
    json!({
        "uid": "quickbooks_actions",
        "type": "app",
        "config": {
            "name": "QuickBooks actions",
            "description": "Creates QuickBooks Online documents from HubSpot workflows.",
            "distribution": "private",
            "auth": {
                "type": "static",
                "requiredScopes": scopes,
                "optionalScopes": [],
                "conditionallyRequiredScopes": [],
            },
            "permittedUrls": { "fetch": [PUBLIC_URL], "iframe": [], "img": [] },
        },
    })
}

/// The webhooks, by which the rules start workflows without HubSpot's workflow editor.
pub fn webhooks(options: AppOptions) -> Value {
    let subscription = |(object_type, property): &(&str, &str)| {
        let object_type = match (*object_type, options.payment_webhooks) {
            (PAYMENT, PaymentWebhooks::Id) => "0-101",
            (PAYMENT, PaymentWebhooks::None) => return None,
            (other, _) => other,
        };
        Some(json!({
            "subscriptionType": "object.propertyChange",
            "objectType": object_type,
            "propertyName": property,
            "active": true,
        }))
    };
    json!({
        "uid": "quickbooks_actions_webhooks",
        "type": "webhooks",
        "config": {
            "settings": {
                "targetUrl": format!("{PUBLIC_URL}/hubspot/webhooks"),
                "maxConcurrentRequests": 10,
            },
            "subscriptions": {
                "crmObjects": TRIGGERS.iter().filter_map(subscription).collect::<Vec<_>>(),
                "legacyCrmObjects": [],
                "hubEvents": [],
            },
        },
    })
}

/// An action.
///
/// # Errors
///
/// [`AppError::Label`] for a text that is missing.
pub fn action(action: &EditorAction, options: AppOptions) -> Result<Value, AppError> {
    let labels = labels(action, Language::English)?;
    Ok(json!({
        "uid": uid(action),
        "type": "workflow-action",
        "config": {
            "actionUrl": action_url(action),
            "isPublished": true,
            "supportedClients": clients(action, options),
            "objectTypes": object_types(action, options.object_types),
            "inputFields": input_fields(action, options),
            "inputFieldDependencies": [dependency(action, options.controlling_side)],
            "outputFields": output_fields(),
            "executionRules": execution_rules(),
            // No deployed project is known that has another language here.
            "labels": { "en": labels },
        },
    }))
}

/// Every action with the name of its file.
///
/// # Errors
///
/// [`AppError::Label`] for a text that is missing.
pub fn actions(options: AppOptions) -> Result<Vec<(String, Value)>, AppError> {
    let files = ACTIONS.iter().map(|one| {
        let name = format!("{}-hsmeta.json", one.name);
        Ok((name, action(one, options)?))
    });
    files.collect()
}

fn uid(action: &EditorAction) -> String {
    action.name.replace('-', "_")
}

fn clients(action: &EditorAction, options: AppOptions) -> Vec<Value> {
    let mut clients = vec![json!({ "client": "WORKFLOWS" })];
    if options.agents {
        let texts = Labels::of(Language::English).action(action.name);
        clients.push(json!({
            "client": "AGENTS",
            "toolType": "TAKE_ACTION",
            "llmConfig": { "actionDescription": texts.map(|texts| texts.description) },
        }));
    }
    clients
}

fn dependency(action: &EditorAction, side: ControllingSide) -> Value {
    let controlling = match side {
        ControllingSide::Controlling => "controllingFieldName",
        ControllingSide::Dependent => "dependentFieldName",
    };
    json!({
        "dependencyType": "SINGLE_FIELD",
        controlling: "connection",
        "targetFieldNames": fields_of_connection(action),
    })
}

fn execution_rules() -> Vec<Value> {
    let rules = rules().into_iter();
    let rule = |rule: editor::Rule| json!({ "labelName": rule.value, "conditions": { rule.output.name(): [rule.value] } });
    rules.map(rule).collect()
}
