//! `ListFunctions`: the functions that this server has.
//!
//! <https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html>. What there is none of here, such as a role, is
//! left out.

use axum::Json;
use registry::RegisteredAction;
use serde_json::{Value, json};

use crate::manage;

/// The answer, all on one page.
pub(super) async fn functions() -> Json<Value> {
    let actions = RegisteredAction::ALL.iter();
    let actions = actions.map(|action| function(action.name(), action.summary()));
    let own = function(manage::NAME, "Settings, mappings and runs of a connection");
    let functions: Vec<Value> = actions.chain([own]).collect();
    Json(json!({ "Functions": functions }))
}

fn function(name: &str, description: &str) -> Value {
    json!({
        "FunctionName": name,
        "FunctionArn": format!("arn:aws:lambda:us-east-1:000000000000:function:{name}"),
        "Description": description,
        "Runtime": "provided.al2023",
        "Handler": "bootstrap",
        "Version": "$LATEST",
        "PackageType": "Zip",
    })
}
