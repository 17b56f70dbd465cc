//! The demonstration: every sample event, twice, against a made-up company.

mod books;
mod ending;
mod pass;
mod report;
mod tally;
mod verdict;

use indicatif::{ProgressBar, ProgressStyle};
use registry::RegisteredAction;
use sandbox_hubspot::Sandbox;

use crate::console::{self, Tone};
use crate::error::LocalError;
use crate::installation::{
    HubSpotArguments, Installation, ServiceArguments, portal_in_memory, real_company_variables,
};
use books::Books;
use pass::Played;
use tally::Tally;

/// Runs all samples twice, shows what came of them and checks it; `false` when something else came. The details of a
/// function are shown where something else came of its samples, and of all functions with `verbose`.
pub(crate) async fn run(verbose: bool, services: &ServiceArguments) -> Result<bool, LocalError> {
    let real = real_company_variables(&services.quickbooks);
    if !real.is_empty() {
        return Err(LocalError::RealCompanyInDemonstration(real));
    }
    console::print(report::opening(RegisteredAction::ALL, verbose))?;
    let portal = portal_in_memory().await?;
    let mut tallies = Vec::new();
    for action in RegisteredAction::ALL {
        let performance = perform(*action, &portal, &services.hubspot).await?;
        let differences = performance.differences();
        if verbose || !differences.is_empty() {
            console::print(details(&performance))?;
        }
        for difference in &differences {
            let said = format!("not as expected: {action} {difference}");
            console::complain(Tone::Bad.text(said));
        }
        tallies.push(Tally::of(&performance));
    }
    console::print(ending::of(&tallies))?;
    Ok(tallies.iter().all(Tally::is_as_expected))
}

/// Both passes of an action's samples, and the company's books before, between and after them.
pub(super) struct Performance {
    action: RegisteredAction,
    first: Vec<Played>,
    second: Vec<Played>,
    before: Books,
    between: Books,
    after: Books,
}

impl Performance {
    /// All that came otherwise than it must.
    fn differences(&self) -> Vec<String> {
        let mut differences = verdict::first_pass(&self.first, &self.before, &self.between);
        let repeated = verdict::second_pass(&self.first, &self.second, &self.between, &self.after);
        differences.extend(repeated);
        differences
    }
}

fn details(performance: &Performance) -> String {
    let books = [&performance.before, &performance.after];
    [
        report::first(performance.action, &performance.first),
        report::second(&performance.second),
        report::closing(performance.action, &performance.first, books),
    ]
    .join("\n")
}

/// Runs the samples of an action twice, with the one HubSpot account and in a company of its own: what one action makes of a sample
/// must not depend on what another has made.
async fn perform(
    action: RegisteredAction,
    portal: &Sandbox,
    hubspot: &HubSpotArguments,
) -> Result<Performance, LocalError> {
    let (installation, sandbox) = Installation::in_memory(portal, hubspot).await?;
    let books = || Books::of(&sandbox, action.documents());
    let before = books();
    let first = play(&installation, action, "first pass").await?;
    let between = books();
    let second = play(&installation, action, "second pass").await?;
    Ok(Performance {
        action,
        first,
        second,
        before,
        between,
        after: books(),
    })
}

/// Runs the samples in order; the progress is shown on a terminal alone.
async fn play(
    installation: &Installation,
    action: RegisteredAction,
    name: &'static str,
) -> Result<Vec<Played>, LocalError> {
    let samples = action.samples();
    let bar =
        ProgressBar::new(samples.len() as u64).with_prefix(format!("{} {name}", action.name()));
    if let Ok(style) = ProgressStyle::with_template("{prefix:35} {bar:20} {pos}/{len} {msg}") {
        bar.set_style(style);
    }
    let mut played = Vec::new();
    for sample in samples {
        bar.set_message(sample.name);
        played.push(pass::play(installation, action, sample).await?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(played)
}
