//! The functions as they are deployed: built by `sam build`, run in Lambda's emulator on real components.

pub(crate) mod bench;
pub(crate) mod gateway_cost;
mod release;

use std::path::{Path, PathBuf};

pub(crate) use release::{Release, check as check_package, run as release};

use components::{ACCOUNT, DynamoDbLocal, Moto, Tools, programs, succeed};

use crate::error::XtaskError;
use crate::storage::endpoints;
use crate::test_targets;
use crate::workspace;

/// Builds every function and runs their tests, which run only here.
pub(crate) fn check() -> Result<(), XtaskError> {
    let emulator = programs::runtime_interface_emulator()?;
    for (function, _) in ::template::Template::read().resources("AWS::Serverless::Function") {
        build(&function)?;
    }
    let (dynamodb, moto) = (DynamoDbLocal::in_memory()?, Moto::start(&[])?);
    let mut lambda = test_targets::named("lambda");
    lambda
        .envs(ACCOUNT)
        .envs(endpoints(&dynamodb, &moto))
        .env("RUNTIME_INTERFACE_EMULATOR", &emulator)
        .env("FUNCTIONS", functions());
    Ok(succeed(&mut lambda)?)
}

/// The folder of the built functions: each in one of its name, which holds what `sam build` makes.
fn functions() -> PathBuf {
    components::folder().join("functions")
}

/// Builds a function for this machine, without optimisation.
fn build(function: &str) -> Result<(), XtaskError> {
    let mut sam = Tools::install()?.command("sam");
    sam.args(["build", function, "--build-dir"])
        .arg(functions().join(function))
        .args(["--parameter-overrides", "NamePrefix=local"])
        .arg(format!("Architecture={}", programs::architecture()))
        // An optimised build takes ten times as long and proves nothing more.
        .env("SAM_BUILD_MODE", "debug")
        .env("PATH", path_with(&programs::cargo_lambda()?)?);
    Ok(succeed(sam.current_dir(workspace::root()))?)
}

/// The search path with a program's folder, where `sam` looks for `cargo-lambda`, before all others.
#[expect(clippy::disallowed_methods, reason = "the search path is inherited")]
fn path_with(program: &Path) -> Result<std::ffi::OsString, XtaskError> {
    let folder = program.parent().map(Path::to_path_buf);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = folder.into_iter().chain(std::env::split_paths(&path));
    std::env::join_paths(folders).map_err(|error| XtaskError::Command {
        command: program.display().to_string(),
        detail: error.to_string(),
    })
}
