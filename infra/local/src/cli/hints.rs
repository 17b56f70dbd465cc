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

/// A word that stands alone, where the command takes it with an option.
fn of_argument(argument: &str) -> Option<String> {
    let words = std::env::args().skip(1);
    let command = words
        .into_iter()
        .find(|word| COMMANDS.contains(&word.as_str()));
    hint(command.as_deref()?, argument)
}

/// The commands that take what is often given alone.
const COMMANDS: [&str; 4] = ["invoke", "backfill", "serve", "manage"];

fn hint(command: &str, argument: &str) -> Option<String> {
    if argument.starts_with('-') {
        return None;
    }
    let mut actions = RegisteredAction::ALL.iter().map(|action| action.name());
    match command {
        "invoke" => Some(format!(
            "a file is given with its option, such as `--event {argument}`"
        )),
        "manage" if argument.contains('.') => Some(format!(
            "a file is given with its option, such as `--event {argument}`"
        )),
        "manage" => Some(format!(
            "an operation is JSON: echo '{{\"operation\": \"{argument}\", \"connection\": \"us-books\"}}' | {} manage --event -",
            console::program()
        )),
        "backfill" if actions.any(|action| action == argument) => {
            Some(format!("the action is given as `--action {argument}`"))
        }
        "backfill" => Some(format!(
            "a second file is given with its option: `--line-items {argument}`, `--contacts {argument}` or `--companies {argument}`"
        )),
        "serve" if argument.parse::<u16>().is_ok() => {
            Some(format!("the port is given as `--port {argument}`"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::hint;

    #[test]
    fn a_word_that_stands_alone_is_led_to_an_option_that_the_command_has() {
        for (command, argument, expected) in [
            ("invoke", "deal.json", "--event deal.json"),
            ("backfill", "create-invoice", "--action create-invoice"),
            ("backfill", "lines.csv", "--line-items lines.csv"),
            ("serve", "9400", "--port 9400"),
            ("manage", "describe", "\"operation\": \"describe\""),
            ("manage", "op.json", "--event op.json"),
        ] {
            let hint = hint(command, argument).unwrap();
            assert!(hint.contains(expected), "{hint}");
        }
        assert_eq!(hint("serve", "books.redb"), None);
        assert_eq!(hint("invoke", "--dry"), None);
    }
}
