//! Evidence by which it is decided what a name means in QuickBooks.

use std::collections::HashMap;

use storage::{Mapping, MappingKey};

use super::findings::Findings;
use super::outcome::ResolvedObject;
use crate::response::MatchedBy;
use crate::settings::Settings;

/// The degree to which stored mappings are believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// Fully: the warm path asks QuickBooks nothing.
    Mappings,
    /// Not at all: QuickBooks refused one of them, so each is checked and the dead ones are resolved
    /// again.
    OnlyQuickBooks,
}

/// The mappings that were read, and how far they are believed.
#[derive(Clone, Copy)]
pub(crate) struct Known<'k> {
    pub(crate) mappings: &'k HashMap<MappingKey, Mapping>,
    pub(crate) trust: Trust,
}

impl<'k> Known<'k> {
    /// The mapping of a key, whether or not its object is still there.
    pub(crate) fn get(&self, key: &MappingKey) -> Option<&'k Mapping> {
        self.mappings.get(key)
    }

    /// The mapping of a key that needs no check.
    pub(crate) fn believed(&self, key: &MappingKey) -> Option<&'k Mapping> {
        self.get(key).filter(|_| self.trust == Trust::Mappings)
    }
}

/// Mappings, QuickBooks' answers and the settings.
#[derive(Clone, Copy)]
pub(crate) struct Evidence<'e> {
    pub(crate) known: Known<'e>,
    pub(crate) findings: &'e Findings,
    pub(crate) settings: &'e Settings,
}

impl Evidence<'_> {
    /// The mapped object, where its mapping needs no check or a row has its id.
    pub(crate) fn mapped<'r>(
        &self,
        key: &MappingKey,
        mut ids: impl Iterator<Item = &'r Option<String>>,
    ) -> Option<ResolvedObject> {
        let mapping = self.known.get(key)?;
        let is_there = self.known.believed(key).is_some()
            || ids.any(|id| id.as_ref() == Some(&mapping.quickbooks_id));
        is_there.then(|| ResolvedObject {
            id: mapping.quickbooks_id.clone(),
            name: Some(mapping.name.clone()),
            matched_by: MatchedBy::Mapping,
        })
    }

    /// The same evidence with every mapping to be checked.
    pub(crate) fn without_trust(self) -> Self {
        let trust = Trust::OnlyQuickBooks;
        Self {
            known: Known {
                trust,
                ..self.known
            },
            ..self
        }
    }
}
