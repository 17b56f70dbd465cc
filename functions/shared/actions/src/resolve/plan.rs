//! Everything that is known so far of what a document needs.

use std::collections::HashMap;

use jiff::Timestamp;
use storage::{Mapping, MappingKey};

use super::outcome::{Resolved, ResolvedObject};
use crate::ActionError;

/// The state of resolving: what was resolved, and what was learned on the way.
pub(crate) struct Plan {
    /// The record, for messages.
    pub(crate) label: String,
    pub(crate) resolved: Resolved,
    /// QuickBooks' id of the account of products to be created, or what to do about its lack: it is no
    /// error before a product is created.
    income_account: Result<String, String>,
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

    /// Takes the income account of products to be created.
    pub(crate) fn book_income_to(&mut self, account: Result<String, ActionError>) {
        self.income_account = account.map_err(|error| error.to_string());
    }

    /// QuickBooks' id of the income account of products to be created.
    ///
    /// # Errors
    ///
    /// [`ActionError::SettingMissing`] where the settings name none that QuickBooks has.
    pub(crate) fn income_account(&self) -> Result<&str, ActionError> {
        let account = self.income_account.as_deref();
        account.map_err(|message| ActionError::SettingMissing {
            message: message.clone(),
        })
    }

    /// Notes the object of a key, to be mapped in place of what is.
    pub(crate) fn learn(
        &mut self,
        key: MappingKey,
        mapping: Option<&Mapping>,
        found: &ResolvedObject,
    ) {
        self.resolved.healed |= mapping.is_some_and(|mapping| mapping.quickbooks_id != found.id);
        let name = found.name.clone().unwrap_or_default();
        self.learned.insert(key, (found.id.clone(), name));
    }

    /// Notes that the object of a key is to be created in place of a mapped one.
    pub(crate) fn lacks(&mut self, mapping: Option<&Mapping>) {
        self.resolved.healed |= mapping.is_some();
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
