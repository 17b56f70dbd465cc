#![doc = include_str!("../README.md")]

mod account;
mod api_error;
mod associations;
mod batch;
mod call;
mod filter;
mod object;
mod page;
mod properties;
mod rate_limits;
mod record;
mod request;
mod scalar;
#[cfg(test)]
mod scripted;
pub mod signature;

pub use account::{AccountDetails, ActionDefinition, Owner, PrivateApp, TaxRate};
pub use api_error::{ApiError, ErrorDetail, RequiredScopes};
pub use associations::{Association, AssociationCategory, AssociationType, Associations};
pub use batch::{AssociationBatch, AssociationsOf, RecordBatch};
pub use call::{Answer, CallError, Certainty, Client, Transport, TransportError, classify};
#[cfg(feature = "reqwest")]
pub use call::{ReqwestTransport, TransportSetupError};
pub use filter::{
    Filter, FilterError, FilterGroup, MAX_FILTERS, MAX_FILTERS_PER_GROUP, MAX_GROUPS, Operator,
    matches, unmet, validate,
};
pub use object::{InvalidObjectId, InvalidRecordName, ObjectId, ObjectType, RecordName};
pub use page::Page;
pub use properties::{
    Properties, PropertyDefinition, PropertyError, PropertyGroup, PropertyOption, PropertyType,
};
pub use rate_limits::{RateLimits, Throttle, ThrottlePolicy};
pub use record::{Record, StoredRecord};
pub use request::{
    ApiVersion, AssociationsRead, Completion, Endpoint, ExecutionState, MAX_ASSOCIATION_BATCH,
    MAX_BATCH, MAX_COMPLETIONS, MAX_SEARCH_PAGE, NewAssociation, NewProperty, NewPropertyGroup,
    NewPropertyOption, Note, RecordRead, Release, Request, RequestError, Search, UnknownApiVersion,
};
