//! Promises of the access tokens, over the real embedded store and a token endpoint that can be
//! told to misbehave. Time is virtual: a test that waits half a minute is over at once.

mod intuit;
mod refusals;
mod rotation;
mod secrecy;
mod single_flight;
mod unreliable;
mod waiting;
mod world;
