//! A local HubSpot portal as a server.
//!
//! An independent implementation of HubSpot's CRM API as far as it is known: records with text for values, associations
//! with types and labels, batches, search, property definitions, tax rates, owners, workflow
//! actions, webhooks, OAuth, scopes, rate limits, refusals, merged and archived records, and failures on demand. It shares no code with
//! the client it stands opposite to; HubSpot's official clients are tested against it.
//!
//! [`Sandbox::start`] runs it inside a test or a program, [`InProcessSandbox`] without a server. The same control is there over HTTP, and pages at `/`
//! list the records and everything that was written to them:
//!
//! | request | does |
//! |---|---|
//! | `POST /_sandbox/reset` | [`Sandbox::reset`] |
//! | `GET`, `DELETE /_sandbox/journal` | answers ([`JournalEntry`]) or forgets the requests so far |
//! | `POST`, `DELETE /_sandbox/faults` | arranges a [`FaultScript`], forgets all |
//! | `PUT /_sandbox/limits` | sets [`RateLimits`] |
//! | `PUT /_sandbox/scopes` | [`Sandbox::grant_scopes`], with a list of scopes |
//! | `POST /_sandbox/expire-tokens` | [`Sandbox::expire_access_tokens`] |
//! | `GET /_sandbox/credentials` | [`Sandbox::credentials`] |
//! | `POST /_sandbox/project` | [`Sandbox::upload`], with `files` (texts) and `variables` |
//! | `POST /_sandbox/enrollments` | [`Sandbox::enroll`], with an [`Enrollment`] |
//! | `GET /_sandbox/executions` | [`Sandbox::executions`] |
//! | `GET /_sandbox/webhooks` | [`Sandbox::webhooks`] |
//! | `GET /_sandbox/completions` | [`Sandbox::completions`] |
//! | `GET`, `POST /_sandbox/records/{type}` | lists records, [`Sandbox::plant`] |
//! | `PATCH /_sandbox/records/{type}/{id}` | [`Sandbox::edit`] |
//!
//! # Paths
//!
//! Every call is there under its version and under both dates: `/crm/v3/objects/deals/1` and
//! `/crm/objects/2026-03/deals/1`, `/crm/v4/associations/…` and `/crm/associations/2026-09/…`, and so for properties,
//! owners, tax rates, definitions of actions, callbacks, OAuth and the account's details. Associations of one record are answered with type names
//! under `v3`, with types and labels elsewhere.
//!
//! # Workflow actions
//!
//! An app gives its actions as files of a project ([`Sandbox::upload`]) or under `/automation/v4/actions/{appId}`, each in its
//! own dialect; a key of the other one is refused. The page of a record offers the actions for it: a person fills in the
//! fields, whose dropdowns are fetched from the app, and runs it. [`Sandbox::enroll`] does the same. The app is called as
//! HubSpot calls it ([`WorkflowOptions`] has the choices): signed, with the body that was captured on live portals, and again
//! under the same `callbackId` and the newest definition when it does not take it. It may block, and then completes the
//! execution; the history shows the sentence of the definition's execution rules. What becomes due is sent by a task of the
//! portal's own, by the portal's clock.
//!
//! Changes that come through the API or from a person are told to the webhooks of the project. Planted records are not.
//!
//! # Where HubSpot is silent
//!
//! Behaviour that nobody has published is a setting ([`SandboxOptions`]) or decided strictly, so that a client must not
//! rely on it:
//!
//! - An inline list of associations has one row for each type in which a record is associated, 100 rows a page. Its key
//!   is the type's name with spaces: `line items` is known, `commerce payments` follows from it.
//! - A record is read with associations only by an app that may read the associated types too.
//! - Associated records come in the order in which they were associated; archived ones do not come.
//! - A batch read of ids that are all unknown is a 207 without results.
//! - A batch that creates is carried out whole or not at all.
//! - A merge keeps the first record's id, and the other id means that record from then on.
//! - Text is compared without regard to case by all operators of a search but `IN` and `NOT_IN`, whose values have to be
//!   in small letters.
//! - A completion of an execution that nobody asked about is accepted.
//! - An execution is sent again after 1, 2, 4 … minutes, at most 12 hours; webhooks after 1, 5, 15, 30 minutes and up to 6 hours.
//! - A redirection counts as a 4xx; an unknown state, or a duration that is none, fails the execution.
//! - Of several answers to one execution the first 2xx decides; of several completions the first one.
//! - Another uploaded language than English is taken.
//! - Every action stands in a workflow of its own, as its step 7.
//! - The bodies of 423 and 477 are the sandbox's own.
//!
//! - A payment that HubSpot payments or Stripe processed takes no write at all, not even of a property of the account's own.
//! - A quote that is locked takes writes of the account's own properties, and of `hs_status`, which unlocks it.
//! - An invoice is opened only with a contact and a line, also one that is not billable.
//! - The numbers of association types from 9000 on are the sandbox's own.
//!
//! Not implemented: pipelines, schemas of custom objects, lists, webhooks of merges and restorations, functions of actions, `requires-object`, files, GDPR deletions, the configuration of
//! labels, and validation rules other than for the length of a text.

mod apps;
mod error;
mod faults;
mod journal;
mod limits;
mod object_type;
mod options;
mod portal;
mod refusal;
mod sandbox;
mod scopes;
mod search;
mod server;
mod state;
mod workflows;

pub use crate::error::SandboxError;
pub use crate::faults::{FaultEffect, FaultScript, RequestMatch, ScriptedLimit};
pub use crate::journal::{JournalEntry, Operation};
pub use crate::limits::RateLimits;
pub use crate::object_type::ObjectType;
pub use crate::options::{
    CompletionPolicy, LockedQuotes, PlantedRecord, ProcessedPayments, SampleRecords,
    SandboxCredentials, SandboxOptions, ToObjectId, ValidationRule,
};
pub use crate::refusal::Refusal;
pub use crate::sandbox::{InProcessSandbox, Sandbox};
pub use crate::workflows::{
    ActionAnswer, Chosen, Enrollment, ExecutionState, InputForm, InputPlaces, InputValue,
    LateCompletions, ObjectTypeForm, OptionsPage, OptionsQuery, PickOption, Retries, RetryAfter,
    Signatures, UploadedActionUrl, WebhookBatch, WorkflowExecution, WorkflowOptions,
};
pub use loopback::clock::{Clock, ManualClock};
pub use loopback::faults::{Occurrence, Pause, ScriptedAnswer};
