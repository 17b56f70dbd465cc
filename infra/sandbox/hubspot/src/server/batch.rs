//! Many records at once.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::api::{Answer, Context};
use super::call::BatchWrite;
use super::objects;
use crate::object_type::ObjectType;
use crate::portal::{NewAssociation, Wanted, instant_text, parse_id, text_of};
use crate::refusal::Refusal;

/// The most inputs of a batch of records.
const MOST: usize = 100;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Read {
    inputs: Vec<Input>,
    #[serde(default)]
    properties: Vec<String>,
    #[serde(default)]
    properties_with_history: Vec<String>,
    id_property: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Input {
    #[serde(default)]
    id: Value,
    id_property: Option<String>,
    #[serde(default)]
    properties: Map<String, Value>,
    #[serde(default)]
    associations: Vec<NewAssociation>,
}

impl Input {
    fn id(&self) -> String {
        text_of(&self.id).unwrap_or_default()
    }
}

#[derive(Deserialize)]
struct Inputs {
    inputs: Vec<Input>,
}

/// Reads records: each that is found once, by id and not in the order asked.
pub(super) fn read(context: &mut Context<'_>, object_type: ObjectType) -> Result<Answer, Refusal> {
    let read: Read = context.request.json()?;
    limit(&read.inputs, MOST)?;
    let (property, archived) = (read.id_property.as_deref(), context.request.archived());
    let mut found = BTreeSet::new();
    let mut missing = Vec::new();
    for input in &read.inputs {
        let id = input.id();
        match context
            .state
            .portal
            .read(object_type, &id, property, archived)
        {
            Ok(id) => drop(found.insert(id)),
            Err(refusal) if refusal.status == 404 => missing.push(id),
            Err(refusal) => return Err(refusal),
        }
    }
    let wanted = Wanted {
        properties: read.properties,
        history: read.properties_with_history,
        associations: Vec::new(),
    };
    let results = found.into_iter();
    let results = results.map(|id| objects::object(context, object_type, id, &wanted));
    let results: Vec<Value> = results.collect();
    let errors = not_found(object_type, &missing);
    Ok(answer(context, 200, &results, &errors))
}

pub(super) fn write(
    context: &mut Context<'_>,
    object_type: ObjectType,
    write: BatchWrite,
) -> Result<Answer, Refusal> {
    let Inputs { inputs } = context.request.json()?;
    limit(&inputs, MOST)?;
    match write {
        BatchWrite::Create => create(context, object_type, &inputs),
        BatchWrite::Update => update(context, object_type, &inputs),
        BatchWrite::Upsert => upsert(context, object_type, &inputs),
        BatchWrite::Archive => archive(context, object_type, &inputs),
    }
}

/// Creates all or none.
fn create(
    context: &mut Context<'_>,
    object_type: ObjectType,
    inputs: &[Input],
) -> Result<Answer, Refusal> {
    let mut portal = context.state.portal.clone();
    let mut ids = Vec::new();
    for input in inputs {
        let id = portal.create(
            object_type,
            &input.properties,
            &input.associations,
            context.now,
        )?;
        ids.push(id);
    }
    context.state.portal = portal;
    let made = ids.iter().zip(inputs);
    let results: Vec<Value> = made
        .map(|(&id, input)| objects::written(context, object_type, id, &input.properties))
        .collect();
    Ok(answer(context, 201, &results, &[]))
}

/// Changes those that are there; values that do not fit refuse all.
fn update(
    context: &mut Context<'_>,
    object_type: ObjectType,
    inputs: &[Input],
) -> Result<Answer, Refusal> {
    let may_write_own = context.may_write_own(object_type);
    let portal = &mut context.state.portal;
    let mut found = BTreeMap::new();
    let mut missing = Vec::new();
    for input in inputs {
        let id = input.id();
        match portal.read(object_type, &id, input.id_property.as_deref(), false) {
            Ok(id) => {
                portal.check(object_type, &input.properties, Some(id))?;
                portal.refuse_kept((object_type, id), &input.properties, may_write_own)?;
                if found.insert(id, input).is_some() {
                    return Err(Refusal::twice(id));
                }
            }
            Err(refusal) if refusal.status == 404 => missing.push(id),
            Err(refusal) => return Err(refusal),
        }
    }
    for (&id, input) in &found {
        portal.update(object_type, id, &input.properties, context.now)?;
    }
    let results: Vec<Value> = found
        .into_iter()
        .map(|(id, input)| objects::written(context, object_type, id, &input.properties))
        .collect();
    let errors = not_found(object_type, &missing);
    Ok(answer(context, 200, &results, &errors))
}

/// Changes those that are there by a unique property, and creates the others.
fn upsert(
    context: &mut Context<'_>,
    object_type: ObjectType,
    inputs: &[Input],
) -> Result<Answer, Refusal> {
    let may_write_own = context.may_write_own(object_type);
    let mut portal = context.state.portal.clone();
    let mut ids = Vec::new();
    for input in inputs {
        let property = input.id_property.as_deref();
        let property = property.ok_or_else(|| Refusal::invalid("An input has no idProperty"))?;
        let known = portal.find_by(object_type, property, &input.id())?;
        if let Some(id) = known {
            portal.refuse_kept((object_type, id), &input.properties, may_write_own)?;
            portal.update(object_type, id, &input.properties, context.now)?;
            ids.push((id, false));
        } else {
            let mut properties = input.properties.clone();
            properties.insert(property.to_owned(), input.id().into());
            let id = portal.create(object_type, &properties, &input.associations, context.now)?;
            ids.push((id, true));
        }
    }
    context.state.portal = portal;
    let made = ids.iter().zip(inputs);
    let results: Vec<Value> = made
        .map(|(&(id, is_new), input)| {
            let mut written = objects::written(context, object_type, id, &input.properties);
            written["new"] = is_new.into();
            written
        })
        .collect();
    Ok(answer(context, 200, &results, &[]))
}

fn archive(
    context: &mut Context<'_>,
    object_type: ObjectType,
    inputs: &[Input],
) -> Result<Answer, Refusal> {
    let ids = inputs.iter().map(|input| parse_id(&input.id()));
    let ids: Vec<u64> = ids.collect::<Result<_, _>>()?;
    let portal = &context.state.portal;
    for &id in &ids {
        portal.refuse_kept((object_type, id), &Map::new(), false)?;
    }
    for id in ids {
        context.state.portal.archive(object_type, id, context.now);
    }
    Ok((204, None))
}

/// Refuses a batch that is too long.
pub(super) fn limit<T>(inputs: &[T], most: usize) -> Result<(), Refusal> {
    if inputs.len() > most {
        let message =
            format!("The maximum number of inputs supported in a batch request is {most}");
        return Err(Refusal::invalid(&message));
    }
    Ok(())
}

/// The answer to a batch: 207 where something is wrong with a part of it.
pub(super) fn answer(
    context: &Context<'_>,
    status: u16,
    results: &[Value],
    errors: &[Refusal],
) -> Answer {
    let now = instant_text(context.now);
    let mut answer = json!({
        "status": "COMPLETE",
        "results": results,
        "startedAt": now,
        "completedAt": now,
    });
    if errors.is_empty() {
        return (status, Some(answer));
    }
    answer["numErrors"] = errors.len().into();
    let errors = errors.iter().map(|error| Value::Object(error.body()));
    answer["errors"] = errors.collect();
    (207, Some(answer))
}

fn not_found(object_type: ObjectType, missing: &[String]) -> Vec<Refusal> {
    let refusal = || Refusal::some_not_found(object_type.traits().singular, missing);
    (!missing.is_empty()).then(refusal).into_iter().collect()
}
