//! Hints where a wrong use is near a right one.

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use registry::RegisteredAction;

use crate::console;

/// The likeness from which a name is taken for a slip of an action's.
const ALIKE: f64 = 0.85;

/// The error with a hint, if there is one for it.
pub(crate) fn with(mut error: Error) -> Error {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        _ => None,
    };
    let hint = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            text(ContextKind::InvalidSubcommand).and_then(|name| of_command(&name))
        }
        ErrorKind::UnknownArgument => {
            text(ContextKind::InvalidArg).and_then(|argument| of_argument(&argument))
        }
        _ => None,
    };
    if let Some(hint) = hint {
        let hint = StyledStr::from(hint);
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![hint]));
    }
    error
}

/// A function is no command, but `invoke` runs it.
fn of_command(name: &str) -> Option<String> {
    match name {
        "--help" => return Some("the help of all is shown by --help alone".to_owned()),
        "version" => return Some("the version is shown by --version".to_owned()),
        "demo" => return Some("the demonstration runs without a command".to_owned()),
        _ => {}
    }
    let names = RegisteredAction::ALL.iter().map(|action| action.name());
    let alike = names.map(|action| (strsim::jaro_winkler(name, action), action));
    let (likeness, action) = alike.max_by(|(one, _), (other, _)| one.total_cmp(other))?;
    (likeness >= ALIKE).then(|| {
        let program = console::program();
        format!("functions are run by `invoke`: {program} invoke {action} --event FILE")
    })
}

/// A file that stands alone is meant as the event.
fn of_argument(argument: &str) -> Option<String> {
    let is_file = !argument.starts_with('-');
    is_file.then(|| format!("a file is given with its option, such as `--event {argument}`"))
}
