//! The sample events of every action in the registry: a new action is simulated with them as soon as it has a row.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use registry::RegisteredAction;

use super::actions_alone::{DAY, GRACE};
use super::{Case, Event, TokenState};
use crate::error::SimulationError;

/// A case for each sample, in the order of the actions and of their files.
pub(super) fn cases() -> Result<Vec<Case>, SimulationError> {
    let mut cases = Vec::new();
    for action in RegisteredAction::ALL {
        for file in files(*action)? {
            cases.push(case(*action, &file)?);
        }
    }
    Ok(cases)
}

/// The action's sample events; an expectation stands beside its event.
fn files(action: RegisteredAction) -> Result<Vec<PathBuf>, SimulationError> {
    let functions = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../functions");
    let folder = Path::new(functions).join(action.name()).join("events");
    let files = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut files = files.collect::<Result<Vec<PathBuf>, _>>()?;
    files.retain(|file| {
        let name = file.to_string_lossy();
        name.ends_with(".json") && !name.ends_with(".expected.json")
    });
    files.sort();
    Ok(files)
}

fn case(action: RegisteredAction, file: &Path) -> Result<Case, SimulationError> {
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    let event = Event {
        action,
        body: fs::read_to_string(file)?,
        total: None,
        may_be_covered: false,
        may_conflict: false,
        may_be_second: false,
    };
    Ok(Case {
        name: format!("{action}/sample-{name}"),
        action,
        before: Vec::new(),
        changes: Vec::new(),
        workers: vec![Arc::new(event)],
        token: TokenState::Fresh,
        grace: GRACE,
        token_life: DAY,
        shares_process: false,
        made: None,
        is_one_sale: false,
    })
}
