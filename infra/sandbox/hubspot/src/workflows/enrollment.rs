//! Records that are enrolled in an action.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Workflows;
use super::definition::Definition;
use super::execution::{Enrolled, Execution};
use super::request::{ACTION_ID, Chosen, InputValue};
use crate::object_type::ObjectType;
use crate::refusal::Refusal;

/// The number of the first enrolment, less one.
const BEFORE_FIRST: u64 = 56_776_413_548;

/// A record to enrol in an action, with the action's inputs.
///
/// ```
/// # use sandbox_hubspot::Enrollment;
/// let enrollment = Enrollment::new("deals", "9001", "create_invoice")
///     .input("connection", "us-books")
///     .property("memo", "dealname");
/// ```
#[derive(Debug, Clone, Deserialize)]
pub struct Enrollment {
    /// The type of the record, such as `deals`.
    pub object_type: String,
    /// Its id.
    pub object_id: String,
    /// The id of the action's definition, or the `uid` that a project gave it.
    pub action: String,
    /// The inputs that have a value.
    #[serde(default)]
    pub inputs: BTreeMap<String, InputValue>,
}

impl Enrollment {
    /// An enrolment without inputs.
    pub fn new(object_type: &str, object_id: &str, action: &str) -> Self {
        Self {
            object_type: object_type.to_owned(),
            object_id: object_id.to_owned(),
            action: action.to_owned(),
            inputs: BTreeMap::new(),
        }
    }

    /// Sets an input to a value.
    #[must_use]
    pub fn input(self, name: &str, value: &str) -> Self {
        self.chosen(name, Chosen::One(value.to_owned()))
    }

    /// Sets an input to several values.
    #[must_use]
    pub fn several(self, name: &str, values: &[&str]) -> Self {
        let values = values.iter().map(|&value| value.to_owned());
        self.chosen(name, Chosen::Several(values.collect()))
    }

    /// Takes an input from a property of the record.
    #[must_use]
    pub fn property(mut self, name: &str, property: &str) -> Self {
        let property_name = property.to_owned();
        let value = InputValue::ObjectProperty { property_name };
        self.inputs.insert(name.to_owned(), value);
        self
    }

    fn chosen(mut self, name: &str, value: Chosen) -> Self {
        let value = InputValue::StaticValue { value };
        self.inputs.insert(name.to_owned(), value);
        self
    }
}

/// A record as it is when it is enrolled.
pub(crate) struct EnrolledRecord {
    pub(crate) object_type: ObjectType,
    pub(crate) id: u64,
    pub(crate) values: BTreeMap<String, String>,
}

impl Workflows {
    /// Enrols a record; it is sent at once. Gives the callback id.
    pub(crate) fn enroll(
        &self,
        record: EnrolledRecord,
        action: &str,
        inputs: BTreeMap<String, InputValue>,
    ) -> Result<String, Refusal> {
        let now = self.now();
        let mut known = self.lock();
        let version = known.registry.named(action);
        let version = version.ok_or_else(|| no_action(action))?;
        version
            .definition
            .check_inputs_of(record.object_type, &inputs)?;
        let definition_id = version.id;
        let last = known.executions.last();
        let last = last.map_or(BEFORE_FIRST, |execution| execution.enrollment_id);
        let enrollment_id = last + 1;
        let portal_id = self.setup.portal_id;
        let enrolled = Enrolled {
            callback_id: format!("ap-{portal_id}-{enrollment_id}-{ACTION_ID}-0"),
            definition_id,
            enrollment_id,
            record: (record.object_type, record.id),
            inputs,
            values: record.values,
        };
        let callback_id = enrolled.callback_id.clone();
        known.executions.push(Execution::new(enrolled, now));
        self.save(&known);
        Ok(callback_id)
    }
}

impl Definition {
    /// A refusal of inputs with which the editor would not let an action be saved.
    fn check_inputs_of(
        &self,
        object_type: ObjectType,
        inputs: &BTreeMap<String, InputValue>,
    ) -> Result<(), Refusal> {
        if !self.is_for(object_type) {
            let message = format!("The action is not offered for {object_type}");
            return Err(Refusal::invalid(&message));
        }
        if let Some(name) = inputs.keys().find(|name| self.input(name).is_none()) {
            let message = format!("The action has no input field {name}");
            return Err(Refusal::invalid(&message));
        }
        let missing = self.input_fields.iter().find(|field| {
            let is_set = inputs.get(field.name()).is_some_and(InputValue::is_set);
            field.is_required && !is_set && self.is_open(field.name(), inputs)
        });
        match missing {
            Some(field) => {
                let message = format!("The input field {} is required", field.name());
                Err(Refusal::invalid(&message))
            }
            None => Ok(()),
        }
    }

    /// `true` if a field can be filled in: those that it depends on are.
    pub(super) fn is_open(&self, field: &str, inputs: &BTreeMap<String, InputValue>) -> bool {
        self.waits_for(field, inputs).is_none()
    }

    /// The first field that has to be filled in before this one.
    pub(super) fn waits_for<'a>(
        &'a self,
        field: &'a str,
        inputs: &BTreeMap<String, InputValue>,
    ) -> Option<&'a str> {
        let dependency = self.dependencies_of(field).find(|dependency| {
            let value = inputs.get(dependency.controlling());
            match dependency.condition() {
                None => !value.is_some_and(InputValue::is_set),
                Some(wanted) => !value.is_some_and(|value| value.is(wanted)),
            }
        });
        dependency.map(super::definition::Dependency::controlling)
    }
}

impl InputValue {
    fn is_set(&self) -> bool {
        match self {
            Self::StaticValue { value } => !value.text().is_empty(),
            Self::ObjectProperty { property_name } => !property_name.is_empty(),
        }
    }

    fn is(&self, wanted: &str) -> bool {
        matches!(self, Self::StaticValue { value } if value.text() == wanted)
    }
}

/// The refusal of an action that nobody defined.
pub(super) fn no_action(action: &str) -> Refusal {
    Refusal::not_found(&format!("There is no action {action}"))
}
