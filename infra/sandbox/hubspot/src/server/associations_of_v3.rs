//! Associations as the third version has them: with names of types.

use serde::Deserialize;
use serde_json::{Value, json};

use super::api::{Answer, Context};
use super::associations::places;
use super::batch;
use super::call::Pair;
use crate::object_type::ObjectType;
use crate::portal::{Page, Wanted, text_of};
use crate::refusal::Refusal;

/// The most pairs of a batch.
const MOST: usize = 100;

#[derive(Deserialize)]
struct SentId {
    id: Value,
}

impl SentId {
    fn id(&self) -> String {
        text_of(&self.id).unwrap_or_default()
    }
}

#[derive(Deserialize)]
struct SentPair {
    from: SentId,
    to: SentId,
    #[serde(rename = "type")]
    name: String,
}

#[derive(Deserialize)]
struct Inputs<T> {
    inputs: Vec<T>,
}

pub(super) fn read_one(
    context: &mut Context<'_>,
    (from, id): &(ObjectType, String),
    to: ObjectType,
) -> Result<Answer, Refusal> {
    let request = context.request;
    let (limit, after) = (request.limit(500, 500)?, request.after()?);
    let portal = &context.state.portal;
    let id = portal.read(*from, id, None, false)?;
    let rows = portal.association_rows(*from, id, to).into_iter();
    let page = Page::of(rows, after, limit);
    let link = |after: &str| format!("{}{}?after={after}", context.shared.base_url, request.path);
    let mut answer = json!({ "results": page.items });
    if let Some(paging) = page.paging(link) {
        answer["paging"] = paging;
    }
    Ok((200, Some(answer)))
}

pub(super) fn associate(
    context: &mut Context<'_>,
    pair: &Pair,
    name: &str,
) -> Result<Answer, Refusal> {
    let (from, to) = places(context, pair)?;
    let portal = &mut context.state.portal;
    let key = portal.type_named(from.0, to.0, name)?;
    portal.link(from, to, key);
    let wanted = Wanted {
        associations: vec![to.0],
        ..Wanted::default()
    };
    let object = super::objects::object(context, from.0, from.1, &wanted);
    Ok((200, Some(object)))
}

/// Ends one way of being associated, or all of them. Nothing to end is no error.
pub(super) fn dissociate(
    context: &mut Context<'_>,
    pair: &Pair,
    name: Option<&str>,
) -> Result<Answer, Refusal> {
    let portal = &context.state.portal;
    let (from, to) = (pair.from.0, pair.to.0);
    let key = name
        .map(|name| portal.type_named(from, to, name))
        .transpose()?;
    if let Ok((from, to)) = places(context, pair) {
        context.state.portal.unlink(from, to, key);
    }
    Ok((204, None))
}

pub(super) fn batch_read(
    context: &mut Context<'_>,
    from: ObjectType,
    to: ObjectType,
) -> Result<Answer, Refusal> {
    let Inputs::<SentId> { inputs } = context.request.json()?;
    batch::limit(&inputs, MOST)?;
    let portal = &context.state.portal;
    let (mut results, mut errors) = (Vec::new(), Vec::new());
    for input in &inputs {
        let sent = input.id();
        let found = portal.read(from, &sent, None, false).ok();
        let rows = found.map(|id| portal.association_rows(from, id, to));
        if let Some(rows) = rows.filter(|rows| !rows.is_empty()) {
            results.push(json!({ "from": { "id": sent }, "to": rows }));
        } else {
            let from = (from.traits().singular, sent.as_str());
            errors.push(Refusal::no_associations(from, to.traits().singular));
        }
    }
    Ok(batch::answer(context, 200, &results, &errors))
}

pub(super) fn batch_create(
    context: &mut Context<'_>,
    from: ObjectType,
    to: ObjectType,
) -> Result<Answer, Refusal> {
    let Inputs::<SentPair> { inputs } = context.request.json()?;
    batch::limit(&inputs, MOST)?;
    let mut portal = context.state.portal.clone();
    let mut results = Vec::new();
    for input in &inputs {
        let (from, to) = places(context, &input.pair(from, to))?;
        let key = portal.type_named(from.0, to.0, &input.name)?;
        portal.link(from, to, key);
        results.push(json!({
            "from": { "id": from.1.to_string() },
            "to": { "id": to.1.to_string() },
            "type": input.name,
        }));
    }
    context.state.portal = portal;
    Ok(batch::answer(context, 201, &results, &[]))
}

pub(super) fn batch_archive(
    context: &mut Context<'_>,
    from: ObjectType,
    to: ObjectType,
) -> Result<Answer, Refusal> {
    let Inputs::<SentPair> { inputs } = context.request.json()?;
    batch::limit(&inputs, MOST)?;
    for input in &inputs {
        dissociate(context, &input.pair(from, to), Some(&input.name))?;
    }
    Ok((204, None))
}

impl SentPair {
    fn pair(&self, from: ObjectType, to: ObjectType) -> Pair {
        Pair {
            from: (from, self.from.id()),
            to: (to, self.to.id()),
        }
    }
}
