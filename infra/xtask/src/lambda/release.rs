//! The release: everything that a deployment or a trial needs, so that it takes no toolchain.
//!
//! | file | holds |
//! |---|---|
//! | `quickbooks-actions-aws-arm64.tar.gz`, `…-x86_64.tar.gz` | every function built, the template that names them, and what the pages' commands use |
//! | `quickbooks-actions-x86_64-unknown-linux-musl.tar.gz` | the local program, which needs no library |
//! | `quickbooks-actions.cdx.json` | the bill of materials |
//! | `SHA256SUMS` | the checksums of all of them |

mod checksums;
mod materials;
mod packaged;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use ::release::{NAME, STATIC, copy, function_zip, make_executable, pack, pack_program, unpack};
use clap::{Args, ValueEnum};
use components::{ACCOUNT, DynamoDbLocal, Moto, Tools, programs, succeed};

use super::path_with;
use crate::error::XtaskError;
use crate::storage::endpoints;
use crate::test_targets;
use crate::workspace;

/// The function that is packaged in a check: a link of one takes two minutes.
const SAMPLE: &str = "create-invoice";

/// A processor that Lambda has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Architecture {
    Arm64,
    #[value(name = "x86_64")]
    X86,
}

/// The parts of a release that are built; all of them by default.
#[derive(Args, Clone, Debug)]
pub(crate) struct Release {
    /// Processors that functions are built for
    #[arg(long, value_enum, default_values = ["arm64", "x86_64"])]
    architecture: Vec<Architecture>,
    /// Functions that are built, such as create-invoice; all by default
    #[arg(long)]
    function: Vec<String>,
    /// Targets that the local program is built for
    #[arg(long, default_value = STATIC)]
    target: Vec<String>,
    /// Build no local program
    #[arg(long)]
    without_local: bool,
    /// The folder that the files are written to
    #[arg(long, default_value = "target/packages")]
    out: PathBuf,
}

impl Architecture {
    /// Its name in the template and in files' names.
    const fn name(self) -> &'static str {
        match self {
            Self::Arm64 => "arm64",
            Self::X86 => "x86_64",
        }
    }

    /// cargo-lambda's option for it.
    const fn option(self) -> &'static str {
        match self {
            Self::Arm64 => "--arm64",
            Self::X86 => "--x86-64",
        }
    }
}

/// Builds and packages what is asked for.
pub(crate) fn run(release: &Release) -> Result<(), XtaskError> {
    let out = workspace::root().join(&release.out);
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    fs::create_dir_all(&out)?;
    let functions = wanted(&release.function)?;
    for architecture in &release.architecture {
        package(*architecture, &functions, &out)?;
    }
    if !release.without_local {
        for target in &release.target {
            build_program(target, &out)?;
        }
    }
    let programs: Vec<&str> = functions
        .iter()
        .map(String::as_str)
        .chain(["local"])
        .collect();
    let materials = materials::of(&programs)?;
    fs::write(out.join(format!("{NAME}.cdx.json")), materials)?;
    checksums::write(&out)?;
    Ok(writeln!(
        std::io::stderr(),
        "packaged in {}",
        out.display()
    )?)
}

/// Packages one function for each processor, and runs the one that can run here in Lambda's emulator, as it comes out of
/// its package.
pub(crate) fn check() -> Result<(), XtaskError> {
    let release = Release {
        architecture: vec![Architecture::Arm64, Architecture::X86],
        function: vec![SAMPLE.to_owned()],
        target: Vec::new(),
        without_local: true,
        out: PathBuf::from("target/package-check"),
    };
    run(&release)?;
    let out = workspace::root().join(&release.out);
    let here = programs::architecture();
    let unpacked = out.join("unpacked");
    unpack(&out.join(format!("{NAME}-aws-{here}.tar.gz")), &unpacked)?;
    let folder = unpacked.join(format!("{NAME}-aws-{here}"));
    let function = unpacked.join("functions/CreateInvoice/CreateInvoice");
    let mut unzip = Tools::install()?.command("python");
    unzip
        .args(["-m", "zipfile", "-e"])
        .arg(folder.join(format!("functions/{SAMPLE}.zip")))
        .arg(&function);
    succeed(&mut unzip)?;
    make_executable(&function.join("bootstrap"))?;
    let (dynamodb, moto) = (DynamoDbLocal::in_memory()?, Moto::start(&[])?);
    upload(&folder, &moto)?;
    let mut packaged = test_targets::named("packaged");
    packaged
        .envs(ACCOUNT)
        .envs(endpoints(&dynamodb, &moto))
        .env(
            "RUNTIME_INTERFACE_EMULATOR",
            programs::runtime_interface_emulator()?,
        )
        .env("FUNCTIONS", unpacked.join("functions"))
        .env("PACKAGE", folder);
    Ok(succeed(&mut packaged)?)
}

/// Uploads a package to a bucket as `sam deploy` does first, without a toolchain to be found. The one function that is
/// built stands for the others.
fn upload(folder: &Path, moto: &Moto) -> Result<(), XtaskError> {
    let zip = |function: &str| folder.join(format!("functions/{function}.zip"));
    for function in wanted(&[])? {
        if !zip(&function).exists() {
            copy(&zip(SAMPLE), &zip(&function))?;
        }
    }
    let tools = Tools::install()?;
    let on_moto = |mut command: Command| {
        command
            .current_dir(folder)
            .envs(ACCOUNT)
            .env("AWS_ENDPOINT_URL", moto.url())
            .env("PATH", "/usr/bin:/bin");
        command
    };
    let mut bucket = on_moto(tools.command("python"));
    succeed(bucket.args([
        "-c",
        "import boto3; boto3.client('s3').create_bucket(Bucket='packages')",
    ]))?;
    let mut package = on_moto(tools.command("sam"));
    Ok(succeed(package.args([
        "package",
        "--config-file",
        "infra/samconfig.toml",
        "--config-env",
        "sandbox",
        "--s3-bucket",
        "packages",
        "--output-template-file",
        "uploaded.yaml",
    ]))?)
}

/// The names of the functions to build: those of the template, or some of them.
fn wanted(asked: &[String]) -> Result<Vec<String>, XtaskError> {
    let all = ::template::Template::read().resources("AWS::Serverless::Function");
    let folders = all
        .iter()
        .filter_map(|(_, function)| function["CodeUri"].as_str()?.rsplit('/').next());
    let all: BTreeSet<String> = folders.map(ToOwned::to_owned).collect();
    match asked.iter().find(|name| !all.contains(*name)) {
        Some(unknown) => Err(XtaskError::Release(format!(
            "{unknown} is no function of the template"
        ))),
        None if asked.is_empty() => Ok(all.into_iter().collect()),
        None => Ok(asked.to_vec()),
    }
}

/// Builds functions for a processor and packages them with the template.
fn package(architecture: Architecture, functions: &[String], out: &Path) -> Result<(), XtaskError> {
    let built = out.join(format!("built-{}", architecture.name()));
    let mut command = cargo_lambda(architecture.option(), &built)?;
    for function in functions {
        command.args(["--package", function, "--bin", function]);
    }
    succeed(&mut command)?;
    let name = format!("{NAME}-aws-{}", architecture.name());
    let folder = out.join(&name);
    fs::create_dir_all(folder.join("functions"))?;
    for function in functions {
        let program = fs::read(built.join(function).join("bootstrap"))?;
        let zip = folder.join(format!("functions/{function}.zip"));
        fs::write(zip, function_zip(&program)?)?;
    }
    packaged::write(architecture.name(), &folder)?;
    pack(out, &name)?;
    Ok(fs::remove_dir_all(built)?)
}

/// Builds the local program for a target and packages it.
fn build_program(target: &str, out: &Path) -> Result<(), XtaskError> {
    let built = out.join(format!("built-{target}"));
    let mut command = cargo_lambda("--target", &built)?;
    succeed(command.args([target, "--package", "local", "--bin", NAME]))?;
    // cargo-lambda names every program as Lambda wants it.
    let program = built.join(NAME).join("bootstrap");
    pack_program(&program, target, &workspace::root(), out)?;
    Ok(fs::remove_dir_all(built)?)
}

/// cargo-lambda, which links with zig: for another processor, and against an old or no C library.
fn cargo_lambda(option: &str, built: &Path) -> Result<Command, XtaskError> {
    let program = programs::cargo_lambda()?;
    let mut command = Command::new(&program);
    command
        .args(["lambda", "build", "--release", "--locked", "--lambda-dir"])
        .arg(built)
        .arg(option)
        .env("PATH", path_with(&program)?)
        .current_dir(workspace::root());
    Ok(command)
}
