//! The operations, and the fields of their requests.

use actions::ActionError;
use actions::request::without_values;
use jiff::civil::Date;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use storage::{Connection, LedgerKey, MappingKey, MappingKind};
use strum::VariantNames;

use crate::mapping_row::MappingRow;
use crate::traced::RunStatus;

/// An operation with its request; the names on the wire are in snake case.
#[derive(Debug, strum::EnumDiscriminants)]
#[strum_discriminants(
    name(OperationName),
    doc = "The names of the operations.",
    derive(strum::EnumString, strum::VariantNames, strum::IntoStaticStr),
    strum(serialize_all = "snake_case")
)]
pub enum Operation {
    /// Lists the connections that are set up.
    ListConnections(NoFields),
    /// The settings of a connection, with the version to hand to `put_settings`.
    GetSettings(OfConnection),
    /// Writes the settings whole.
    PutSettings(PutSettings),
    /// Looks for everything that is wrong with settings, and writes nothing.
    CheckSettings(CheckSettings),
    /// A page of mappings.
    ListMappings(ListMappings),
    /// Writes mappings, all or none.
    PutMappings(PutMappings),
    /// Deletes mappings; one that is not there is no error.
    DeleteMappings(DeleteMappings),
    /// A page of mappings as CSV.
    ExportMappings(ExportMappings),
    /// Writes the mappings of a CSV file, all or none.
    ImportMappings(ImportMappings),
    /// Describes the state of a connection.
    Describe(Describe),
    /// A link under which a person connects a company.
    ConnectLink(ConnectLinkRequest),
    /// Makes HubSpot's properties for the outcomes, and says what the app may not do.
    #[strum_discriminants(strum(serialize = "set_up_hubspot"))]
    SetUpHubSpot(SetUpHubSpot),
    /// The fate of a record.
    Trace(TraceRequest),
    /// The runs of a connection: a page of what was made, and what failed.
    ListRuns(ListRuns),
    /// Starts a run that failed once more.
    RunAgain(RunAgain),
    /// Reads the text of a queued message, for the workflows that run and send again.
    ReadMessage(ReadMessage),
    /// Ends the consent at Intuit and forgets the tokens.
    Disconnect(Disconnect),
}

/// Nothing besides the operation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoFields {}

/// A connection and nothing else.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfConnection {
    /// The connection.
    pub connection: Connection,
}

/// Of `put_settings`.
#[derive(Deserialize, derive_more::Debug)]
#[serde(deny_unknown_fields)]
pub struct PutSettings {
    /// The connection.
    pub connection: Connection,
    /// The version that `get_settings` gave; absent for a connection without settings.
    #[serde(default)]
    pub version: Option<u64>,
    /// Ask QuickBooks for every object that the settings name before they are written: one read for each.
    #[serde(default)]
    pub check: bool,
    /// All that was booked and mapped while the settings named no HubSpot account came from the one that they name now.
    #[serde(default)]
    pub same_hubspot_account: bool,
    /// Another connection may book the same records into the company, with a ledger of its own.
    #[serde(default)]
    pub second_connection: bool,
    /// The settings, as the JSON Schema describes them.
    #[debug(skip)]
    pub settings: Value,
}

/// Of `check_settings`.
#[derive(Deserialize, derive_more::Debug)]
#[serde(deny_unknown_fields)]
pub struct CheckSettings {
    /// The connection.
    pub connection: Connection,
    /// The settings; those that are stored when absent.
    #[serde(default)]
    #[debug(skip)]
    pub settings: Option<Value>,
    /// All that was booked and mapped while the settings named no HubSpot account came from the one that they name now.
    #[serde(default)]
    pub same_hubspot_account: bool,
    /// Another connection may book the same records into the company, with a ledger of its own.
    #[serde(default)]
    pub second_connection: bool,
}

/// Of `list_mappings`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListMappings {
    /// The connection.
    pub connection: Connection,
    /// Only mappings of this kind.
    #[serde(default)]
    pub kind: Option<MappingKind>,
    /// Go on after this key: the `next` of the page before.
    #[serde(default)]
    pub after: Option<MappingKey>,
    /// At most so many, 1 to 1,000.
    #[serde(default = "usual_page")]
    pub limit: usize,
}

/// Of `put_mappings`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PutMappings {
    /// The connection.
    pub connection: Connection,
    /// The mappings; those with the same kind and source are replaced.
    pub mappings: Vec<MappingRow>,
    /// Ask QuickBooks for every object before they are written, one read for each.
    #[serde(default)]
    pub check: bool,
}

/// Of `delete_mappings`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteMappings {
    /// The connection.
    pub connection: Connection,
    /// The keys, as `list_mappings` shows them.
    pub keys: Vec<MappingKey>,
}

/// Of `export_mappings`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExportMappings {
    /// The connection.
    pub connection: Connection,
    /// Only mappings of this kind.
    #[serde(default)]
    pub kind: Option<MappingKind>,
    /// Go on after this key: the `next` of the page before.
    #[serde(default)]
    pub after: Option<MappingKey>,
}

/// Of `import_mappings`.
#[derive(Deserialize, derive_more::Debug)]
#[serde(deny_unknown_fields)]
pub struct ImportMappings {
    /// The connection.
    pub connection: Connection,
    /// The file's text, with the columns of an export; `name` and `mapped_at` may be left out.
    #[debug("{} bytes", csv.len())]
    pub csv: String,
    /// Only check the file.
    #[serde(default)]
    pub dry_run: bool,
}

/// Of `describe`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Describe {
    /// The connection.
    pub connection: Connection,
    /// Ask QuickBooks for the company too, one read, and HubSpot for the account: that shows whether the
    /// connection works.
    #[serde(default)]
    pub check: bool,
}

/// Of `connect_link`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConnectLinkRequest {
    /// The connection to be made, or made again.
    pub connection: Connection,
    /// True if it may be moved to another company; its mappings are forgotten then.
    #[serde(default)]
    pub another_company: bool,
}

/// Of `set_up_hubspot`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetUpHubSpot {
    /// The connection, whose HubSpot account is meant.
    pub connection: Connection,
    /// Only say what is missing.
    #[serde(default)]
    pub check: bool,
}

/// Of `disconnect`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disconnect {
    /// The connection.
    pub connection: Connection,
    /// True to end the consent at Intuit too. Without it, processes that run go on with the
    /// access token they have, for an hour at most.
    #[serde(default = "yes")]
    pub revoke: bool,
}

/// Of `trace`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TraceRequest {
    /// The connection.
    pub connection: Connection,
    /// The record, such as `deal 9001`.
    pub record: String,
}

/// Of `list_runs`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListRuns {
    /// The connection.
    pub connection: Connection,
    /// Only those of this record, such as `deal 9001`.
    #[serde(default)]
    pub record: Option<String>,
    /// Only those in this state.
    #[serde(default)]
    pub status: Option<RunStatus>,
    /// Only those of this day, in the company's time zone.
    #[serde(default, deserialize_with = "day")]
    pub day: Option<Date>,
    /// Go on after this entry: the `next` of the page before.
    #[serde(default)]
    pub after: Option<LedgerKey>,
    /// Look at no more than so many of the ledger's entries, 1 to 1,000; what failed comes with the first page.
    #[serde(default = "usual_page")]
    pub limit: usize,
}

/// Of `run_again`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunAgain {
    /// The connection.
    pub connection: Connection,
    /// The run's id, as `list_runs` gives it.
    pub run: String,
}

/// Of `read_message`.
#[derive(Deserialize, derive_more::Debug)]
#[serde(deny_unknown_fields)]
pub struct ReadMessage {
    /// The message's text. Whoever can write to a queue can write anything.
    #[debug("{} bytes", message.len())]
    pub message: String,
}

impl ReadMessage {
    /// The object that the text is. A workflow that reads JSON which is none by itself ends, whatever it catches.
    ///
    /// # Errors
    ///
    /// [`ActionError::InvalidRequest`], which repeats nothing of the text.
    pub fn object(&self) -> Result<Map<String, Value>, ActionError> {
        let refusal = |_| ActionError::invalid("the message is not a JSON object");
        serde_json::from_str(&self.message).map_err(refusal)
    }
}

/// A day, or nothing; what is neither is told in words of ours, since a person typed it.
fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    let day = text.map(|text| text.trim().parse());
    day.transpose().map_err(|_: jiff::Error| {
        D::Error::custom("expected a day as YYYY-MM-DD, such as 2026-11-28")
    })
}

const fn usual_page() -> usize {
    500
}

const fn yes() -> bool {
    true
}

impl Operation {
    /// Reads an event.
    ///
    /// # Errors
    ///
    /// [`ActionError::InvalidRequest`] that names the field; it never repeats the field's value.
    pub fn parse(event: &[u8]) -> Result<Self, ActionError> {
        let mut fields: Map<String, Value> = serde_json::from_slice(event)
            .map_err(|_| ActionError::invalid("the event is not a JSON object"))?;
        actions::request::refuse_repeated(event)
            .map_err(|error| ActionError::invalid(format!("{error}: leave one of them out")))?;
        let name = fields.remove("operation");
        let name = name.as_ref().and_then(Value::as_str);
        let name: OperationName = name
            .and_then(|name| name.parse().ok())
            .ok_or_else(unknown_operation)?;
        Ok(match name {
            OperationName::ListConnections => Self::ListConnections(read(fields)?),
            OperationName::GetSettings => Self::GetSettings(read(fields)?),
            OperationName::PutSettings => Self::PutSettings(read(fields)?),
            OperationName::CheckSettings => Self::CheckSettings(read(fields)?),
            OperationName::ListMappings => Self::ListMappings(read(fields)?),
            OperationName::PutMappings => Self::PutMappings(read(fields)?),
            OperationName::DeleteMappings => Self::DeleteMappings(read(fields)?),
            OperationName::ExportMappings => Self::ExportMappings(read(fields)?),
            OperationName::ImportMappings => Self::ImportMappings(read(fields)?),
            OperationName::Describe => Self::Describe(read(fields)?),
            OperationName::ConnectLink => Self::ConnectLink(read(fields)?),
            OperationName::SetUpHubSpot => Self::SetUpHubSpot(read(fields)?),
            OperationName::Trace => Self::Trace(read(fields)?),
            OperationName::ListRuns => Self::ListRuns(read(fields)?),
            OperationName::RunAgain => Self::RunAgain(read(fields)?),
            OperationName::ReadMessage => Self::ReadMessage(read(fields)?),
            OperationName::Disconnect => Self::Disconnect(read(fields)?),
        })
    }
}

fn unknown_operation() -> ActionError {
    let names = OperationName::VARIANTS.join(", ");
    ActionError::invalid(format!("`operation` must be one of {names}"))
}

fn read<R: DeserializeOwned>(fields: Map<String, Value>) -> Result<R, ActionError> {
    json_fault::read(&Value::Object(fields)).map_err(|fault| {
        let place = match fault.place() {
            path if path == "." => String::new(),
            path => format!("`{path}`: "),
        };
        let reason = without_values(&fault.reason());
        ActionError::invalid(format!("the request cannot be read: {place}{reason}"))
    })
}

#[cfg(test)]
mod tests;
