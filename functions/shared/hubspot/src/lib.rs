#![doc = include_str!("../README.md")]

mod account;
mod action_definition;
mod answer;
mod api_error;
mod api_version;
mod association_batch;
mod associations;
mod batch_wire;
mod call_error;
mod certainty;
mod client;
mod completion;
mod filter;
mod new_association;
mod new_property;
mod note;
mod object_id;
mod object_type;
mod outcome;
mod owner;
mod page;
mod private_app;
mod properties;
mod property_definition;
mod rate_limits;
mod record;
mod record_batch;
mod record_read;
mod request;
mod request_error;
mod scalar;
#[cfg(test)]
mod scripted;
mod search;
pub mod signature;
mod stored_record;
mod tax_rate;
mod throttle;
mod transport;

pub use account::AccountDetails;
pub use action_definition::ActionDefinition;
pub use answer::Answer;
pub use api_error::{ApiError, ErrorDetail, RequiredScopes};
pub use api_version::{ApiVersion, Release, UnknownApiVersion};
pub use association_batch::{AssociationBatch, AssociationsOf};
pub use associations::{Association, AssociationCategory, AssociationType, Associations};
pub use call_error::CallError;
pub use certainty::Certainty;
pub use client::Client;
pub use completion::{Completion, ExecutionState};
pub use filter::{
    Filter, FilterError, FilterGroup, MAX_FILTERS, MAX_FILTERS_PER_GROUP, MAX_GROUPS, Operator,
    matches, unmet, validate,
};
pub use new_association::NewAssociation;
pub use new_property::{NewProperty, NewPropertyGroup, NewPropertyOption};
pub use note::Note;
pub use object_id::{InvalidObjectId, ObjectId};
pub use object_type::ObjectType;
pub use outcome::classify;
pub use owner::Owner;
pub use page::Page;
pub use private_app::PrivateApp;
pub use properties::{Properties, PropertyError};
pub use property_definition::{PropertyDefinition, PropertyGroup, PropertyOption, PropertyType};
pub use rate_limits::RateLimits;
pub use record::Record;
pub use record_batch::RecordBatch;
pub use record_read::RecordRead;
pub use request::{
    AssociationsRead, Endpoint, MAX_ASSOCIATION_BATCH, MAX_BATCH, MAX_COMPLETIONS, Request,
};
pub use request_error::RequestError;
pub use search::{MAX_SEARCH_PAGE, Search};
pub use stored_record::StoredRecord;
pub use tax_rate::TaxRate;
pub use throttle::{Throttle, ThrottlePolicy};
#[cfg(feature = "reqwest")]
pub use transport::{ReqwestTransport, TransportSetupError};
pub use transport::{Transport, TransportError};
