//! The gateway in the emulator, called as API Gateway does it with what HubSpot signs.

use std::ops::Deref;

use aws_sdk_sfn::Client as StepFunctions;
use http::{HeaderMap, HeaderValue};
use hubspot::signature::{SIGNATURE_V3, SignedRequest, TIMESTAMP, v3};
use jiff::Timestamp;
use secrecy::SecretString;
use serde_json::{Value, json};
use storage::aws::sdk;
use storage::{PortalId, PortalSecret, Portals};
use uuid::Uuid;

use crate::variable::local;
use crate::{Answer, CONNECTION, Emulator, Endpoints, Installation, Relay};

/// The address that HubSpot calls.
const PUBLIC_URL: &str = "https://actions.example.com";

/// The HubSpot account.
const PORTAL: &str = "147147147";

/// A workflow that takes a day.
const WORKFLOW: &str =
    r#"{"StartAt":"Wait","States":{"Wait":{"Type":"Wait","Seconds":86400,"End":true}}}"#;

/// The gateway in the emulator, with a HubSpot account whose connection is set up.
pub struct GatewayRehearsal {
    /// The tables, secrets and company it stands on, past the relays.
    pub installation: Installation,
    /// Between the function and DynamoDB.
    pub dynamodb: Relay,
    /// Between the function and Secrets Manager.
    pub secrets_manager: Relay,
    /// Between the function and the other services: Step Functions and EventBridge.
    pub others: Relay,
    /// The function.
    pub function: Emulator,
    client_secret: SecretString,
    states: StepFunctions,
    state_machine: String,
}

impl GatewayRehearsal {
    /// A fresh installation, and the gateway, which nobody has called. Its log is at this level.
    pub async fn start(log_level: &str) -> Self {
        let installation = Installation::on(Endpoints::from_environment()).await;
        let client_secret = SecretString::from(Uuid::new_v4().to_string());
        let portal = PortalId::try_from(PORTAL).expect("a portal's number");
        let secret = PortalSecret {
            access_token: SecretString::from(Uuid::new_v4().to_string()),
            client_secret: Some(client_secret.clone()),
        };
        installation.give_to(&portal).await;
        let stored = installation.store.store_portal(&portal, &secret).await;
        stored.expect("the secret is stored");
        let states = StepFunctions::new(&sdk::of_this_machine().expect("an HTTP client"));
        let state_machine = create_workflow(&states).await;
        let dynamodb = Relay::to(&installation.endpoints.dynamodb).await;
        let secrets_manager = Relay::to(&installation.endpoints.secrets_manager).await;
        let others = Relay::to(&local("AWS_ENDPOINT_URL")).await;
        let through = Endpoints {
            dynamodb: dynamodb.url(),
            secrets_manager: secrets_manager.url(),
        };
        let own = [
            ("PUBLIC_URL", PUBLIC_URL.to_owned()),
            ("QUICKBOOKS_ACTION_WORKFLOW", state_machine.clone()),
            ("EVENT_BUS", "default".to_owned()),
            ("AWS_ENDPOINT_URL", others.url()),
            ("AWS_LAMBDA_LOG_LEVEL", log_level.to_owned()),
        ];
        Self {
            function: installation
                .function("HubSpotGateway", &through, &own)
                .await,
            installation,
            dynamodb,
            secrets_manager,
            others,
            client_secret,
            states,
            state_machine,
        }
    }

    /// An execution of `create-invoice` for a deal, as HubSpot was seen to send it.
    pub fn execution(callback_id: &str) -> Value {
        let inputs = json!({
            "connection": CONNECTION, "payment_terms": "3", "customer": "associated_contact",
            "products": "line_items", "create_missing_products": "false", "memo": "Thank you for your order.",
        });
        json!({
            "callbackId": callback_id,
            "origin": { "portalId": 147_147_147, "actionDefinitionId": 10_646_377, "actionDefinitionVersion": 1,
                "extensionDefinitionId": 10_646_377, "extensionDefinitionVersionId": 1 },
            "context": { "workflowId": 192_814_114, "actionId": 7, "source": "WORKFLOWS" },
            "object": { "objectId": 9001, "objectType": "DEAL" },
            "fields": inputs, "inputFields": inputs,
        })
    }

    /// The event of an execution that HubSpot signs now.
    pub fn signed(&self, body: &Value) -> Value {
        let path = "/hubspot/actions/create-invoice";
        let (body, uri) = (body.to_string(), format!("{PUBLIC_URL}{path}"));
        let now = Timestamp::now().as_millisecond().to_string();
        let mut headers = HeaderMap::new();
        headers.insert(TIMESTAMP, HeaderValue::from_str(&now).expect("digits"));
        let request = SignedRequest {
            method: "POST",
            uri: &uri,
            headers: &headers,
            body: body.as_bytes(),
        };
        let signature = v3(&self.client_secret, &request, &now).expect("it can be signed");
        json!({
            "version": "2.0", "routeKey": "POST /hubspot/actions/{action}",
            "rawPath": path, "rawQueryString": "",
            "headers": { "content-type": "application/json", "host": "actions.example.com",
                "user-agent": "HubSpot Connect 2.0", "x-forwarded-proto": "https",
                TIMESTAMP: now, SIGNATURE_V3: signature },
            "requestContext": { "accountId": "123456789012", "apiId": "a1b2c3", "domainName": "actions.example.com",
                "http": { "method": "POST", "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1" },
                "requestId": "id", "routeKey": "POST /hubspot/actions/{action}", "stage": "$default" },
            "body": body, "isBase64Encoded": false,
        })
    }

    /// Delivers an execution; gives the outputs it is answered with.
    pub async fn deliver(&self, body: &Value) -> Value {
        let Answer(answer) = self.function.invoke(&self.signed(body)).await;
        assert_eq!(answer["statusCode"], 200, "{answer}");
        let body = answer["body"].as_str().unwrap_or_default();
        let body: Value = serde_json::from_str(body).unwrap_or_default();
        body["outputFields"].clone()
    }

    /// The names of the runs that were started.
    pub async fn runs(&self) -> Vec<String> {
        let list = self.states.list_executions();
        let list = list.state_machine_arn(&self.state_machine).send().await;
        let list = list.expect("Step Functions answers");
        list.executions()
            .iter()
            .map(|it| it.name().to_owned())
            .collect()
    }
}

async fn create_workflow(states: &StepFunctions) -> String {
    let name = format!("quickbooks-action-{}", Uuid::new_v4().simple());
    let create = states.create_state_machine().name(name);
    let create = create
        .definition(WORKFLOW)
        .role_arn("arn:aws:iam::123456789012:role/workflows");
    let created = create.send().await.expect("a state machine is created");
    created.state_machine_arn().to_owned()
}

impl Deref for GatewayRehearsal {
    type Target = Installation;

    fn deref(&self) -> &Installation {
        &self.installation
    }
}
