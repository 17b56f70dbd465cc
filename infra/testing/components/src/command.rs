//! Commands that are run to their end.

use std::process::Command;

use crate::ComponentError;

/// Runs a command to its end; a failure names it.
///
/// # Errors
///
/// [`ComponentError::Command`] when it is not there or does not succeed.
pub fn succeed(command: &mut Command) -> Result<(), ComponentError> {
    let status = command.status();
    let status = status.map_err(|error| ComponentError::cannot_run(command, &error))?;
    if status.success() {
        return Ok(());
    }
    Err(ComponentError::command(command, &status))
}

/// The text that a command writes to both its outputs, if it succeeds.
pub(crate) fn output(command: &mut Command) -> Result<String, ComponentError> {
    let output = command.output();
    let output = output.map_err(|error| ComponentError::cannot_run(command, &error))?;
    let written = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&written).trim().to_owned();
    if output.status.success() {
        return Ok(text);
    }
    Err(ComponentError::command(command, &text))
}
