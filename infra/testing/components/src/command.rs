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

/// What a command says on both its outputs, if it succeeds.
pub(crate) fn said(command: &mut Command) -> Result<String, ComponentError> {
    let output = command.output();
    let output = output.map_err(|error| ComponentError::cannot_run(command, &error))?;
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).trim().to_owned();
    if output.status.success() {
        return Ok(said);
    }
    Err(ComponentError::command(command, &said))
}
