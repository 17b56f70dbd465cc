//! Definitions of properties.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::api::{Answer, Context};
use super::batch;
use crate::object_type::ObjectType;
use crate::portal::Definition;
use crate::refusal::Refusal;

/// The types that a property may have.
const KINDS: [&str; 6] = [
    "string",
    "number",
    "bool",
    "enumeration",
    "date",
    "datetime",
];

/// The fields of a definition that can be changed.
const CHANGEABLE: [&str; 5] = ["label", "description", "groupName", "fieldType", "options"];

pub(super) fn list(context: &Context<'_>, object_type: ObjectType) -> Answer {
    let definitions = context.state.portal.definitions(object_type);
    let results: Vec<Value> = definitions.map(Definition::json).collect();
    (200, Some(json!({ "results": results })))
}

pub(super) fn read(
    context: &Context<'_>,
    object_type: ObjectType,
    name: &str,
) -> Result<Answer, Refusal> {
    let definition = context.state.portal.definition(object_type, name);
    let definition = definition.ok_or_else(|| unknown(name))?;
    Ok((200, Some(definition.json())))
}

/// The groups under which people find a type's properties.
pub(super) fn groups(context: &Context<'_>, object_type: ObjectType) -> Answer {
    let groups = context.state.portal.groups(object_type).into_iter();
    let results: Vec<Value> = groups.map(|(name, label)| group(&name, &label)).collect();
    (200, Some(json!({ "results": results })))
}

#[derive(Deserialize)]
struct NewGroup {
    name: String,
    label: String,
}

pub(super) fn create_group(
    context: &mut Context<'_>,
    object_type: ObjectType,
) -> Result<Answer, Refusal> {
    let NewGroup { name, label } = context.request.json()?;
    let portal = &mut context.state.portal;
    if portal.groups(object_type).contains_key(&name) {
        let message = format!("A property group named '{name}' already exists.");
        return Err(Refusal::conflict(&message));
    }
    let answer = group(&name, &label);
    portal.add_group(object_type, name, label);
    Ok((201, Some(answer)))
}

fn group(name: &str, label: &str) -> Value {
    json!({ "name": name, "label": label, "displayOrder": -1, "archived": false })
}

#[derive(Deserialize)]
struct Names {
    inputs: Vec<Name>,
}

#[derive(Deserialize)]
struct Name {
    name: String,
}

pub(super) fn batch_read(
    context: &mut Context<'_>,
    object_type: ObjectType,
) -> Result<Answer, Refusal> {
    let Names { inputs } = context.request.json()?;
    batch::limit(&inputs, 100)?;
    let (mut results, mut errors) = (Vec::new(), Vec::new());
    for Name { name } in &inputs {
        match context.state.portal.definition(object_type, name) {
            Some(definition) => results.push(definition.json()),
            None => errors.push(unknown(name)),
        }
    }
    Ok(batch::answer(context, 200, &results, &errors))
}

pub(super) fn create(
    context: &mut Context<'_>,
    object_type: ObjectType,
) -> Result<Answer, Refusal> {
    let definition: Definition = context.request.json()?;
    let portal = &mut context.state.portal;
    if portal.definition(object_type, &definition.name).is_some() {
        let message = format!("A property named '{}' already exists.", definition.name);
        return Err(Refusal::conflict(&message));
    }
    let is_name = |text: &str| {
        text.starts_with(|first: char| first.is_ascii_lowercase())
            && text
                .chars()
                .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_')
    };
    if !is_name(&definition.name) || !KINDS.contains(&definition.kind.as_str()) {
        let message = "The property's name or type is not valid";
        return Err(Refusal::invalid(message));
    }
    if !portal
        .groups(object_type)
        .contains_key(&definition.group_name)
    {
        let message = format!("Property group '{}' does not exist", definition.group_name);
        return Err(Refusal::invalid(&message));
    }
    let definition = Definition {
        read_only: false,
        hubspot_defined: false,
        ..definition
    };
    let answer = definition.json();
    portal.define(object_type, definition);
    Ok((201, Some(answer)))
}

/// Changes what a definition says; its name and type of values stay.
pub(super) fn update(
    context: &mut Context<'_>,
    object_type: ObjectType,
    name: &str,
) -> Result<Answer, Refusal> {
    let sent: Map<String, Value> = context.request.json()?;
    let portal = &mut context.state.portal;
    let known = portal
        .definition(object_type, name)
        .ok_or_else(|| unknown(name))?;
    let mut fields = serde_json::to_value(known).map_err(|error| Refusal::json(&error))?;
    for (field, value) in sent {
        if CHANGEABLE.contains(&field.as_str()) {
            fields[field] = value;
        }
    }
    let changed: Definition =
        serde_json::from_value(fields).map_err(|error| Refusal::json(&error))?;
    let answer = changed.json();
    portal.define(object_type, changed);
    Ok((200, Some(answer)))
}

pub(super) fn archive(context: &mut Context<'_>, object_type: ObjectType, name: &str) -> Answer {
    context.state.portal.undefine(object_type, name);
    (204, None)
}

fn unknown(name: &str) -> Refusal {
    Refusal::not_found(&format!("Property '{name}' does not exist"))
}
