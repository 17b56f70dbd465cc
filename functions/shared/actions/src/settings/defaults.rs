//! Values of options that a request does not give.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Defaults of options: those of one action before those of all.
#[derive(Clone, Default, Serialize, Deserialize, derive_more::Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Defaults {
    /// Option names and values, for every action that has the option.
    #[debug(skip)]
    pub all: Map<String, Value>,
    /// Option names and values by action, such as `create-invoice`.
    #[debug(skip)]
    pub actions: BTreeMap<String, Map<String, Value>>,
}

impl Defaults {
    /// The defaults of an action, in the order in which they are asked.
    pub fn of(&self, action: &str) -> Vec<&Map<String, Value>> {
        self.actions
            .get(action)
            .into_iter()
            .chain([&self.all])
            .collect()
    }
}
