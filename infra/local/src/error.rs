//! Why this program could not do what was asked.

use std::net::SocketAddr;
use std::path::PathBuf;

/// Why this program could not do what was asked. What a function answers is no such error.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LocalError {
    /// The process was told to end before it had done what was asked.
    #[error("it was told to end")]
    Interrupted,
    /// The local QuickBooks company cannot be started.
    #[error(
        "the local QuickBooks company cannot be started: {0}{advice}",
        advice = if matches!(.0, sandbox_quickbooks::SandboxError::Listen { .. }) {
            " (another port is taken with --sandbox-port)"
        } else {
            ""
        }
    )]
    Sandbox(#[from] sandbox_quickbooks::SandboxError),
    /// The local HubSpot account cannot be started.
    #[error(
        "the local HubSpot account cannot be started: {0}{advice}",
        advice = if matches!(.0, sandbox_hubspot::SandboxError::Listen { .. }) {
            " (another port is taken with --portal-port)"
        } else {
            ""
        }
    )]
    Portal(#[from] sandbox_hubspot::SandboxError),
    /// The app with the actions cannot be written.
    #[error(transparent)]
    App(#[from] hubspot_app::AppError),
    /// The number of a HubSpot account is none.
    #[error(transparent)]
    PortalId(#[from] storage::InvalidPortalId),
    /// HubSpot does not take the token that is to be kept, or it is another account's.
    #[error("nothing was stored: {0}")]
    Token(String),
    /// The store cannot be used.
    #[error(transparent)]
    Storage(#[from] storage::StorageError),
    /// There is no store where one is said to be.
    #[error("there is no store {}: {advice}", .path.display())]
    NoStore {
        /// The file.
        path: PathBuf,
        /// The way out.
        advice: String,
    },
    /// There is a store where a new one is to be made.
    #[error("{} exists already: leave --new-store out, so that its ledger is used", .0.display())]
    StoreExists(PathBuf),
    /// The folder of a new store is not there.
    #[error("{}: there is no folder {folder}: make it first (mkdir -p {folder})", .path.display(), folder = .folder.display())]
    NoFolder {
        /// The file.
        path: PathBuf,
        /// Its folder.
        folder: PathBuf,
    },
    /// A file that is no store.
    #[error("{} is no store, it is {kind}", .path.display())]
    NoStoreFile {
        /// The file.
        path: PathBuf,
        /// The kind that it seems to be.
        kind: &'static str,
    },
    /// A store that is cut off, empty, or damaged otherwise.
    #[error(
        "{} cannot be read ({detail}), and nothing was done: put a copy of it back, and book nothing before \
         `settings set ledger.incomplete_since=TIME`, with the time of the copy, has what was booked since looked up in \
         QuickBooks first. A new store (--new-store) knows of no document: without that setting, with a time before the \
         first booking, every record would be booked again",
        .path.display()
    )]
    StoreDamaged {
        /// The file.
        path: PathBuf,
        /// The fault that was met.
        detail: String,
    },
    /// Another process has the store open.
    #[error("{} is open in another process, and only one may use it at a time: {advice}", .path.display())]
    StoreInUse {
        /// The file.
        path: PathBuf,
        /// The way out.
        advice: &'static str,
    },
    /// The HTTP client cannot be set up.
    #[error(transparent)]
    Transport(#[from] quickbooks::TransportSetupError),
    /// The name of a connection has characters it may not have.
    #[error(transparent)]
    Connection(#[from] storage::InvalidConnection),
    /// A link cannot be made.
    #[error(transparent)]
    Connect(#[from] connect_quickbooks::ConnectError),
    /// Settings with faults, each with its place; nothing was written.
    #[error("{what}:\n  {}", .faults.join("\n  "))]
    SettingFaults {
        /// The settings, and what was not done.
        what: String,
        /// The faults.
        faults: Vec<String>,
    },
    /// A function's refusal of what a person asked for.
    #[error("{0}")]
    Refused(String),
    /// The first booking into a real company, which nobody can be asked about.
    #[error(
        "{0}\nNobody can be asked here whether it is right: say so with --yes, or run it in a terminal"
    )]
    FirstBooking(String),
    /// Something that a real company needs was not given.
    #[error("for a real QuickBooks company these are missing too:\n  {}", .0.join("\n  "))]
    Missing(Vec<String>),
    /// A connection that is begun by oversight.
    #[error(
        "{} has no connection {connection}, it has {known}: say which with --connection. A new connection to a company that \
         is connected already would book its records again",
        .path.display()
    )]
    NotOfTheStore {
        /// The store.
        path: PathBuf,
        /// The connection that is asked for.
        connection: String,
        /// Those that there are.
        known: String,
    },
    /// The store holds tokens of another company.
    #[error(
        "the store connects {connection} to company {stored}, not {given}: take another --store, or \
         replace its tokens with --replace-tokens"
    )]
    OtherCompany {
        /// The connection.
        connection: String,
        /// The realm id in the store.
        stored: String,
        /// The realm id that was given.
        given: String,
    },
    /// A real company's store, and nothing that says which company is to be used.
    #[error(
        "{} connects {connection} to QuickBooks company {realm_id}, and no real company is given, so nothing was done: set \
         QUICKBOOKS_API_URL, QUICKBOOKS_CLIENT_ID and QUICKBOOKS_CLIENT_SECRET as they were (`set -a; . ./quickbooks.env; \
         set +a` reads the file of `init`), or take another --store for the made-up company",
        .path.display()
    )]
    CompanyNotGiven {
        /// The store.
        path: PathBuf,
        /// The connection.
        connection: String,
        /// Intuit's id of its company.
        realm_id: String,
    },
    /// Two arguments that do not go together.
    #[error("{0}")]
    Usage(&'static str),
    /// An argument that cannot be meant so.
    #[error("{0}")]
    Argument(String),
    /// An event that no function would take, and what it lacks.
    #[error("{path}: {reason}")]
    Event {
        /// The file, `-` for standard input.
        path: PathBuf,
        /// The part that is missing around it.
        reason: String,
    },
    /// The demonstration was started with a real company at hand.
    #[error(
        "the demonstration books made-up deals and never touches a real company, but {} {} set: \
         use `invoke` or `serve`, or unset {} first",
        .0.join(", "),
        if .0.len() == 1 { "is" } else { "are" },
        if .0.len() == 1 { "it" } else { "them" }
    )]
    RealCompanyInDemonstration(Vec<&'static str>),
    /// A file cannot be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// The file, `-` for standard input.
        path: PathBuf,
        /// The system's own words.
        source: std::io::Error,
    },
    /// A file cannot be written.
    #[error("cannot write {}: {source}", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The system's own words.
        source: std::io::Error,
    },
    /// A file of records with something that cannot be read; nothing was run.
    #[error("{path}: nothing was booked: {problems}")]
    Records {
        /// The file.
        path: PathBuf,
        /// Every line with something wrong, and what it is.
        problems: String,
    },
    /// A result file that cannot be used or written.
    #[error("the result file {path} {reason}")]
    Results {
        /// The file.
        path: PathBuf,
        /// The fault, and what to do.
        reason: String,
    },
    /// The port is taken.
    #[error(
        "cannot listen on {address}: {source}: if another program has the port, end it, or take another one with \
         {option} (0 takes a free one)"
    )]
    Listen {
        /// The option that says the port.
        option: &'static str,
        /// The address.
        address: SocketAddr,
        /// The system's own words.
        source: std::io::Error,
    },
    /// The terminal, or the network while serving.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// A text that cannot be made JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}
