//! `settings edit`: the settings in a person's own editor, until nothing is wrong with them.

use dialoguer::Editor;

use super::{Checked, Stored};
use crate::console;
use crate::error::LocalError;
use crate::installation::SettingsFile;
use crate::manage::door::Door;

/// Edits and writes the settings; `false` when they were left as they are.
pub(super) async fn edit(door: &Door) -> Result<bool, LocalError> {
    let stored = Stored::get(door).await?;
    let mut text = format!(
        "// Settings of {}: what each means stands in functions/manage-connection/README.md.\n\
         // Lines like these are left out. Leave the file as it is to change nothing.\n{}\n",
        door.connection(),
        serde_json::to_string_pretty(&stored.settings)?
    );
    loop {
        let Some(edited) = open_editor(&text)? else {
            console::print("Nothing was changed.")?;
            return Ok(false);
        };
        let faults = match SettingsFile::read(&edited) {
            Ok(file) if file.settings == stored.settings => {
                console::print("Nothing was changed.")?;
                return Ok(false);
            }
            Ok(file) => {
                let checked = Checked::ask(door, &file.settings).await?;
                if checked.faults.is_empty() {
                    checked.refuse("nothing was written", |_| String::new())?;
                    stored.replace(door, &file.settings, false).await?;
                    return Ok(true);
                }
                checked.told(|setting| format!("{}: ", file.place(setting)))
            }
            Err(reason) => vec![reason],
        };
        let wrong = LocalError::SettingFaults {
            what: "nothing was written, these cannot be used (line:column)".to_owned(),
            faults,
        };
        if !console::has_person() {
            keep(&edited)?;
            return Err(wrong);
        }
        console::complain(&wrong);
        if !console::agrees("Edit again?")? {
            keep(&edited)?;
            return Ok(false);
        }
        text = edited;
    }
}

/// The edited text; nothing when it was not saved.
fn open_editor(text: &str) -> Result<Option<String>, LocalError> {
    let chosen = ["VISUAL", "EDITOR"].map(|name| std::env::var(name).unwrap_or_default());
    let chosen = chosen.into_iter().find(|editor| !editor.trim().is_empty());
    let editor = chosen.unwrap_or_else(|| "vi".to_owned());
    let mut opened = Editor::new();
    opened.executable(&editor).extension(".jsonc");
    match opened.edit(text) {
        Ok(edited) => Ok(edited),
        Err(dialoguer::Error::IO(error)) => Err(LocalError::Argument(format!(
            "the editor `{editor}` cannot be used ({error}): set EDITOR to one that can"
        ))),
    }
}

/// Keeps what a person has written and nothing took, in a file that only they may read.
fn keep(edited: &str) -> Result<(), LocalError> {
    let name = format!("quickbooks-settings-{}.jsonc", std::process::id());
    let path = std::env::temp_dir().join(name);
    let write = || {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        std::io::Write::write_all(&mut options.open(&path)?, edited.as_bytes())
    };
    write().map_err(|source| LocalError::Write {
        path: path.clone(),
        source,
    })?;
    console::complain(format_args!("What you wrote is in {}.", path.display()));
    Ok(())
}
