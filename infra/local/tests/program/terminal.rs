//! The program in a terminal.

use std::process::{Command, Output};

use crate::process::run_as_typed;

/// Runs a line of a shell in a terminal, with the environment and the folder of a command, in which these answers are typed.
///
/// `None` where there is no `script` (util-linux) that could make a terminal; the machines that check changes have it.
pub(crate) fn in_terminal(typed: &str, of: &Command, answers: &str) -> Option<Output> {
    let is_there = Command::new("script").arg("--version").output().is_ok();
    let is_checked = std::env::var_os("CI").is_some();
    assert!(is_there || !is_checked, "script is not here, and CI is set");
    let mut script = Command::new("script");
    script.args(["--quiet", "--return", "--command", typed, "/dev/null"]);
    script.env("TERM", "xterm-256color");
    for (name, value) in of.get_envs() {
        match value {
            Some(value) => script.env(name, value),
            None => script.env_remove(name),
        };
    }
    if let Some(folder) = of.get_current_dir() {
        script.current_dir(folder);
    }
    is_there.then(|| run_as_typed(script, answers.as_bytes()))
}

/// The line by which a shell runs a command.
pub(crate) fn line_of(command: &Command) -> String {
    let words = [command.get_program()]
        .into_iter()
        .chain(command.get_args());
    let words = words.map(|word| format!("'{}'", word.to_str().unwrap()));
    words.collect::<Vec<_>>().join(" ")
}
