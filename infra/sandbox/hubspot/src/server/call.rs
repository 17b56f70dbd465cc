//! The calls of the API.

use http::Method;

use crate::journal::Operation;
use crate::object_type::ObjectType;

/// A version of the API, as far as answers differ.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    V3,
    V4,
    /// Everything under one date.
    Dated,
}

/// A write of many at once.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum BatchWrite {
    Create,
    Update,
    Upsert,
    Archive,
}

/// A call that is about associations of many records.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum BatchAssociation {
    Read,
    Create,
    CreateDefault,
    Archive,
    ArchiveLabels,
}

/// Two records, of which the first is asked about.
pub(super) struct Pair {
    pub(super) from: (ObjectType, String),
    pub(super) to: (ObjectType, String),
}

/// The way in which two records are to be associated.
pub(super) enum Manner {
    /// By a name of the third version.
    Named(String),
    /// By the types in the body.
    Labelled,
    /// Without a label.
    Default,
}

pub(super) enum Call {
    List(ObjectType),
    Create(ObjectType),
    Read(ObjectType, String),
    Update(ObjectType, String),
    Archive(ObjectType, String),
    BatchRead(ObjectType),
    Batch(ObjectType, BatchWrite),
    Search(ObjectType),
    Merge(ObjectType),
    ReadAssociations(Version, (ObjectType, String), ObjectType),
    Associate(Pair, Manner),
    Dissociate(Pair, Option<String>),
    Associations(Version, ObjectType, ObjectType, BatchAssociation),
    AssociationTypes(Version, ObjectType, ObjectType),
    Properties(ObjectType),
    BatchReadProperties(ObjectType),
    CreateProperty(ObjectType),
    Property(ObjectType, String),
    UpdateProperty(ObjectType, String),
    ArchiveProperty(ObjectType, String),
    Owners,
    Owner(String),
    TaxRates,
    TaxRate(String),
    Account,
    Complete(String),
    BatchComplete,
    NoSuchType(String),
    NoSuchMethod,
    NoSuchPath,
}

impl Call {
    /// The call of a path without its version.
    pub(super) fn of(method: &Method, version: Version, segments: &[&str]) -> Self {
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

    pub(super) fn operation(&self) -> Operation {
        match self {
            Self::List(_) => Operation::List,
            Self::Create(_) => Operation::Create,
            Self::Read(..) => Operation::Read,
            Self::Update(..) => Operation::Update,
            Self::Archive(..) => Operation::Archive,
            Self::BatchRead(_) => Operation::BatchRead,
            Self::Batch(_, BatchWrite::Create) => Operation::BatchCreate,
            Self::Batch(_, BatchWrite::Update) => Operation::BatchUpdate,
            Self::Batch(_, BatchWrite::Upsert) => Operation::BatchUpsert,
            Self::Batch(_, BatchWrite::Archive) => Operation::BatchArchive,
            Self::Search(_) => Operation::Search,
            Self::Merge(_) => Operation::Merge,
            Self::ReadAssociations(..) => Operation::ReadAssociations,
            Self::Associations(_, _, _, BatchAssociation::Read) => Operation::BatchReadAssociations,
            Self::Associate(..)
            | Self::Associations(.., BatchAssociation::Create | BatchAssociation::CreateDefault) => {
                Operation::Associate
            }
            Self::Dissociate(..)
            | Self::Associations(.., BatchAssociation::Archive | BatchAssociation::ArchiveLabels) => {
                Operation::Dissociate
            }
            Self::AssociationTypes(..) => Operation::AssociationTypes,
            Self::Properties(_) | Self::Property(..) | Self::BatchReadProperties(_) => {
                Operation::ReadProperties
            }
            Self::CreateProperty(_) | Self::UpdateProperty(..) | Self::ArchiveProperty(..) => {
                Operation::WriteProperty
            }
            Self::Owners | Self::Owner(_) => Operation::Owners,
            Self::TaxRates | Self::TaxRate(_) => Operation::TaxRates,
            Self::Account => Operation::Account,
            Self::Complete(_) => Operation::Complete,
            Self::BatchComplete => Operation::BatchComplete,
            Self::NoSuchType(_) | Self::NoSuchMethod | Self::NoSuchPath => Operation::Unknown,
        }
    }

    /// The type of objects it is about: the first of two.
    pub(super) fn object_type(&self) -> Option<ObjectType> {
        match self {
            Self::List(it)
            | Self::Create(it)
            | Self::Read(it, _)
            | Self::Update(it, _)
            | Self::Archive(it, _)
            | Self::BatchRead(it)
            | Self::Batch(it, _)
            | Self::Search(it)
            | Self::Merge(it)
            | Self::ReadAssociations(_, (it, _), _)
            | Self::Associations(_, it, _, _)
            | Self::AssociationTypes(_, it, _)
            | Self::Properties(it)
            | Self::BatchReadProperties(it)
            | Self::CreateProperty(it)
            | Self::Property(it, _)
            | Self::UpdateProperty(it, _)
            | Self::ArchiveProperty(it, _) => Some(*it),
            Self::Associate(pair, _) | Self::Dissociate(pair, _) => Some(pair.from.0),
            _ => None,
        }
    }

    /// The scopes that it needs: one of each list.
    pub(super) fn scopes(&self) -> Vec<Vec<&'static str>> {
        let read = |it: ObjectType| vec![it.traits().read_scope];
        let write = |it: ObjectType| vec![it.traits().write_scope];
        match self {
            Self::ReadAssociations(_, (from, _), to)
            | Self::Associations(_, from, to, BatchAssociation::Read)
            | Self::AssociationTypes(_, from, to) => vec![read(*from), read(*to)],
            Self::Associate(pair, _) | Self::Dissociate(pair, _) => {
                vec![write(pair.from.0), read(pair.to.0)]
            }
            Self::Associations(_, from, to, _) => vec![write(*from), read(*to)],
            Self::CreateProperty(it)
            | Self::UpdateProperty(it, _)
            | Self::ArchiveProperty(it, _) => {
                let schemas = crate::scopes::ALL.iter().find(|scope| {
                    scope.strip_prefix("crm.schemas.") == Some(&format!("{it}.write"))
                });
                vec![schemas.map_or_else(|| write(*it), |scope| vec![*scope])]
            }
            Self::Owners | Self::Owner(_) => vec![vec!["crm.objects.owners.read"]],
            Self::TaxRates | Self::TaxRate(_) => vec![vec!["tax_rates.read"]],
            Self::Complete(_) | Self::BatchComplete => vec![vec!["automation"]],
            other => {
                let scope = if other.operation().is_write() {
                    write
                } else {
                    read
                };
                other.object_type().map(scope).into_iter().collect()
            }
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
