//! The demonstration: every sample event, twice, against a made-up company.

mod books;
mod pass;
mod report;
mod verdict;

use indicatif::{ProgressBar, ProgressStyle};
use registry::RegisteredAction;
use sandbox_hubspot::Sandbox;

use crate::console;
use crate::error::LocalError;
use crate::installation::{
    HubSpotArguments, Installation, ServiceArguments, portal_in_memory, real_company_variables,
};
use books::Books;
use pass::Played;

/// Runs all samples twice, shows what came of them and checks it; `false` when something else came.
pub(crate) async fn run(services: &ServiceArguments) -> Result<bool, LocalError> {
    let real = real_company_variables(&services.quickbooks);
    if !real.is_empty() {
        return Err(LocalError::RealCompanyInDemonstration(real));
    }
    console::print(report::opening(RegisteredAction::ALL))?;
    let portal = portal_in_memory().await?;
    let mut as_expected = true;
    for action in RegisteredAction::ALL {
        as_expected &= demonstrate(*action, &portal, &services.hubspot).await?;
    }
    console::print(report::NEXT)?;
    Ok(as_expected)
}

/// Runs the samples of an action twice, with the one HubSpot account and in a company of its own: what one action makes of a sample
/// must not depend on what another has made.
async fn demonstrate(
    action: RegisteredAction,
    portal: &Sandbox,
    hubspot: &HubSpotArguments,
) -> Result<bool, LocalError> {
    let (installation, sandbox) = Installation::in_memory(portal, hubspot).await?;
    let books = || Books::of(&sandbox, action.documents());
    let before = books();

    let first = play(&installation, action, "first pass").await?;
    let after_first = books();
    console::print(report::first(action, &first))?;

    let second = play(&installation, action, "second pass").await?;
    let after_second = books();
    console::print(report::second(&second))?;

    let mut differences = verdict::first_pass(&first, &before, &after_first);
    let passes = verdict::second_pass(&first, &second, &after_first, &after_second);
    differences.extend(passes);
    console::print(report::closing(action, &first, [&before, &after_second]))?;
    for difference in &differences {
        console::complain(format_args!("not as expected: {action} {difference}"));
    }
    Ok(differences.is_empty())
}

/// Runs the samples in order; the progress is shown on a terminal alone.
async fn play(
    installation: &Installation,
    action: RegisteredAction,
    name: &'static str,
) -> Result<Vec<Played>, LocalError> {
    let samples = action.samples();
    let bar = ProgressBar::new(samples.len() as u64).with_prefix(name);
    if let Ok(style) = ProgressStyle::with_template("{prefix:12} {bar:30} {pos}/{len} {msg}") {
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
