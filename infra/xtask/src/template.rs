//! The SAM template: Amazon's linters, and the tests of `infra/testing/template`.

use std::path::PathBuf;
use std::process::Command;

use components::{ACCOUNT, Tools, programs, succeed};

use crate::error::XtaskError;
use crate::test_targets;
use crate::workspace;

/// The environments of `sam`.
const CONFIGURATION: &str = "infra/samconfig.toml";

/// Transforms the template as SAM does, and writes what `CloudFormation` would get.
const TRANSFORM: &str = include_str!("template/transform.py");

/// Compares what deploying takes with what its deployer may do.
const DEPLOYER: &str = include_str!("template/deployer.py");

/// The permissions of who deploys.
const DEPLOYER_POLICY: &str = "infra/deployer-policy.json";

/// Deploys two stacks on moto, and gives one of them a restored ledger.
const DEPLOY: &str = include_str!("template/deploy.py");

/// Runs `cfn-lint`, `sam validate --lint`, `checkov` and the tests; a warning is a failure.
pub(crate) fn check() -> Result<(), XtaskError> {
    let tools = Tools::install()?;
    let commands: [(&str, &[&str]); 2] = [
        ("cfn-lint", &["template.yaml"]),
        (
            "sam",
            &[
                "validate",
                "--lint",
                "--config-file",
                CONFIGURATION,
                "--config-env",
                "sandbox",
            ],
        ),
    ];
    for (tool, arguments) in commands {
        let mut command = tools.command(tool);
        succeed(command.args(arguments).current_dir(workspace::root()))?;
    }
    let mut checkov = Command::new(programs::checkov()?);
    checkov.args(["--file", "template.yaml", "--framework", "cloudformation"]);
    // Without the network it has all it needs; what is skipped is in the template, with the reason.
    checkov.args(["--compact", "--quiet", "--skip-download"]);
    succeed(checkov.current_dir(workspace::root()))?;
    succeed(&mut test_targets::named("template"))?;
    let transformed = transform(&tools)?;
    let mut names = test_targets::named("transformed");
    succeed(names.env("TRANSFORMED", &transformed))?;
    let mut deployer = tools.command("python");
    deployer.args(["-c", DEPLOYER]).arg(&transformed);
    succeed(deployer.arg(DEPLOYER_POLICY).current_dir(workspace::root()))?;
    let mut stacks = tools.command("python");
    stacks.args(["-c", DEPLOY]).arg(&transformed).envs(ACCOUNT);
    Ok(succeed(stacks.current_dir(workspace::root()))?)
}

/// The template as SAM's translator transforms it: the file.
fn transform(tools: &Tools) -> Result<PathBuf, XtaskError> {
    let transformed = components::folder().join("transformed.json");
    let mut python = tools.command("python");
    python
        .args(["-c", TRANSFORM, "template.yaml"])
        .arg(&transformed);
    succeed(python.current_dir(workspace::root()))?;
    Ok(transformed)
}
