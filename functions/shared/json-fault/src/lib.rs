//! Reading types from JSON values, with the place of what cannot be read.
//!
//! `serde_path_to_error` tells the same places, which the tests hold this crate to. It wraps every step of a reader and keeps
//! the path on the way down, so a type is compiled once more for it, in functions that are twice as large: 130 kB of a function.
//! Here the path is put together on the way up, by the error, so there is one reader for good values and bad ones.

mod fault;
mod members;
mod reader;
mod repeated;

pub use fault::{Fault, Step};
pub use members::has_every_field;
pub use repeated::refuse_repeated;

use serde::Deserialize;
use serde_json::Value;

use reader::Reader;

/// Reads a type from a value.
///
/// # Errors
///
/// [`Fault`] with the place and the reason, in the words of `serde_json::from_value`.
pub fn read<'v, T: Deserialize<'v>>(value: &'v Value) -> Result<T, Fault> {
    T::deserialize(Reader(value))
}

#[cfg(test)]
mod tests;
