//! Everything that is known so far of what a document needs.

use std::collections::HashMap;

use jiff::Timestamp;
use storage::{Mapping, MappingKey};

use super::outcome::{Resolved, ResolvedObject};

/// The state of resolving: what was resolved, and what was learned on the way.
pub(crate) struct Plan {
    /// The record, for messages.
    pub(crate) label: String,
    pub(crate) resolved: Resolved,
    /// QuickBooks' id of the account of products to be created, or what to do about its lack: it is no
    /// error before a product is created.
    pub(crate) income_account: Result<String, String>,
    learned: HashMap<MappingKey, (String, String)>,
}

impl Plan {
    pub(crate) fn new(label: &str) -> Self {
        Self {
            label: label.to_owned(),
            resolved: Resolved::default(),
            income_account: Err(
                "the setting `products.income_account` is needed to create a product: \
                 name the income account its sales are booked to"
                    .to_owned(),
            ),
            learned: HashMap::new(),
        }
    }

    /// Notes the QuickBooks object of a key, to be mapped.
    pub(crate) fn learn(&mut self, key: MappingKey, found: &ResolvedObject) {
        let name = found.name.clone().unwrap_or_default();
        self.learned.insert(key, (found.id.clone(), name));
    }

    /// Notes that a mapping will be replaced, unless it is of the object with this id.
    pub(crate) fn replaces(&mut self, mapping: Option<&Mapping>, id: Option<&str>) {
        let is_dead = |mapping: &Mapping| Some(mapping.quickbooks_id.as_str()) != id;
        self.resolved.healed |= mapping.is_some_and(is_dead);
    }

    /// The mappings of all that was learned.
    pub(crate) fn mappings(&self, mapped_at: Timestamp) -> Vec<Mapping> {
        let learned = self.learned.iter();
        learned
            .map(|(key, (id, name))| Mapping {
                key: key.clone(),
                quickbooks_id: id.clone(),
                name: name.clone(),
                mapped_at,
            })
            .collect()
    }
}
