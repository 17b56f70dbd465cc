//! Associations of many records at once.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{SentType, default_pair, keys, labelled_pair, page, places};
use crate::object_type::ObjectType;
use crate::portal::text_of;
use crate::refusal::Refusal;
use crate::server::api::{Answer, Context};
use crate::server::batch as batches;
use crate::server::call::{BatchAssociation, Pair};

/// The most records of a batch read.
const MOST_READ: usize = 1_000;
/// The most pairs of a batch write.
const MOST_WRITTEN: usize = 2_000;

#[derive(Deserialize)]
struct SentId {
    id: Value,
    #[serde(default)]
    after: Value,
}

/// A pair of a batch; `to` is several records where all associations are to end.
#[derive(Deserialize)]
struct SentPair {
    from: SentId,
    to: OneOrMany,
    #[serde(default)]
    types: Vec<SentType>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    // First, since a list is read as the fields of one record too.
    Many(Vec<SentId>),
    One(SentId),
}

#[derive(Deserialize)]
struct Inputs<T> {
    inputs: Vec<T>,
}

impl SentId {
    fn id(&self) -> String {
        text_of(&self.id).unwrap_or_default()
    }
}

pub(in crate::server) fn batch(
    context: &mut Context<'_>,
    from: ObjectType,
    to: ObjectType,
    what: BatchAssociation,
) -> Result<Answer, Refusal> {
    match what {
        BatchAssociation::Read => batch_read(context, from, to),
        BatchAssociation::Create => batch_create(context, (from, to), false),
        BatchAssociation::CreateDefault => batch_create(context, (from, to), true),
        BatchAssociation::Archive => batch_archive(context, (from, to), false),
        BatchAssociation::ArchiveLabels => batch_archive(context, (from, to), true),
    }
}

/// Reads the associations of each record; one without any is an error in a 207, not an empty list.
fn batch_read(
    context: &mut Context<'_>,
    from: ObjectType,
    to: ObjectType,
) -> Result<Answer, Refusal> {
    let Inputs::<SentId> { inputs } = context.request.json()?;
    batches::limit(&inputs, MOST_READ)?;
    let limit = context.shared.options.association_page;
    let (mut results, mut errors) = (Vec::new(), Vec::new());
    for input in &inputs {
        let sent = input.id();
        let after = text_of(&input.after).and_then(|after| after.parse().ok());
        let found = context.state.portal.read(from, &sent, None, false).ok();
        let page = found.map(|id| page(context, (from, id), to, after.unwrap_or_default(), limit));
        let Some(page) = page.filter(|page| !page.items.is_empty()) else {
            let singular = from.traits().singular;
            errors.push(Refusal::no_associations(
                (singular, &sent),
                to.traits().singular,
            ));
            continue;
        };
        let mut result = json!({ "from": { "id": sent }, "to": page.items });
        let link = |after: &str| format!("?after={after}");
        if let Some(paging) = page.paging(link) {
            result["paging"] = paging;
        }
        results.push(result);
    }
    Ok(batches::answer(context, 200, &results, &errors))
}

fn batch_create(
    context: &mut Context<'_>,
    (from, to): (ObjectType, ObjectType),
    is_default: bool,
) -> Result<Answer, Refusal> {
    let Inputs::<SentPair> { inputs } = context.request.json()?;
    batches::limit(&inputs, MOST_WRITTEN)?;
    let mut results = Vec::new();
    let mut portal = context.state.portal.clone();
    for input in &inputs {
        let [to_id] = input.to.all() else {
            return Err(Refusal::invalid(
                "An input associates one record with one record",
            ));
        };
        let pair = Pair {
            from: (from, input.from.id()),
            to: (to, to_id.id()),
        };
        let (from, to) = places(context, &pair)?;
        let keys = keys(context, (from.0, to.0), &input.types, is_default)?;
        for &key in &keys {
            portal.link(from, to, key);
        }
        results.push(if is_default {
            default_pair(context, from, to)?
        } else {
            labelled_pair(context, from, to, &keys)
        });
    }
    context.state.portal = portal;
    let status = if is_default { 200 } else { 201 };
    Ok(batches::answer(context, status, &results, &[]))
}

fn batch_archive(
    context: &mut Context<'_>,
    (from, to): (ObjectType, ObjectType),
    only_labels: bool,
) -> Result<Answer, Refusal> {
    let Inputs::<SentPair> { inputs } = context.request.json()?;
    batches::limit(&inputs, MOST_WRITTEN)?;
    for input in &inputs {
        for to_id in input.to.all() {
            let pair = Pair {
                from: (from, input.from.id()),
                to: (to, to_id.id()),
            };
            let Ok((from, to)) = places(context, &pair) else {
                continue;
            };
            if !only_labels {
                context.state.portal.unlink(from, to, None);
            }
            for sent in input.types.iter().filter(|_| only_labels) {
                context.state.portal.unlink(from, to, Some(sent.key()));
            }
        }
    }
    Ok((204, None))
}

impl OneOrMany {
    fn all(&self) -> &[SentId] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}
