//! What README.md shows and lists is what the program does and knows.

use actions::ErrorType;
use actions::settings::Settings;
use serde_json::{Value, json};
use strum::VariantArray;

use crate::process::{function_error, program, response, run, stderr, stdout};

const README: &str = include_str!("../../../../README.md");

const FUNCTIONS: [&str; 6] = [
    "create-invoice",
    "create-estimate",
    "create-sales-receipt",
    "create-paid-invoice",
    "create-expense",
    "create-refund-receipt",
];

/// The first JSON block that holds this text.
fn json_block(text: &str) -> Value {
    let mut blocks = README.split("```json\n").skip(1);
    let block = blocks.find(|block| block.contains(text)).unwrap();
    serde_json::from_str(block.split("```").next().unwrap()).unwrap()
}

fn invoke(event: &Value) -> std::process::Output {
    let command = program(&["invoke", "create-invoice", "--event", "-"]);
    run(command, event.to_string().as_bytes())
}

#[test]
fn the_request_it_shows_gives_the_response_it_shows() {
    let mut response = response(&invoke(&json_block("\"connection\"")));
    let mut shown = json_block("\"status\"");
    for value in [&mut response, &mut shown] {
        // The local company's documents are seen on its own pages.
        value["document"]["url"].take();
    }
    assert_eq!(response, shown);
}

#[test]
fn the_settings_it_shows_can_be_used() {
    Settings::parse(&json_block("\"income_account\"").to_string()).unwrap();
}

#[test]
fn every_setting_is_listed() {
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
            assert!(README.contains(&format!("\n| `{name}` |")), "{name}");
        }
    }
}

/// The options a function knows, as it says them itself.
fn options(function: &str) -> Vec<String> {
    let object_type = match function {
        "create-expense" | "create-paid-invoice" | "create-refund-receipt" => "payment",
        _ => "deal",
    };
    let event = json!({
        "connection": "us-books",
        "record": {"object_type": object_type, "id": "1", "properties": {}},
        "options": {"colour": "red"},
    });
    let command = program(&["invoke", function, "--event", "-"]);
    let error = function_error(&run(command, event.to_string().as_bytes()));
    let message = error["errorMessage"].as_str().unwrap();
    let (_, options) = message.split_once("it knows ").unwrap();
    options.split(", ").map(str::to_owned).collect()
}

/// The part under the heading that begins with this, up to the next heading.
fn part(heading: &str) -> &'static str {
    let (_, part) = README.split_once(&format!("\n{heading}")).unwrap();
    part.split("\n#").next().unwrap()
}

#[test]
fn every_option_of_every_function_is_listed_where_it_belongs() {
    let common = part("### Options");
    for function in FUNCTIONS {
        let own = part(&format!("#### Options of `{function}`"));
        let options = options(function);
        assert!(options.len() > 10, "{options:?}");
        for option in &options {
            let row = format!("\n| `{option}` |");
            let (shared, particular) = (common.contains(&row), own.contains(&row));
            assert!(shared != particular, "{function}: {option}");
        }
        let listed = own.lines().filter_map(|line| line.strip_prefix("| `"));
        for option in listed.map(|line| line.split('`').next().unwrap()) {
            assert!(
                options.iter().any(|known| known == option),
                "{function}: {option}"
            );
        }
    }
}

#[test]
fn every_function_is_in_the_table_of_actions() {
    let actions = part("## Actions");
    let unknown = run(program(&["invoke", "none", "--event", "-"]), b"");
    for function in FUNCTIONS {
        assert!(stderr(&unknown).contains(function), "{function}");
        assert!(
            actions.contains(&format!("\n| `{function}` |")),
            "{function}"
        );
    }
}

#[test]
fn every_error_type_is_listed() {
    for error_type in ErrorType::VARIANTS {
        assert!(README.contains(&format!("`{error_type}`")), "{error_type}");
    }
}

/// The first block of this language that holds this text.
fn block(language: &str, text: &str) -> &'static str {
    let blocks = README.split(language).skip(1);
    let mut blocks = blocks.filter_map(|block| block.split("```").next());
    blocks.find(|block| block.contains(text)).unwrap()
}

#[test]
fn the_backfill_it_shows_prints_what_it_shows() {
    let folder = tempfile::tempdir().unwrap();
    let csv = block("```csv\n", "record_id");
    std::fs::write(folder.path().join("deals.csv"), csv).unwrap();
    let arguments =
        "backfill deals.csv --action create-invoice --object-type deal --store books.redb";
    assert!(README.contains(arguments));
    let arguments: Vec<&str> = arguments.split(' ').collect();
    let backfill = |more: &[&str]| {
        let mut command = program(&[&arguments, more].concat());
        command.current_dir(folder.path());
        run(command, b"")
    };
    let output = backfill(&[]);
    let printed = stdout(&output);
    let shown = block("```text\n", "3 records of deals.csv").lines();
    for line in shown.filter(|line| !line.starts_with("It took")) {
        assert!(printed.contains(line), "{line}: {printed}");
    }
    assert_eq!(output.status.code(), Some(1));
    let allowed = backfill(&["--options", r#"{"create_missing_products": true}"#]);
    assert_eq!(allowed.status.code(), Some(0), "{}", stdout(&allowed));

    let results = std::fs::read_to_string(folder.path().join("deals.csv.results.csv")).unwrap();
    for column in results.lines().next().unwrap().replace('"', "").split(',') {
        assert!(README.contains(&format!("`{column}`")), "{column}");
    }
}

#[test]
fn the_demonstration_prints_what_it_shows() {
    let block = README.split("```text\n").nth(1).unwrap();
    let shown = block.split("```").next().unwrap();
    let printed = stdout(&run(program(&[]), b""));
    for line in shown.lines().filter(|line| *line != "…") {
        assert!(printed.contains(line), "{line}");
    }
}
