//! HubSpot's objects: their ids, their types, and both as people write them.

mod id;
mod kind;
mod record_name;

pub use id::{InvalidObjectId, ObjectId};
pub use kind::ObjectType;
pub use record_name::{InvalidRecordName, RecordName};
