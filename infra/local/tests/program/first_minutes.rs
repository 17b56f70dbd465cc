//! The first fifteen minutes: the commands of the front page, as they are printed and in their order, in one folder.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::process::{program, stderr, stdout};

/// A piece of the page that the reader does something with.
#[derive(Clone, Debug)]
enum Step {
    /// A text to be saved under a name.
    Save(String, String),
    /// A command to be typed.
    Type(String),
    /// An output that the command before it gives.
    Json(Value),
    /// Lines that the command before it prints.
    Lines(String),
}

/// The steps of a page, from top to bottom.
fn steps(page: &str) -> Vec<Step> {
    let (mut steps, mut before) = (Vec::new(), String::new());
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            let text = block.join("\n");
            match language {
                "console" => {
                    let typed = block.iter().filter_map(|line| line.strip_prefix("$ "));
                    let begins = [
                        "cargo run",
                        "./quickbooks-actions",
                        "tar -xzf quickbooks-actions-x86_64-unknown",
                    ];
                    let is_ours =
                        |typed: &&str| begins.iter().any(|begin| typed.starts_with(begin));
                    let ours = typed.filter(is_ours);
                    steps.extend(ours.map(|typed| Step::Type(typed.to_owned())));
                }
                "json" | "csv" => match saved_as(&before) {
                    Some(name) => steps.push(Step::Save(name, text)),
                    None if language == "json" => {
                        steps.push(Step::Json(serde_json::from_str(&text).unwrap()));
                    }
                    None => {}
                },
                "text" => steps.push(Step::Lines(text)),
                _ => {}
            }
        } else if let Some(row) = line.strip_prefix("| `cargo run") {
            let command = row.split('`').next().unwrap();
            steps.push(Step::Type(format!("cargo run{command}")));
        }
        if !line.trim().is_empty() {
            line.clone_into(&mut before);
        }
    }
    steps
}

/// The name under which the text before a block says to save it.
fn saved_as(before: &str) -> Option<String> {
    let (_, rest) = before.split_once("ave this as `")?;
    rest.split('`').next().map(str::to_owned)
}

/// True for a command that goes on until it is interrupted; `types` sees that it has begun.
fn goes_on(typed: &str) -> bool {
    let parts = ["-- serve", "-- connect", "./quickbooks-actions serve"];
    parts.iter().any(|part| typed.contains(part))
}

/// The clone of this project.
fn clone() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A reader's folder, with a `cargo` that runs the program as it was built.
struct Reader {
    folder: tempfile::TempDir,
}

impl Reader {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let binary = env!("CARGO_BIN_EXE_quickbooks-actions");
        // `cargo run -- serve` as printed takes the usual ports, which another test may have.
        let cargo = format!(
            "#!/bin/sh\nshift\n[ \"$1\" = --quiet ] && shift\n[ \"$1\" = -- ] && shift\ncase \"$1\" in\n\
             serve) set -- \"$@\" --port 0 --sandbox-port 0 --portal-port 0 --gateway-port 0 ;;\n\
             connect) set -- \"$@\" --port 0 ;;\nesac\nexec {binary} \"$@\"\n"
        );
        let bin = folder.path().join("bin");
        std::fs::create_dir(&bin).unwrap();
        std::fs::write(bin.join("cargo"), cargo).unwrap();
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(bin.join("cargo"), mode).unwrap();
        Self { folder }
    }

    /// The same with the clone's samples in it.
    fn in_clone() -> Self {
        let reader = Self::new();
        std::os::unix::fs::symlink(clone().join("functions"), reader.path("functions")).unwrap();
        reader
    }

    /// The same with the archive of a release, in which lies the program as it was built for this test.
    fn with_release() -> Self {
        let reader = Self::new();
        let binary = Path::new(env!("CARGO_BIN_EXE_quickbooks-actions"));
        release::pack_program(binary, release::STATIC, &clone(), reader.folder.path()).unwrap();
        reader
    }

    /// The same after the release was unpacked.
    fn with_program() -> Self {
        let reader = Self::new();
        let unpacked = reader.path(release::NAME);
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_quickbooks-actions"), unpacked).unwrap();
        reader
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The shell that a command is typed into.
    fn shell(&self, typed: &str) -> Command {
        let path = std::env::var("PATH").unwrap();
        let bin = self.path("bin");
        // The environment is that of a machine without a real company.
        let clean = program(&[]);
        let mut shell = Command::new("sh");
        for (name, value) in clean.get_envs() {
            match value {
                Some(value) => shell.env(name, value),
                None => shell.env_remove(name),
            };
        }
        shell
            .args(["-c", &format!("exec {typed}")])
            .current_dir(self.folder.path())
            .env("PATH", format!("{}:{path}", bin.display()))
            .stdin(Stdio::null());
        shell
    }

    /// Types a command; one that goes on is ended as soon as it says how.
    fn types(&self, typed: &str) -> Output {
        if !goes_on(typed) {
            return self.shell(typed).output().unwrap();
        }
        let mut child = self
            .shell(typed)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut shown = String::new();
        while !shown.contains("Ctrl-C") {
            assert_ne!(output.read_line(&mut shown).unwrap(), 0, "{typed}: {shown}");
        }
        let interrupt = ["-INT", &child.id().to_string()];
        assert!(
            Command::new("kill")
                .args(interrupt)
                .status()
                .unwrap()
                .success()
        );
        let mut ended = child.wait_with_output().unwrap();
        ended.stdout = shown.into_bytes();
        ended
    }
}

#[test]
fn the_first_fifteen_minutes_go_as_the_front_page_says() {
    let page = std::fs::read_to_string(clone().join("README.md")).unwrap();
    let reader = Reader::with_release();
    let (mut last, mut typed_ones) = (None::<(String, Output)>, Vec::new());
    for step in steps(&page) {
        match step {
            Step::Save(name, text) => std::fs::write(reader.path(&name), text + "\n").unwrap(),
            Step::Type(typed) => {
                let output = reader.types(&typed);
                let said = format!("{typed}: {}{}", stdout(&output), stderr(&output));
                assert!(output.status.success() || goes_on(&typed), "{said}");
                typed_ones.push(typed.clone());
                last = Some((typed, output));
            }
            Step::Json(mut shown) => {
                let (typed, output) = last.as_ref().unwrap();
                let said = format!("{typed}: {}", stderr(output));
                let mut given: Value = serde_json::from_slice(&output.stdout).expect(&said);
                for value in [&mut shown, &mut given] {
                    // The local company's documents are seen on its own pages.
                    value["document"]["url"].take();
                }
                assert_eq!(given, shown, "{typed}");
            }
            Step::Lines(shown) => {
                let (typed, output) = last.as_ref().unwrap();
                let printed = stdout(output);
                for line in shown
                    .lines()
                    .filter(|line| *line != "…" && !line.starts_with("It took"))
                {
                    assert!(printed.contains(line), "{typed}: {line}: {printed}");
                }
            }
        }
    }
    // The program that was unpacked is the one that was typed next.
    assert!(typed_ones[0].starts_with("tar -xzf "), "{typed_ones:?}");
    assert_eq!(typed_ones[1], "./quickbooks-actions");
    for licence in release::LICENCES {
        assert!(reader.path(licence).is_file(), "{licence}");
    }
    for command in ["invoke", "backfill", "serve", "runs", "connect", "doctor"] {
        let part = format!("-- {command}");
        assert!(
            typed_ones.iter().any(|typed| typed.contains(&part)),
            "{command}: {typed_ones:?}"
        );
    }
}

#[test]
fn what_the_demonstration_says_to_type_next_can_be_typed() {
    let reader = Reader::with_program();
    // Without cargo's own variable, as after a release was unpacked.
    let unpacked = |typed: &str| {
        let mut shell = reader.shell(typed);
        shell.env_remove("CARGO").output().unwrap()
    };
    let shown = stdout(&unpacked("./quickbooks-actions"));
    let (_, next) = shown.split_once("\nNext:\n").unwrap();
    let words = next.lines().map(|line| line.split_once("./").unwrap().1);
    let typed: Vec<String> = words.map(|words| format!("./{words}")).collect();
    assert_eq!(typed.len(), 4, "{next}");
    for typed in typed {
        let output = if typed.ends_with(" serve") {
            let ports = "--port 0 --sandbox-port 0 --portal-port 0 --gateway-port 0";
            reader.types(&format!("{typed} {ports}"))
        } else {
            unpacked(&typed)
        };
        let said = format!("{typed}: {}{}", stdout(&output), stderr(&output));
        assert!(output.status.success() || goes_on(&typed), "{said}");
    }
}

/// The text of the page about this program.
fn local_page() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

#[test]
fn both_pages_and_the_samples_go_into_one_store_without_a_conflict() {
    let front = std::fs::read_to_string(clone().join("README.md")).unwrap();
    let reader = Reader::in_clone();
    let of_files = [
        "-- invoke create-invoice --event deal.json --store books.redb",
        "-- backfill deals.csv --action create-invoice --object-type deal --store books.redb",
    ];
    let mut booked = 0;
    for step in [steps(&front), steps(&local_page())].concat() {
        match step {
            Step::Save(name, text) => std::fs::write(reader.path(&name), text + "\n").unwrap(),
            Step::Type(typed) if of_files.iter().any(|part| typed.contains(part)) => {
                let output = reader.types(&typed);
                let said = format!("{typed}: {}{}", stdout(&output), stderr(&output));
                assert!(!said.contains("IdempotencyConflict"), "{said}");
                booked += 1;
            }
            Step::Type(_) | Step::Json(_) | Step::Lines(_) => {}
        }
    }
    assert_eq!(
        booked, 3,
        "the front page's deal and file, and the other page's file"
    );
    let sample = "cargo run -- invoke create-invoice --event functions/create-invoice/events/01-deal.json --store books.redb";
    let output = reader.types(sample);
    assert!(output.status.success(), "{}", stderr(&output));
}

#[test]
fn the_commands_about_settings_work_in_a_shell_as_they_are_printed() {
    let reader = Reader::in_clone();
    for made in [
        "cargo run -- init",
        "cargo run -- invoke create-invoice --event functions/create-invoice/events/01-deal.json --store books.redb \
         --new-store",
    ] {
        let output = reader.types(made);
        assert!(output.status.success(), "{made}: {}", stderr(&output));
    }
    let page = local_page().replace(" \\\n   ", "");
    let printed = steps(&page).into_iter().filter_map(|step| match step {
        Step::Type(typed) => Some(typed),
        Step::Save(..) | Step::Json(_) | Step::Lines(_) => None,
    });
    // A row of the table of commands names no store.
    let of_the_page = |typed: &String| {
        ["--store books.redb", "--endpoint "]
            .iter()
            .any(|place| typed.contains(place))
    };
    let of_settings = printed.filter(|typed| typed.contains("-- settings ") && of_the_page(typed));
    let help = "cargo run -- settings set products.income_account=\"Sales of Product Income\" 'tax.codes.\"8.25\"=TAX' \
                once_per= --store books.redb";
    let mut typed_ones = 0;
    for typed in of_settings.chain([help.to_owned()]) {
        // The server that the page has started has the store of this folder.
        let typed = typed.replace("--endpoint http://127.0.0.1:9400", "--store books.redb");
        let output = reader.types(&typed);
        assert!(output.status.success(), "{typed}: {}", stderr(&output));
        typed_ones += 1;
    }
    assert!(typed_ones >= 5, "{typed_ones}");
    let unquoted = "cargo run -- settings set tax.codes.\"8.25\"=TAX --store books.redb";
    let said = stderr(&reader.types(unquoted));
    assert!(
        said.contains("since the shell takes one pair away"),
        "{said}"
    );
}
