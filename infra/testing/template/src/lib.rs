//! The SAM template: read, and resolved as `CloudFormation` would resolve it.
//!
//! Its tests, in `tests/template`, check what the template promises without an account. Amazon's own linters run beside
//! them in `cargo xtask template`.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "test support: a template that cannot be read is a failed test"
)]

mod resolver;
mod yaml;

pub use resolver::{ACCOUNT, Names, REGION, Resolver};

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

/// `template.yaml`, with every function of `CloudFormation` in its long form.
#[derive(Clone, Debug)]
pub struct Template(Value);

impl Template {
    /// The workspace's template.
    pub fn read() -> Self {
        Self::parse(&read_file("template.yaml"))
    }

    /// A template from its text.
    pub fn parse(text: &str) -> Self {
        Self(yaml::parse(text))
    }

    /// A section of the template, such as `Parameters`; empty when absent.
    pub fn section(&self, name: &str) -> Map<String, Value> {
        let section = self.0.get(name).and_then(Value::as_object);
        section.cloned().unwrap_or_default()
    }

    /// The resources of one type: logical names and properties.
    pub fn resources(&self, kind: &str) -> Vec<(String, Value)> {
        let resources = self.section("Resources").into_iter();
        resources
            .filter(|(_, resource)| resource["Type"] == kind)
            .map(|(name, resource)| (name, resource["Properties"].clone()))
            .collect()
    }
}

/// The workspace's root.
pub fn workspace() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = manifest.ancestors().nth(3);
    root.expect("the crate is three folders deep").to_path_buf()
}

/// The text of a file of the workspace, by its path from the root.
pub fn read_file(path: &str) -> String {
    std::fs::read_to_string(workspace().join(path))
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}
