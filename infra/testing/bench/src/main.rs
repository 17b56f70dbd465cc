//! Measures the function `create-invoice` as it is deployed, on real components and a sandbox company.
//!
//! `cargo xtask bench` builds the function with optimisation, starts the components and runs this. Instructions are
//! counted by callgrind, so the machine and its load do not change them by much; processor time and memory are what
//! Linux says of the process.

#![allow(
    clippy::disallowed_methods,
    reason = "a program that measures, with the clock and the environment of the machine"
)]
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "what cannot be measured ends the program, and says why"
)]

mod arguments;
mod callgrind;
mod deals;
mod far_side;
mod figure;
mod function;
mod kept;
mod machine;
mod parts;
mod runtime_api;
mod size;
mod usage;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

use arguments::Arguments;
use figure::Figure;
use function::Function;
use parts::Bench;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let function = Function::at(&arguments.function);
    let bench = Bench::on(function, arguments.repeat, arguments.others()).await;
    let machine = machine::described();
    let mut figures = Vec::new();
    for part in &arguments.parts {
        figures.extend(bench.measure(*part).await);
    }
    tell(&format!("{}\n{machine}", figure::table(&figures)));
    if let Some(folder) = &arguments.profile {
        bench.profile(folder).await;
    }
    if let Some(path) = &arguments.json {
        write(path, &figure::json(&figures, &machine));
    }
    if let (Some(path), Some(commit)) = (&arguments.keep, &arguments.commit) {
        let kept = std::fs::read_to_string(path).ok();
        write(path, &kept::keep(&figures, commit, kept.as_deref()));
    }
    match &arguments.check {
        None => ExitCode::SUCCESS,
        Some(path) => check(&figures, path),
    }
}

/// Compares with the kept figures.
fn check(figures: &[Figure], path: &std::path::Path) -> ExitCode {
    let text = std::fs::read_to_string(path).expect("the kept figures");
    let over = kept::over(figures, &text);
    for line in &over {
        tell(line);
    }
    if over.is_empty() {
        tell("no guarded figure is over what is kept by more than 3 %");
        return ExitCode::SUCCESS;
    }
    ExitCode::FAILURE
}

fn write(path: &std::path::Path, text: &str) {
    std::fs::write(path, format!("{text}\n")).expect("the file can be written");
}

fn tell(text: &str) {
    // If even the console is closed, the exit code still tells.
    let _ = writeln!(std::io::stdout(), "{text}");
}
