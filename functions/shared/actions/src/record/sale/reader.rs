//! The properties of a record of HubSpot, read with errors that name it.

use std::fmt;

use hubspot::Properties;
use rust_decimal::Decimal;

use super::unreadable;
use crate::ActionError;
use crate::record::absence::absent;

/// The largest amount QuickBooks takes has 15 digits, two of them cents.
pub(super) const MAX_AMOUNT: Decimal = Decimal::from_parts(1_316_134_912, 2_328, 0, false, 0);

/// Reads properties; `place` names the record in errors.
pub(super) struct Reader<'r> {
    pub(super) properties: &'r Properties,
    pub(super) place: Place<'r>,
}

/// A record, or an object of it; written only where something is wrong there, since every line has one.
#[derive(Clone, Copy)]
pub(super) struct Place<'r> {
    /// The record, such as `deal 9001`.
    pub(super) record: &'r str,
    /// The kind of the object and its id, such as `line item` and `7001`.
    pub(super) object: Option<(&'r str, &'r str)>,
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.record)?;
        match self.object {
            None => Ok(()),
            Some((kind, id)) => write!(formatter, ", {kind} {id}"),
        }
    }
}

impl Reader<'_> {
    pub(super) fn text(&self, property: &str) -> Option<String> {
        self.properties.get(property).map(str::to_owned)
    }

    pub(super) fn decimal(&self, property: &str) -> Result<Option<Decimal>, ActionError> {
        let value = self.properties.decimal(property);
        match value.map_err(|error| unreadable(&self.place, &error))? {
            Some(value) if value.abs() >= MAX_AMOUNT => {
                Err(self.refused(property, "has more than the 15 digits QuickBooks takes"))
            }
            value => Ok(value),
        }
    }

    pub(super) fn not_negative(&self, property: &str) -> Result<Option<Decimal>, ActionError> {
        match self.decimal(property)? {
            Some(value) if value < Decimal::ZERO => Err(self.refused(
                property,
                "is negative; a credit is a discount in HubSpot, on the line or on the whole",
            )),
            value => Ok(value),
        }
    }

    /// The error for a property without a value: one that HubSpot has, and is empty there, is told
    /// apart from one that was not loaded.
    pub(super) fn missing(&self, property: &str) -> ActionError {
        let reason = absent(self.properties, property);
        ActionError::incomplete(format!("{}: {reason}", self.place))
    }

    pub(super) fn refused(&self, property: &str, reason: &str) -> ActionError {
        let place = &self.place;
        ActionError::invalid(format!(
            "{place}: `{property}` {reason}: correct it in HubSpot"
        ))
    }
}
