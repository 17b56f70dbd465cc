//! Definitions and executions as tests and pages see them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

use super::Workflows;
use super::answer::ActionAnswer;
use super::editor::EditorField;
use super::execution::{Execution, ExecutionState};
use super::registry::Registry;
use super::request::{Version, workflow_id};
use crate::object_type::ObjectType;

/// An execution of an action, with its history.
///
/// Its Debug leaves out outputs, which may hold names.
#[derive(derive_more::Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WorkflowExecution {
    /// The id under which it is completed.
    pub callback_id: String,
    /// The action's name.
    pub action: String,
    /// The type of the record, such as `deals`.
    pub object_type: &'static str,
    /// The record's id.
    pub object_id: String,
    /// The time of the enrolment.
    pub enrolled: Timestamp,
    /// The state.
    pub state: ExecutionState,
    /// The sentence of the definition's execution rules that fits the outputs.
    #[debug(skip)]
    pub sentence: Option<String>,
    /// The outputs so far.
    #[debug(skip)]
    pub outputs: Map<String, Value>,
    /// The names of outputs for people, where the definition has some.
    pub output_labels: BTreeMap<String, String>,
    /// The answers of the app's server, in order.
    pub answers: Vec<ActionAnswer>,
    /// All that happened.
    pub history: Vec<(Timestamp, String)>,
}

/// An action as the editor lists it.
pub(crate) struct ActionView {
    pub(crate) id: u64,
    pub(crate) version: usize,
    pub(crate) workflow_id: u64,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) app: String,
    pub(crate) card: String,
    pub(crate) published: bool,
    pub(crate) object_types: Vec<String>,
    pub(crate) action_url: String,
    pub(crate) fields: Vec<EditorField>,
    /// The outputs, by their labels.
    pub(crate) outputs: Vec<String>,
    /// The sentences of the history.
    pub(crate) sentences: Vec<String>,
}

impl Workflows {
    /// The executions of a record, or all, latest first.
    pub(crate) fn executions(&self, record: Option<(ObjectType, u64)>) -> Vec<WorkflowExecution> {
        let known = self.lock();
        let latest_first = known.executions.iter().rev();
        let of_record = latest_first
            .filter(|it| record.is_none_or(|record| (it.object_type, it.object_id) == record));
        of_record.map(|it| self.view(&known.registry, it)).collect()
    }

    pub(crate) fn execution(&self, callback_id: &str) -> Option<WorkflowExecution> {
        let known = self.lock();
        let mut executions = known.executions.iter();
        let execution = executions.find(|it| it.callback_id == callback_id)?;
        Some(self.view(&known.registry, execution))
    }

    fn view(&self, registry: &Registry, execution: &Execution) -> WorkflowExecution {
        let language = &self.setup.options.language;
        let version = registry.version(execution.definition_id);
        let definition = version.map(|version| version.definition);
        let labels = definition.and_then(|it| it.labels(language));
        let state = execution.state();
        let sentence = definition.filter(|_| state.is_final());
        let history = execution.history.iter();
        WorkflowExecution {
            callback_id: execution.callback_id.clone(),
            action: labels.map_or_else(String::new, |it| it.action_name.clone()),
            object_type: execution.object_type.name(),
            object_id: execution.object_id.to_string(),
            enrolled: execution.enrolled,
            state,
            sentence: sentence.and_then(|it| it.sentence(language, &execution.outputs)),
            outputs: execution.outputs.clone(),
            output_labels: labels.map_or_else(BTreeMap::new, |it| it.output_field_labels.clone()),
            answers: execution.answers.clone(),
            history: history.map(|it| (it.time, it.text.clone())).collect(),
        }
    }

    /// The actions that are offered for records of a type, or all.
    pub(crate) fn actions(&self, object_type: Option<ObjectType>) -> Vec<ActionView> {
        let known = self.lock();
        let view = |version: Version<'_>| self.action_view(version);
        match object_type {
            Some(object_type) => known.registry.offered(object_type).map(view).collect(),
            None => known.registry.all().map(view).collect(),
        }
    }

    /// One action, by its id or its `uid`.
    pub(crate) fn action(&self, name: &str) -> Option<ActionView> {
        let known = self.lock();
        Some(self.action_view(known.registry.named(name)?))
    }

    fn action_view(&self, version: Version<'_>) -> ActionView {
        let language = &self.setup.options.language;
        let definition = version.definition;
        let labels = definition.labels(language).cloned().unwrap_or_default();
        let outputs = definition.output_fields.iter().map(|field| {
            let name = &field.type_definition.name;
            labels.output_field_labels.get(name).unwrap_or(name).clone()
        });
        let rules = definition.execution_rules.iter();
        let sentences = rules.filter_map(|rule| labels.execution_rules.get(&rule.label_name));
        ActionView {
            id: version.id,
            version: version.number,
            workflow_id: workflow_id(version.id),
            published: definition.published,
            object_types: definition.object_types.clone(),
            action_url: definition.action_url.clone(),
            fields: definition.editor_fields(language),
            outputs: outputs.collect(),
            sentences: sentences.cloned().collect(),
            name: labels.action_name,
            description: labels.action_description,
            app: labels.app_display_name,
            card: labels.action_card_content,
        }
    }
}
