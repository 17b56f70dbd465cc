//! The app that puts the actions into HubSpot's workflow editor, as files that HubSpot's command line uploads
//! ([`project`]) and as definitions of the older API ([`legacy`]).
//!
//! Both are written from one model, `editor`, and differ in their keys: the older API names the dependent side of a
//! dependency `dependentFieldNames`, the project `targetFieldNames`, and a copied example does not deploy. So there are
//! two writers, each with a JSON Schema of ours that knows the keys of its own dialect alone; HubSpot's own schemas are
//! to be had only with an account.
//!
//! [`files`] lists every file that is tracked; `cargo xtask hubspot-app` writes or checks them. [`registration`] brings
//! the definitions to the older API and compares what HubSpot has with what was meant.

mod error;
pub mod files;
mod labels;
pub mod legacy;
mod options;
pub mod project;
pub mod registration;
mod types;

pub use error::AppError;
pub use options::{AppOptions, ControllingSide, ObjectTypes, PaymentWebhooks};

/// The placeholder for the address of the gateway; HubSpot's command line fills it in from the profile.
pub const PUBLIC_URL: &str = "${PUBLIC_URL}";
