//! The functions of `infra/shell.sh`, with something that answers in the place of the AWS CLI.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use template::workspace;

/// Answers as the AWS CLI does: with an output of the stack, or with what a function was given, who fails for `"fail"`.
const AWS: &str = r#"#!/bin/sh
case "$*" in
*"OutputKey=='ActionFunctions'"*) echo books- ;;
"cloudformation describe-stacks --stack-name books "*) echo ;;
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

/// The text that the commands print in a shell; none where the machine does not have it.
fn printed(shell: &str, path: &str) -> Option<String> {
    let mut command = Command::new(shell);
    command.args(["-c", COMMANDS]).current_dir(workspace());
    let output = command.env("PATH", path).output().ok()?;
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn the_commands_of_the_page_work_in_bash_and_in_zsh_and_fail_where_a_function_does() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("shell");
    fs::create_dir_all(&folder).unwrap();
    let aws = folder.join("aws");
    fs::write(&aws, AWS).unwrap();
    fs::set_permissions(&aws, fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:/usr/bin:/bin", folder.display());
    let expected = "books-create-invoice was given {\"id\": \"1\"}\nends with 0\n\
        books-manage-connection was given {\"operation\": \"fail\"}\nends with 1\nends with 1\n";
    assert_eq!(printed("bash", &path).unwrap(), expected, "bash");
    if let Some(of_zsh) = printed("zsh", &path) {
        assert_eq!(of_zsh, expected, "zsh");
    }
}
