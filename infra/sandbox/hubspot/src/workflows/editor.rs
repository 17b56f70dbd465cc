//! An action as HubSpot's editor shows it: its fields, and the options of its dropdowns.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Workflows;
use super::definition::{Definition, FieldType, InputField, Kind};
use super::delivery::Inputs;
use super::enrollment::no_action;
use super::request::{InputValue, OptionsRequest};
use crate::error::SandboxError;
use crate::object_type::ObjectType;

/// The question for a page of a field's options.
#[derive(Debug, Clone)]
pub struct OptionsQuery {
    /// The id of the action's definition, or the `uid` that a project gave it.
    pub action: String,
    /// The type of records that the workflow is for, such as `deals`.
    pub object_type: String,
    /// The field.
    pub field: String,
    /// The inputs so far; those that the field depends on are sent along.
    pub inputs: BTreeMap<String, InputValue>,
    /// The text that a person searches for.
    pub search: Option<String>,
    /// The cursor of an earlier page.
    pub after: Option<String>,
}

/// A page of a field's options.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct OptionsPage {
    /// The options, in order.
    pub options: Vec<PickOption>,
    /// The cursor of the next page, if there is one.
    pub after: Option<String>,
    /// `true` if the field can be searched.
    pub searchable: bool,
    /// The field that has to be filled in first; then there are no options.
    pub waits_for: Option<String>,
}

/// An option of a dropdown. Its label may be a customer's name.
#[derive(derive_more::Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickOption {
    /// The text for people.
    #[debug(skip)]
    pub label: String,
    /// The value.
    pub value: String,
    /// More about it.
    #[serde(default)]
    #[debug(skip)]
    pub description: Option<String>,
}

/// The answer of an app to an options fetch; other keys are ignored.
#[derive(Deserialize)]
struct Fetched {
    options: Vec<PickOption>,
    #[serde(default)]
    after: Option<String>,
    #[serde(default)]
    searchable: bool,
}

/// A field as the editor shows it.
pub(crate) struct EditorField {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) description: String,
    pub(crate) required: bool,
    pub(crate) control: Control,
    /// `true` if the value may be taken from a property of the record.
    pub(crate) takes_property: bool,
    pub(crate) takes_value: bool,
    /// The fields that it depends on, each with the value that it must have, if it must have one.
    pub(crate) depends_on: Vec<(String, Option<String>)>,
}

/// The control of a field.
pub(crate) enum Control {
    Text,
    LongText,
    Number,
    Date,
    /// One of some options.
    Select(Vec<PickOption>),
    /// Some of some options.
    Several(Vec<PickOption>),
    /// One or some of the options that the app is asked for.
    Fetched {
        several: bool,
    },
}

impl Workflows {
    /// A page of a field's options; those in the definition itself need no fetch.
    pub(crate) async fn options(
        &self,
        object_type: ObjectType,
        query: &OptionsQuery,
    ) -> Result<OptionsPage, SandboxError> {
        let found = self.found(query)?;
        let inputs = match found {
            Found::Waits(field) => {
                return Ok(OptionsPage {
                    waits_for: Some(field),
                    ..OptionsPage::default()
                });
            }
            Found::Fixed(options) => {
                return Ok(OptionsPage {
                    options,
                    ..OptionsPage::default()
                });
            }
            Found::Fetched(inputs) => inputs,
        };
        let request = OptionsRequest {
            object_type,
            field: &query.field,
            inputs: &inputs,
            query: query.search.as_deref(),
            after: query.after.as_deref(),
        };
        let call = self.options_call(&query.action, &request)?;
        let answer = self.send(&call).await;
        let failed = |reason: String| SandboxError::Options {
            field: query.field.clone(),
            reason,
        };
        match answer.status {
            Some(200..=299) => {}
            Some(status) => return Err(failed(format!("the app answered {status}"))),
            None => return Err(failed(answer.body)),
        }
        let fetched: Fetched = serde_json::from_str(&answer.body)
            .map_err(|error| failed(format!("the app's answer has no options: {error}")))?;
        Ok(OptionsPage {
            options: fetched.options,
            after: fetched.after.filter(|after| !after.is_empty()),
            searchable: fetched.searchable,
            waits_for: None,
        })
    }

    fn found(&self, query: &OptionsQuery) -> Result<Found, SandboxError> {
        let known = self.lock();
        let version = known.registry.named(&query.action);
        let definition = version.ok_or_else(|| no_action(&query.action))?.definition;
        let field = definition.input(&query.field);
        let no_field = || SandboxError::Options {
            field: query.field.clone(),
            reason: "the action has no such field".to_owned(),
        };
        let field = field.ok_or_else(no_field)?;
        if let Some(name) = definition.waits_for(&query.field, &query.inputs) {
            return Ok(Found::Waits(name.to_owned()));
        }
        if field.type_definition.options_url.is_none() {
            let language = &self.setup.options.language;
            return Ok(Found::Fixed(definition.fixed_options(field, language)));
        }
        // HubSpot sends a parent's value only where a dependency is declared.
        let parents = definition.dependencies_of(&query.field);
        let parents = parents.filter_map(|it| query.inputs.get_key_value(it.controlling()));
        let parents = parents.map(|(name, value)| (name.clone(), value.clone()));
        Ok(Found::Fetched(parents.collect()))
    }
}

/// The origin of a field's options.
enum Found {
    Waits(String),
    Fixed(Vec<PickOption>),
    Fetched(Inputs),
}

impl Definition {
    /// The fields in the editor's order and language.
    pub(super) fn editor_fields(&self, language: &str) -> Vec<EditorField> {
        let fields = self.input_fields.iter();
        fields
            .map(|field| self.editor_field(field, language))
            .collect()
    }

    fn editor_field(&self, field: &InputField, language: &str) -> EditorField {
        let name = field.name();
        let text = |map: fn(&super::definition::Labels) -> &BTreeMap<String, String>| {
            let labels = self.labels(language);
            labels.and_then(|labels| map(labels).get(name).cloned())
        };
        let depends_on = self.dependencies_of(name).map(|dependency| {
            let condition = dependency.condition().map(str::to_owned);
            (dependency.controlling().to_owned(), condition)
        });
        EditorField {
            label: text(|it| &it.input_field_labels).unwrap_or_else(|| name.to_owned()),
            description: text(|it| &it.input_field_descriptions).unwrap_or_default(),
            name: name.to_owned(),
            required: field.is_required,
            control: self.control(field, language),
            takes_property: field.takes_property(),
            takes_value: field.takes_value(),
            depends_on: depends_on.collect(),
        }
    }

    fn control(&self, field: &InputField, language: &str) -> Control {
        let definition = &field.type_definition;
        if definition.options_url.is_some() {
            let several = field.takes_several();
            return Control::Fetched { several };
        }
        let yes_or_no = || ["true", "false"].map(yes_or_no).to_vec();
        match (definition.kind, definition.field_type) {
            (Kind::Enumeration, _) if field.takes_several() => {
                Control::Several(self.fixed_options(field, language))
            }
            (Kind::Enumeration, _) => Control::Select(self.fixed_options(field, language)),
            (Kind::Bool, _) => Control::Select(yes_or_no()),
            (Kind::Number | Kind::CurrencyNumber, _) => Control::Number,
            (Kind::Date | Kind::Datetime, _) => Control::Date,
            (_, Some(FieldType::Textarea | FieldType::Html)) => Control::LongText,
            _ => Control::Text,
        }
    }

    /// The options that stand in the definition, under the labels of a language.
    fn fixed_options(&self, field: &InputField, language: &str) -> Vec<PickOption> {
        let labels = self.labels(language);
        let labels = labels.and_then(|it| it.input_field_option_labels.get(field.name()));
        let options = field.type_definition.options.iter();
        options
            .map(|option| {
                let label = labels.and_then(|labels| labels.get(&option.value));
                PickOption {
                    label: label.unwrap_or(&option.label).clone(),
                    value: option.value.clone(),
                    description: None,
                }
            })
            .collect()
    }
}

fn yes_or_no(value: &str) -> PickOption {
    PickOption {
        label: if value == "true" { "Yes" } else { "No" }.to_owned(),
        value: value.to_owned(),
        description: None,
    }
}
