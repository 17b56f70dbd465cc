//! The pages show and list the same as the program does and knows.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use actions::ErrorType;
use actions::settings::Settings;
use registry::RegisteredAction;
use serde_json::{Value, json};
use strum::VariantArray;

use crate::process::{function_error, program, response, run, stderr, stdout};

/// A page of the project.
struct Page {
    text: String,
}

impl Page {
    /// The page at this path from the root of the project.
    fn at(path: &str) -> Self {
        let text = std::fs::read_to_string(root().join(path));
        Self {
            text: text.unwrap_or_else(|error| panic!("{path}: {error}")),
        }
    }

    /// The front page.
    fn front() -> Self {
        Self::at("README.md")
    }

    /// The page of the contract that all actions share.
    fn contract() -> Self {
        Self::at("functions/README.md")
    }

    /// The page of one function.
    fn of(function: &str) -> Self {
        Self::at(&format!("functions/{function}/README.md"))
    }

    /// The page of the local program.
    fn local() -> Self {
        Self::at("infra/local/README.md")
    }

    /// The part under this heading, up to the next heading.
    fn part(&self, heading: &str) -> &str {
        let (_, part) = self.text.split_once(&format!("\n{heading}\n")).unwrap();
        part.split("\n#").next().unwrap()
    }

    /// The first block of this language that holds this text.
    fn block(&self, language: &str, text: &str) -> &str {
        let opening = format!("\n```{language}\n");
        let blocks = self.text.split(&opening).skip(1);
        let mut blocks = blocks.filter_map(|block| block.split("```").next());
        blocks.find(|block| block.contains(text)).unwrap()
    }

    /// The first JSON block that holds this text.
    fn json(&self, text: &str) -> Value {
        serde_json::from_str(self.block("json", text)).unwrap()
    }

    /// True if a table has a row that begins with this.
    fn has_row(&self, first: &str) -> bool {
        self.text.contains(&format!("\n| `{first}` |"))
    }
}

/// The names in the first cells of a part's tables, below the tables' heads.
fn rows(part: &str) -> Vec<&str> {
    let next = part.lines().skip(1).chain([""]);
    let lines = part.lines().zip(next);
    let rows = lines.filter(|(_, next)| !next.starts_with("|--"));
    let named = rows.filter_map(|(row, _)| row.strip_prefix("| `"));
    named.map(|row| row.split('`').next().unwrap()).collect()
}

/// The folder of the project.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The texts between quotation marks in the functions' code, with what stands before each; tests are
/// left out.
fn literals() -> Vec<(String, String)> {
    let mut literals = Vec::new();
    let mut folders = vec![root().join("functions")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap();
            // The client's own words are HubSpot's, and neither what a report writes nor what the gateway answers, or
            // watches for the rules, is a property that an action reads.
            let others = ["tests", "hubspot", "hubspot-gateway", "report-outcome"];
            let is_other = others.contains(&name);
            if path.is_dir() && !is_other {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") && name != "tests" {
                let text = std::fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]").next().unwrap();
                let parts: Vec<&str> = code.split('"').collect();
                let pairs = parts.windows(2);
                literals.extend(pairs.map(|pair| (pair[0].trim().to_owned(), pair[1].to_owned())));
            }
        }
    }
    literals
}

fn invoke(event: &Value) -> std::process::Output {
    let command = program(&["invoke", "create-invoice", "--event", "-"]);
    run(command, event.to_string().as_bytes())
}

#[test]
fn the_requests_they_show_give_the_responses_they_show() {
    for page in [Page::front(), Page::contract()] {
        let mut response = response(&invoke(&page.json("\"connection\"")));
        let mut shown = page.json("\"status\"");
        for value in [&mut response, &mut shown] {
            // The local company's documents are seen on its own pages.
            value["document"]["url"].take();
        }
        assert_eq!(response, shown);
    }
}

#[test]
fn the_error_they_show_is_the_one_of_a_record_without_properties() {
    let event = json!({
        "connection": "us-books",
        "record": {"object_type": "deal", "id": "9002", "properties": {}},
    });
    let shown = Page::contract().json("\"errorType\"");
    assert_eq!(function_error(&invoke(&event)), shown);
}

#[test]
fn the_settings_they_show_can_be_used() {
    let shown = Page::of("manage-connection").json("\"income_account\"");
    Settings::parse(&shown.to_string()).unwrap();
}

#[test]
fn every_setting_is_listed() {
    let page = Page::of("manage-connection");
    let settings = Settings::parse(r#"{"company": {"realm_id": "1"}}"#).unwrap();
    let settings = serde_json::to_value(settings).unwrap();
    for (group, value) in settings.as_object().unwrap() {
        let fields = value.as_object().filter(|fields| !fields.is_empty());
        let names: Vec<String> = match fields {
            Some(fields) => fields
                .keys()
                .map(|field| format!("{group}.{field}"))
                .collect(),
            None => vec![group.clone()],
        };
        for name in names {
            assert!(page.has_row(&name), "{name}");
        }
    }
}

/// The options an action knows, as it says them itself.
fn options(action: RegisteredAction) -> Vec<String> {
    let event = json!({
        "connection": "us-books",
        "record": {"object_type": action.records()[0].to_string(), "id": "1", "properties": {}},
        "options": {"colour": "red"},
    });
    let command = program(&["invoke", action.name(), "--event", "-"]);
    let error = function_error(&run(command, event.to_string().as_bytes()));
    let message = error["errorMessage"].as_str().unwrap();
    let (_, options) = message.split_once("it knows ").unwrap();
    options.split(", ").map(str::to_owned).collect()
}

#[test]
fn every_option_of_every_function_is_listed_where_it_belongs() {
    let contract = Page::contract();
    let common = rows(contract.part("### Options"));
    for action in RegisteredAction::ALL {
        let function = action.name();
        let page = Page::of(function);
        let own = rows(page.part("## Options"));
        let options = options(*action);
        assert!(options.len() > 10, "{options:?}");
        for option in &options {
            let listed = [&common, &own].map(|list| list.contains(&option.as_str()));
            assert!(listed[0] != listed[1], "{function}: {option}");
        }
        for option in own {
            assert!(
                options.iter().any(|known| known == option),
                "{function}: {option}"
            );
        }
    }
}

#[test]
fn every_function_is_in_the_tables_of_actions() {
    let unknown = run(program(&["invoke", "none", "--event", "-"]), b"");
    let (front, contract) = (Page::front().text, Page::contract().text);
    for function in RegisteredAction::ALL.iter().map(|action| action.name()) {
        assert!(stderr(&unknown).contains(function), "{function}");
        let from_front = format!("\n| [`{function}`](functions/{function}/README.md) |");
        let from_contract = format!("\n| [`{function}`]({function}/README.md) |");
        assert!(front.contains(&from_front), "{function}");
        assert!(contract.contains(&from_contract), "{function}");
    }
}

#[test]
fn every_error_type_is_listed() {
    let contract = Page::contract();
    let listed = rows(contract.part("## Errors"));
    let types: Vec<String> = ErrorType::VARIANTS
        .iter()
        .map(ToString::to_string)
        .collect();
    for error_type in &types {
        assert!(listed.contains(&error_type.as_str()), "{error_type}");
    }
    for error_type in listed {
        assert!(
            types.iter().any(|known| known == error_type),
            "{error_type}"
        );
    }
}

#[test]
fn every_warning_is_listed() {
    let contract = Page::contract();
    let part = contract.part("### Warnings");
    let literals = literals();
    let made = literals
        .iter()
        .filter(|(before, _)| before.ends_with("Warning::new("));
    let made: Vec<&str> = made.map(|(_, code)| code.as_str()).collect();
    assert!(made.len() > 10, "{made:?}");
    for code in made {
        assert!(part.contains(&format!("`{code}`")), "{code}");
    }
    let cells = part.lines().filter_map(|line| line.split('|').nth(1));
    for code in cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)) {
        assert!(literals.iter().any(|(_, text)| text == code), "{code}");
    }
}

#[test]
fn every_property_that_is_read_is_listed() {
    let contract = Page::contract();
    let part = contract.part("### Properties that are read");
    let literals = literals();
    let properties = literals.iter().map(|(_, text)| text.as_str());
    let is_property = |text: &&str| {
        let rest = text.strip_prefix("hs_").unwrap_or_default();
        let is_letter = |letter: char| letter == '_' || letter.is_ascii_lowercase();
        !rest.is_empty() && rest.chars().all(is_letter)
    };
    let read: BTreeSet<&str> = properties.filter(is_property).collect();
    assert!(read.len() > 30, "{read:?}");
    for property in read {
        assert!(part.contains(&format!("`{property}`")), "{property}");
    }
    for property in part.split('`').skip(1).step_by(2).filter(is_property) {
        assert!(
            literals.iter().any(|(_, text)| text == property),
            "{property}"
        );
    }
}

#[test]
fn every_operation_of_a_connection_is_listed() {
    let event = br#"{"operation": "none"}"#;
    let unknown = run(program(&["manage", "--event", "-"]), event);
    let error = function_error(&unknown);
    let message = error["errorMessage"].as_str().unwrap();
    let (_, known) = message.split_once("must be one of ").unwrap();
    let known: Vec<&str> = known.split(", ").collect();
    let page = Page::of("manage-connection");
    assert_eq!(rows(page.part("## Operations")), known);
}

#[test]
fn the_backfill_they_show_prints_what_they_show() {
    let page = Page::local();
    let folder = tempfile::tempdir().unwrap();
    let csv = page.block("csv", "record_id");
    std::fs::write(folder.path().join("deals.csv"), csv).unwrap();
    let arguments =
        "backfill deals.csv --action create-invoice --object-type deal --store books.redb";
    for page in [&page, &Page::front()] {
        assert!(page.text.contains(arguments));
    }
    let arguments: Vec<&str> = arguments.split(' ').collect();
    let backfill = |more: &[&str]| {
        let mut command = program(&[&arguments, more].concat());
        command.current_dir(folder.path());
        run(command, b"")
    };
    let output = backfill(&[]);
    let printed = stdout(&output);
    let shown = page.block("text", "3 records of deals.csv").lines();
    for line in shown.filter(|line| !line.starts_with("It took")) {
        assert!(printed.contains(line), "{line}: {printed}");
    }
    assert_eq!(output.status.code(), Some(1));
    let allowed = backfill(&["--options", r#"{"create_missing_products": true}"#]);
    assert_eq!(allowed.status.code(), Some(0), "{}", stdout(&allowed));

    let results = std::fs::read_to_string(folder.path().join("deals.csv.results.csv")).unwrap();
    for column in results.lines().next().unwrap().replace('"', "").split(',') {
        assert!(page.text.contains(&format!("`{column}`")), "{column}");
    }
}

#[test]
fn the_demonstration_prints_what_they_show() {
    let printed = stdout(&run(program(&["--verbose"]), b""));
    for (page, text) in [
        (Page::front(), "made twice"),
        (Page::local(), "made twice"),
        (Page::local(), "Invoice 145"),
    ] {
        for line in page.block("text", text).lines() {
            assert!(line == "…" || printed.contains(line), "{line}");
        }
    }
}

#[test]
fn the_record_by_its_id_that_they_show_is_booked() {
    let shown = "invoke create-invoice --object-type deal --id 38120044265";
    for page in [Page::front(), Page::local()] {
        assert!(page.text.contains(shown));
        for address in ["http://127.0.0.1:9401/", "http://127.0.0.1:9402/"] {
            assert!(page.text.contains(address), "{address}");
        }
    }
    let arguments: Vec<&str> = shown.split(' ').collect();
    let booked = response(&run(program(&arguments), b""));
    assert_eq!(booked["status"], "created");
    let help = stdout(&run(program(&["serve", "--help"]), b""));
    for port in ["[default: 9400]", "[default: 9401]", "[default: 9402]"] {
        assert!(help.contains(port), "{help}");
    }
}

#[test]
fn the_file_of_ids_that_is_shown_is_booked() {
    let page = Page::local();
    let folder = tempfile::tempdir().unwrap();
    let ids = page.block("csv", "record_id\n");
    std::fs::write(folder.path().join("ids.csv"), ids).unwrap();
    let shown = "backfill ids.csv --action create-invoice --object-type deal --date closedate";
    assert!(page.text.contains(shown));
    let options = r#"{"create_missing_products": true}"#;
    assert!(page.text.contains(&format!("--options '{options}'")));
    let mut arguments: Vec<&str> = shown.split(' ').collect();
    arguments.extend(["--options", options, "--store", "books.redb"]);
    let mut command = program(&arguments);
    command.current_dir(folder.path());
    let output = run(command, b"");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

#[test]
fn what_it_costs_is_the_same_on_every_page() {
    let operating = std::fs::read_to_string(root().join("infra/README.md")).unwrap();
    let figure = |label: &str| -> f64 {
        let mut lines = operating.lines();
        let row = lines.find(|line| line.starts_with(label)).unwrap();
        let cell = row.rsplit("**").nth(1).unwrap();
        cell.parse().unwrap()
    };
    let invoices = format!("US$ {:.2}", figure("| **together** |"));
    let month = format!("{:.0} a month", figure("| **together, by the month** |"));
    for path in ["README.md", "functions/COMPARISON.md"] {
        let page = std::fs::read_to_string(root().join(path)).unwrap();
        for part in [&invoices, &month] {
            assert!(page.contains(part), "{path}: {part}");
        }
    }
}
