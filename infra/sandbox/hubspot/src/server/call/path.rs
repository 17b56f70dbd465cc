//! The call that a method and a path mean.

use http::Method;

use super::{BatchAssociation, BatchWrite, Call, Manner, Pair, Version};
use crate::object_type::ObjectType;

impl Call {
    /// The call of a path without its version.
    pub(in crate::server) fn of(method: &Method, version: Version, segments: &[&str]) -> Self {
        let names: &[&str] = match segments {
            ["objects", _, _, "associations", "default", ..] => {
                return associate_default(method, segments);
            }
            ["objects", name, _, "associations", other, ..] | ["associations", name, other, ..] => {
                &[name, other]
            }
            ["objects" | "properties", name, ..] => &[name],
            _ => &[],
        };
        let mut types = Vec::new();
        for name in names {
            match ObjectType::named(name) {
                Some(found) => types.push(found),
                None => return Self::NoSuchType((*name).to_owned()),
            }
        }
        match (segments, types.as_slice()) {
            (["objects", _, id, "associations", _, rest @ ..], [from, to]) => {
                let from = (*from, (*id).to_owned());
                associations_of_one(method, version, from, *to, rest)
            }
            (["objects", _, rest @ ..], [object_type]) if version != Version::V4 => {
                objects(method, *object_type, rest)
            }
            (["associations", _, _, rest @ ..], [from, to]) => {
                associations(method, version, (*from, *to), rest)
            }
            (["properties", _, rest @ ..], [object_type]) if version != Version::V4 => {
                properties(method, *object_type, rest)
            }
            (rest, _) => others(method, rest),
        }
    }
}

fn objects(method: &Method, object_type: ObjectType, rest: &[&str]) -> Call {
    match (method.as_str(), rest) {
        ("GET", []) => Call::List(object_type),
        ("POST", []) => Call::Create(object_type),
        ("POST", ["search"]) => Call::Search(object_type),
        ("POST", ["merge"]) if object_type.can_be_merged() => Call::Merge(object_type),
        ("POST", ["batch", "read"]) => Call::BatchRead(object_type),
        ("POST", ["batch", "create"]) => Call::Batch(object_type, BatchWrite::Create),
        ("POST", ["batch", "update"]) => Call::Batch(object_type, BatchWrite::Update),
        ("POST", ["batch", "upsert"]) => Call::Batch(object_type, BatchWrite::Upsert),
        ("POST", ["batch", "archive"]) => Call::Batch(object_type, BatchWrite::Archive),
        ("GET", [id]) => Call::Read(object_type, (*id).to_owned()),
        ("PATCH", [id]) => Call::Update(object_type, (*id).to_owned()),
        ("DELETE", [id]) => Call::Archive(object_type, (*id).to_owned()),
        (_, [] | [_] | ["batch", _]) => Call::NoSuchMethod,
        _ => Call::NoSuchPath,
    }
}

fn associations_of_one(
    method: &Method,
    version: Version,
    from: (ObjectType, String),
    to: ObjectType,
    rest: &[&str],
) -> Call {
    let pair = |id: &str| Pair {
        from: from.clone(),
        to: (to, id.to_owned()),
    };
    match (method.as_str(), rest) {
        ("GET", []) => Call::ReadAssociations(version, from, to),
        ("PUT", [id]) if version != Version::V3 => Call::Associate(pair(id), Manner::Labelled),
        ("DELETE", [id]) if version != Version::V3 => Call::Dissociate(pair(id), None),
        ("PUT", [id, name]) if version == Version::V3 => {
            Call::Associate(pair(id), Manner::Named((*name).to_owned()))
        }
        ("DELETE", [id, name]) if version == Version::V3 => {
            Call::Dissociate(pair(id), Some((*name).to_owned()))
        }
        (_, [] | [_] | [_, _]) => Call::NoSuchMethod,
        _ => Call::NoSuchPath,
    }
}

/// `objects/{from}/{id}/associations/default/{to}/{id}`.
fn associate_default(method: &Method, segments: &[&str]) -> Call {
    let ["objects", from, id, "associations", "default", to, to_id] = segments else {
        return Call::NoSuchPath;
    };
    if method != Method::PUT {
        return Call::NoSuchMethod;
    }
    match (ObjectType::named(from), ObjectType::named(to)) {
        (Some(from), Some(to)) => {
            let pair = Pair {
                from: (from, (*id).to_owned()),
                to: (to, (*to_id).to_owned()),
            };
            Call::Associate(pair, Manner::Default)
        }
        (None, _) => Call::NoSuchType((*from).to_owned()),
        (_, None) => Call::NoSuchType((*to).to_owned()),
    }
}

fn associations(
    method: &Method,
    version: Version,
    (from, to): (ObjectType, ObjectType),
    rest: &[&str],
) -> Call {
    let batch = |what| Call::Associations(version, from, to, what);
    match (method.as_str(), rest) {
        ("GET", ["labels"]) if version != Version::V3 => Call::AssociationTypes(version, from, to),
        ("GET", ["types"]) if version == Version::V3 => Call::AssociationTypes(version, from, to),
        ("POST", ["batch", "read"]) => batch(BatchAssociation::Read),
        ("POST", ["batch", "create"]) => batch(BatchAssociation::Create),
        ("POST", ["batch", "archive"]) => batch(BatchAssociation::Archive),
        ("POST", ["batch", "associate", "default"]) if version != Version::V3 => {
            batch(BatchAssociation::CreateDefault)
        }
        ("POST", ["batch", "labels", "archive"]) if version != Version::V3 => {
            batch(BatchAssociation::ArchiveLabels)
        }
        _ => Call::NoSuchPath,
    }
}

fn properties(method: &Method, object_type: ObjectType, rest: &[&str]) -> Call {
    match (method.as_str(), rest) {
        ("GET", []) => Call::Properties(object_type),
        ("POST", []) => Call::CreateProperty(object_type),
        ("POST", ["batch", "read"]) => Call::BatchReadProperties(object_type),
        ("GET", ["groups"]) => Call::PropertyGroups(object_type),
        ("POST", ["groups"]) => Call::CreatePropertyGroup(object_type),
        ("GET", [name]) => Call::Property(object_type, (*name).to_owned()),
        ("PATCH", [name]) => Call::UpdateProperty(object_type, (*name).to_owned()),
        ("DELETE", [name]) => Call::ArchiveProperty(object_type, (*name).to_owned()),
        (_, [] | [_]) => Call::NoSuchMethod,
        _ => Call::NoSuchPath,
    }
}

fn others(method: &Method, segments: &[&str]) -> Call {
    match (method.as_str(), segments) {
        ("GET", ["owners"]) => Call::Owners,
        ("GET", ["owners", id]) => Call::Owner((*id).to_owned()),
        ("GET", ["tax-rates"]) => Call::TaxRates,
        ("GET", ["tax-rates", id]) => Call::TaxRate((*id).to_owned()),
        ("GET", ["details"]) => Call::Account,
        ("POST", ["callbacks", "complete"]) => Call::BatchComplete,
        ("POST", ["callbacks", id, "complete"]) => Call::Complete((*id).to_owned()),
        (_, ["owners" | "tax-rates", ..] | ["details"] | ["callbacks", .., "complete"]) => {
            Call::NoSuchMethod
        }
        _ => Call::NoSuchPath,
    }
}
