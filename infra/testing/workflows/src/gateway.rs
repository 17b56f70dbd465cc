//! The gateway as HubSpot reaches it: the function's library behind a server that hands requests on in API Gateway's
//! form, with its adapters of Step Functions and EventBridge in front of `moto`.

use std::net::Ipv4Addr;
use std::sync::Arc;

use actions::books::environment::Environment;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hubspot::{ApiVersion, Client, Endpoint, ReqwestTransport};
use hubspot_gateway::api_gateway::{self, ApiGatewayResponse};
use hubspot_gateway::aws::{EventBridge, StepFunctions};
use hubspot_gateway::{Gateway, Ports};
use jiff::SignedDuration;
use registry::RegisteredAction;
use rehearsal::StageEngine;
use sandbox_hubspot::Sandbox;
use serde_json::{Map, Value, json};
use storage::aws::sdk;
use template::read_file;
use tokio::net::TcpListener;

use crate::arn::workflow_arn;
use crate::background;

/// The bus that the template's rules stand on here.
pub const BUS: &str = "books";

/// The files of the HubSpot app, as HubSpot's command line uploads them.
const APP: &str = "infra/hubspot-app/project/src/app";

struct Served {
    engine: StageEngine,
    workflows: StepFunctions,
    bus: EventBridge,
    hubspot: Client<ReqwestTransport>,
    public_url: String,
}

/// The gateway's adapter of Step Functions, in front of a server that stands in for AWS.
pub fn step_functions(aws: &str) -> StepFunctions {
    let client = aws_sdk_sfn::Client::new(&configuration(aws));
    StepFunctions::new(client, workflow_arn("quickbooks-action"))
}

fn event_bridge(aws: &str) -> EventBridge {
    let client = aws_sdk_eventbridge::Client::new(&configuration(aws));
    EventBridge::new(client, BUS.to_owned())
}

/// The configuration of a function.
pub fn configuration(aws: &str) -> sdk::SdkConfig {
    let configuration = sdk::of_this_machine().expect("an HTTP client");
    let configuration = configuration.into_builder();
    configuration.endpoint_url(aws).build()
}

/// Serves the gateway to an account, into which its app is uploaded. `aws` is the address of all services.
pub(crate) async fn serve(engine: StageEngine, account: &Sandbox, aws: &str) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
    let listener = listener.expect("a port is free");
    let address = listener.local_addr().expect("a listener has an address");
    let public_url = format!("http://{address}");
    let endpoint = Endpoint::new(&account.api_url(), ApiVersion::default());
    let transport = ReqwestTransport::new().expect("an HTTP client");
    let served = Served {
        engine,
        workflows: step_functions(aws),
        bus: event_bridge(aws),
        hubspot: Client::new(transport, endpoint.expect("the account's address")),
        public_url: public_url.clone(),
    };
    let router = axum::Router::new()
        .fallback(answer)
        .with_state(Arc::new(served));
    background::run(async move {
        let _ = axum::serve(listener, router).await;
    });
    upload(account, &public_url);
}

/// Uploads the app, with its scopes, all actions and the webhooks.
fn upload(account: &Sandbox, public_url: &str) {
    let actions = RegisteredAction::ALL.iter();
    let files = actions.map(|action| format!("{APP}/workflow-actions/{action}-hsmeta.json"));
    let files =
        files.chain(["app", "webhooks/webhooks"].map(|file| format!("{APP}/{file}-hsmeta.json")));
    let files: Vec<String> = files.map(|file| read_file(&file)).collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let uploaded = account.upload(&files, &[("PUBLIC_URL", public_url)]);
    uploaded.expect("the account takes the app");
}

async fn answer(State(served): State<Arc<Served>>, request: Request) -> Response {
    let Ok(event) = event(request).await else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let request = api_gateway::request(event.to_string().as_bytes(), Some(&served.public_url));
    let request = request.expect("it is API Gateway's form");
    let ports = Ports {
        engine: &served.engine,
        workflows: &served.workflows,
        bus: &served.bus,
        hubspot: &served.hubspot,
    };
    let deadline = served.engine.environment.now() + SignedDuration::from_secs(25);
    // Lambda starts a process for each call of those that come at once; one that is warm has less time than moto takes.
    let gateway = Gateway::default();
    let response = Box::pin(gateway.handle(&ports, &request, deadline)).await;
    let response = serde_json::to_value(ApiGatewayResponse::from(response));
    http(&response.expect("an answer is JSON"))
}

/// The event that API Gateway makes of a request, payload format 2.0.
async fn event(request: Request) -> Result<Value, axum::Error> {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await?;
    let headers = parts.headers.iter();
    let headers = headers.map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes());
        (name.to_string(), Value::from(value.into_owned()))
    });
    let headers: Map<String, Value> = headers.collect();
    Ok(json!({
        "version": "2.0",
        "rawPath": parts.uri.path(),
        "rawQueryString": parts.uri.query().unwrap_or_default(),
        "headers": headers,
        "body": STANDARD.encode(body),
        "isBase64Encoded": true,
        "requestContext": {
            "domainName": "elsewhere.example.com", "stage": "$default", "http": { "method": parts.method.as_str() },
        },
    }))
}

/// The response that API Gateway makes of an answer.
fn http(answer: &Value) -> Response {
    let status = answer["statusCode"].as_u64().unwrap_or_default();
    let status = u16::try_from(status).unwrap_or_default();
    let mut response = Response::builder().status(status);
    for (name, value) in answer["headers"].as_object().into_iter().flatten() {
        response = response.header(name, value.as_str().unwrap_or_default());
    }
    let body = answer["body"].as_str().unwrap_or_default().to_owned();
    let response = response.body(Body::from(body));
    response.expect("an answer has a status and headers")
}
