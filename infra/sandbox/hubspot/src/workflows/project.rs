//! Files of a developer project, `*-hsmeta.json`: actions and webhooks in the project's own dialect.
//!
//! The dialect is known from public projects that were deployed, and from refusals of HubSpot's CLI
//! (github.com/HubSpot/hubspot-cli/issues/1560): it says `isPublished`, and `targetFieldNames` where the API says
//! `dependentFieldNames`. Both spellings of the controlling side that are in use are taken.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::definition::{
    Definition, Dependency, ExecutionRule, InputField, Labels, ObjectRequestOptions, OutputField,
};
use super::webhooks::{Subscription, Subscriptions};
use crate::refusal::Refusal;

/// A component of a project that the portal takes.
pub(super) enum Component {
    Action {
        uid: String,
        definition: Definition,
    },
    Webhooks(Subscriptions),
    /// The app itself, with the scopes that it cannot do without.
    App {
        scopes: Vec<String>,
    },
    /// Anything else.
    Other,
}

/// The head of every file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    uid: String,
    #[serde(rename = "type")]
    kind: String,
    config: Value,
    #[serde(default, rename = "dependencies")]
    _dependencies: Option<Value>,
    #[serde(default, rename = "permissions")]
    _permissions: Option<Value>,
}

#[expect(clippy::struct_field_names, reason = "the names are HubSpot's")]
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Action {
    action_url: String,
    is_published: bool,
    supported_clients: Vec<Client>,
    object_types: Vec<String>,
    #[serde(default)]
    object_request_options: Option<ObjectRequestOptions>,
    input_fields: Vec<InputField>,
    #[serde(default)]
    input_field_dependencies: Vec<ProjectDependency>,
    #[serde(default)]
    output_fields: Vec<OutputField>,
    #[serde(default)]
    execution_rules: Vec<ExecutionRule>,
    labels: BTreeMap<String, Value>,
}

/// A part of HubSpot that offers the action; a bare name is refused by HubSpot too.
#[expect(clippy::struct_field_names, reason = "the names are HubSpot's")]
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Client {
    client: String,
    #[serde(default, rename = "toolType")]
    _tool_type: Option<String>,
    #[serde(default, rename = "llmConfig")]
    _llm_config: Option<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ProjectDependency {
    dependency_type: String,
    #[serde(alias = "dependentFieldName")]
    controlling_field_name: String,
    #[serde(default, alias = "dependentFieldValue")]
    controlling_field_value: Option<String>,
    target_field_names: Vec<String>,
}

#[derive(Deserialize)]
struct App {
    auth: Auth,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Auth {
    required_scopes: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Webhooks {
    settings: WebhookSettings,
    subscriptions: WebhookLists,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct WebhookSettings {
    target_url: String,
    max_concurrent_requests: usize,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct WebhookLists {
    #[serde(default)]
    crm_objects: Vec<Subscription>,
    #[serde(default, rename = "legacyCrmObjects")]
    _legacy_crm_objects: Vec<Value>,
    #[serde(default, rename = "hubEvents")]
    _hub_events: Vec<Value>,
}

/// Reads a file; `${NAME}` in it is one of the profile's variables.
pub(super) fn read(text: &str, variables: &BTreeMap<String, String>) -> Result<Component, Refusal> {
    let text = with_variables(text, variables)?;
    let file: File = serde_json::from_str(&text).map_err(|error| Refusal::json(&error))?;
    match file.kind.as_str() {
        "workflow-action" => Ok(Component::Action {
            definition: action(&file.uid, file.config)?,
            uid: file.uid,
        }),
        "webhooks" => {
            let Webhooks {
                settings,
                subscriptions,
            } = of_config(&file.uid, file.config)?;
            Ok(Component::Webhooks(Subscriptions::new(
                &settings.target_url,
                settings.max_concurrent_requests,
                subscriptions.crm_objects,
            )?))
        }
        "app" => {
            let App { auth } = of_config(&file.uid, file.config)?;
            Ok(Component::App {
                scopes: auth.required_scopes,
            })
        }
        _ => Ok(Component::Other),
    }
}

fn of_config<T: serde::de::DeserializeOwned>(uid: &str, config: Value) -> Result<T, Refusal> {
    let read = serde_json::from_value(config);
    read.map_err(|error| Refusal::invalid(&format!("{uid}: {error}")))
}

fn action(uid: &str, config: Value) -> Result<Definition, Refusal> {
    let action: Action = of_config(uid, config)?;
    let refused = |message: &str| Refusal::invalid(&format!("{uid}: {message}"));
    if !action
        .supported_clients
        .iter()
        .any(|it| it.client == "WORKFLOWS")
    {
        return Err(refused("supportedClients lacks WORKFLOWS"));
    }
    let english = action.labels.get("en");
    for map in ["inputFieldLabels", "inputFieldDescriptions"] {
        if english.is_some_and(|labels| labels.get(map).is_none()) {
            return Err(refused(&format!("labels.en.{map} is required, if empty")));
        }
    }
    let dependencies = action.input_field_dependencies.into_iter();
    let dependencies = dependencies.map(|it| it.dependency().ok_or("a dependency is malformed"));
    let labels = action
        .labels
        .into_iter()
        .map(|(language, labels)| Ok((language, of_config::<Labels>(uid, labels)?)));
    let definition = Definition {
        action_url: action.action_url,
        published: action.is_published,
        object_types: action.object_types,
        object_request_options: action.object_request_options,
        input_fields: action.input_fields,
        input_field_dependencies: dependencies.collect::<Result<_, _>>().map_err(refused)?,
        output_fields: action.output_fields,
        execution_rules: action.execution_rules,
        labels: labels.collect::<Result<_, Refusal>>()?,
        functions: Vec::new(),
    };
    definition.check().map_err(|it| refused(it.message()))?;
    Ok(definition)
}

impl ProjectDependency {
    /// The dependency in the API's dialect; none if its type and its value do not go together.
    fn dependency(self) -> Option<Dependency> {
        let controlling_field_name = self.controlling_field_name;
        let dependent_field_names = self.target_field_names;
        match (self.dependency_type.as_str(), self.controlling_field_value) {
            ("SINGLE_FIELD", None) => Some(Dependency::Single {
                controlling_field_name,
                dependent_field_names,
            }),
            ("CONDITIONAL_SINGLE_FIELD", Some(controlling_field_value)) => {
                Some(Dependency::Conditional {
                    controlling_field_name,
                    controlling_field_value,
                    dependent_field_names,
                })
            }
            _ => None,
        }
    }
}

/// The text with the variables of a profile (`hsprofile.<name>.json`) in it.
fn with_variables(text: &str, variables: &BTreeMap<String, String>) -> Result<String, Refusal> {
    let mut parts = text.split("${");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let unknown = |name: &str| Refusal::invalid(&format!("the profile has no {name}"));
        let (name, rest) = part.split_once('}').ok_or_else(|| unknown(part))?;
        let value = variables.get(name).ok_or_else(|| unknown(name))?;
        filled.push_str(value);
        filled.push_str(rest);
    }
    Ok(filled)
}

#[cfg(test)]
mod tests;
