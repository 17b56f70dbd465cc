//! The parts that are the same in both dialects: types of record, fields, outputs.

use editor::{EditorAction, Field, Labels, Language, Output};
use serde_json::{Value, json};
use strum::VariantArray;

use crate::PUBLIC_URL;
use crate::options::{AppOptions, ObjectTypes};

/// The address that HubSpot calls to run an action.
pub(crate) fn action_url(action: &EditorAction) -> String {
    format!("{PUBLIC_URL}/hubspot/actions/{}", action.name)
}

/// The types of record for which an action is offered.
pub(crate) fn object_types(action: &EditorAction, spelling: ObjectTypes) -> Vec<&'static str> {
    let records = action.records.iter();
    match spelling {
        ObjectTypes::Names => records.map(|record| record.name()).collect(),
        ObjectTypes::Ids => records.map(|record| record.id()).collect(),
        ObjectTypes::Any => Vec::new(),
    }
}

/// The input fields, in the order in which they are shown.
pub(crate) fn input_fields(action: &EditorAction, options: AppOptions) -> Vec<Value> {
    let fields = action.fields();
    fields.map(|field| input_field(field, options)).collect()
}

fn input_field(field: &Field, options: AppOptions) -> Value {
    let mut definition = json!({
        "name": field.name,
        "type": field.input.hubspot_type(),
        "fieldType": field.input.hubspot_field_type(),
    });
    if field.list().is_some() {
        definition["optionsUrl"] = format!("{PUBLIC_URL}/hubspot/options/{}", field.name).into();
    } else if field.is_fixed_select() {
        let options = Labels::of(Language::English).values(field).into_iter();
        let options = options.map(|(value, label)| json!({ "value": value, "label": label }));
        definition["options"] = options.collect();
    }
    let origins = field.input.value_types(options.record_values).iter();
    let origins: Vec<&str> = origins.map(|origin| (*origin).into()).collect();
    json!({
        "typeDefinition": definition,
        "supportedValueTypes": origins,
        "isRequired": field.is_required,
    })
}

/// The output fields; every action has all of them.
pub(crate) fn output_fields() -> Vec<Value> {
    let outputs = Output::VARIANTS.iter();
    let field = |output: &Output| json!({ "typeDefinition": { "name": output.name(), "type": "string", "fieldType": "text" } });
    outputs.map(field).collect()
}

/// The names of the fields that wait for the chosen connection.
pub(crate) fn fields_of_connection(action: &EditorAction) -> Vec<&'static str> {
    let fields = action.fields_of_connection();
    fields.map(|field| field.name).collect()
}
