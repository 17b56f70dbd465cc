//! Failures kept with their connection, for whoever asks how it is, until they are made good.

use hubspot::{ObjectId, ObjectType};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};
use storage::{
    Connection, FailedRun, FailedRunKey, Failures, LastFailure, Runs, Settings, Snapshot,
    StorageError,
};

use super::Passed;
use crate::request::{EnrolledRecord, Run};
use crate::settings::{OncePer, Settings as ActionSettings};
use crate::text::bounded;
use crate::{ActionError, ErrorType, Response, Status};

/// An event, of which the connection matters, and the record that was to be booked.
#[derive(Deserialize)]
struct Event {
    connection: Option<String>,
    #[serde(default)]
    record: Value,
    #[serde(default)]
    run: Value,
    #[serde(default)]
    options: Value,
    detail: Option<Box<Event>>,
    /// The field that EventBridge's envelope is known by.
    #[serde(rename = "detail-type")]
    detail_type: Option<String>,
}

/// The most bytes of a message that is kept, as every `describe` shows it.
const LONGEST_MESSAGE: usize = 2_000;

/// The most bytes of a request that is kept; one by its record's id is far smaller.
const LONGEST_REQUEST: usize = 32_000;

/// Keeps the failure of a function with the connection of its event, and with its record if trying again is no
/// use: what becomes of other failures is for the workflow to say, which tries again.
///
/// An error that says nothing of the connection is not kept: that there is none of its name, that somebody else
/// is at work, and that the store does not answer. If it cannot be kept, that is logged and no more.
pub async fn keep<S: Failures + Runs>(
    store: &S,
    function: &str,
    event: &[u8],
    error: &ActionError,
    now: Timestamp,
) {
    let Some((connection, event)) = read(event) else {
        return;
    };
    let why = (ErrorType::from(error), error.to_string());
    keep_of(store, &connection, function, why, now).await;
    if !error.is_retryable()
        && let Some(run) = event.failed_run(function, (error.error_type(), &error.to_string()), now)
    {
        keep_run(store, &connection, &run).await;
    }
}

/// Keeps a failure with its record that might be tried again, where nobody does. Of one that another invocation is at
/// work on, that one tells.
pub async fn gave_up<S: Runs>(
    store: &S,
    function: &str,
    event: &[u8],
    (error_type, message): (&str, &str),
    now: Timestamp,
) {
    let tells = match ErrorType::named(error_type) {
        None | Some(ErrorType::InProgress | ErrorType::StorageUnavailable) => false,
        // What is not to be tried again is kept already.
        Some(error) => error.is_retryable(),
    };
    if tells
        && let Some((connection, event)) = read(event)
        && let Some(run) = event.failed_run(function, (error_type, message), now)
    {
        keep_run(store, &connection, &run).await;
    }
}

/// The key by which a failure of a request of the action is kept: the record is the one that the request names, and not
/// the one that it was merged into.
pub(super) fn key_of(action: &str, asked: &EnrolledRecord) -> FailedRunKey {
    FailedRunKey {
        record: format!("{}/{}", asked.object_type, asked.id),
        action: action.to_owned(),
    }
}

/// The failed run that a success of this run makes good: where each enrolment gets a document, its own alone.
pub(super) fn of_run<'s>(
    snapshot: &'s Snapshot,
    run: &Run,
    settings: &ActionSettings,
) -> Option<&'s FailedRun> {
    let failed = snapshot.failed_run.as_ref()?;
    let is_own = failed.asked_by.as_ref() == run.asked_by();
    (is_own || settings.once_per != OncePer::Enrollment).then_some(failed)
}

impl Passed {
    /// The same, whose answer says that it makes a failed run good where it records no document that would tell so by its
    /// time: the document was made already, or there is nothing to make.
    pub(super) fn making_good(mut self, failed: Option<&FailedRun>) -> Self {
        if let Self::Answered(response) = &mut self {
            response.makes_good = match response.status {
                Status::Created | Status::Preview => false,
                Status::AlreadyCreated | Status::NothingToDo => failed.is_some(),
            };
        }
        self
    }
}

/// Forgets the failed run that a success has made good, where the response says that one stands; nothing is asked of the
/// store where none does. If it cannot be forgotten, that is logged and no more.
pub async fn made_good<S: Runs>(
    store: &S,
    function: &str,
    event: &[u8],
    response: &Response,
    now: Timestamp,
) {
    if response.makes_good
        && let Some((connection, event)) = read(event)
        && let Some(record) = event.record()
        && let Err(error) = store
            .forget_failed_run(&connection, (&record, function), now)
            .await
    {
        tracing::warn!(%error, "the failed run that was made good cannot be forgotten");
    }
}

/// True where the success of one enrolment says nothing of another's failure; so too where no settings say otherwise.
///
/// # Errors
///
/// Those of the store.
pub async fn books_each_enrollment<S: Settings>(
    store: &S,
    connection: &Connection,
) -> Result<bool, StorageError> {
    let settings = store.get_settings(connection).await?;
    let settings = settings.and_then(|found| ActionSettings::parse(&found.value.0).ok());
    Ok(settings.is_none_or(|settings| settings.once_per == OncePer::Enrollment))
}

/// Keeps a failed run, for whoever asks what became of its record. If it cannot be kept, that is logged and no
/// more.
pub async fn keep_run<S: Runs>(store: &S, connection: &Connection, run: &FailedRun) {
    let run = FailedRun {
        message: bounded(run.message.clone(), LONGEST_MESSAGE),
        ..run.clone()
    };
    if let Err(error) = store.keep_failed_run(connection, &run).await {
        tracing::warn!(%error, "the failed run cannot be kept");
    }
}

/// The same, where the connection is known, and what failed has a name and words of its own.
pub async fn keep_of<S: Failures>(
    store: &S,
    connection: &Connection,
    function: &str,
    (error_type, message): (ErrorType, String),
    now: Timestamp,
) {
    let is_of_connection = match error_type {
        ErrorType::ConnectionNotFound | ErrorType::InProgress | ErrorType::StorageUnavailable => {
            false
        }
        ErrorType::InvalidRequest
        | ErrorType::RecordIncomplete
        | ErrorType::RecordNotFound
        | ErrorType::HubSpotAccessDenied
        | ErrorType::HubSpotUnavailable
        | ErrorType::ContactNotEligible
        | ErrorType::CustomerAmbiguous
        | ErrorType::ProductNotFound
        | ErrorType::TaxableLineItem
        | ErrorType::RefundNotSupported
        | ErrorType::SettingMissing
        | ErrorType::IdempotencyConflict
        | ErrorType::AlreadyBooked
        | ErrorType::SaleNotBooked
        | ErrorType::LedgerCorrupt
        | ErrorType::ReauthorizationRequired
        | ErrorType::QuickBooksRejected
        | ErrorType::QuickBooksThrottled
        | ErrorType::QuickBooksUnavailable
        | ErrorType::OutcomeUnknown => true,
    };
    if !is_of_connection {
        return;
    }
    let error_type: &str = error_type.into();
    let failure = LastFailure {
        function: function.to_owned(),
        error_type: error_type.to_owned(),
        message: bounded(message, LONGEST_MESSAGE),
        at: now,
    };
    if let Err(error) = store.keep_failure(connection, &failure).await {
        tracing::warn!(%error, "the failure cannot be kept with its connection");
    }
}

fn read(event: &[u8]) -> Option<(Connection, Event)> {
    let event: Event = serde_json::from_slice(event).ok()?;
    // Of an envelope the request is its `detail`, and whatever stands beside it is not read.
    let request = match event.detail_type {
        Some(_) => *event.detail?,
        None => event,
    };
    let connection = Connection::try_from(request.connection.as_deref()?).ok()?;
    Some((connection, request))
}

impl Event {
    /// The run as one that failed; none of a preview, and where the record cannot be told.
    fn failed_run(
        &self,
        function: &str,
        (error_type, message): (&str, &str),
        now: Timestamp,
    ) -> Option<FailedRun> {
        let is_preview = match &self.options["dry_run"] {
            Value::Bool(preview) => *preview,
            Value::String(text) => text.eq_ignore_ascii_case("true"),
            _ => false,
        };
        if is_preview {
            return None;
        }
        let record = self.record()?;
        let (object_type, id) = record.split_once('/')?;
        Some(FailedRun {
            action: function.to_owned(),
            error_type: error_type.to_owned(),
            message: message.to_owned(),
            at: now,
            asked_by: self.asked_by(),
            request: self.by_id(object_type, id),
            record,
        })
    }

    /// The record, such as `deal/9001`; none where it cannot be told.
    fn record(&self) -> Option<String> {
        let object_type = ObjectType::deserialize(&self.record["object_type"]).ok()?;
        let id = text_of(&self.record["id"])?;
        let id = ObjectId::new(&id).ok()?;
        let is_other = matches!(object_type, ObjectType::Other(_));
        (!is_other).then(|| format!("{object_type}/{}", id.as_str()))
    }

    /// HubSpot's id of the execution or the enrolment that asks.
    fn asked_by(&self) -> Option<String> {
        let fields = ["enrollment_id", "callback_id", "occasion"];
        fields.iter().find_map(|field| text_of(&self.run[*field]))
    }

    /// The request as it can be made once more; none where the record was given whole, as it would be read from
    /// HubSpot then, and might be another.
    fn by_id(&self, object_type: &str, id: &str) -> Option<String> {
        let fields = self.record.as_object()?.keys();
        let is_id = |field: &String| matches!(field.as_str(), "object_type" | "id");
        if !fields.into_iter().all(is_id) {
            return None;
        }
        let mut request = json!({
            "connection": self.connection,
            "record": { "object_type": object_type, "id": id },
        });
        for (name, value) in [("options", &self.options), ("run", &self.run)] {
            if value.as_object().is_some_and(|fields| !fields.is_empty()) {
                request[name] = value.clone();
            }
        }
        Some(request.to_string()).filter(|request| request.len() <= LONGEST_REQUEST)
    }
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
