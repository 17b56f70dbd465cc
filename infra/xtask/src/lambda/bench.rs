//! The measurement of `create-invoice`, built with optimisation for that.

use std::path::PathBuf;
use std::process::Command;

use clap::Args;
use components::{ACCOUNT, DynamoDbLocal, Moto, Peers, succeed};

use crate::error::XtaskError;
use crate::storage::endpoints;
use crate::workspace::{self, cargo, root};

/// The figures that are kept beside the code.
const KEPT: &str = "infra/testing/bench/kept.json";

/// The parts that are measured where none is named.
const STANDARD: [&str; 11] = [
    "start",
    "warm",
    "by-id",
    "replay",
    "growth",
    "mappings",
    "size",
    "requests",
    "processor",
    "cost",
    "backfill",
];

/// The parts that are measured, and what becomes of the figures.
#[derive(Args, Clone, Debug)]
pub(crate) struct Bench {
    /// Parts to measure: start, warm, by-id, replay, growth, mappings, size, requests, processor, cost, backfill; all by default
    parts: Vec<String>,
    /// A program of the function that is built already, instead of one that is built for this
    #[arg(long)]
    function: Option<PathBuf>,
    /// The local program for the part `backfill`, if it is built already
    #[arg(long)]
    local: Option<PathBuf>,
    /// Measure the same work in Python and in Node.js too
    #[arg(long)]
    peers: bool,
    /// Repetitions of a count of instructions
    #[arg(long, default_value_t = 3)]
    repeat: usize,
    /// Write the figures to this file too, as JSON
    #[arg(long)]
    json: Option<PathBuf>,
    /// Write profiles of a start and of invoices to this folder
    #[arg(long)]
    profile: Option<PathBuf>,
    /// Fail where a figure is over the kept one by more than 3 %
    #[arg(long)]
    check: bool,
    /// Keep the figures as those of the present commit
    #[arg(long)]
    keep: bool,
}

/// Builds the function as it is deployed, and measures it on real components.
pub(crate) fn measure(bench: &Bench) -> Result<(), XtaskError> {
    let function = match &bench.function {
        Some(function) => function.clone(),
        None => optimised("create-invoice", "create-invoice")?,
    };
    let mut build = Command::new(cargo());
    // Built as the tests of the workspace are, so that nothing is built a second time.
    build.args(["build", "--workspace", "--all-features", "--bin", "bench"]);
    succeed(build.current_dir(root()))?;
    let (dynamodb, moto) = (DynamoDbLocal::in_memory()?, Moto::start(&[])?);
    let mut measure = Command::new(built("debug", "bench"));
    measure
        .current_dir(root())
        .args(parts(bench))
        .arg("--function")
        .arg(function)
        .args(["--repeat", &bench.repeat.to_string()]);
    if wants_backfill(bench) {
        let local = match &bench.local {
            Some(local) => local.clone(),
            None => optimised("local", "quickbooks-actions")?,
        };
        measure.arg("--local").arg(local);
    }
    if bench.peers {
        let peers = Peers::install()?;
        measure.arg("--python").arg(peers.python());
        measure.arg("--node-modules").arg(peers.node_modules());
    }
    if let Some(file) = &bench.json {
        measure.arg("--json").arg(file);
    }
    if let Some(folder) = &bench.profile {
        measure.arg("--profile").arg(folder);
    }
    if bench.check {
        measure.args(["--check", KEPT]);
    }
    if bench.keep {
        let commit = workspace::output("git", &["rev-parse", "--short", "HEAD"])?;
        measure.args(["--keep", KEPT, "--commit", commit.trim()]);
    }
    measure.envs(ACCOUNT).envs(endpoints(&dynamodb, &moto));
    Ok(succeed(&mut measure)?)
}

/// The parts to measure, by name.
fn parts(bench: &Bench) -> Vec<&str> {
    let named = bench.parts.iter().map(String::as_str);
    let peers = bench.peers.then_some("peers");
    if bench.parts.is_empty() {
        return STANDARD.into_iter().chain(peers).collect();
    }
    named.chain(peers).collect()
}

fn wants_backfill(bench: &Bench) -> bool {
    parts(bench).contains(&"backfill")
}

/// A program as it is released, but for this machine, and with its symbols, by which the biggest crates are named.
fn optimised(package: &str, program: &str) -> Result<PathBuf, XtaskError> {
    let mut build = Command::new(cargo());
    build
        .args(["build", "--release", "--package", package, "--bin", program])
        .env("CARGO_PROFILE_RELEASE_STRIP", "none");
    succeed(build.current_dir(root()))?;
    Ok(built("release", program))
}

fn built(profile: &str, program: &str) -> PathBuf {
    let profile = components::folder().with_file_name(profile);
    profile.join(program)
}
