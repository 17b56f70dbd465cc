//! The demonstration: every sample event, twice, against a made-up company.

mod books;
mod pass;
mod report;
mod samples;
mod verdict;

use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::QuickBooksArguments;
use crate::console;
use crate::error::LocalError;
use crate::installation::{Installation, real_company_variables};
use books::Books;
use pass::Played;
use samples::SAMPLES;

/// Runs all samples twice, shows what came of them and checks it; `false` when something else came.
pub(crate) async fn run(quickbooks: &QuickBooksArguments) -> Result<bool, LocalError> {
    let real = real_company_variables(quickbooks);
    if !real.is_empty() {
        return Err(LocalError::RealCompanyInDemonstration(real));
    }
    let (installation, sandbox) = Installation::in_memory().await?;
    let before = Books::of(&sandbox);

    let first = play(&installation, "first pass").await;
    let after_first = Books::of(&sandbox);
    console::print(report::first(&first))?;

    let second = play(&installation, "second pass").await;
    let after_second = Books::of(&sandbox);
    console::print(report::second(&second))?;

    let mut differences = verdict::first_pass(&first, &before, &after_first);
    differences.extend(verdict::second_pass(
        &first,
        &second,
        &after_first,
        &after_second,
    ));
    console::print(report::closing(&first, &before, &after_second))?;
    for difference in &differences {
        console::complain(format_args!("not as expected: {difference}"));
    }
    Ok(differences.is_empty())
}

/// Runs all samples in order; the progress is shown on a terminal alone.
async fn play(installation: &Installation, name: &'static str) -> Vec<Played> {
    let bar = ProgressBar::new(SAMPLES.len() as u64).with_prefix(name);
    if let Ok(style) = ProgressStyle::with_template("{prefix:12} {bar:30} {pos}/{len} {msg}") {
        bar.set_style(style);
    }
    let mut played = Vec::new();
    for sample in &SAMPLES {
        bar.set_message(sample.name);
        played.push(pass::play(installation, sample).await);
        bar.inc(1);
    }
    bar.finish_and_clear();
    played
}
