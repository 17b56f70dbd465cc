//! The Python tools that prove things: their versions, and where they are installed.

use std::path::PathBuf;
use std::process::Command;

use crate::error::XtaskError;
use crate::workspace;

/// The tools, each with the version that was proved with. `moto` brings the interpreter of state
/// machines, queues, event buses and secrets; the next two read templates, and the last builds what
/// Lambda runs.
const PACKAGES: [&str; 4] = [
    "moto[server,stepfunctions,events]==5.2.5",
    "cfn-lint==1.58.0",
    "aws-sam-cli==1.170.0",
    "cargo-lambda==1.9.2",
];

/// A virtual environment with the tools.
#[derive(Debug)]
pub(crate) struct Tools {
    folder: PathBuf,
}

impl Tools {
    /// Installs the tools below the build folder, unless they are there.
    pub(crate) fn install() -> Result<Self, XtaskError> {
        let folder = workspace::root().join("target/components/python");
        let tools = Self { folder };
        let installed = tools.folder.join("installed");
        let wanted = PACKAGES.join("\n");
        if std::fs::read_to_string(&installed).is_ok_and(|found| found == wanted) {
            return Ok(tools);
        }
        let mut create = Command::new("python3");
        create.args(["-m", "venv"]).arg(&tools.folder);
        succeed(&mut create)?;
        let mut install = Command::new(tools.program("pip"));
        install.args(["install", "--quiet", "--disable-pip-version-check"]);
        succeed(install.args(PACKAGES))?;
        std::fs::write(&installed, wanted)?;
        Ok(tools)
    }

    /// Where a tool is.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.folder.join("bin").join(name)
    }

    /// Runs a tool in the workspace, for an account that does not exist.
    pub(crate) fn run(&self, name: &str, arguments: &[&str]) -> Result<(), XtaskError> {
        let mut command = Command::new(self.program(name));
        let region = ("AWS_DEFAULT_REGION", "us-east-1");
        command.args(arguments).current_dir(workspace::root());
        succeed(command.envs([region, ("SAM_CLI_TELEMETRY", "0")]))
    }
}

fn succeed(command: &mut Command) -> Result<(), XtaskError> {
    let detail = match command.status() {
        Ok(status) if status.success() => return Ok(()),
        Ok(status) => status.to_string(),
        Err(error) => error.to_string(),
    };
    Err(XtaskError::Command {
        command: format!("{command:?}"),
        detail,
    })
}
