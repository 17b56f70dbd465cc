//! Simulates actions from the command line; `cargo xtask simulate` runs it optimised.

#![allow(
    clippy::disallowed_methods,
    reason = "a command line measures, and draws a seed where none is given"
)]

use std::io::Write;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use clap::{Args, Parser, Subcommand};
use simulation::{Bounds, Case, Failure, RandomRuns, Reach, Sabotage, Simulation, SimulationError};
use strum::VariantArray;

/// Simulates the actions on a made-up company, with faults, races and late answers.
#[derive(Parser)]
#[command(name = "simulation", arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Takes a protection out, to see that it is missed: 1 request ids, 2 the stored body, 3 fencing, 4 leases
    #[arg(long, global = true, value_name = "NUMBER")]
    without: Option<usize>,
}

#[derive(Subcommand)]
enum Command {
    /// Run many runs whose choices are drawn from a seed
    Random {
        /// How many
        #[arg(long, default_value_t = 10_000)]
        runs: u64,
        /// The seed; drawn and printed if there is none
        #[arg(long)]
        seed: Option<u64>,
        /// Run this one alone, and tell its story
        #[arg(long, value_name = "NUMBER")]
        run: Option<u64>,
    },
    /// Make every attempt of the cases of one worker, from every state in which one can begin
    Explore {
        /// The cases whose names contain this; all without it
        #[arg(default_value = "")]
        cases: String,
        /// Requests that fail in each attempt, at most
        #[arg(long, default_value_t = 1)]
        faults: u32,
        /// Failed attempts in a row, at most
        #[arg(long, default_value_t = 20)]
        attempts: u32,
        /// Waits in each run that outlast QuickBooks' memory of request ids, at most
        #[arg(long, default_value_t = 1)]
        oblivions: u32,
        /// Requests that have their effect after their caller gave up, at most
        #[arg(long, default_value_t = 0)]
        stragglers: u32,
    },
    /// Run the cases of several workers in every way within bounds
    Enumerate {
        /// The cases whose names contain this; all without it
        #[arg(default_value = "")]
        cases: String,
        #[command(flatten)]
        limits: Limits,
    },
    /// Take one run of an exploration or an enumeration again, and tell its story
    Replay {
        /// The case
        case: String,
        /// The choices, such as `0.3.1`
        path: String,
        #[command(flatten)]
        limits: Limits,
        /// Whether faults were counted in each attempt, as they are in an exploration
        #[arg(long)]
        by_attempt: bool,
    },
}

#[derive(Args)]
struct Limits {
    /// Requests that fail, at most
    #[arg(long, default_value_t = 0)]
    faults: u32,
    /// Waits that outlast QuickBooks' memory of request ids, at most
    #[arg(long, default_value_t = 0)]
    oblivions: u32,
    /// Times at which others are held up until a sleeper wakes, at most
    #[arg(long, default_value_t = 0)]
    stalls: u32,
    /// Requests that have their effect after their caller gave up, at most
    #[arg(long, default_value_t = 0)]
    stragglers: u32,
}

impl Limits {
    fn bounds(&self, by_attempt: bool) -> Bounds {
        Bounds {
            faults: self.faults,
            oblivions: self.oblivions,
            stalls: self.stalls,
            stragglers: self.stragglers,
            by_attempt,
        }
    }
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            // If even stderr is closed, the exit code still tells.
            let _ = writeln!(std::io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<bool, SimulationError> {
    let sabotage = arguments
        .without
        .and_then(|number| Sabotage::VARIANTS.get(number.checked_sub(1)?).copied());
    match &arguments.command {
        Command::Random { runs, seed, run } => {
            let seed = seed.unwrap_or_else(|| fastrand::u64(..1_000_000));
            let runs_of = RandomRuns { seed, sabotage };
            match run {
                Some(number) => tell(&runs_of.story(*number)?),
                None => random(runs_of, *runs),
            }
        }
        Command::Explore {
            cases,
            faults,
            attempts,
            oblivions,
            stragglers,
        } => {
            let reach = Reach {
                faults_per_attempt: *faults,
                failed_attempts: *attempts,
                oblivions: *oblivions,
                stragglers: *stragglers,
            };
            explore(cases, reach, sabotage)
        }
        Command::Enumerate { cases, limits } => enumerate(cases, limits.bounds(false), sabotage),
        Command::Replay {
            case,
            path,
            limits,
            by_attempt,
        } => {
            let simulation = Simulation::of(Case::named(case)?, sabotage)?;
            tell(&simulation.replay(limits.bounds(*by_attempt), path)?)
        }
    }
}

/// Prints a run's story; whether all promises were kept in it.
fn tell(story: &[String]) -> Result<bool, SimulationError> {
    let mut stdout = std::io::stdout().lock();
    for line in story {
        writeln!(stdout, "{line}")?;
    }
    Ok(!story.iter().any(|line| line.starts_with("BROKEN")))
}

fn random(runs: RandomRuns, count: u64) -> Result<bool, SimulationError> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let mut stdout = std::io::stdout();
    let seed = runs.seed;
    writeln!(
        stdout,
        "{count} random runs of seed {seed} on {threads} threads"
    )?;
    let done = AtomicU64::new(0);
    let step = (count / 10).max(1);
    let progress = |_| {
        let done = done.fetch_add(1, Ordering::SeqCst) + 1;
        if done.is_multiple_of(step) {
            // Progress is for people; a closed console is no failure.
            let _ = writeln!(std::io::stderr(), "  {done} runs");
        }
    };
    let start = Instant::now();
    let broken = runs.run(count, threads, &progress)?;
    let seconds = start.elapsed().as_secs_f64();
    for run in &broken {
        for breach in &run.breaches {
            writeln!(stdout, "run {}: {breach}", run.number)?;
        }
        let number = run.number;
        writeln!(
            stdout,
            "  to see it: cargo xtask simulate --seed {seed} --run {number}"
        )?;
    }
    writeln!(
        stdout,
        "{count} runs in {seconds:.1} s, {} broke a promise",
        broken.len()
    )?;
    Ok(broken.is_empty())
}

fn explore(names: &str, reach: Reach, sabotage: Option<Sabotage>) -> Result<bool, SimulationError> {
    let mut stdout = std::io::stdout();
    let mut is_whole = true;
    for case in Case::alone() {
        if !case.name.contains(names) {
            continue;
        }
        let name = case.name.clone();
        let start = Instant::now();
        let found = Simulation::of(case, sabotage)?.explore(reach)?;
        let seconds = start.elapsed().as_secs_f64();
        let closed = found.closed_after.map_or_else(
            || "not closed".to_owned(),
            |attempts| format!("closed after {attempts} failed attempts"),
        );
        writeln!(
            stdout,
            "{name}: {} attempts from {} states to {} ends, {closed}, {seconds:.1} s",
            found.attempts, found.states, found.ends
        )?;
        if let Some(failure) = found.failure {
            is_whole = false;
            let Reach {
                faults_per_attempt: faults,
                oblivions,
                stragglers,
                failed_attempts: _,
            } = reach;
            let limits = format!(
                "--by-attempt --faults {faults} --oblivions {oblivions} --stragglers {stragglers}"
            );
            report(&name, &failure, &limits)?;
        }
    }
    Ok(is_whole)
}

fn report(name: &str, failure: &Failure, limits: &str) -> Result<(), SimulationError> {
    let mut stdout = std::io::stdout();
    for breach in &failure.breaches {
        writeln!(stdout, "  {breach}")?;
    }
    let path = &failure.path;
    writeln!(
        stdout,
        "  to see it: cargo run -p simulation -- replay {name} {path} {limits}"
    )?;
    Ok(())
}

fn enumerate(
    names: &str,
    bounds: Bounds,
    sabotage: Option<Sabotage>,
) -> Result<bool, SimulationError> {
    let mut stdout = std::io::stdout();
    let mut is_whole = true;
    for case in Case::together() {
        if !case.name.contains(names) {
            continue;
        }
        let name = case.name.clone();
        let start = Instant::now();
        let found = Simulation::of(case, sabotage)?.enumerate(bounds)?;
        let seconds = start.elapsed().as_secs_f64();
        writeln!(
            stdout,
            "{name}: {} runs to the end, {} to a known state, {} states, {seconds:.1} s",
            found.complete, found.abandoned, found.states
        )?;
        if let Some(failure) = found.failure {
            is_whole = false;
            let (faults, stalls, late) = (bounds.faults, bounds.stalls, bounds.stragglers);
            let limits = format!("--faults {faults} --stalls {stalls} --stragglers {late}");
            report(&name, &failure, &limits)?;
        }
    }
    Ok(is_whole)
}
