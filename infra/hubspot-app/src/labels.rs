//! The texts of one action in one language.

use editor::{EditorAction, Labels, Language, Output, rules};
use serde_json::{Map, Value, json};
use strum::VariantArray;

use crate::AppError;

/// The texts of an action in a language, under the keys that both dialects know.
pub(crate) fn labels(action: &EditorAction, language: Language) -> Result<Value, AppError> {
    let labels = Labels::of(language);
    let missing = |name: &str| AppError::Label {
        language: language.code(),
        name: name.to_owned(),
    };
    let texts = labels.action(action.name);
    let texts = texts.ok_or_else(|| missing(action.name))?;
    let (mut names, mut descriptions) = (Map::new(), Map::new());
    for field in action.fields() {
        let texts = labels.field(field.name);
        let texts = texts.ok_or_else(|| missing(field.name))?;
        names.insert(field.name.to_owned(), texts.label.into());
        let help = labels.description(field);
        let help = help.ok_or_else(|| missing(field.name))?;
        descriptions.insert(field.name.to_owned(), help.into());
    }
    let mut outputs = Map::new();
    for output in Output::VARIANTS {
        let text = labels.output(output.name());
        let text = text.ok_or_else(|| missing(output.name()))?;
        outputs.insert(output.name().to_owned(), text.into());
    }
    let mut sentences = Map::new();
    for rule in rules() {
        let text = labels.rule_of(action.name, rule.value);
        let text = text.ok_or_else(|| missing(rule.value))?;
        sentences.insert(rule.value.to_owned(), text.into());
    }
    Ok(json!({
        "appDisplayName": labels.app(),
        "actionName": texts.name,
        "actionDescription": texts.description,
        "actionCardContent": texts.card,
        "inputFieldLabels": names,
        "inputFieldDescriptions": descriptions,
        "outputFieldLabels": outputs,
        "executionRules": sentences,
    }))
}

/// The texts of the values of the fixed dropdowns.
pub(crate) fn option_labels(action: &EditorAction, language: Language) -> Value {
    let labels = Labels::of(language);
    let selects = action.fields().filter(|field| field.is_fixed_select());
    let texts = selects.map(|field| {
        let values = labels.values(field).into_iter();
        let values: Map<String, Value> = values
            .map(|(value, text)| (value.to_owned(), text.into()))
            .collect();
        (field.name.to_owned(), Value::Object(values))
    });
    Value::Object(texts.collect())
}
