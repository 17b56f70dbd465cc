//! Programs that build, run and check functions, each installed when it is asked for.

use std::path::PathBuf;
use std::process::Command;

use crate::command::output;
use crate::python::install_environment;
use crate::{ComponentError, Tools, folder, succeed};

/// The release of cargo-deny: built without optimisation in 100 s on 2 processors, and as fast as needed.
const CARGO_DENY: &str = "0.20.2";

/// `cargo-deny`, which reads what the workspace is built from; `cargo` builds it.
///
/// # Errors
///
/// [`ComponentError`] when it cannot be built.
pub fn cargo_deny(cargo: &str) -> Result<PathBuf, ComponentError> {
    let root = folder().join("cargo-deny");
    let program = root.join("bin/cargo-deny");
    let installed = root.join("installed");
    if std::fs::read_to_string(&installed).is_ok_and(|found| found == CARGO_DENY) {
        return Ok(program);
    }
    let mut install = Command::new(cargo);
    install
        .args(["install", "cargo-deny", "--version", CARGO_DENY])
        .args(["--locked", "--debug", "--quiet", "--force", "--root"])
        .arg(&root);
    succeed(&mut install)?;
    std::fs::write(&installed, CARGO_DENY)?;
    Ok(program)
}

/// The release of checkov.
const CHECKOV: &str = "checkov==3.2.459";

/// The versions of everything that it is made of.
const CHECKOV_CONSTRAINTS: &str = include_str!("../python/checkov_constraints.txt");

/// `checkov`, which reads templates for what is open or unencrypted; in an environment of its own, since it pins what the
/// other tools have in later versions.
///
/// # Errors
///
/// [`ComponentError`] when it cannot be installed.
pub fn checkov() -> Result<PathBuf, ComponentError> {
    let environment = folder().join("checkov");
    install_environment(&environment, &[CHECKOV], CHECKOV_CONSTRAINTS)?;
    Ok(environment.join("bin/checkov"))
}

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
    let folder = PathBuf::from(output(find.args(["-c", folder]))?);
    let program = folder.join(format!("local/rapid/aws-lambda-rie-{}", architecture()));
    if program.is_file() {
        return Ok(program);
    }
    Err(ComponentError::command(
        &find,
        &format!("{} is not there", program.display()),
    ))
}

/// This machine's architecture, by Lambda's name for it.
pub fn architecture() -> &'static str {
    match std::env::consts::ARCH {
        "aarch64" => "arm64",
        other => other,
    }
}
