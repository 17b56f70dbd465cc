//! The pipeline common to all actions: validate, resolve, draft, commit, outcome.

pub mod environment;
