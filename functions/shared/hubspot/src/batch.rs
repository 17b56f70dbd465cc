//! The answers to batches, sorted by what became of each id that was asked for.

mod associations;
mod records;
mod wire;

pub use associations::{AssociationBatch, AssociationsOf};
pub use records::RecordBatch;
pub(crate) use wire::BatchWire;
