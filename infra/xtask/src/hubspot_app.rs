//! The files of the HubSpot app, which are written from the model of the editor.

use std::process::Command;

use clap::Args;
use components::succeed;

use crate::error::XtaskError;
use crate::workspace::{cargo, root};

/// The files of the HubSpot app.
#[derive(Args, Clone, Debug)]
pub(crate) struct HubSpotApp {
    /// Write them instead of comparing them
    #[arg(long)]
    write: bool,
}

/// Writes the files, or compares the tracked ones with the model.
pub(crate) fn run(arguments: &HubSpotApp) -> Result<(), XtaskError> {
    let command = if arguments.write { "write" } else { "check" };
    let mut run = Command::new(cargo());
    run.args(["run", "--quiet", "--package", "hubspot-app", "--", command]);
    Ok(succeed(run.current_dir(root()))?)
}
