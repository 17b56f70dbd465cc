//! The functions of `infra/shell.sh`, with something that answers in the place of the AWS CLI.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use template::workspace;

/// Answers as the AWS CLI does: with an output of the stack, or with what a function was given, who fails for `"fail"`. What it
/// is called with stands in `arguments` then, and the secret in `secret`.
const AWS: &str = r#"#!/bin/sh
folder=${0%/*}
echo "$*" >>"$folder/arguments"
case "$*" in
*"OutputKey=='ActionFunctions'"*) echo books- ;;
*"OutputKey=='SecretPrefix'"*) echo books/ ;;
*"OutputKey=='IntuitApp'"*) echo books/intuit ;;
*"OutputKey=='IntuitRedirectUri'"*) echo https://example.com/callback ;;
"cloudformation describe-stacks --stack-name books "*) echo ;;
"secretsmanager describe-secret "*) exit 254 ;;
"secretsmanager create-secret "*) echo made ;;
"secretsmanager put-secret-value "*"--secret-string file:///dev/stdin "*) cat >"$folder/secret"; echo stored ;;
"lambda invoke --function-name "*)
    event=$(cat)
    for answer; do :; done
    printf '%s was given %s' "$4" "$event" >"$answer"
    case "$event" in *fail*) echo Unhandled ;; *) echo None ;; esac ;;
*) exit 64 ;;
esac
"#;

const COMMANDS: &str = r#"
. infra/shell.sh books
printf '{"id": "1"}' | invoke create-invoice; echo "ends with $?"
manage '{"operation": "fail"}'; echo "ends with $?"
output Nothing; echo "ends with $?"
"#;

/// A pasted text, with what JSON has to escape.
const TOKEN: &str = r#"pat-"na1"\canary"#;
const SECRET: &str = r"s3cr3t\n canary";

/// True where a change is checked for all, and not by one person on a machine of theirs.
#[expect(
    clippy::disallowed_methods,
    reason = "a variable of the test command alone"
)]
pub(crate) fn is_checked() -> bool {
    std::env::var_os("CI").is_some()
}

/// A folder with the stand-in for the AWS CLI, and the shells that are there: both, where changes are checked.
pub(crate) struct Stage {
    pub(crate) folder: PathBuf,
    pub(crate) shells: Vec<&'static str>,
}

impl Stage {
    fn new(name: &str) -> Self {
        Self::answered_by(name, AWS)
    }

    /// A folder of this name, with this program in the place of the AWS CLI.
    pub(crate) fn answered_by(name: &str, program: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let aws = folder.join("aws");
        fs::write(&aws, program).unwrap();
        fs::set_permissions(&aws, fs::Permissions::from_mode(0o755)).unwrap();
        let mut shells = vec!["bash"];
        let has_zsh = Command::new("zsh").args(["-c", "true"]).status().is_ok();
        assert!(has_zsh || !is_checked(), "zsh is not here, and CI is set");
        shells.extend(has_zsh.then_some("zsh"));
        Self { folder, shells }
    }

    /// The text that commands print in a shell that is given some lines.
    pub(crate) fn printed(&self, shell: &str, commands: &str, given: &str) -> String {
        let path = format!("{}:/usr/bin:/bin", self.folder.display());
        let mut command = Command::new(shell);
        command.args(["-c", commands]).current_dir(workspace());
        let piped = command.env("PATH", path).stdin(Stdio::piped());
        let mut child = piped.stdout(Stdio::piped()).spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(given.as_bytes()).unwrap();
        drop(input);
        let output = child.wait_with_output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    /// The secret that was stored last.
    fn secret(&self) -> Value {
        let text = fs::read_to_string(self.folder.join("secret")).unwrap();
        serde_json::from_str(&text).unwrap()
    }

    pub(crate) fn arguments(&self) -> String {
        fs::read_to_string(self.folder.join("arguments")).unwrap()
    }
}

#[test]
fn the_commands_of_the_page_work_in_bash_and_in_zsh_and_fail_where_a_function_does() {
    let stage = Stage::new("shell");
    let expected = "books-create-invoice was given {\"id\": \"1\"}\nends with 0\n\
        books-manage-connection was given {\"operation\": \"fail\"}\nends with 1\nends with 1\n";
    for shell in &stage.shells {
        assert_eq!(stage.printed(shell, COMMANDS, ""), expected, "{shell}");
    }
}

#[test]
fn secrets_are_stored_as_they_were_pasted_and_stand_on_no_command_line() {
    let stage = Stage::new("shell-secrets");
    for shell in &stage.shells {
        let commands = ". infra/shell.sh books; store_hubspot_app 147147147";
        let printed = stage.printed(shell, commands, &format!("{TOKEN}\r\n{SECRET}\n"));
        assert!(printed.contains("stored"), "{shell}: {printed}");
        let expected = json!({ "access_token": TOKEN, "client_secret": SECRET });
        assert_eq!(stage.secret(), expected, "{shell}");

        let commands = ". infra/shell.sh books; store_intuit_app";
        let intuit = stage.printed(shell, commands, &format!("{TOKEN}\n{SECRET}\n"));
        assert!(
            intuit.ends_with("https://example.com/callback\n"),
            "{intuit}"
        );
        let expected = json!({ "client_id": TOKEN, "client_secret": SECRET });
        assert_eq!(stage.secret(), expected, "{shell}");

        let told = [stage.arguments(), printed, intuit].concat();
        assert!(!told.contains("canary"), "{shell}: {told}");
    }
}
