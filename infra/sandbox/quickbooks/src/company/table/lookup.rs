//! Rows by the values of the properties that are looked up.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use super::value_of;
use crate::company::{Entity, Fields};

/// The ids under each value of the properties that are looked up, without regard to case.
#[derive(Clone, Default)]
pub(super) struct Lookup(BTreeMap<&'static str, BTreeMap<String, BTreeSet<String>>>);

impl Lookup {
    pub(super) fn insert(&mut self, entity: Entity, id: &str, fields: &Fields) {
        for property in looked_up(entity) {
            if let Some(value) = key(fields, property) {
                let values = self.0.entry(property).or_default();
                values.entry(value).or_default().insert(id.to_owned());
            }
        }
    }

    pub(super) fn remove(&mut self, entity: Entity, id: &str, fields: &Fields) {
        for property in looked_up(entity) {
            let Some(values) = self.0.get_mut(property) else {
                continue;
            };
            let Some(value) = key(fields, property) else {
                continue;
            };
            if let Some(ids) = values.get_mut(&value) {
                ids.remove(id);
                if ids.is_empty() {
                    values.remove(&value);
                }
            }
        }
    }

    /// The ids under a value.
    pub(super) fn with_value(&self, property: &str, value: &str) -> impl Iterator<Item = &str> {
        let values = self.0.get(property);
        let ids = values.and_then(|values| values.get(&value.to_lowercase()));
        ids.into_iter().flatten().map(String::as_str)
    }

    /// The number of ids under a value.
    pub(super) fn count(&self, property: &str, value: &str) -> usize {
        let values = self.0.get(property);
        let ids = values.and_then(|values| values.get(&value.to_lowercase()));
        ids.map_or(0, BTreeSet::len)
    }

    /// The ids under the values that begin so.
    pub(super) fn beginning(&self, property: &str, prefix: &str) -> impl Iterator<Item = &str> {
        let prefix = prefix.to_lowercase();
        let from = (Bound::Included(prefix.clone()), Bound::Unbounded);
        let values = self.0.get(property).into_iter();
        values
            .flat_map(move |values| values.range(from.clone()))
            .take_while(move |(value, _)| value.starts_with(&prefix))
            .flat_map(|(_, ids)| ids.iter().map(String::as_str))
    }
}

/// The properties by whose value rows are found at once: those that must be unique, and those that clients ask for.
pub(super) fn looked_up(entity: Entity) -> &'static [&'static str] {
    match entity {
        Entity::Customer => &[
            "DisplayName",
            "FullyQualifiedName",
            "PrimaryEmailAddr",
            "CompanyName",
            "GivenName",
            "FamilyName",
            "ParentRef",
        ],
        Entity::Vendor | Entity::Employee => &["DisplayName", "GivenName", "FamilyName"],
        Entity::Item => &["Name", "FullyQualifiedName", "Sku", "ParentRef"],
        Entity::Account | Entity::Class | Entity::Department => {
            &["Name", "FullyQualifiedName", "ParentRef"]
        }
        Entity::Term | Entity::PaymentMethod | Entity::TaxCode | Entity::TaxRate => &["Name"],
        Entity::Invoice
        | Entity::Estimate
        | Entity::SalesReceipt
        | Entity::CreditMemo
        | Entity::RefundReceipt => &["DocNumber", "CustomerRef", "TxnDate"],
        Entity::Payment => &["CustomerRef", "PaymentRefNum", "TxnDate"],
        Entity::Purchase => &["DocNumber", "TxnDate"],
        Entity::CompanyInfo | Entity::ExchangeRate | Entity::Preferences => &[],
    }
}

fn key(fields: &Fields, property: &str) -> Option<String> {
    value_of(fields, property)?.as_str().map(str::to_lowercase)
}
