//! The options of a dropdown, as HubSpot's editor takes them.

use serde::Serialize;

/// The options of a dropdown; `Debug` shows their number alone, since customers are people.
#[derive(Clone, Serialize, derive_more::Debug, PartialEq, Eq)]
pub struct OptionsAnswer {
    /// The options, in the order in which they are shown.
    #[debug("{}", options.len())]
    pub options: Vec<Choice>,
    /// The place after which the list goes on, if it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// True when HubSpot may search the list for what somebody types.
    pub searchable: bool,
}

/// An option.
#[derive(Clone, Serialize, derive_more::Debug, PartialEq, Eq)]
#[debug("Choice({value})")]
pub struct Choice {
    /// The text that is shown.
    pub label: String,
    /// The text below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The value that the action is given.
    pub value: String,
}

impl Choice {
    pub(crate) fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            description: None,
            value: value.into(),
        }
    }
}
