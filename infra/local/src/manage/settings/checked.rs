//! The faults of settings, as the operation `check_settings` tells them.

use serde::Deserialize;
use serde_json::{Value, json};

use super::SettingPath;
use crate::console::{self, Tone};
use crate::error::LocalError;
use crate::manage::door::Door;

/// The answer of `check_settings`.
#[derive(Deserialize)]
pub(super) struct Checked {
    /// Everything that is wrong.
    pub(super) faults: Vec<Fault>,
    names_not_checked: Option<String>,
}

/// A setting that cannot be used.
#[derive(Deserialize)]
pub(super) struct Fault {
    setting: String,
    reason: String,
}

impl Checked {
    /// Asks for everything that is wrong with settings.
    pub(super) async fn ask(door: &Door, settings: &Value) -> Result<Self, LocalError> {
        Self::ask_of(door, settings, false).await
    }

    /// Asks the same; `same_hubspot_account` is a person's word about what was booked without an account.
    pub(super) async fn ask_of(
        door: &Door,
        settings: &Value,
        same_hubspot_account: bool,
    ) -> Result<Self, LocalError> {
        let fields = json!({ "settings": settings, "same_hubspot_account": same_hubspot_account });
        let answer = door.ask("check_settings", fields);
        Ok(serde_json::from_value(answer.await?)?)
    }

    /// True when QuickBooks was asked for the names in them.
    pub(super) fn was_asked(&self) -> bool {
        self.names_not_checked.is_none()
    }

    /// True when this setting is among what is wrong.
    pub(super) fn names(&self, path: &SettingPath) -> bool {
        let path = path.dotted();
        self.faults.iter().any(|fault| fault.setting == path)
    }

    /// True when what is wrong stands above one of these settings: its path was cut at a dot, or the shell took its
    /// quotation marks away.
    pub(super) fn names_part_of<'p>(&self, paths: impl Iterator<Item = &'p SettingPath>) -> bool {
        let mut above = paths.filter_map(SettingPath::above);
        above.any(|path| self.names(&path) && path.ends_in_a_number())
    }

    /// The faults, each after the place that `place` gives it.
    pub(super) fn told(&self, place: impl Fn(&str) -> String) -> Vec<String> {
        let mut faults: Vec<&Fault> = self.faults.iter().collect();
        faults.sort_by_key(|fault| numbers(&place(&fault.setting)));
        faults
            .into_iter()
            .map(|fault| {
                let Fault { setting, reason } = fault;
                format!("{}`{setting}`: {reason}", place(setting))
            })
            .collect()
    }

    /// Refuses settings with faults; what was not asked of QuickBooks is said.
    pub(super) fn refuse(
        &self,
        what: &str,
        place: impl Fn(&str) -> String,
    ) -> Result<(), LocalError> {
        if let Some(reason) = &self.names_not_checked {
            let told = format!("QuickBooks was not asked for the names in the settings: {reason}");
            console::complain(Tone::Notice.text(told));
        }
        match self.faults.len() {
            0 => Ok(()),
            1 => Err(LocalError::SettingFaults {
                what: format!("{what}a setting cannot be used"),
                faults: self.told(place),
            }),
            several => Err(LocalError::SettingFaults {
                what: format!("{what}{several} settings cannot be used"),
                faults: self.told(place),
            }),
        }
    }
}

/// The line and the column of a place, by which faults are told from top to bottom.
fn numbers(place: &str) -> Vec<usize> {
    let words = place.split(|character: char| !character.is_ascii_digit());
    words.filter_map(|word| word.parse().ok()).collect()
}
