//! The options of a portal.

mod planted;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use loopback::clock::Clock;

pub use planted::PlantedRecord;

use crate::limits::RateLimits;
use crate::object_type::ObjectType;
use crate::scopes;
use crate::workflows::WorkflowOptions;

/// Everything that can be chosen when a portal starts; [`Default`] is the sample business on a free port of this
/// machine.
#[derive(Debug, Clone)]
pub struct SandboxOptions {
    /// The address to listen on; port 0 takes a free one.
    pub bind: SocketAddr,
    /// The file that keeps the portal between runs; without one it lives in memory.
    pub file: Option<PathBuf>,
    /// The records of the first day. A portal kept in a file stays the one it is.
    pub records: SampleRecords,
    /// Records of the first day beside those, in an order in which associations point backwards.
    pub planted: Vec<PlantedRecord>,
    /// Where "now" comes from.
    pub clock: Clock,
    /// Seed of tokens and identifiers, so that a run can be repeated.
    pub seed: u64,
    /// The scopes of the private app, whose token [`crate::Sandbox::credentials`] gives.
    pub scopes: Vec<String>,
    /// Life of an access token of OAuth (HubSpot: half an hour).
    pub access_token_life: Duration,
    /// HubSpot's rate limits.
    pub limits: RateLimits,
    /// Longest path and query, in characters; HubSpot says that there is a limit (414), and not where.
    pub longest_target: usize,
    /// Most rows of associations within a record that is read (sources say 100 and 500).
    pub inline_associations: usize,
    /// Most rows of a page of associations (HubSpot: 500).
    pub association_page: usize,
    /// The time that a new record takes until a search finds it.
    pub search_delay: Duration,
    /// The treatment of completions that HubSpot says nothing about.
    pub completions: CompletionPolicy,
    /// The treatment of writes to payments that HubSpot or Stripe processed.
    pub processed_payments: ProcessedPayments,
    /// The treatment of writes to quotes that are locked, since they are published.
    pub locked_quotes: LockedQuotes,
    /// The account's own rules for values; writes under `2026-09` are checked against them, and others are not.
    pub validation_rules: Vec<ValidationRule>,
    /// The form of `toObjectId`, which is a number on HubSpot's pages and text in its specification.
    pub to_object_id: ToObjectId,
    /// The portal's conduct towards the app whose actions and webhooks it calls.
    pub workflows: WorkflowOptions,
}

impl Default for SandboxOptions {
    fn default() -> Self {
        Self {
            bind: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            file: None,
            records: SampleRecords::default(),
            planted: Vec::new(),
            clock: Clock::System,
            seed: 1,
            scopes: scopes::ALL.map(str::to_owned).to_vec(),
            access_token_life: Duration::from_mins(30),
            limits: RateLimits::default(),
            longest_target: 8_000,
            inline_associations: 100,
            association_page: 500,
            search_delay: Duration::ZERO,
            completions: CompletionPolicy::default(),
            processed_payments: ProcessedPayments::default(),
            locked_quotes: LockedQuotes::default(),
            validation_rules: Vec::new(),
            to_object_id: ToObjectId::default(),
            workflows: WorkflowOptions::default(),
        }
    }
}

/// The records that a portal begins with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SampleRecords {
    /// A small business that designs gardens.
    #[default]
    Business,
    /// None; properties, labels, owners and tax rates are there.
    None,
}

/// The treatment of an execution that is completed twice.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CompletionPolicy {
    /// 204 again; the later outcome is noted too.
    #[default]
    AcceptRepeated,
    /// 400.
    RefuseRepeated,
}

/// The treatment of writes to a payment that was processed by HubSpot payments or Stripe. HubSpot says that it cannot be
/// modified, and not whether that goes for properties of the account's own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ProcessedPayments {
    /// Every write is a 400.
    #[default]
    ReadOnly,
    /// Properties that did not come with HubSpot can be written.
    OwnPropertiesMayChange,
}

/// The treatment of writes to a quote that is locked (`hs_locked`). HubSpot says that one is edited by changing its
/// `hs_status` back, and not whether that goes for properties of the account's own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LockedQuotes {
    /// Properties that did not come with HubSpot can be written.
    #[default]
    OwnPropertiesMayChange,
    /// Every write is a 400 but one of `hs_status`.
    ReadOnly,
}

/// A rule of the account for the values of a property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidationRule {
    /// The type.
    pub object_type: ObjectType,
    /// The property.
    pub property: String,
    /// The most characters of a value.
    pub longest: usize,
}

/// The form of `toObjectId` in an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ToObjectId {
    /// A number.
    #[default]
    Number,
    /// Text.
    Text,
}

/// The keys to the portal.
///
/// All of it is made up by the sandbox and opens nothing else. It is not printed all the same, so that no program
/// gets used to it.
#[derive(derive_more::Debug, Clone, PartialEq, Eq)]
pub struct SandboxCredentials {
    /// The portal's id.
    pub portal_id: u64,
    /// The private app's token; it does not expire.
    #[debug(skip)]
    pub access_token: String,
    /// The id of the app with OAuth.
    pub client_id: String,
    /// The app's secret, which also signs HubSpot's requests to it.
    #[debug(skip)]
    pub client_secret: String,
    /// The app's number.
    pub app_id: u64,
    /// The developer account's key, with which definitions of actions are managed: `hapikey` under `v4`, a bearer token
    /// under a date.
    #[debug(skip)]
    pub developer_key: String,
}
