//! HubSpot's records and filters as they arrive on the wire.
//!
//! A [`Record`] is an id and a map of [`Properties`]: strings or nulls, whatever the property's
//! type in HubSpot is. What a string means is decided where it is read: [`Properties::decimal`],
//! [`Properties::date`], [`Properties::boolean`], [`Properties::list`]. A [`FilterGroup`] is one
//! of HubSpot's own search filters, and [`matches()`] evaluates it on a record that is at hand.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let contact: hubspot::Record = serde_json::from_str(
//!     r#"{"id": "51", "properties": {"lifecyclestage": "customer", "balance": "1480.00"}}"#,
//! )?;
//! let filter: Vec<hubspot::FilterGroup> = serde_json::from_str(
//!     r#"[{"filters": [{"propertyName": "lifecyclestage", "operator": "EQ", "value": "customer"}]}]"#,
//! )?;
//! assert!(hubspot::matches(&filter, &contact.properties)?);
//! # Ok(())
//! # }
//! ```

mod filter;
mod object_type;
mod properties;
mod record;
mod scalar;

pub use filter::{
    Filter, FilterError, FilterGroup, MAX_FILTERS, MAX_FILTERS_PER_GROUP, MAX_GROUPS, Operator,
    matches, unmet, validate,
};
pub use object_type::ObjectType;
pub use properties::{Properties, PropertyError};
pub use record::Record;
