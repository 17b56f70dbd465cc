//! The rules that a definition has to keep.

use std::collections::BTreeSet;

use strum::IntoEnumIterator;
use url::Url;

use super::Definition;
use crate::object_type::ObjectType;
use crate::refusal::Refusal;

/// The type of records that a definition names as `DEAL` or `0-3`, if the portal keeps it.
pub(in crate::workflows) fn type_meant(name: &str) -> Option<ObjectType> {
    ObjectType::iter().find(|object_type| {
        let traits = object_type.traits();
        name == traits.id || name == traits.singular.to_ascii_uppercase()
    })
}

impl Definition {
    /// A refusal that names the first thing that does not fit.
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        check_url("actionUrl", &self.action_url)?;
        self.object_types.iter().try_for_each(|it| check_type(it))?;
        let inputs = self.check_inputs()?;
        for dependency in &self.input_field_dependencies {
            let names = std::iter::once(dependency.controlling());
            let names = names.chain(dependency.dependents().iter().map(String::as_str));
            for name in names {
                if !inputs.contains(name) {
                    return Err(refused(&format!(
                        "inputFieldDependencies names {name}, which is no input field"
                    )));
                }
            }
        }
        self.check_labels()
    }

    fn check_inputs(&self) -> Result<BTreeSet<&str>, Refusal> {
        let mut names = BTreeSet::new();
        for field in &self.input_fields {
            let name = field.name();
            if !names.insert(name) {
                return Err(refused(&format!("the input field {name} is there twice")));
            }
            if let Some(url) = &field.type_definition.options_url {
                check_url(&format!("optionsUrl of {name}"), url)?;
            }
        }
        Ok(names)
    }

    fn check_labels(&self) -> Result<(), Refusal> {
        let english = self
            .labels
            .get("en")
            .ok_or_else(|| refused("labels.en is required"))?;
        for rule in &self.execution_rules {
            let name = &rule.label_name;
            if !english.execution_rules.contains_key(name) {
                let message = format!("labels.en.executionRules has no {name}");
                return Err(refused(&message));
            }
        }
        Ok(())
    }
}

fn check_url(what: &str, text: &str) -> Result<(), Refusal> {
    let is_url = Url::parse(text).is_ok_and(|url| url.has_host());
    if is_url {
        return Ok(());
    }
    Err(refused(&format!("{what} is not a valid URL")))
}

/// Types that the portal does not keep are fine, such as `TICKET` or `2-4711`; misspelt ones are not.
fn check_type(name: &str) -> Result<(), Refusal> {
    let is_name = |name: &str| {
        name.bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte == b'_')
    };
    let is_id = name
        .split_once('-')
        .is_some_and(|(kind, id)| matches!(kind, "0" | "2") && id.parse::<u64>().is_ok());
    let is_plural = ObjectType::named(name).is_some() && type_meant(name).is_none();
    if name.is_empty() || is_plural || !(is_name(name) || is_id) {
        return Err(refused(&format!("objectTypes: {name:?} is no object type")));
    }
    Ok(())
}

fn refused(message: &str) -> Refusal {
    Refusal::invalid(message)
}

#[cfg(test)]
mod tests;
