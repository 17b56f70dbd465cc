//! The Python tools, at pinned versions in a virtual environment.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{ComponentError, folder, succeed};

/// The tools, each with its version. `moto` brings the interpreter of state
/// machines, queues, event buses and secrets; the next two read templates, and the last builds what
/// Lambda runs.
pub const PACKAGES: [&str; 4] = [
    "moto[server,stepfunctions,events]==5.2.5",
    "cfn-lint==1.58.0",
    "aws-sam-cli==1.170.0",
    "cargo-lambda==1.9.2",
];

/// The versions of everything that these are made of, so that an installation next year is this one.
const CONSTRAINTS: &str = include_str!("../python/constraints.txt");

/// A virtual environment with the tools.
#[derive(Debug)]
pub struct Tools {
    folder: PathBuf,
}

impl Tools {
    /// Installs the tools below the build folder, unless they are there.
    ///
    /// # Errors
    ///
    /// [`ComponentError`] when Python is not there or a tool cannot be installed.
    pub fn install() -> Result<Self, ComponentError> {
        let tools = Self::here();
        install_environment(&tools.folder, &PACKAGES, CONSTRAINTS)?;
        Ok(tools)
    }

    /// The tools once they are installed.
    pub(crate) fn here() -> Self {
        Self {
            folder: folder().join("python"),
        }
    }

    /// The path of a tool.
    pub fn program(&self, name: &str) -> PathBuf {
        self.folder.join("bin").join(name)
    }

    /// A tool, to be run for an account that does not exist.
    pub fn command(&self, name: &str) -> Command {
        let mut command = Command::new(self.program(name));
        command.envs([
            ("AWS_DEFAULT_REGION", "us-east-1"),
            ("SAM_CLI_TELEMETRY", "0"),
        ]);
        command
    }
}

/// Makes a virtual environment of packages at pinned versions, unless it is there.
pub(crate) fn install_environment(
    folder: &Path,
    packages: &[&str],
    constraints: &str,
) -> Result<(), ComponentError> {
    let installed = folder.join("installed");
    // Its programs name the folder they were installed in, so a copy of it is of no use.
    let wanted = format!(
        "{}\n{}\n{constraints}",
        folder.display(),
        packages.join("\n")
    );
    if std::fs::read_to_string(&installed).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    let mut create = Command::new("python3");
    create.args(["-m", "venv", "--clear"]).arg(folder);
    succeed(&mut create)?;
    let file = folder.join("constraints.txt");
    std::fs::write(&file, constraints)?;
    let mut install = Command::new(folder.join("bin/python"));
    install.args(["-m", "pip", "install", "--quiet"]);
    install.args(["--disable-pip-version-check", "--constraint"]);
    succeed(install.arg(file).args(packages))?;
    Ok(std::fs::write(&installed, wanted)?)
}
