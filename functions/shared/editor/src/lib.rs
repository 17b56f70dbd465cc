//! The actions as HubSpot's workflow editor shows them.
//!
//! One model for all who need it: `hubspot-gateway` turns what people entered into options by it, `list-options`
//! fills its dropdowns, `report-outcome` gives values to its output fields, and the definitions that are
//! registered with HubSpot are written from it.
//!
//! - [`ACTIONS`]: the actions, each with its [`Field`]s in the order in which the editor shows them, and with the
//!   [`Slot`] among a record's properties that its document is told in.
//! - [`Output`]: the output fields, and [`Outcome`], which gives them their values.
//! - [`rules`]: the sentence that a workflow's history shows for each way in which an action ends.
//! - [`Labels`]: every text that people read, one table per language; a test holds each table complete.
//!
//! An option that no field offers fails a test, unless that knows the reason.
//!
//! Names of fields and outputs stand in workflows that people have published: they are added, and never renamed.
//!
//! ```
//! use editor::{EditorAction, Language, Labels};
//!
//! let invoice = EditorAction::named("create-invoice").unwrap();
//! let terms = invoice.field("payment_terms").unwrap();
//! assert_eq!(Labels::of(Language::English).field(terms.name).unwrap().label, "Payment terms");
//! ```

mod action;
mod field;
mod fields;
mod labels;
mod option_list;
mod outcome;
mod output;
mod record_type;
mod rule;
mod slot;
#[cfg(test)]
mod tests;

pub use action::{ACTIONS, EditorAction};
pub use field::{Field, Input, OptionForm, Target, ValueType};
pub use fields::{AS_SET, UNAVAILABLE};
pub use labels::{ActionLabels, FieldLabels, Labels, Language};
pub use option_list::OptionList;
pub use outcome::{Outcome, messages};
pub use output::Output;
pub use record_type::RecordType;
pub use rule::{PLEASE_CHECK, RUN_FAILED, Rule, rules};
pub use slot::Slot;
