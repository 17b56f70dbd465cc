//! Associations as the fourth version and the dated ones have them: with types and labels.

mod many;

use serde::Deserialize;
use serde_json::{Value, json};

pub(super) use many::batch;

use super::api::{Answer, Context};
use super::batch as batches;
use super::call::{Manner, Pair, Version};
use crate::object_type::ObjectType;
use crate::options::ToObjectId;
use crate::portal::{AssociationType, Category, Page, TypeKey};
use crate::refusal::Refusal;

/// A record that is there.
pub(super) type Place = (ObjectType, u64);

/// A type as it is sent.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SentType {
    association_category: Category,
    association_type_id: u32,
}

impl SentType {
    fn key(&self) -> TypeKey {
        TypeKey {
            category: self.association_category,
            id: self.association_type_id,
        }
    }
}

pub(super) fn read_one(
    context: &mut Context<'_>,
    (from, id): &(ObjectType, String),
    to: ObjectType,
) -> Result<Answer, Refusal> {
    let request = context.request;
    let most = context.shared.options.association_page;
    let (limit, after) = (request.limit(most, most)?, request.after()?);
    let id = context.state.portal.read(*from, id, None, false)?;
    let page = page(context, (*from, id), to, after, limit);
    let link = |after: &str| format!("{}{}?after={after}", context.shared.base_url, request.path);
    let mut answer = json!({ "results": page.items });
    if let Some(paging) = page.paging(link) {
        answer["paging"] = paging;
    }
    Ok((200, Some(answer)))
}

/// A page of a record's associated ones with their types.
fn page(
    context: &Context<'_>,
    (from, id): (ObjectType, u64),
    to: ObjectType,
    after: usize,
    limit: usize,
) -> Page<Value> {
    let portal = &context.state.portal;
    let record = portal.find(from, id).map(|(_, record)| record);
    let links = record
        .into_iter()
        .flat_map(|record| portal.links(record, to));
    let to_id = |id: u64| match context.shared.options.to_object_id {
        ToObjectId::Number => Value::from(id),
        ToObjectId::Text => Value::from(id.to_string()),
    };
    let described = |key: &TypeKey| {
        let label = portal
            .association_type(*key)
            .and_then(|it| it.label.as_deref());
        described(*key, label)
    };
    let row = |link: &crate::portal::Link| {
        let types: Vec<Value> = link.types.iter().map(described).collect();
        json!({ "toObjectId": to_id(link.to), "associationTypes": types })
    };
    Page::of(links.map(row), after, limit)
}

fn described(key: TypeKey, label: Option<&str>) -> Value {
    let category: &str = key.category.into();
    json!({ "category": category, "typeId": key.id, "label": label })
}

pub(super) fn associate(
    context: &mut Context<'_>,
    pair: &Pair,
    manner: &Manner,
) -> Result<Answer, Refusal> {
    let sent: Vec<SentType> = match manner {
        Manner::Labelled => context.request.json()?,
        Manner::Default | Manner::Named(_) => Vec::new(),
    };
    let is_default = matches!(manner, Manner::Default);
    let (from, to) = places(context, pair)?;
    let keys = keys(context, (from.0, to.0), &sent, is_default)?;
    for &key in &keys {
        context.state.portal.link(from, to, key);
    }
    if is_default {
        let results = vec![default_pair(context, from, to)?];
        return Ok(batches::answer(context, 200, &results, &[]));
    }
    Ok((201, Some(labelled_pair(context, from, to, &keys))))
}

/// The records of a path, which have to be there.
pub(super) fn places(context: &Context<'_>, pair: &Pair) -> Result<(Place, Place), Refusal> {
    let portal = &context.state.portal;
    let place = |(object_type, id): &(ObjectType, String)| {
        let id = portal.read(*object_type, id, None, false)?;
        Ok((*object_type, id))
    };
    Ok((place(&pair.from)?, place(&pair.to)?))
}

/// The types that are meant, which have to be types from the one to the other.
fn keys(
    context: &Context<'_>,
    (from, to): (ObjectType, ObjectType),
    sent: &[SentType],
    is_default: bool,
) -> Result<Vec<TypeKey>, Refusal> {
    let portal = &context.state.portal;
    if is_default {
        return Ok(vec![portal.default_type(from, to)?]);
    }
    if sent.is_empty() {
        return Err(Refusal::invalid("At least one association type is needed"));
    }
    let key = |sent: &SentType| {
        let found = portal.association_type(sent.key());
        let found = found.filter(|it| (it.from, it.to) == (from, to));
        found.map(|it| it.key).ok_or_else(|| {
            let id = sent.association_type_id;
            Refusal::invalid(&format!(
                "{id} is not a valid association type from {from} to {to}"
            ))
        })
    };
    sent.iter().map(key).collect()
}

fn labelled_pair(context: &Context<'_>, from: Place, to: Place, keys: &[TypeKey]) -> Value {
    let label = |key: &TypeKey| context.state.portal.association_type(*key)?.label.clone();
    let labels: Vec<String> = keys.iter().filter_map(label).collect();
    json!({
        "fromObjectTypeId": from.0.traits().id,
        "fromObjectId": from.1,
        "toObjectTypeId": to.0.traits().id,
        "toObjectId": to.1,
        "labels": labels,
    })
}

fn default_pair(context: &Context<'_>, from: Place, to: Place) -> Result<Value, Refusal> {
    let key = context.state.portal.default_type(from.0, to.0)?;
    Ok(json!({
        "from": { "id": from.1.to_string() },
        "to": { "id": to.1.to_string() },
        "associationSpec": { "associationCategory": "HUBSPOT_DEFINED", "associationTypeId": key.id },
    }))
}

/// The types from one to another: with their names in the third version, with their labels in the others.
pub(super) fn types(
    context: &Context<'_>,
    version: Version,
    from: ObjectType,
    to: ObjectType,
) -> Answer {
    let types = context.state.portal.types_between(from, to);
    let row = |it: &AssociationType| match version {
        Version::V3 => json!({ "id": it.key.id.to_string(), "name": it.name }),
        Version::V4 | Version::Dated => described(it.key, it.label.as_deref()),
    };
    (
        200,
        Some(json!({ "results": types.map(row).collect::<Vec<_>>() })),
    )
}
