//! The event of an action: a request as JSON, bare or inside an EventBridge envelope.

mod associations;
mod envelope;
mod flat;
mod foreign;
mod ids;
mod lists;
mod misplaced;
mod near;
pub mod properties;
mod reason;
mod record;
mod unknown;

pub use envelope::parse;
pub use foreign::{advice, advice_on_list};
pub(crate) use ids::{merged_ids, other as other_id};
pub use json_fault::refuse_repeated;
pub use misplaced::{NEVER_OPTIONS, refuse_misplaced};
pub use reason::without_values;
pub use record::EnrolledRecord;
pub(crate) use unknown::nearest;

use serde::Deserialize;
use serde_json::{Map, Value};
use storage::{Connection, PortalId};

/// A request: the connection, the record, and the options.
///
/// `record` and `run` ignore fields they do not know, since HubSpot adds some from time to time;
/// `options` refuses them, since a misspelt option would change what is booked.
#[derive(Deserialize, derive_more::Debug)]
pub struct ActionRequest {
    /// The connection to a QuickBooks company.
    pub connection: Connection,
    /// The enrolled record with what is associated with it.
    pub record: EnrolledRecord,
    /// The options as given; see [`crate::options`].
    #[serde(default)]
    #[debug(skip)]
    pub options: Map<String, Value>,
    /// The workflow run that asks.
    #[serde(default)]
    pub run: Run,
    /// The fields of `record` and `run`, among which an option may have strayed.
    #[serde(skip)]
    strays: Vec<misplaced::Stray>,
}

/// The workflow run that asks.
#[derive(Default, Deserialize, Debug)]
pub struct Run {
    /// HubSpot's id of the workflow.
    #[serde(default, deserialize_with = "record::optional_id")]
    pub workflow_id: Option<String>,
    /// HubSpot's id of the action's execution.
    #[serde(default, deserialize_with = "record::optional_id")]
    pub callback_id: Option<String>,
    /// HubSpot's id of the record's enrolment.
    #[serde(default, deserialize_with = "record::optional_id")]
    pub enrollment_id: Option<String>,
    /// The name of the change, or of another event, for which the run was started; it is no enrolment.
    #[serde(default, deserialize_with = "record::optional_id")]
    pub occasion: Option<String>,
    /// The number of the HubSpot account that asks.
    #[serde(default)]
    pub portal_id: Option<PortalId>,
    /// True when the answer to a record given by its id may name people.
    #[serde(default)]
    pub details: bool,
}

impl Run {
    /// HubSpot's id of the execution or the enrolment that asks, or the name of the occasion.
    pub(crate) fn asked_by(&self) -> Option<&String> {
        let ids = [&self.enrollment_id, &self.callback_id, &self.occasion];
        ids.into_iter().find_map(Option::as_ref)
    }

    /// The enrolment, or the execution when HubSpot does not tell the enrolment.
    ///
    /// The kind is part of it, so that an enrolment and an execution of the same text are two.
    pub fn enrollment(&self) -> Option<String> {
        let of = |kind: &str, id: &Option<String>| Some(format!("{kind}:{}", id.as_deref()?));
        of("enrollment", &self.enrollment_id).or_else(|| of("callback", &self.callback_id))
    }
}
