//! Programs that build functions and run them as Lambda does, each installed when it is asked for.

use std::path::PathBuf;
use std::process::Command;

use crate::command::said;
use crate::{ComponentError, Tools};

/// `cargo-lambda`, which `sam` calls to build a function.
///
/// # Errors
///
/// [`ComponentError`] when it cannot be installed.
pub fn cargo_lambda() -> Result<PathBuf, ComponentError> {
    Ok(Tools::install()?.program("cargo-lambda"))
}

/// Lambda's Runtime Interface Emulator for this machine: a part of `sam`, which copies it into
/// containers.
///
/// # Errors
///
/// [`ComponentError`] when it cannot be installed.
pub fn runtime_interface_emulator() -> Result<PathBuf, ComponentError> {
    let mut find = Command::new(Tools::install()?.program("python"));
    let folder = "import samcli, os; print(os.path.dirname(samcli.__file__))";
    let folder = PathBuf::from(said(find.args(["-c", folder]))?);
    let program = folder.join(format!("local/rapid/aws-lambda-rie-{}", architecture()));
    if program.is_file() {
        return Ok(program);
    }
    Err(ComponentError::command(
        &find,
        &format!("{} is not there", program.display()),
    ))
}

/// This machine's architecture, as Lambda calls it.
pub fn architecture() -> &'static str {
    match std::env::consts::ARCH {
        "aarch64" => "arm64",
        other => other,
    }
}
