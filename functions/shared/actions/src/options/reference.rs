//! A QuickBooks object that options or settings name, with the place where they do.

use storage::{MappingKey, MappingKind};

use super::NameOrId;
use crate::text::fold::fold;

/// An object that options or settings name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedReference {
    /// The kind of object.
    pub kind: MappingKind,
    /// Its name or id.
    pub object: NameOrId,
    /// Where it is named, for messages: `options.payment_terms`.
    pub place: &'static str,
}

/// The objects that options name, of those that they may name: kind, object and place of each.
pub fn references<'o>(
    named: impl IntoIterator<Item = (MappingKind, Option<&'o NameOrId>, &'static str)>,
) -> Vec<NamedReference> {
    let reference = |(kind, object, place): (_, Option<&NameOrId>, _)| {
        let object = object?.clone();
        Some(NamedReference {
            kind,
            object,
            place,
        })
    };
    named.into_iter().filter_map(reference).collect()
}

impl NamedReference {
    /// The key of the mapping, unless the object is named by its id.
    pub fn key(&self) -> Option<MappingKey> {
        match &self.object {
            NameOrId::Name(name) => Some(MappingKey {
                kind: self.kind,
                source: format!("name:{}", fold(name)),
            }),
            NameOrId::Id(_) => None,
        }
    }
}
