//! The groups under which people find properties.

use std::collections::BTreeMap;

use super::Portal;
use crate::object_type::ObjectType;

impl Portal {
    /// The groups of a type's properties: names with labels.
    pub(crate) fn groups(&self, object_type: ObjectType) -> BTreeMap<String, String> {
        let of_definitions = self.definitions(object_type);
        let of_definitions = of_definitions.map(|definition| &definition.group_name);
        let made = self.groups.get(&object_type).into_iter().flatten();
        of_definitions
            .map(|name| (name.clone(), name.clone()))
            .chain(made.map(|(name, label)| (name.clone(), label.clone())))
            .collect()
    }

    /// Adds a group.
    pub(crate) fn add_group(&mut self, object_type: ObjectType, name: String, label: String) {
        self.groups
            .entry(object_type)
            .or_default()
            .insert(name, label);
    }
}
