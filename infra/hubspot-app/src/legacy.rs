//! The definitions of the older API, one per action.
//!
//! <https://developers.hubspot.com/docs/api-reference/latest/automation/workflow-actions/custom-action-reference>

use editor::{ACTIONS, EditorAction, Language, rules};
use serde_json::{Map, Value, json};
use strum::VariantArray;

use crate::labels::{labels, option_labels};
use crate::types::{action_url, fields_of_connection, input_fields, object_types, output_fields};
use crate::{AppError, AppOptions};

/// The definition of an action, with labels in every language.
///
/// # Errors
///
/// [`AppError::Label`] for a text that is missing.
pub fn definition(action: &EditorAction, options: AppOptions) -> Result<Value, AppError> {
    Ok(json!({
        "actionUrl": action_url(action),
        "published": true,
        "objectTypes": object_types(action, options.object_types),
        "inputFields": input_fields(action, options),
        "inputFieldDependencies": [{
            "dependencyType": "SINGLE_FIELD",
            "controllingFieldName": "connection",
            "dependentFieldNames": fields_of_connection(action),
        }],
        "outputFields": output_fields(),
        "executionRules": execution_rules(),
        "labels": all_labels(action)?,
        "functions": [],
    }))
}

/// Every definition with the name of its file.
///
/// # Errors
///
/// [`AppError::Label`] for a text that is missing.
pub fn definitions(options: AppOptions) -> Result<Vec<(String, Value)>, AppError> {
    let files = ACTIONS.iter().map(|action| {
        let name = format!("{}.json", action.name);
        Ok((name, definition(action, options)?))
    });
    files.collect()
}

fn all_labels(action: &EditorAction) -> Result<Value, AppError> {
    let mut all = Map::new();
    for language in Language::VARIANTS {
        let mut texts = labels(action, *language)?;
        texts["inputFieldOptionLabels"] = option_labels(action, *language);
        all.insert(language.code().to_owned(), texts);
    }
    Ok(Value::Object(all))
}

fn execution_rules() -> Vec<Value> {
    let rules = rules().into_iter();
    let rule = |rule: editor::Rule| json!({ "labelName": rule.value, "conditions": { rule.output.name(): rule.value } });
    rules.map(rule).collect()
}
