//! Programs that build functions and run them as Lambda does, each installed when it is asked for.

use std::io::Write;
use std::path::PathBuf;
use std::process::Command;

use crate::error::XtaskError;
use crate::python::Tools;

/// `sam`, which builds and validates the application.
pub(crate) fn sam() -> Result<PathBuf, XtaskError> {
    tool("sam")
}

/// `cargo-lambda`, which `sam` calls to build a function.
pub(crate) fn cargo_lambda() -> Result<PathBuf, XtaskError> {
    tool("cargo-lambda")
}

/// Lambda's Runtime Interface Emulator for this machine: a part of `sam`, which copies it into
/// containers.
pub(crate) fn runtime_interface_emulator() -> Result<PathBuf, XtaskError> {
    let architecture = match std::env::consts::ARCH {
        "aarch64" => "arm64",
        other => other,
    };
    let python = tool("python")?;
    let mut find = Command::new(&python);
    find.args([
        "-c",
        "import samcli, os; print(os.path.dirname(samcli.__file__))",
    ]);
    let output = find.output()?;
    let folder = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
    let program = folder.join(format!("local/rapid/aws-lambda-rie-{architecture}"));
    if program.is_file() {
        return Ok(program);
    }
    Err(XtaskError::Command {
        command: format!("{find:?}"),
        detail: format!("{} is not there", program.display()),
    })
}

/// Installs the programs and says where they are.
pub(crate) fn install() -> Result<(), XtaskError> {
    let programs = [
        ("sam", sam()?),
        ("cargo-lambda", cargo_lambda()?),
        ("runtime interface emulator", runtime_interface_emulator()?),
    ];
    for (name, path) in programs {
        writeln!(std::io::stderr(), "{name:<28} {}", path.display())?;
    }
    Ok(())
}

fn tool(name: &str) -> Result<PathBuf, XtaskError> {
    Ok(Tools::install()?.program(name))
}
