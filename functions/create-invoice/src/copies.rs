//! The addresses that get a copy of an invoice's e-mail.

use actions::ActionError;
use actions::options::template::{names, render};
use actions::record::payer::addresses;
use actions::response::Warning;
use hubspot::Properties;

/// A list of addresses with the record's properties in it.
pub(crate) struct Copies {
    /// The list; none where it is empty. What the option says itself is checked where it is posted.
    pub(crate) addresses: Option<String>,
    /// The properties that hold something else too.
    pub(crate) left_out: Vec<LeftOut>,
}

/// A property that holds something else than addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LeftOut {
    option: &'static str,
    properties: String,
}

impl Copies {
    /// The list of an option whose texts may name properties. HubSpot's properties hold what people typed into them, so of
    /// these only what is an address goes out.
    ///
    /// # Errors
    ///
    /// [`ActionError::InvalidRequest`] for a property that the record was not loaded with.
    pub(crate) fn of(
        list: &str,
        properties: &Properties,
        option: &'static str,
    ) -> Result<Self, ActionError> {
        let mut each = Vec::new();
        let mut left_out = Vec::new();
        for part in list.split([',', ';']) {
            let filled = render(part, properties, option)?;
            let mut named = names(part).peekable();
            if named.peek().is_none() {
                each.push(filled);
                continue;
            }
            let valid = addresses(&filled);
            let parts =
                filled.split(|char: char| matches!(char, ',' | ';') || char.is_whitespace());
            if parts.filter(|part| !part.is_empty()).count() > valid.len() {
                let properties = named.map(|name| format!("`{name}`"));
                let properties = properties.collect::<Vec<_>>().join(" and ");
                left_out.push(LeftOut { option, properties });
            }
            each.extend(valid);
        }
        each.retain(|address| !address.trim().is_empty());
        Ok(Self {
            addresses: (!each.is_empty()).then(|| each.join(", ")),
            left_out,
        })
    }
}

impl LeftOut {
    /// The warning about a record of this label.
    pub(crate) fn warning(&self, label: &str) -> Warning {
        let Self { option, properties } = self;
        Warning::new(
            "email_left_out",
            format!(
                "{label}: `{option}`: the record's {properties} holds what is no e-mail address, and that was left out; \
                 correct it in HubSpot"
            ),
        )
    }
}
