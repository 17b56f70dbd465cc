//! The environments of `sam`, and the commands that the pages show.

use std::path::Path;

use template::{Template, read_file};

use crate::ignored::tracked;

const CONFIGURATION: &str = "infra/samconfig.toml";

/// The values of a key in the file, by environment.
fn values(key: &str) -> Vec<(String, String)> {
    let text = read_file(CONFIGURATION);
    let mut environment = String::new();
    let mut found = Vec::new();
    for line in text.lines() {
        if let Some(section) = line.strip_prefix('[') {
            section
                .split('.')
                .next()
                .unwrap()
                .clone_into(&mut environment);
        } else if let Some((name, value)) = line.split_once(" = ")
            && name == key
        {
            found.push((environment.clone(), value.trim_matches('"').to_owned()));
        }
    }
    found
}

#[test]
fn each_environment_has_a_stack_whose_name_its_names_begin_with() {
    let stacks = values("stack_name");
    let overrides = values("parameter_overrides");
    let parameter = |environment: &str, name: &str| {
        let (_, text) = overrides
            .iter()
            .find(|(one, _)| one == environment)
            .unwrap();
        let mut pairs = text.split(' ').filter_map(|pair| pair.split_once('='));
        pairs
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value.to_owned())
    };
    let template = Template::read();
    let longest = template.section("Parameters")["NamePrefix"]["MaxLength"].as_u64();
    let environments: Vec<&str> = stacks.iter().map(|(one, _)| one.as_str()).collect();
    assert_eq!(environments, ["sandbox", "production"]);
    for (environment, stack) in &stacks {
        let prefix = parameter(environment, "NamePrefix");
        assert_eq!(prefix.as_ref(), Some(stack));
        assert!(stack.len() as u64 <= longest.unwrap(), "{stack}");
        let books = parameter(environment, "QuickBooksEnvironment");
        assert_eq!(books.as_ref(), Some(environment));
    }
    for (_, text) in &overrides {
        for name in text.split(' ').filter_map(|pair| pair.split('=').next()) {
            let parameters = template.section("Parameters");
            assert!(parameters.contains_key(name), "{name} is no parameter");
        }
    }
    assert_ne!(stacks[0].1, stacks[1].1);
}

/// Otherwise a deployment takes what was built for this machine.
#[test]
fn sam_local_has_a_build_folder_of_its_own() {
    let folders = values("build_dir");
    assert_eq!(folders, [("local".to_owned(), ".aws-sam/local".to_owned())]);
    let templates = values("template_file");
    assert!(
        templates
            .iter()
            .all(|(_, path)| path.starts_with(".aws-sam/local/"))
    );
}

#[test]
fn every_command_of_sam_on_the_pages_names_the_environments() {
    let mut count = 0;
    for page in ["README.md", "infra/README.md"] {
        for line in read_file(page).lines() {
            let command = line.trim_start_matches("$ ");
            if line.starts_with("$ ")
                && (command.starts_with("sam ") || command.contains("&& sam "))
            {
                count += 1;
                // CloudFormation cannot compare them, and finds the names taken when half is made.
                let renames = command.contains("--stack-name");
                assert!(
                    !renames || command.contains("NamePrefix="),
                    "{page}: {line}"
                );
                let named = command
                    .matches("--config-file infra/samconfig.toml --config-env ")
                    .count();
                assert_eq!(
                    named,
                    command.matches("sam ").count() - command.matches("-sam ").count(),
                    "{page}: {line}"
                );
            }
        }
    }
    assert!(count >= 5, "{count}");
}

/// A secret on a command line stays in the shell's history, and is seen by everybody on the machine.
#[test]
fn no_command_on_the_pages_takes_a_secret() {
    let pages = tracked(&["*.md", "*.sh"]);
    assert!(pages.len() > 20, "{pages:?}");
    for page in pages {
        let text = read_file(&page);
        let is_script = Path::new(&page).extension() == Some("sh".as_ref());
        let commands = text
            .lines()
            .filter(|line| is_script || line.starts_with("$ "));
        for line in commands {
            assert!(!takes_a_secret(line), "{page}: {line}");
        }
    }
}

/// True for a line that gives a variable with a secret's name a value of its own, or a secret to the AWS CLI. `local` is what
/// emulators take for any.
fn takes_a_secret(line: &str) -> bool {
    let given = line.split_whitespace().filter_map(|word| {
        let (name, value) = word.split_once('=')?;
        let name = name.to_ascii_uppercase();
        let names = ["TOKEN", "SECRET", "KEY", "PASSWORD"];
        let is_name = name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let is_secret = is_name && names.iter().any(|one| name.ends_with(one));
        is_secret.then(|| value.trim_matches(['"', '\'']))
    });
    let is_own = |value: &str| !value.is_empty() && !value.starts_with('$') && value != "local";
    let texts = ["--secret-string '", "--secret-string \""];
    given.into_iter().any(is_own) || texts.iter().any(|text| line.contains(text))
}

#[test]
fn a_secret_on_a_command_line_is_noticed() {
    for line in [
        "$ export HUBSPOT_APP_ID=4711 HUBSPOT_DEVELOPER_TOKEN=…",
        "$ QUICKBOOKS_CLIENT_SECRET='s' cargo run",
        "$ aws secretsmanager put-secret-value --secret-string '{}'",
    ] {
        assert!(takes_a_secret(line), "{line}");
    }
    for line in [
        "$ IFS= read -rs TOKEN && export TOKEN",
        "$ TOKEN=$(cat token.txt) cargo run",
    ] {
        assert!(!takes_a_secret(line), "{line}");
    }
}
