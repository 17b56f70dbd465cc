//! HubSpot's objects: their ids and their types.

mod id;
mod kind;

pub use id::{InvalidObjectId, ObjectId};
pub use kind::ObjectType;
