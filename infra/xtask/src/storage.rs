//! The store on AWS, and actions on it, on DynamoDB Local and moto.

use components::{ACCOUNT, DynamoDbLocal, Moto, succeed};

use crate::error::XtaskError;
use crate::test_targets;

/// Starts the components and runs the tests that need them.
pub(crate) fn check() -> Result<(), XtaskError> {
    let (dynamodb, moto) = (DynamoDbLocal::in_memory()?, Moto::start(&[])?);
    let mut storage = test_targets::named("aws");
    storage.envs(ACCOUNT).envs(endpoints(&dynamodb, &moto));
    Ok(succeed(&mut storage)?)
}

/// The variables that tell an AWS SDK where the components are; moto stands in for whatever has no endpoint of its own.
pub(crate) fn endpoints(dynamodb: &DynamoDbLocal, moto: &Moto) -> [(&'static str, String); 3] {
    [
        ("AWS_ENDPOINT_URL_DYNAMODB", dynamodb.url()),
        ("AWS_ENDPOINT_URL_SECRETS_MANAGER", moto.url()),
        ("AWS_ENDPOINT_URL", moto.url()),
    ]
}
