//! Deterministic simulation of the actions: every fault at every request, every interleaving, random runs.
//!
//! What runs is the code that ships: `actions::run` of all six actions on `Engine`, with its own store adapter
//! (the embedded one, in memory), against the QuickBooks sandbox in process. Only the seams are simulated. At
//! each request to the store, to QuickBooks and to Intuit's token endpoint a worker stops, and a chooser decides
//! who goes on and what goes wrong ([`Fault`]); time passes when nobody can go on, and names and chance come
//! from the chooser. A run is therefore its list of choices, and is run again by it. The workflow around an
//! action retries by the policy in `infra/workflows/quickbooks-action.asl.json`.
//!
//! What is watched over is [`Promise`]. Some promises are checked at every request; at the end of a run all
//! faults cease, every event is sent again at once and a day later, and the books are counted.
//!
//! # Three ways to choose
//!
//! - [`Simulation::explore`] (`tests/faults.rs`): one worker, every fault at every request of every attempt.
//!   Between two attempts the rest of a run depends on the world alone, and on what a process that lives on
//!   remembers. So attempts are enumerated from each such state, until no further state turns up: then every run
//!   is covered, with **any number of failed attempts**, each in the same process as the one before or in a new
//!   one. Two faults in one attempt, late effects and a retry after QuickBooks has forgotten its request ids are
//!   within [`Reach`], and drawn by random runs.
//! - [`Simulation::enumerate`] (`tests/together.rs`): two and three workers on one event, or on events that share a
//!   new customer and new products, in every order of their requests; of orders that lead to the same state one is
//!   followed. Where new names are shared by several records there are too many orders, so they are drawn.
//! - [`RandomRuns`] (`tests/random.rs`, `cargo xtask simulate`): up to four workers on any actions, up to eight
//!   faults, late effects, stalls, slow answers, waits as the workflow draws them; all from one seed.
//!
//! # What is left out, and why nothing is lost by it
//!
//! - A read has no effect, so its faults after the effect are those before it. To its caller a store that does not
//!   answer is the same as one that cannot be reached.
//! - A state counts as seen before if its digest is the same (128 bits): the ledger, the mappings, what was
//!   written to QuickBooks and in which order, the tokens and who has the lease. Of times only that counts on
//!   which decisions depend: whether a lease has ended, a claim is old, a token can be used. The name of a claim's
//!   owner is compared with nothing but itself, and versions only with those that a write under way expects.
//! - A process remembers tokens from one invocation to the next, and what it sent against the quotas. No simulated
//!   fault throttles, and a run sends far fewer requests than a quota takes, so only the tokens count.
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
//! # That it is not blind
//!
//! `tests/sabotage.rs` takes out one protection after another at the seams ([`Sabotage`]): request ids, the stored
//! body, fencing, leases. Each must be missed.

mod audit;
mod case;
mod choice;
mod desk;
mod digest;
mod error;
mod explore;
mod fault;
mod invocation;
mod policy;
mod promise;
mod random;
mod run;
mod sabotage;
mod seam;
mod simulation;
mod witness;
mod worker;
mod world;

pub use case::{Action, Case};
pub use error::SimulationError;
pub use explore::{Exploration, Reach};
pub use fault::Fault;
pub use promise::{Breach, Promise};
pub use random::{BrokenRun, RandomRuns};
pub use sabotage::Sabotage;
pub use simulation::{Bounds, Enumeration, Failure, Simulation};
