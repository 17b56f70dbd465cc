//! Deterministic simulation of the actions: every fault at every request, every interleaving, random runs.
//!
//! The code that runs is the code that ships: `actions::run` of all actions on `Engine`, with its own store adapter (the embedded
//! one, in memory), against the QuickBooks sandbox in process, and a HubSpot portal where a record is given by its id. Only the
//! seams are simulated. At each request to the store, to QuickBooks, to HubSpot and to Intuit's token endpoint a worker stops, and
//! a chooser decides who goes on and what goes wrong ([`Fault`]); time passes when nobody can go on, and names and chance come
//! from the chooser. A run is therefore its list of choices, and is run again by it. The workflow around an action retries by the
//! policy in `infra/workflows/quickbooks-action.asl.json`.
//!
//! A run is checked for every [`Promise`]: some at every request; at the end of a run all faults cease, every
//! event is sent again at once and a day later, and the books are counted.
//!
//! # The parts
//!
//! | part | where |
//! |---|---|
//! | the events of a case, and the documents they must make | `case`: [`Case`] |
//! | the company, store and tokens that a run begins with | `world` |
//! | the workflow of one event, attempt after attempt, and each of its invocations | `workflow` |
//! | the engine that ships, and the seams at which its requests stop | `engine` |
//! | the requests that wait, sleepers, late effects: the state of a run | `scheduler` |
//! | the loop that lets one worker after another go on | `run` |
//! | the choices of a run: exhaustive, or drawn from a seed | `choice` |
//! | the digests by which equal states are known, what a process remembers, and the promises checked on the way | `observer`, `digest` |
//! | the promises checked at the end | `audit` |
//! | the two drivers | `simulation`: [`Simulation::explore`], [`RandomRuns`] |
//!
//! # Two drivers
//!
//! - [`Simulation::explore`] makes every run of a case within [`Bounds`].
//!   With one worker (`tests/faults.rs`) every fault meets every request of every attempt.
//!   Between two attempts the rest of a run depends on the world alone, and on what a process that lives on
//!   remembers. So attempts are explored from each such state, until no further state turns up: then every run
//!   is covered, with **any number of failed attempts**, each in the same process as the one before or in a new
//!   one. Two faults in one attempt, late effects and a retry after QuickBooks has forgotten its request ids are
//!   within [`Bounds`], and drawn by random runs.
//!   So do events that give their record by its id, which HubSpot is read for in each attempt (`tests/by_id.rs`): there a
//!   record may also change between two attempts.
//!   So do the samples of every action in the registry (`tests/samples.rs`), which must make the same rows as
//!   without a fault.
//!   With two and three workers on one event, or on events that share a new customer and new products
//!   (`tests/together.rs`), every order of their requests is taken; of orders that lead to the same state one is
//!   followed. Where new names are shared by several records there are too many orders, so they are drawn.
//! - [`RandomRuns`] (`tests/random.rs`, `cargo xtask simulate`): up to four workers on any actions, up to eight
//!   faults, late effects, stalls, slow answers, waits as the workflow draws them; all from one seed.
//!
//! # Variables of the tests
//!
//! | variable | test | effect |
//! |---|---|---|
//! | `SIMULATION_RUNS`, `SIMULATION_SEED` | `random` | so many random runs of this seed; `cargo xtask simulate --runs N --seed S` sets them, and runs the test optimised |
//! | `SIMULATION_RUN` | `random` | the transcript of the run of this number alone (`--run N`) |
//! | `SIMULATION_CASE` | `one_case` | the case to explore, such as `create-invoice/cold` |
//! | `SIMULATION_FAULTS`, `SIMULATION_FORGETTINGS`, `SIMULATION_STALLS`, `SIMULATION_LATE_EFFECTS` | `one_case` | its [`Bounds`] |
//! | `SIMULATION_FAILED_ATTEMPTS` | `one_case` | the most failed attempts in a row |
//! | `SIMULATION_PATH` | `one_case` | the transcript of one of its runs, such as `0.3.1`; a broken promise names its path and bounds |
//!
//! ```sh
//! SIMULATION_CASE=create-expense/cold SIMULATION_FAULTS=2 cargo test --package simulation --test one_case -- --nocapture
//! ```
//!
//! # Left out, and why nothing is lost by it
//!
//! - A read has no effect, so its faults after the effect are those before it. To its caller a store that does not
//!   answer is the same as one that cannot be reached.
//! - A state counts as seen before if its digest is the same (128 bits): the ledger, the mappings, what was
//!   written to QuickBooks and in which order, the tokens and who has the lease. Of times only that counts on
//!   which decisions depend: whether a lease has ended, a claim is old, a token can be used. The name of a claim's
//!   owner is compared with nothing but itself, and versions only with those that a write under way expects.
//! - The requests to HubSpot that are side by side are dealt with one after the other: none has an effect on another.
//! - A process remembers tokens from one invocation to the next, the settings for a minute, the secret of the HubSpot account,
//!   and what it sent against the quotas. No simulated fault throttles, and a run sends fewer than a quota takes.
//!
//! # The limits of the proof
//!
//! - QuickBooks is the sandbox: it deals with one request after the other, remembers a request id for two hours
//!   (the settings trust it for one), and answers a repeated one with its first answer. Intuit publishes neither.
//!   That two requests under one id are never at work together is watched over by itself
//!   ([`Promise::OneAtWork`]), since nobody knows what Intuit does then.
//! - A replaced refresh token is taken for a day, and the schedule that refreshes tokens runs every six hours, as it
//!   is deployed. Where Intuit takes no replaced token at all, an answer that is lost together with its process
//!   cuts the connection, whatever is done here.
//! - The store is one that writes all or nothing and in order. The adapter for AWS is proved to be one by its own
//!   tests.
//!
//! # The proof that it is not blind
//!
//! `tests/sabotage.rs` takes out one protection after another at the seams ([`Sabotage`]): request ids, the stored
//! body, fencing, leases. The simulation must report each one as a broken promise.

mod audit;
mod case;
mod choice;
mod digest;
mod engine;
mod error;
mod fault;
mod observer;
mod promise;
mod run;
mod scheduler;
mod simulation;
mod workflow;
mod world;

pub use case::Case;
pub use engine::Sabotage;
pub use error::SimulationError;
pub use fault::Fault;
pub use promise::{Breach, Promise};
pub use simulation::{Bounds, BrokenRun, Exploration, Failure, RandomRuns, Simulation, Variables};
