//! The commands of the page, typed as they are printed, with something that answers in the place of the AWS CLI.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::symlink;

use serde_json::Value;
use template::{Template, read_file, workspace};

use crate::shell::{Stage, is_checked};

/// Answers an output of the stack by its own name, and a function by settings. Notes the arguments of each call, one a line with an
/// empty line after them, and the events that functions are given.
const AWS: &str = r#"#!/bin/sh
folder=${0%/*}
for argument; do printf '%s\n' "$argument"; done >>"$folder/arguments"
echo >>"$folder/arguments"
case "$1 $2" in
"cloudformation describe-stacks")
    key=${8#*OutputKey==\'}
    echo "${key%%\'*}" ;;
"lambda invoke")
    case "$*" in *fileb:///dev/stdin*) cat >>"$folder/events" ;; esac
    for answer; do :; done
    echo '{"version": "7", "settings": {"refunds": {}}}' >"$answer"
    echo None ;;
"secretsmanager put-secret-value") cat >"$folder/secret" ;;
"events put-events" | "kms create-key" | "s3 cp" | "sqs receive-message" | "stepfunctions start-execution") echo done ;;
*) exit 64 ;;
esac
"#;

/// Programs that deploy or serve, and are tried elsewhere.
const ELSEWHERE: [&str; 3] = ["cargo ", "sam ", "uv "];

/// The commands of the page, each in one line.
fn commands() -> Vec<String> {
    let page = read_file("infra/README.md").replace(" \\\n", " ");
    let typed = page.lines().filter_map(|line| line.strip_prefix("$ "));
    let here = typed.filter(|typed| !ELSEWHERE.iter().any(|other| typed.starts_with(other)));
    here.map(str::to_owned).collect()
}

/// The values that an option of the AWS CLI was given.
fn values<'a>(calls: &'a str, option: &str) -> Vec<&'a str> {
    let lines: Vec<&str> = calls.lines().collect();
    let pairs = lines.windows(2).filter(|pair| pair[0] == option);
    pairs.map(|pair| pair[1]).collect()
}

#[test]
fn every_command_of_the_page_works_as_it_is_printed_in_bash_and_in_zsh() {
    let commands = commands();
    assert!(commands.len() >= 25, "{commands:#?}");
    let outputs = Template::read().section("Outputs");
    let stage = Stage::answered_by("typed", AWS);
    let has_jq = !stage.printed("sh", "command -v jq", "").is_empty();
    assert!(has_jq || !is_checked(), "jq is not here, and CI is set");
    for shell in stage.shells.iter().filter(|_| has_jq) {
        let stage = Stage::answered_by(&format!("typed-in-{shell}"), AWS);
        let folder = stage.folder.join("clone");
        fs::create_dir(&folder).unwrap();
        for name in ["infra", "functions"] {
            symlink(workspace().join(name), folder.join(name)).unwrap();
        }
        fs::write(folder.join("deals.jsonl"), "{}\n").unwrap();
        let steps = commands.iter().enumerate();
        let steps =
            steps.map(|(place, command)| format!("{command}\necho \"{place} went well\"\n"));
        let steps = steps.collect::<Vec<_>>().concat();
        let script = format!("set -e\ncd '{}'\n{steps}", folder.display());
        let printed = stage.printed(shell, &script, "a client id\na client secret\n");
        for (place, command) in commands.iter().enumerate() {
            let told = format!("{place} went well\n");
            assert!(printed.contains(&told), "{shell}: {command}: {printed}");
        }

        let calls = stage.arguments();
        let asked: BTreeSet<&str> = calls
            .split("OutputKey=='")
            .skip(1)
            .filter_map(|rest| rest.split('\'').next())
            .collect();
        for output in asked {
            assert!(outputs.contains_key(output), "there is no output {output}");
        }
        for option in ["--input", "--entries"] {
            let values = values(&calls, option);
            assert!(!values.is_empty(), "{option}: {calls}");
            for value in values {
                let read: Result<Value, _> = serde_json::from_str(value);
                assert!(read.is_ok(), "{shell}: {option}: {value}");
            }
        }
        let entries: Value = serde_json::from_str(values(&calls, "--entries")[0]).unwrap();
        assert_eq!(entries[0]["EventBusName"], "EventBusName");
        let detail: Value = serde_json::from_str(entries[0]["Detail"].as_str().unwrap()).unwrap();
        assert_eq!(detail["record"]["object_type"], "deal");

        let events = fs::read_to_string(stage.folder.join("events")).unwrap();
        let events = serde_json::Deserializer::from_str(&events).into_iter::<Value>();
        let events: Vec<Value> = events.map(Result::unwrap).collect();
        let put = events
            .iter()
            .find(|event| event["operation"] == "put_settings");
        assert_eq!(
            put.unwrap()["settings"]["refunds"]["partial"],
            true,
            "{shell}"
        );
        assert_eq!(put.unwrap()["version"], "7", "{shell}");
        let previews = events
            .iter()
            .filter(|event| event["options"]["dry_run"] == true);
        assert_eq!(previews.count(), 1, "{shell}: {events:?}");
    }
}
