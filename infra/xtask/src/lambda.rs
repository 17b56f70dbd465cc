//! The functions as they are deployed: built by `sam build`, run in Lambda's emulator on real components.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::components::{Component, Components, programs, succeed};
use crate::error::XtaskError;
use crate::workspace;

/// A function of the template, and the package whose test proves it.
struct Function {
    logical_id: &'static str,
    package: &'static str,
}

const FUNCTIONS: [Function; 2] = [
    Function {
        logical_id: "CreateInvoice",
        package: "create-invoice",
    },
    Function {
        logical_id: "RefreshTokens",
        package: "refresh-tokens",
    },
];

/// Builds every function and runs its tests, which run only here.
pub(crate) fn prove() -> Result<(), XtaskError> {
    let emulator = programs::runtime_interface_emulator()?;
    let built = FUNCTIONS
        .iter()
        .map(|function| Ok((function, build(function)?)))
        .collect::<Result<Vec<_>, XtaskError>>()?;
    let components = Components::start(&[Component::DynamoDbLocal, Component::Moto])?;
    for (function, bootstrap) in built {
        let mut test = Command::new(workspace::cargo());
        test.args(["test", "--package", function.package, "--test", "lambda"])
            .envs(components.environment())
            .env("RUNTIME_INTERFACE_EMULATOR", &emulator)
            .env("BOOTSTRAP", bootstrap);
        succeed(test.current_dir(workspace::root()))?;
    }
    Ok(())
}

/// Builds a function for this machine, without optimisation, and gives its `bootstrap`.
fn build(function: &Function) -> Result<PathBuf, XtaskError> {
    let folder = workspace::root().join("target/components/functions");
    let folder = folder.join(function.package);
    let architecture = match std::env::consts::ARCH {
        "aarch64" => "arm64",
        other => other,
    };
    let mut sam = Command::new(programs::sam()?);
    sam.args(["build", function.logical_id, "--build-dir"])
        .arg(&folder)
        .arg("--parameter-overrides")
        .arg(format!("Architecture={architecture}"))
        .env("AWS_DEFAULT_REGION", "us-east-1")
        .env("SAM_CLI_TELEMETRY", "0")
        // An optimised build takes ten times as long and proves nothing more.
        .env("SAM_BUILD_MODE", "debug")
        .env("PATH", path_with(&programs::cargo_lambda()?)?);
    succeed(sam.current_dir(workspace::root()))?;
    Ok(folder.join(function.logical_id).join("bootstrap"))
}

/// The search path with a program's folder, where `sam` looks for `cargo-lambda`, before all others.
fn path_with(program: &Path) -> Result<std::ffi::OsString, XtaskError> {
    let folder = program.parent().map(Path::to_path_buf);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = folder.into_iter().chain(std::env::split_paths(&path));
    std::env::join_paths(folders).map_err(|error| XtaskError::Command {
        command: program.display().to_string(),
        detail: error.to_string(),
    })
}
