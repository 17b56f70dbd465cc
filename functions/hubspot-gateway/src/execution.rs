//! An execution of an action, as HubSpot sends it, and the run that it becomes.

use actions::settings::Settings as ActionSettings;
use editor::{EditorAction, Outcome};
use hubspot::{ObjectId, ObjectType};
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use storage::{Connection, PortalId};

use crate::inputs;
use crate::run::{Run, execution_name};

/// The most characters of a callback id. HubSpot's own have some 30; what Step Functions would not take as a name is hashed.
const LONGEST_CALLBACK: usize = 512;

/// The most characters of the texts of an action. Step Functions takes an input of 256 KiB, and would refuse a larger one
/// on every repetition.
const LONGEST_INPUTS: usize = 60_000;

/// An execution of an action. HubSpot's versions differ in what else they send, and all of that is passed over.
///
/// <https://developers.hubspot.com/docs/api-reference/latest/automation/workflow-actions/custom-action-reference>
#[derive(Deserialize, derive_more::Debug)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Execution {
    #[serde(default)]
    callback_id: Value,
    #[serde(default)]
    context: Value,
    #[serde(default)]
    #[debug(skip)]
    object: Value,
    #[serde(default)]
    #[debug(skip)]
    input_fields: Value,
    #[serde(default)]
    #[debug(skip)]
    fields: Value,
    #[serde(default)]
    #[debug(skip)]
    typed_inputs: Value,
}

/// The part of an execution that settings are needed for.
pub(crate) struct Asked {
    pub(crate) connection: Connection,
    callback_id: String,
    workflow_id: Option<String>,
    object_type: ObjectType,
    id: ObjectId,
    inputs: Map<String, Value>,
}

impl Execution {
    /// Reads a body that HubSpot signed.
    pub(crate) fn parse(body: &[u8]) -> Result<Self, Outcome> {
        let unreadable = |_| refused("HubSpot's request cannot be read as that of an action");
        serde_json::from_slice(body).map_err(unreadable)
    }

    /// The name of the run that it becomes, or became when it was delivered before; none without a callback id.
    pub(crate) fn name(&self, portal: &PortalId) -> Option<String> {
        Some(execution_name(portal, &self.callback()?))
    }

    fn callback(&self) -> Option<String> {
        let is_id = |id: &String| {
            id.chars().count() <= LONGEST_CALLBACK && !id.chars().any(char::is_control)
        };
        text(&self.callback_id).filter(is_id)
    }

    /// Checks everything that needs no settings.
    pub(crate) fn asked(self, action: &EditorAction) -> Result<Asked, Outcome> {
        let callback_id = self.callback().ok_or_else(|| {
            refused(&format!(
                "HubSpot's request has no callback id that can be one: 1 to {LONGEST_CALLBACK} characters"
            ))
        })?;
        let (object_type, id) = record(&self.object)?;
        if action.takes(&object_type).is_none() {
            return Err(refused(&format!(
                "{object_type} {id}: {} is not for a {object_type}: it is for {}",
                action.name,
                records(action)
            )));
        }
        let inputs = inputs::given([self.input_fields, self.fields, self.typed_inputs]);
        let connection = inputs::connection(&inputs)
            .map_err(|message| refused(&format!("{object_type} {id}: {message}")))?;
        Ok(Asked {
            connection,
            callback_id,
            workflow_id: text(&self.context["workflowId"]),
            object_type,
            id,
            inputs,
        })
    }
}

impl Asked {
    /// The record, for messages and the log.
    pub(crate) fn label(&self) -> String {
        format!("{} {}", self.object_type, self.id)
    }

    /// The run that it becomes, with the settings of its connection as they are stored.
    pub(crate) fn run(
        &self,
        action: &EditorAction,
        portal: &PortalId,
        settings: Option<&str>,
    ) -> Result<Run, Outcome> {
        let zone = self.zone(portal, settings)?;
        let options = inputs::options(action, &self.inputs, &zone);
        let options =
            options.map_err(|message| refused(&format!("{}: {message}", self.label())))?;
        let texts = options.values().filter_map(Value::as_str);
        if texts.map(|text| text.chars().count()).sum::<usize>() > LONGEST_INPUTS {
            let label = self.label();
            return Err(refused(&format!(
                "{label}: the texts of the action are too long"
            )));
        }
        let mut run = json!({
            "callback_id": self.callback_id,
            // HubSpot tells the enrolment only sometimes, and the callback is one execution of one enrolment.
            "enrollment_id": self.callback_id,
            "portal_id": portal,
        });
        if let Some(workflow) = &self.workflow_id {
            run["workflow_id"] = workflow.clone().into();
        }
        Ok(Run {
            name: execution_name(portal, &self.callback_id),
            input: json!({
                "connection": self.connection,
                "action": action.name,
                "record": { "object_type": self.object_type, "id": self.id },
                "options": options,
                "run": run,
            }),
        })
    }

    /// The company's time zone, if its connection is the account's.
    fn zone(&self, portal: &PortalId, settings: Option<&str>) -> Result<TimeZone, Outcome> {
        let label = self.label();
        let connection = &self.connection;
        // A connection of another account is told like one that is not there.
        let foreign = || {
            Outcome::failed(
                "ConnectionNotFound",
                &format!(
                    "{label}: connection {connection} does not belong to HubSpot account {portal}: choose another \
                     QuickBooks account in the action, or set `hubspot.portal_id` of the connection"
                ),
            )
        };
        let settings = ActionSettings::parse(settings.ok_or_else(foreign)?);
        let unusable = |error: actions::ActionError| {
            Outcome::failed(error.error_type(), &format!("{label}: {error}"))
        };
        let settings = settings.map_err(unusable)?;
        if settings.hubspot.portal_id.as_ref() != Some(portal) {
            return Err(foreign());
        }
        settings.company.time_zone().map_err(unusable)
    }
}

/// The record of an execution.
fn record(object: &Value) -> Result<(ObjectType, ObjectId), Outcome> {
    let object_type = text(&object["objectType"]).or_else(|| text(&object["objectTypeId"]));
    let object_type = object_type.ok_or_else(|| refused("HubSpot's request has no record type"))?;
    let id = text(&object["objectId"]);
    let id = id.ok_or_else(|| refused("HubSpot's request has no record id"))?;
    let id = ObjectId::new(&id).map_err(|_| {
        refused("the record id of HubSpot's request (`objectId`) is not one: it is digits alone")
    })?;
    Ok((ObjectType::from(object_type.as_str()), id))
}

fn records(action: &EditorAction) -> String {
    let names = action.records.iter().map(|record| record.object_type());
    let names: Vec<String> = names.map(|name| name.to_string()).collect();
    names.join(", ")
}

/// A text, or the digits of a number.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The outcome for what the action's set-up, or HubSpot's request, makes impossible.
fn refused(message: &str) -> Outcome {
    Outcome::failed("InvalidRequest", message)
}

#[cfg(test)]
mod tests;
