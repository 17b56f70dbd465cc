//! The files that are tracked, as the model says.

use std::path::Path;

use serde_json::Value;

use crate::{AppError, AppOptions, legacy, project};

/// Every tracked file: its path from this folder, and its text.
///
/// # Errors
///
/// [`AppError::Label`] for a text that is missing.
pub fn all(options: AppOptions) -> Result<Vec<(String, String)>, AppError> {
    let mut files = vec![
        ("project/hsproject.json".to_owned(), project::project()),
        (
            "project/hsprofile.example.json".to_owned(),
            project::profile(),
        ),
        (
            "project/src/app/app-hsmeta.json".to_owned(),
            project::app(options),
        ),
        (
            "project/src/app/webhooks/webhooks-hsmeta.json".to_owned(),
            project::webhooks(options),
        ),
    ];
    for (name, action) in project::actions(options)? {
        files.push((format!("project/src/app/workflow-actions/{name}"), action));
    }
    for (name, definition) in legacy::definitions(options)? {
        files.push((format!("legacy/{name}"), definition));
    }
    Ok(files
        .into_iter()
        .map(|(path, content)| (path, text(&content)))
        .collect())
}

/// Writes every file below the folder.
///
/// # Errors
///
/// [`AppError::File`] for one that cannot be written.
pub fn write(folder: &Path, options: AppOptions) -> Result<(), AppError> {
    for (name, text) in all(options)? {
        let path = folder.join(&name);
        let failed = |source| AppError::File {
            path: name.clone(),
            source,
        };
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(failed)?;
        }
        std::fs::write(&path, text).map_err(failed)?;
    }
    Ok(())
}

/// Compares the files below the folder with what the model says, as long as nobody chose otherwise.
///
/// # Errors
///
/// [`AppError::Stale`] with every file that differs or is missing.
pub fn check(folder: &Path) -> Result<(), AppError> {
    let files = all(AppOptions::default())?.into_iter();
    let stale = files.filter(|(name, text)| {
        let tracked = std::fs::read_to_string(folder.join(name));
        tracked.ok().as_ref() != Some(text)
    });
    let stale: Vec<String> = stale.map(|(name, _)| name).collect();
    if stale.is_empty() {
        Ok(())
    } else {
        Err(AppError::Stale(stale))
    }
}

/// The text of a JSON file.
fn text(content: &Value) -> String {
    format!("{content:#}\n")
}
