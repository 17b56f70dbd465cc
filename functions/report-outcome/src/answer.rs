//! The answer: which steps are done, and what should be known.

use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

/// The answer of the function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The steps.
    #[serde(flatten)]
    pub steps: Steps,
    /// Everything that somebody should know.
    pub warnings: Vec<ReportWarning>,
}

/// The state of each step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Steps {
    /// The completion of the workflow's step.
    pub completion: Step,
    /// The properties of the record.
    pub properties: Step,
    /// The note on the record's timeline.
    pub note: Step,
    /// The invoice in HubSpot.
    pub invoice: Step,
}

/// The state of a step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, strum::Display)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Step {
    /// It is still to be done.
    #[default]
    Pending,
    /// Nobody wants it.
    NotWanted,
    /// It is done, by this try or an earlier one.
    Done,
    /// HubSpot no longer takes it.
    Late,
    /// HubSpot refuses it for good.
    Refused,
    /// The record holds something newer.
    Newer,
}

impl Step {
    /// True when nothing is left to be done.
    pub fn is_over(self) -> bool {
        self != Self::Pending
    }
}

impl Steps {
    /// The steps with their names.
    pub fn named(self) -> [(&'static str, Step); 4] {
        [
            ("completion", self.completion),
            ("properties", self.properties),
            ("note", self.note),
            ("invoice", self.invoice),
        ]
    }

    /// The function's metrics, and whether the report counts for each. `CompletionsLate` counts workflows that have gone on
    /// without an outcome.
    pub fn metrics(self) -> [(&'static str, bool); 3] {
        [
            ("CompletionsDone", self.completion == Step::Done),
            ("CompletionsLate", self.completion == Step::Late),
            ("PropertiesRefused", self.properties == Step::Refused),
        ]
    }
}

/// Something that somebody should know. Each names the record and the way out, and no person.
#[derive(
    Clone, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames, derive_more::Display,
)]
#[strum(serialize_all = "snake_case")]
pub enum ReportWarning {
    /// The connection has no HubSpot account, or its token is not stored.
    #[display("{_0}")]
    NoAccount(String),
    /// HubSpot did not take the completion.
    #[display("{_0}")]
    CompletionLate(String),
    /// HubSpot has not the properties.
    #[display("{_0}")]
    PropertiesNotSetUp(String),
    /// HubSpot did not take the properties.
    #[display("{_0}")]
    PropertiesRefused(String),
    /// The record holds the outcome of a later run.
    #[display("{_0}")]
    NewerOutcome(String),
    /// The record is gone.
    #[display("{_0}")]
    RecordGone(String),
    /// HubSpot did not take the note.
    #[display("{_0}")]
    NoteRefused(String),
    /// HubSpot did not take the invoice, or not all of it.
    #[display("{_0}")]
    InvoiceRefused(String),
}

impl Serialize for ReportWarning {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Warning", 2)?;
        fields.serialize_field("code", <&str>::from(self))?;
        fields.serialize_field("message", &self.to_string())?;
        fields.end()
    }
}
