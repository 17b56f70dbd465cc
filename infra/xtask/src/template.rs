//! The SAM template: read, resolved as `CloudFormation` would, and checked.

mod document;
mod lint;
#[cfg(test)]
mod promises;
mod resolve;

pub(crate) use lint::lint;
pub(crate) use resolve::{ACCOUNT, Names, REGION, Resolver};

use std::path::Path;

use serde_json::{Map, Value};

use crate::error::XtaskError;
use crate::workspace;

/// `template.yaml`, with every function of `CloudFormation` in its long form.
#[derive(Clone, Debug)]
pub(crate) struct Template(Value);

impl Template {
    /// The workspace's template.
    pub(crate) fn read() -> Result<Self, XtaskError> {
        Self::read_from(&workspace::root().join("template.yaml"))
    }

    fn read_from(path: &Path) -> Result<Self, XtaskError> {
        document::parse(&std::fs::read_to_string(path)?).map(Self)
    }

    /// A section of the template, such as `Parameters`; empty when absent.
    pub(crate) fn section(&self, name: &str) -> Map<String, Value> {
        let section = self.0.get(name).and_then(Value::as_object);
        section.cloned().unwrap_or_default()
    }

    /// The resources of one type: logical names and properties.
    pub(crate) fn resources(&self, kind: &str) -> Vec<(String, Value)> {
        let resources = self.section("Resources").into_iter();
        resources
            .filter(|(_, resource)| resource["Type"] == kind)
            .map(|(name, resource)| (name, resource["Properties"].clone()))
            .collect()
    }
}
