//! The dashboard: every metric of ours on it is sent by the function whose it is.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;
use template::workspace;

use crate::{FUNCTION, template};

/// The metrics of ours on the dashboard: the function that each is of, and its name.
fn shown() -> BTreeSet<(String, String)> {
    let dashboard = &template().section("Resources")["Dashboard"]["Properties"]["DashboardBody"];
    let body: Value = serde_json::from_str(dashboard["Fn::Sub"][0].as_str().unwrap()).unwrap();
    let widgets = body["widgets"].as_array().unwrap().iter();
    let metrics = widgets.flat_map(|widget| widget["properties"]["metrics"].as_array().unwrap());
    let ours = metrics.filter(|metric| metric[0] == "QuickBooksActions");
    let text = |metric: &Value, place: usize| metric[place].as_str().unwrap().to_owned();
    ours.map(|metric| {
        assert_eq!(metric[2], "FunctionName", "{metric}");
        (text(metric, 3), text(metric, 1))
    })
    .collect()
}

/// The folder of the code that sends a function's metrics: its own, or for the actions, which are measured together, that of
/// what runs them.
fn folder_of(function: &str) -> PathBuf {
    if function == "${NamePrefix}-actions" {
        return workspace().join("functions/shared/runtime/src");
    }
    let functions = template().resources(FUNCTION);
    let own = functions
        .iter()
        .find(|(name, _)| format!("${{{name}}}") == function);
    let (_, own) = own.unwrap_or_else(|| panic!("{function} is no function of the template"));
    let folder = own["CodeUri"].as_str().unwrap();
    workspace().join(folder).join("src")
}

/// The text of the Rust files of a folder and those below it, without those of tests.
fn code(folder: &Path) -> String {
    let entries = std::fs::read_dir(folder).unwrap();
    let texts = entries.map(|entry| {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        match path.extension().and_then(|kind| kind.to_str()) {
            _ if matches!(name, "tests" | "tests.rs") => String::new(),
            Some("rs") => std::fs::read_to_string(&path).unwrap(),
            _ if path.is_dir() => code(&path),
            _ => String::new(),
        }
    });
    texts.collect()
}

#[test]
fn every_metric_of_ours_on_the_dashboard_is_one_that_its_function_sends() {
    let shown = shown();
    for (function, metric) in &shown {
        let sent = code(&folder_of(function)).contains(&format!("\"{metric}\""));
        assert!(sent, "{function} does not send {metric}");
    }
    let has = |function: &str| shown.iter().any(|(of, _)| of == function);
    for function in [
        "${NamePrefix}-actions",
        "${HubSpotGateway}",
        "${ReportOutcome}",
    ] {
        assert!(has(function), "nothing of {function} is shown");
    }
}
