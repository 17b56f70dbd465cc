//! The choices about workflow actions that HubSpot leaves open, or that a test wants to make.

use std::time::Duration;

/// The portal's conduct towards the apps that it calls. [`Default`] is what is documented, or else what was captured.
#[derive(Debug, Clone)]
pub struct WorkflowOptions {
    /// The signatures of a request.
    pub signatures: Signatures,
    /// The time after which an execution or an options fetch counts as unanswered. HubSpot documents none for custom
    /// actions; 20 s is the shortest that anybody has claimed.
    pub time_out: Duration,
    /// The same for webhooks (HubSpot: 5 s).
    pub webhook_time_out: Duration,
    /// The number of times that each request is sent at once. HubSpot has been seen to send an execution twice.
    pub deliveries_at_once: usize,
    /// The answers after which an execution is sent again.
    pub retries: Retries,
    /// The unit of `Retry-After`, on which HubSpot's pages disagree.
    pub retry_after: RetryAfter,
    /// The places of an execution's inputs in its body.
    pub input_places: InputPlaces,
    /// The form of numbers and lists among them.
    pub input_form: InputForm,
    /// The form of `object.objectType`.
    pub object_type_form: ObjectTypeForm,
    /// `true` if `origin` says the enrolment and the index of the execution, as it does sometimes.
    pub enrollment_in_origin: bool,
    /// The treatment of an outcome that comes after its execution has expired.
    pub late_completions: LateCompletions,
    /// The `actionUrl` of an action that is uploaded again under its `uid`.
    pub uploaded_action_url: UploadedActionUrl,
    /// The language of the sentences in the history, such as `en` or `pt-br`.
    pub language: String,
}

impl Default for WorkflowOptions {
    fn default() -> Self {
        Self {
            signatures: Signatures::default(),
            time_out: Duration::from_secs(20),
            webhook_time_out: Duration::from_secs(5),
            deliveries_at_once: 1,
            retries: Retries::default(),
            retry_after: RetryAfter::default(),
            input_places: InputPlaces::default(),
            input_form: InputForm::default(),
            object_type_form: ObjectTypeForm::default(),
            enrollment_in_origin: true,
            late_completions: LateCompletions::default(),
            uploaded_action_url: UploadedActionUrl::default(),
            language: "en".to_owned(),
        }
    }
}

/// The versions of the signature that a request carries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Signatures {
    /// The second alone, as the guide to custom actions says.
    V2,
    /// The third alone.
    V3,
    /// Both, as HubSpot's announcement of the third says.
    #[default]
    Both,
}

impl Signatures {
    pub(super) fn has_v2(self) -> bool {
        matches!(self, Self::V2 | Self::Both)
    }

    pub(super) fn has_v3(self) -> bool {
        matches!(self, Self::V3 | Self::Both)
    }
}

/// The answers after which an execution is sent again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Retries {
    /// 429, 5xx and none at all, for three days, as documented.
    #[default]
    AsDocumented,
    /// Everything but 2xx, five times, as one user saw it.
    FiveTimes,
}

/// The unit of `Retry-After`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RetryAfter {
    /// As HubSpot's page on errors says.
    #[default]
    Milliseconds,
    /// As an older thread says, and HTTP.
    Seconds,
}

/// The places of an execution's inputs in its body.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum InputPlaces {
    /// `fields`, `inputFields` and `typedInputs`, as captured on live portals.
    #[default]
    All,
    /// `inputFields` alone, as documented.
    InputFields,
    /// `fields` alone, as it once was.
    Fields,
    /// `typedInputs` alone.
    TypedInputs,
}

/// The form of numbers and lists in `fields` and `inputFields`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum InputForm {
    /// Texts; the values of a list are joined with semicolons.
    #[default]
    Texts,
    /// JSON's numbers and lists.
    Json,
}

/// The form of `object.objectType`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ObjectTypeForm {
    /// `DEAL`.
    #[default]
    Name,
    /// `0-3`.
    Id,
}

/// The treatment of an outcome that comes after its execution has expired. HubSpot says nothing of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LateCompletions {
    /// 404: nothing waits under that id any more.
    #[default]
    Refuse,
    /// 204; the workflow has gone on all the same.
    Accept,
}

/// The `actionUrl` of an action that is uploaded again under its `uid`. Users report both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum UploadedActionUrl {
    /// The one in the new file.
    #[default]
    Changes,
    /// The one that it had first.
    Stays,
}
