//! The calls of the API.

mod path;

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
    PropertyGroups(ObjectType),
    CreatePropertyGroup(ObjectType),
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
            Self::Properties(_)
            | Self::PropertyGroups(_)
            | Self::Property(..)
            | Self::BatchReadProperties(_) => Operation::ReadProperties,
            Self::CreateProperty(_)
            | Self::CreatePropertyGroup(_)
            | Self::UpdateProperty(..)
            | Self::ArchiveProperty(..) => Operation::WriteProperty,
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
            | Self::PropertyGroups(it)
            | Self::CreatePropertyGroup(it)
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
            | Self::CreatePropertyGroup(it)
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
