//! The records that a record is associated with.

use std::collections::HashMap;

use serde::{Deserialize, Deserializer};

use crate::{object::ObjectId, page::Page};

/// The records of one type that a record is associated with, in HubSpot's order, as far as they were read.
///
/// HubSpot tells a record once for each type of association; here it stands once, with all the types.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Associations {
    list: Vec<Association>,
    after: Option<String>,
}

/// One record that a record is associated with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Association {
    /// The associated record.
    pub to: ObjectId,
    /// The types of association, each once.
    pub types: Vec<AssociationType>,
}

/// The type of an association, in the form in which the answer tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AssociationType {
    /// The name that a record's inline associations have, such as `deal_to_contact`.
    Named(String),
    /// The number and label that the associations' own requests tell.
    Labelled {
        /// The namespace of the number.
        category: AssociationCategory,
        /// Such as 5, a deal's primary company.
        type_id: u32,
        /// The label, such as `Primary` or `Billing contact`; many types have none.
        label: Option<String>,
    },
}

/// The namespace of an association type's number.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AssociationCategory {
    /// Made by HubSpot.
    HubspotDefined,
    /// Made by another app.
    IntegratorDefined,
    /// Made by the account's users: a label.
    UserDefined,
    /// Between people and their work.
    Work,
    /// A category that is not known here.
    #[serde(untagged)]
    Other(String),
}

impl Associations {
    /// No associations, and none to come.
    pub const NONE: Self = Self {
        list: Vec::new(),
        after: None,
    };

    /// The associated records in order.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = &ObjectId> {
        self.list.iter().map(|association| &association.to)
    }

    /// The associations in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Association> {
        self.list.iter()
    }

    /// The number of associated records that were read.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Tells whether none was read.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The place where the next page begins; `None` when all associations were read.
    pub fn after(&self) -> Option<&str> {
        self.after.as_deref()
    }

    /// Adds the next page. A record that was read before gets the page's types and keeps its place.
    pub fn append(&mut self, page: Self) {
        self.after = page.after;
        self.fold(page.list);
    }

    /// Adds what one answer tells of the same type under another name; what is to come of either is still to come.
    pub(crate) fn merge(&mut self, told: Self) {
        self.after = self.after.take().or(told.after);
        self.fold(told.list);
    }

    /// Puts those of a primary type or label first; else the order stays.
    pub fn sort_primary_first(&mut self) {
        let is_primary = |association: &Association| {
            let mut types = association.types.iter();
            types.any(AssociationType::is_primary)
        };
        self.list
            .sort_by_key(|association| !is_primary(association));
    }

    /// A page as it is told, in which a record may stand several times.
    pub(crate) fn page(told: Vec<Associated>, after: Option<String>) -> Self {
        let mut associations = Self {
            list: Vec::with_capacity(told.len()),
            after,
        };
        associations.fold(told.into_iter().map(Associated::read).collect());
        associations
    }

    fn fold(&mut self, more: Vec<Association>) {
        let known = self.ids().cloned().zip(0..);
        let mut places: HashMap<ObjectId, usize> = known.collect();
        for association in more {
            let place = *places
                .entry(association.to.clone())
                .or_insert(self.list.len());
            match self.list.get_mut(place) {
                Some(known) => known.add(association.types),
                None => self.list.push(association),
            }
        }
    }
}

impl Association {
    fn add(&mut self, types: Vec<AssociationType>) {
        for one in types {
            if !self.types.contains(&one) {
                self.types.push(one);
            }
        }
    }
}

impl AssociationType {
    /// The label, such as `Billing contact`.
    pub fn label(&self) -> Option<&str> {
        match self {
            Self::Labelled { label, .. } => label.as_deref(),
            Self::Named(_) => None,
        }
    }

    /// Tells whether it marks the primary record: by its label, or as HubSpot's types of primary companies (a
    /// contact's 1, a deal's 5; <https://developers.hubspot.com/docs/guides/api/crm/associations/associations-v4>).
    ///
    /// A name alone does not tell it.
    pub fn is_primary(&self) -> bool {
        match self {
            Self::Named(_) => false,
            Self::Labelled {
                category,
                type_id,
                label,
            } => {
                let is_labelled = label
                    .as_deref()
                    .is_some_and(|label| label.trim().eq_ignore_ascii_case("primary"));
                let is_hubspots = *category == AssociationCategory::HubspotDefined;
                is_labelled || (is_hubspots && matches!(type_id, 1 | 5))
            }
        }
    }
}

impl<'a> IntoIterator for &'a Associations {
    type Item = &'a Association;
    type IntoIter = std::slice::Iter<'a, Association>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Associations {
    type Item = Association;
    type IntoIter = std::vec::IntoIter<Association>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl<'de> Deserialize<'de> for Associations {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let page = Page::deserialize(deserializer)?;
        Ok(Self::page(page.results, page.after))
    }
}

/// One association in either form: inline with `id` and `type`, else with `toObjectId` and `associationTypes`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Associated {
    #[serde(alias = "toObjectId")]
    id: ObjectId,
    #[serde(rename = "type")]
    name: Option<String>,
    association_types: Option<Vec<AssociationType>>,
}

/// One type of association with its number, as HubSpot writes it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Labelled {
    category: AssociationCategory,
    type_id: u32,
    label: Option<String>,
}

impl Associated {
    fn read(self) -> Association {
        let named = self.name.map(AssociationType::Named);
        let labelled = self.association_types.into_iter().flatten();
        let mut association = Association {
            to: self.id,
            types: Vec::new(),
        };
        association.add(named.into_iter().chain(labelled).collect());
        association
    }
}

impl<'de> Deserialize<'de> for AssociationType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let labelled = Labelled::deserialize(deserializer)?;
        Ok(Self::Labelled {
            category: labelled.category,
            type_id: labelled.type_id,
            label: labelled.label.filter(|label| !label.trim().is_empty()),
        })
    }
}

#[cfg(test)]
mod tests;
