//! The bodies that HubSpot sends: executions as captured on live portals, options fetches as documented.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::definition::{Definition, Kind};
use super::execution::Execution;
use super::options::{InputForm, InputPlaces, ObjectTypeForm, WorkflowOptions};
use crate::object_type::ObjectType;

/// The number of the only step of a workflow here.
pub(super) const ACTION_ID: u32 = 7;

/// The workflow of an action: the portal has one for each.
const WORKFLOW_BASE: u64 = 182_168_000;

/// The value of an input, as a person chose it. It may name a customer, so it is not printed.
#[derive(derive_more::Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "type",
    rename_all = "SCREAMING_SNAKE_CASE",
    rename_all_fields = "camelCase"
)]
pub enum InputValue {
    /// A value that was typed in or picked.
    StaticValue {
        /// The value.
        #[debug(skip)]
        value: Chosen,
    },
    /// The value that a property of the record has.
    ObjectProperty {
        /// The property.
        property_name: String,
    },
}

/// One value, or several.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Chosen {
    /// One.
    One(String),
    /// Several, of a field with check boxes.
    Several(Vec<String>),
}

impl std::fmt::Debug for Chosen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Chosen(…)")
    }
}

impl Chosen {
    fn is_empty(&self) -> bool {
        match self {
            Self::One(text) => text.is_empty(),
            Self::Several(texts) => texts.is_empty(),
        }
    }

    pub(crate) fn text(&self) -> String {
        match self {
            Self::One(text) => text.clone(),
            Self::Several(texts) => texts.join(";"),
        }
    }
}

/// The identity of a definition in its newest version.
#[derive(Clone, Copy)]
pub(super) struct Version<'a> {
    pub(super) id: u64,
    pub(super) number: usize,
    pub(super) definition: &'a Definition,
}

/// The body of an execution's request.
pub(super) fn execution(
    portal_id: u64,
    version: Version<'_>,
    execution: &Execution,
    options: &WorkflowOptions,
) -> Value {
    let mut origin = origin(portal_id, version);
    if options.enrollment_in_origin {
        origin["actionExecutionIndexIdentifier"] = json!({
            "enrollmentId": execution.enrollment_id,
            "actionExecutionIndex": 0,
        });
    }
    let mut body = json!({
        "callbackId": execution.callback_id,
        "origin": origin,
        "context": {
            "source": "WORKFLOWS",
            "workflowId": workflow_id(version.id),
            "actionId": ACTION_ID,
        },
        "object": object(version.definition, execution, options.object_type_form),
    });
    let values = execution.resolved();
    let kind = |name: &str| {
        let field = version.definition.input(name);
        field.map_or(Kind::String, |field| field.type_definition.kind)
    };
    let plain = |values: &BTreeMap<String, Chosen>| -> Map<String, Value> {
        let form = options.input_form;
        let values = values.iter();
        let values = values.map(|(name, it)| (name.clone(), plain(kind(name), it, form)));
        values.collect()
    };
    let places = options.input_places;
    if matches!(places, InputPlaces::All | InputPlaces::InputFields) {
        body["inputFields"] = plain(&values).into();
    }
    if matches!(places, InputPlaces::All | InputPlaces::Fields) {
        body["fields"] = plain(&values).into();
    }
    if matches!(places, InputPlaces::All | InputPlaces::TypedInputs) {
        let typed = values.iter().map(|(name, it)| {
            let (kind, text): (Kind, &str) = (kind(name), kind(name).into());
            let value = typed(kind, it);
            (name.clone(), json!({ "value": value, "type": text }))
        });
        body["typedInputs"] = Value::Object(typed.collect());
    }
    body
}

/// The number of the workflow in which an action of this definition stands.
pub(super) fn workflow_id(definition_id: u64) -> u64 {
    WORKFLOW_BASE + definition_id % 1_000
}

/// The request for the options of a field.
pub(super) struct OptionsRequest<'a> {
    pub(super) object_type: ObjectType,
    pub(super) field: &'a str,
    /// The values of the fields that it depends on.
    pub(super) inputs: &'a BTreeMap<String, InputValue>,
    pub(super) query: Option<&'a str>,
    pub(super) after: Option<&'a str>,
}

/// The body of an options fetch.
pub(super) fn options(portal_id: u64, version: Version<'_>, request: &OptionsRequest<'_>) -> Value {
    let mut fetch = Map::new();
    let mut set = |name: &str, text: Option<&str>| {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            fetch.insert(name.to_owned(), text.into());
        }
    };
    set("q", request.query);
    set("after", request.after);
    json!({
        "origin": origin(portal_id, version),
        "portalId": portal_id,
        "extensionDefinitionId": version.id,
        "extensionDefinitionVersion": version.number,
        "objectTypeId": request.object_type.traits().id,
        "inputFieldName": request.field,
        "inputFields": request.inputs,
        "fetchOptions": fetch,
    })
}

fn origin(portal_id: u64, version: Version<'_>) -> Value {
    json!({
        "portalId": portal_id,
        "actionDefinitionId": version.id,
        "actionDefinitionVersion": version.number,
        "extensionDefinitionId": version.id,
        "extensionDefinitionVersionId": version.number,
    })
}

fn object(definition: &Definition, execution: &Execution, form: ObjectTypeForm) -> Value {
    let traits = execution.object_type.traits();
    let object_type = match form {
        ObjectTypeForm::Name => traits.singular.to_ascii_uppercase(),
        ObjectTypeForm::Id => traits.id.to_owned(),
    };
    let mut object = json!({ "objectId": execution.object_id, "objectType": object_type });
    if let Some(asked) = &definition.object_request_options {
        let known = asked.properties.iter().filter_map(|name| {
            let value = execution.values.get(name)?;
            Some((name.clone(), Value::from(value.clone())))
        });
        object["properties"] = Value::Object(known.collect());
    }
    object
}

/// A value as `fields` and `inputFields` hold it.
fn plain(kind: Kind, value: &Chosen, form: InputForm) -> Value {
    match (form, kind) {
        (InputForm::Json, Kind::Number | Kind::CurrencyNumber) => number(value),
        (InputForm::Json, _) if matches!(value, Chosen::Several(_)) => json!(value),
        _ => value.text().into(),
    }
}

/// A value as `typedInputs` holds it.
fn typed(kind: Kind, value: &Chosen) -> Value {
    match kind {
        Kind::Number | Kind::CurrencyNumber => number(value),
        Kind::Bool => json!(value.text() == "true"),
        _ => json!(value),
    }
}

/// A number's digits as JSON, or the text that is none.
fn number(value: &Chosen) -> Value {
    let text = value.text();
    let number: Option<serde_json::Number> = serde_json::from_str(&text).ok();
    number.map_or_else(|| text.into(), Value::Number)
}

impl Execution {
    /// The inputs that have a value, those of the record's properties filled in.
    fn resolved(&self) -> BTreeMap<String, Chosen> {
        let values = self.inputs.iter().filter_map(|(name, value)| {
            let value = match value {
                InputValue::StaticValue { value } => value.clone(),
                InputValue::ObjectProperty { property_name } => {
                    Chosen::One(self.values.get(property_name)?.clone())
                }
            };
            (!value.is_empty()).then(|| (name.clone(), value))
        });
        values.collect()
    }
}

#[cfg(test)]
mod tests;
