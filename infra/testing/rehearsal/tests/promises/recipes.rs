//! The recipes for HubSpot's workflow editor: what each says that its action refuses by itself, it does.
//!
//! `recipes.json` has the runs: words of the item that a run shows, the runs before it, and the beginning of its end.

use registry::RegisteredAction;
use rehearsal::{Rehearsal, codes};
use serde_json::{Value, json};

use crate::every_action::{documents, run};
use crate::one_sale::record;

/// The page of the recipes; each says in a list what is refused by itself.
const PAGE: &str = include_str!("../../../../hubspot-app/README.md");

/// The recipes by their headings, with the items of their lists.
fn recipes() -> Vec<(&'static str, Vec<String>)> {
    let (_, recipes) = PAGE.split_once("## Recipes").unwrap();
    let recipe = |text: &'static str| {
        let (heading, text) = text.split_once('\n').unwrap();
        let (_, list) = text.split_once("Refused by itself").unwrap();
        let (list, _) = list.split_once(".\n").unwrap();
        let items = list.split("\n- ").skip(1);
        (heading, items.map(|item| item.replace('\n', " ")).collect())
    };
    recipes.split("\n### ").skip(1).map(recipe).collect()
}

/// The action of a run, and its event: an action's name, a type of record, and what the record has beside the usual.
fn event(run: &Value) -> (RegisteredAction, Value) {
    let text = |place: usize| run[place].as_str().unwrap();
    let action = RegisteredAction::named(text(0)).unwrap();
    let id = match text(1) {
        "deal" => "5911",
        "quote" => "5912",
        _ => "3601",
    };
    let mut further = run[2].clone();
    let of = further.as_object_mut().unwrap().remove("run");
    let mut event = record(text(1), id, &further);
    event["run"] = of.unwrap_or(json!({}));
    match action {
        RegisteredAction::CreateExpense => {
            event["options"] = json!({"payment_account": "Checking",
                "expense_account": "Bank Charges", "vendor": "Cal Telephone"});
        }
        RegisteredAction::CreateRefundReceipt => {
            event["options"] = json!({"refund_account": "Checking"});
        }
        _ => {}
    }
    (action, event)
}

/// The type of the run's error with its message, or its status, total and warnings; and the documents it made.
async fn ended(case: &Value) -> (String, usize) {
    let stage = Rehearsal::start().await;
    for earlier in case["before"].as_array().unwrap() {
        let (action, event) = event(earlier);
        run(action, &stage, &event).await.unwrap();
    }
    let made = || -> usize { documents().map(|(_, kind)| stage.made(kind).len()).sum() };
    let before = made();
    let (action, event) = event(&case["run"]);
    let end = match run(action, &stage, &event).await {
        Err(error) => format!("{}: {error}", error.error_type()),
        Ok(response) => {
            let total = response.document.iter().map(|document| &*document.total);
            let words: Vec<&str> = total.chain(codes(&response)).collect();
            format!("{} {}", response.status, words.join(" "))
        }
    };
    (end, made() - before)
}

#[tokio::test]
async fn what_a_recipe_says_is_refused_by_itself_is_refused_without_any_filter() {
    let shown: Vec<Value> = serde_json::from_str(include_str!("recipes.json")).unwrap();
    let recipes = recipes();
    assert_eq!(recipes.len(), shown.len());
    for ((heading, items), shown) in recipes.iter().zip(&shown) {
        assert_eq!(shown["recipe"], *heading);
        let runs = shown["runs"].as_array().unwrap();
        let says = |run: &Value| run["says"].as_str().unwrap().to_owned();
        for item in items {
            let is_shown = runs.iter().any(|run| item.contains(&says(run)));
            assert!(is_shown, "{heading}: no run shows: {item}");
        }
        for run in runs {
            let is_said = items.iter().any(|item| item.contains(&says(run)));
            assert!(is_said, "{heading}: the page does not say: {}", says(run));
            let (end, made) = ended(run).await;
            let expected = run["ends"].as_str().unwrap();
            assert!(end.starts_with(expected), "{run}: {end}");
            assert_eq!(made > 0, expected.starts_with("created"), "{run}: {end}");
        }
    }
}
