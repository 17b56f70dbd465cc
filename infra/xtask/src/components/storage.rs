//! The store on AWS, proved on DynamoDB Local and moto.

use std::process::Command;

use super::process::succeed;
use super::{Component, Components};
use crate::error::XtaskError;
use crate::workspace;

/// Lints and runs the adapter's tests, which run only here: they need the components.
pub(crate) fn prove() -> Result<(), XtaskError> {
    let target = [
        "--package",
        "storage",
        "--features",
        "aws,contract",
        "--test",
        "aws",
    ];
    let mut lint = Command::new(workspace::cargo());
    lint.arg("clippy")
        .args(target)
        .args(["--", "-D", "warnings"]);
    succeed(lint.current_dir(workspace::root()))?;

    let components = Components::start(&[Component::DynamoDbLocal, Component::Moto])?;
    let mut test = Command::new(workspace::cargo());
    test.arg("test").args(target).envs(components.environment());
    succeed(test.current_dir(workspace::root()))
}
