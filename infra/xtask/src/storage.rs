//! The store on AWS, and actions on it, on DynamoDB Local and moto.

use std::process::Command;

use components::{ACCOUNT, DynamoDbLocal, Moto, succeed};

use crate::error::XtaskError;
use crate::workspace;

/// Runs the tests that run only here: they need the components.
pub(crate) fn prove() -> Result<(), XtaskError> {
    let (dynamodb, moto) = (DynamoDbLocal::in_memory()?, Moto::start(&[])?);
    let mut test = Command::new(workspace::cargo());
    test.args(workspace::tests_named("aws"))
        .envs(ACCOUNT)
        .envs(endpoints(&dynamodb, &moto));
    Ok(succeed(test.current_dir(workspace::root()))?)
}

/// What tells an AWS SDK where the components are; moto stands in for whatever has no endpoint of its
/// own.
pub(crate) fn endpoints(dynamodb: &DynamoDbLocal, moto: &Moto) -> [(&'static str, String); 3] {
    [
        ("AWS_ENDPOINT_URL_DYNAMODB", dynamodb.url()),
        ("AWS_ENDPOINT_URL_SECRETS_MANAGER", moto.url()),
        ("AWS_ENDPOINT_URL", moto.url()),
    ]
}
