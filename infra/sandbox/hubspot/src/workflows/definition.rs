//! The definition of a workflow action, in the dialect of the API.
//!
//! Unknown keys are refused: HubSpot's validation of projects refuses them too, and a key of the other dialect must not
//! go unnoticed. Source: HubSpot's published specification "Automation Actions V4" and its reference of custom actions.

mod check;
mod sentence;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub(super) use check::type_meant;

use crate::object_type::ObjectType;

/// An action as an app defines it.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Definition {
    pub(crate) action_url: String,
    pub(crate) published: bool,
    /// The types of records it is offered for; none means all.
    pub(crate) object_types: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) object_request_options: Option<ObjectRequestOptions>,
    pub(crate) input_fields: Vec<InputField>,
    #[serde(default)]
    pub(crate) input_field_dependencies: Vec<Dependency>,
    #[serde(default)]
    pub(crate) output_fields: Vec<OutputField>,
    #[serde(default)]
    pub(crate) execution_rules: Vec<ExecutionRule>,
    pub(crate) labels: BTreeMap<String, Labels>,
    pub(crate) functions: Vec<Value>,
}

/// The properties of the record that are sent along.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ObjectRequestOptions {
    pub(crate) properties: Vec<String>,
}

/// A field that a person fills in.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct InputField {
    pub(crate) type_definition: TypeDefinition,
    #[serde(default)]
    pub(crate) supported_value_types: Vec<ValueType>,
    pub(crate) is_required: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    automation_field_type: Option<String>,
}

/// A field that later steps of the workflow can use.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct OutputField {
    pub(crate) type_definition: TypeDefinition,
}

/// The origin of an input's value.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum ValueType {
    StaticValue,
    ObjectProperty,
    FieldData,
    FetchedObjectProperty,
    EnrollmentEventProperty,
}

/// The name and the type of a field.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct TypeDefinition {
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) kind: Kind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) field_type: Option<FieldType>,
    #[serde(default)]
    pub(crate) options: Vec<FixedOption>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) options_url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    external_options: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    external_options_reference_type: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    referenced_object_type: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    help_text: Option<String>,
}

/// The type of a value.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub(crate) enum Kind {
    String,
    Number,
    Bool,
    Enumeration,
    Date,
    Datetime,
    PhoneNumber,
    CurrencyNumber,
    Json,
    ObjectCoordinates,
}

/// The control of a field in the editor.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub(crate) enum FieldType {
    Text,
    Textarea,
    Select,
    Radio,
    Checkbox,
    Booleancheckbox,
    Number,
    Date,
    Phonenumber,
    File,
    Html,
    #[serde(rename = "calculation_equation")]
    CalculationEquation,
}

/// An option that stands in the definition itself.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct FixedOption {
    pub(crate) value: String,
    #[serde(default)]
    pub(crate) label: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    display_order: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    double_data: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hidden: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    read_only: Option<bool>,
}

/// Fields that depend on another one.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "dependencyType", deny_unknown_fields)]
pub(crate) enum Dependency {
    /// They are grey until the other one is set.
    #[serde(rename = "SINGLE_FIELD", rename_all = "camelCase")]
    Single {
        controlling_field_name: String,
        dependent_field_names: Vec<String>,
    },
    /// They are hidden until the other one has this value.
    #[serde(rename = "CONDITIONAL_SINGLE_FIELD", rename_all = "camelCase")]
    Conditional {
        controlling_field_name: String,
        controlling_field_value: String,
        dependent_field_names: Vec<String>,
    },
}

/// A sentence of the history, and the outputs under which it stands there.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ExecutionRule {
    pub(crate) label_name: String,
    /// By output: its value, or a list of values.
    pub(crate) conditions: Map<String, Value>,
}

/// Everything that people read of an action, in one language.
#[expect(clippy::struct_field_names, reason = "the names are HubSpot's")]
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Labels {
    pub(crate) action_name: String,
    #[serde(default)]
    pub(crate) action_description: String,
    #[serde(default)]
    pub(crate) action_card_content: String,
    #[serde(default)]
    pub(crate) app_display_name: String,
    #[serde(default)]
    pub(crate) input_field_labels: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) input_field_descriptions: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) input_field_option_labels: BTreeMap<String, BTreeMap<String, String>>,
    #[serde(default)]
    pub(crate) output_field_labels: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) execution_rules: BTreeMap<String, String>,
}

impl Dependency {
    pub(crate) fn controlling(&self) -> &str {
        match self {
            Self::Single {
                controlling_field_name,
                ..
            }
            | Self::Conditional {
                controlling_field_name,
                ..
            } => controlling_field_name,
        }
    }

    pub(crate) fn dependents(&self) -> &[String] {
        match self {
            Self::Single {
                dependent_field_names,
                ..
            }
            | Self::Conditional {
                dependent_field_names,
                ..
            } => dependent_field_names,
        }
    }

    /// The value that the controlling field must have, if it is not any.
    pub(crate) fn condition(&self) -> Option<&str> {
        match self {
            Self::Single { .. } => None,
            Self::Conditional {
                controlling_field_value,
                ..
            } => Some(controlling_field_value),
        }
    }
}

impl InputField {
    pub(crate) fn name(&self) -> &str {
        &self.type_definition.name
    }

    /// `true` if a person may give the value; so it is where nothing is said.
    pub(crate) fn takes_value(&self) -> bool {
        let types = &self.supported_value_types;
        types.is_empty() || types.contains(&ValueType::StaticValue)
    }

    /// `true` if the value may be taken from a property of the record.
    pub(crate) fn takes_property(&self) -> bool {
        self.supported_value_types
            .contains(&ValueType::ObjectProperty)
    }

    /// `true` if several values may be chosen.
    pub(crate) fn takes_several(&self) -> bool {
        self.type_definition.kind == Kind::Enumeration
            && self.type_definition.field_type == Some(FieldType::Checkbox)
    }
}

impl Definition {
    /// `true` if the action can be placed in a workflow for records of this type.
    pub(crate) fn is_for(&self, object_type: ObjectType) -> bool {
        let mut types = self.object_types.iter();
        self.object_types.is_empty() || types.any(|name| type_meant(name) == Some(object_type))
    }

    pub(crate) fn input(&self, name: &str) -> Option<&InputField> {
        self.input_fields.iter().find(|field| field.name() == name)
    }

    /// The dependencies under which a field stands.
    pub(crate) fn dependencies_of<'a>(
        &'a self,
        field: &'a str,
    ) -> impl Iterator<Item = &'a Dependency> {
        let all = self.input_field_dependencies.iter();
        all.filter(move |dependency| dependency.dependents().iter().any(|name| name == field))
    }

    /// The texts in a language, or in English, which is always there.
    pub(crate) fn labels(&self, language: &str) -> Option<&Labels> {
        self.labels.get(language).or_else(|| self.labels.get("en"))
    }
}
