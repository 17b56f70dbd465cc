//! A batch read on the wire: the ids, and all that two have to have in common to be one.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_LENGTH, HeaderValue};
use http::{Method, Request, Response, StatusCode, Uri};
use hubspot::MAX_BATCH;
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// All that two batch reads have to have in common to be one: the app, the address, and what is read of each object.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Likeness {
    app: HeaderValue,
    uri: Uri,
    wanted: String,
}

/// The objects that are read.
#[derive(Clone)]
pub(super) struct Batch {
    ids: BTreeSet<String>,
    wanted: Map<String, Value>,
}

/// The answer to a joined request: its objects by their ids.
pub(super) struct Answered {
    objects: BTreeMap<String, Value>,
    template: Response<()>,
}

/// An answer on the wire, as far as it is one that can be divided.
#[derive(Deserialize)]
struct Answer {
    status: String,
    results: Vec<Value>,
}

/// The batch read that a request is, if it is one.
pub(super) fn of(request: &Request<Bytes>) -> Option<(Likeness, Batch)> {
    let is_read = request.method() == Method::POST && request.uri().path().ends_with("/batch/read");
    let is_of_objects = request.uri().path().contains("/objects/");
    if !is_read || !is_of_objects {
        return None;
    }
    let mut wanted: Map<String, Value> = serde_json::from_slice(request.body()).ok()?;
    let inputs = wanted.remove("inputs")?;
    let ids = inputs.as_array()?.iter().map(|input| {
        let fields = input.as_object().filter(|fields| fields.len() == 1)?;
        fields.get("id")?.as_str().map(str::to_owned)
    });
    let ids: BTreeSet<String> = ids.collect::<Option<_>>()?;
    let likeness = Likeness {
        app: request.headers().get(AUTHORIZATION)?.clone(),
        uri: request.uri().clone(),
        wanted: Value::Object(wanted.clone()).to_string(),
    };
    Some((likeness, Batch { ids, wanted }))
}

impl Batch {
    /// Adds the objects of another, if all are few enough for one request.
    pub(super) fn add(&mut self, other: &Self) -> bool {
        let new = other.ids.difference(&self.ids).count();
        let fits = self.ids.len() + new <= MAX_BATCH;
        if fits {
            self.ids.extend(other.ids.iter().cloned());
        }
        fits
    }

    /// The request for all of them, like the one that is given.
    pub(super) fn request(&self, like: &Request<Bytes>) -> Option<Request<Bytes>> {
        let inputs = self.ids.iter().map(|id| json!({ "id": id }));
        let mut body = self.wanted.clone();
        body.insert("inputs".to_owned(), inputs.collect());
        let mut request = like.clone();
        *request.body_mut() = serde_json::to_vec(&body).ok()?.into();
        request.headers_mut().remove(CONTENT_LENGTH);
        Some(request)
    }
}

impl Answered {
    /// The answer to a joined request, if it has exactly the objects that were asked for. Errors, objects that are not
    /// there, and those that others were merged into cannot be divided.
    pub(super) fn read(answer: Response<Bytes>, batch: &Batch) -> Option<Self> {
        let (parts, body) = answer.into_parts();
        if parts.status != StatusCode::OK {
            return None;
        }
        let Answer { status, results } = serde_json::from_slice(&body).ok()?;
        let objects = results.into_iter().map(|object| {
            let id = object.get("id")?.as_str()?.to_owned();
            Some((id, object))
        });
        let objects: BTreeMap<String, Value> = objects.collect::<Option<_>>()?;
        let is_whole = status == "COMPLETE" && objects.keys().eq(batch.ids.iter());
        is_whole.then(|| {
            let mut template = Response::from_parts(parts, ());
            template.headers_mut().remove(CONTENT_LENGTH);
            Self { objects, template }
        })
    }

    /// The answer to one of the requests that were joined.
    pub(super) fn part(&self, batch: &Batch) -> Option<Response<Bytes>> {
        let objects = batch.ids.iter().map(|id| self.objects.get(id));
        let results: Vec<&Value> = objects.collect::<Option<_>>()?;
        let body = json!({ "status": "COMPLETE", "results": results });
        let (parts, ()) = self.template.clone().into_parts();
        Some(Response::from_parts(parts, body.to_string().into()))
    }
}
