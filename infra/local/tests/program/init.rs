//! `quickbooks-actions init`.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Output};

use sandbox_quickbooks::{Sandbox, SandboxOptions};

use crate::events;
use crate::process::{program, response, run, run_as_typed, stderr, stdout};
use crate::settings::{booked, run_in};

const FILES: [&str; 2] = ["settings.jsonc", "quickbooks.env"];

fn init(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = program(&[&["init"], arguments].concat());
    command.current_dir(folder);
    run_as_typed(command, b"")
}

fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).unwrap()
}

#[test]
fn its_files_are_the_owner_s_alone_and_each_part_of_them_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let output = init(folder, &["--time-zone", "Europe/Berlin"]);
    assert!(output.status.success(), "{}", stderr(&output));
    for name in FILES {
        let mode = folder.join(name).metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
        assert!(stdout(&output).contains(name), "{}", stdout(&output));
    }
    let [settings, environment] = FILES.map(|name| read(folder, name));
    assert!(
        settings.contains(r#""time_zone": "Europe/Berlin""#),
        "{settings}"
    );
    let lines: Vec<&str> = settings.lines().map(str::trim).collect();
    for pair in lines.windows(2).filter(|pair| pair[0].ends_with('{')) {
        let explained = pair[1].starts_with("//") || pair[1].ends_with('{');
        assert!(explained || pair[0] == "{", "{pair:?}: {settings}");
    }
    for part in environment.split("\n\n") {
        assert!(part.starts_with("# "), "{part}");
    }
}

#[test]
fn its_settings_are_right_as_they_are_and_with_every_line_that_they_leave_out() {
    let folder = booked();
    let folder = folder.path();
    assert!(init(folder, &[]).status.success());
    let check = || {
        let arguments = ["settings", "check", FILES[0], "--store", "books.redb"];
        let output = run_in(folder, &arguments);
        assert!(output.status.success(), "{}", stderr(&output));
    };
    check();
    let whole = read(folder, FILES[0]).replace("// \"", "\"");
    for setting in ["\n    \"income_account\"", "\n      \"create-invoice\""] {
        assert!(whole.contains(setting), "{whole}");
    }
    std::fs::write(folder.join(FILES[0]), whole).unwrap();
    check();
}

/// The command is typed as `init` prints it, and the program then reaches the company by the file alone.
#[tokio::test]
async fn its_environment_is_read_by_a_shell_and_leads_to_the_company() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::create_dir(folder.join("books")).unwrap();
    let printed = stdout(&init(folder, &["books"]));
    let (_, typed) = printed.split_once("read it: ").unwrap();
    let typed = typed.lines().next().unwrap();

    let company = Sandbox::start(SandboxOptions::default()).await.unwrap();
    let credentials = company.credentials();
    let mut text = read(folder, "books/quickbooks.env");
    for (line, value) in [
        ("\nQUICKBOOKS_CLIENT_ID=", &*credentials.client_id),
        ("\nQUICKBOOKS_CLIENT_SECRET=", &*credentials.client_secret),
        ("\n#QUICKBOOKS_REALM_ID=", company.realm_id()),
        ("\n#QUICKBOOKS_REFRESH_TOKEN=", &*credentials.refresh_token),
    ] {
        assert!(text.contains(&format!("{line}\n")), "{line}: {text}");
        text = text.replace(line, &format!("{}{value}", line.replace('#', "")));
    }
    let sandboxes = "https://sandbox-quickbooks.api.intuit.com";
    assert!(text.contains(sandboxes), "no real company to begin with");
    text = text.replace(sandboxes, &company.api_url());
    std::fs::write(folder.join("books/quickbooks.env"), text).unwrap();

    let event = events::path("03-several-contacts");
    let clean = program(&[]);
    let line = format!(
        "{typed}; exec {} invoke create-invoice --event {event} --store books.redb --new-store \
         --settings books/settings.jsonc --yes",
        clean.get_program().display()
    );
    let mut shell = Command::new("sh");
    for (name, _) in clean.get_envs() {
        shell.env_remove(name);
    }
    shell
        .args(["-c", &line])
        .current_dir(folder)
        .env("QUICKBOOKS_TOKEN_URL", company.token_url());
    let output = tokio::task::spawn_blocking(|| run(shell, b"")).await;
    assert_eq!(response(&output.unwrap())["status"], "created");
}

#[test]
fn what_is_there_already_stays_and_then_nothing_is_written() {
    let [settings, environment] = FILES;
    for (there, other) in [(settings, environment), (environment, settings)] {
        for leads_nowhere in [false, true] {
            let folder = tempfile::tempdir().unwrap();
            let (there, other) = (folder.path().join(there), folder.path().join(other));
            if leads_nowhere {
                symlink(folder.path().join("nowhere"), &there).unwrap();
            } else {
                std::fs::write(&there, "mine").unwrap();
            }
            let output = init(folder.path(), &[]);
            assert_eq!(output.status.code(), Some(2));
            let said = stderr(&output);
            let name = there.file_name().unwrap().to_str().unwrap();
            for part in [name, "is there already", "nothing was written"] {
                assert!(said.contains(part), "{part}: {said}");
            }
            assert!(!other.exists(), "{other:?}");
            if leads_nowhere {
                assert!(!there.exists(), "nothing is written where a link leads");
            } else {
                assert_eq!(std::fs::read_to_string(&there).unwrap(), "mine");
            }
        }
    }
}

#[test]
fn a_time_zone_that_is_none_is_refused_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let output = init(folder.path(), &["--time-zone", "Berlin time"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("America/New_York"),
        "{}",
        stderr(&output)
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
