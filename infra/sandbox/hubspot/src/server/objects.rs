//! Records, one at a time.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::api::{Answer, Context};
use crate::object_type::ObjectType;
use crate::portal::{NewAssociation, Page, Wanted, parse_id, text_of};
use crate::refusal::Refusal;
use crate::search::search as search_of;

#[derive(Deserialize)]
struct Write {
    properties: Map<String, Value>,
    #[serde(default)]
    associations: Vec<NewAssociation>,
}

pub(super) fn list(context: &mut Context<'_>, object_type: ObjectType) -> Result<Answer, Refusal> {
    let request = context.request;
    let (wanted, limit, archived) = (
        request.wanted()?,
        request.limit(10, 100)?,
        request.archived(),
    );
    // The cursor is the first id of the next page, so that a record made meanwhile moves nothing.
    let from = request.after()? as u64;
    let records = context.state.portal.records(object_type);
    let records =
        records.filter(|(id, record)| *id >= from && record.archived.is_some() == archived);
    let mut ids: Vec<u64> = records.map(|(id, _)| id).take(limit + 1).collect();
    let after = ids.get(limit).copied();
    ids.truncate(limit);
    let results: Vec<Value> = ids
        .into_iter()
        .map(|id| object(context, object_type, id, &wanted))
        .collect();
    let mut answer = json!({ "results": results });
    if let Some(after) = after {
        let link = format!("{}{}?after={after}", context.shared.base_url, request.path);
        answer["paging"] = json!({ "next": { "after": after.to_string(), "link": link } });
    }
    Ok((200, Some(answer)))
}

pub(super) fn read(
    context: &mut Context<'_>,
    object_type: ObjectType,
    id: &str,
) -> Result<Answer, Refusal> {
    let request = context.request;
    let wanted = request.wanted()?;
    let property = request.parameter("idProperty");
    let id = context
        .state
        .portal
        .read(object_type, id, property, request.archived())?;
    Ok((200, Some(object(context, object_type, id, &wanted))))
}

pub(super) fn create(
    context: &mut Context<'_>,
    object_type: ObjectType,
) -> Result<Answer, Refusal> {
    let write: Write = context.request.json()?;
    let now = context.now;
    let portal = &mut context.state.portal;
    let id = portal.create(object_type, &write.properties, &write.associations, now)?;
    Ok((
        201,
        Some(written(context, object_type, id, &write.properties)),
    ))
}

pub(super) fn update(
    context: &mut Context<'_>,
    object_type: ObjectType,
    id: &str,
) -> Result<Answer, Refusal> {
    let write: Write = context.request.json()?;
    let (property, now) = (context.request.parameter("idProperty"), context.now);
    let may_write_own = context.may_write_own(object_type);
    let portal = &mut context.state.portal;
    let id = portal.read(object_type, id, property, false)?;
    portal.refuse_kept((object_type, id), &write.properties, may_write_own)?;
    portal.update(object_type, id, &write.properties, now)?;
    Ok((
        200,
        Some(written(context, object_type, id, &write.properties)),
    ))
}

pub(super) fn archive(
    context: &mut Context<'_>,
    object_type: ObjectType,
    id: &str,
) -> Result<Answer, Refusal> {
    let id = parse_id(id)?;
    let portal = &context.state.portal;
    portal.refuse_kept((object_type, id), &Map::new(), false)?;
    context.state.portal.archive(object_type, id, context.now);
    Ok((204, None))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Merge {
    primary_object_id: Value,
    object_id_to_merge: Value,
}

pub(super) fn merge(context: &mut Context<'_>, object_type: ObjectType) -> Result<Answer, Refusal> {
    let merge: Merge = context.request.json()?;
    let id = |value: &Value| text_of(value).unwrap_or_default();
    let portal = &mut context.state.portal;
    let survivor = portal.read(object_type, &id(&merge.primary_object_id), None, false)?;
    let other = portal.read(object_type, &id(&merge.object_id_to_merge), None, false)?;
    portal.merge(object_type, survivor, other, context.now)?;
    let wanted = Wanted::default();
    Ok((200, Some(object(context, object_type, survivor, &wanted))))
}

pub(super) fn search(
    context: &mut Context<'_>,
    object_type: ObjectType,
) -> Result<Answer, Refusal> {
    let delay = context.shared.options.search_delay;
    let indexed = context.now.checked_sub(delay).unwrap_or(Timestamp::MIN);
    let body = &context.request.body;
    let answer = search_of(&context.state.portal, object_type, body, indexed)?;
    Ok((200, Some(answer)))
}

/// A record with the first page of each kind of associations that is asked for.
pub(super) fn object(
    context: &Context<'_>,
    object_type: ObjectType,
    id: u64,
    wanted: &Wanted,
) -> Value {
    let portal = &context.state.portal;
    let mut object = portal.object(object_type, id, wanted);
    let mut associations = Map::new();
    for &to in &wanted.associations {
        let rows = portal.association_rows(object_type, id, to).into_iter();
        let page = Page::of(rows, 0, context.shared.options.inline_associations);
        if page.items.is_empty() {
            continue;
        }
        let link = |after: &str| {
            let base = &context.shared.base_url;
            format!("{base}/crm/v3/objects/{object_type}/{id}/associations/{to}?after={after}")
        };
        let mut list = json!({ "results": page.items });
        if let Some(paging) = page.paging(link) {
            list["paging"] = paging;
        }
        associations.insert(to.traits().association_key.to_owned(), list);
    }
    if !associations.is_empty() {
        object.insert("associations".to_owned(), Value::Object(associations));
    }
    Value::Object(object)
}

/// A record after a write: what HubSpot gives by default, and what was written.
pub(super) fn written(
    context: &Context<'_>,
    object_type: ObjectType,
    id: u64,
    properties: &Map<String, Value>,
) -> Value {
    let default = object_type.traits().default_properties.iter();
    let default = default.map(|&name| name.to_owned());
    let wanted = Wanted {
        properties: properties.keys().cloned().chain(default).collect(),
        ..Wanted::default()
    };
    object(context, object_type, id, &wanted)
}
