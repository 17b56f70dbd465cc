//! The postal address and the telephone number of a contact or company, as QuickBooks takes them.

use hubspot::Properties;
use quickbooks::entity::{PhysicalAddress, TelephoneNumber};

use crate::response::Warning;
use crate::text;

/// The longest street, and the longest city, state and country QuickBooks takes.
const MAX_STREET: usize = 500;
const MAX_PLACE: usize = 255;

/// The longest telephone number and postal code QuickBooks takes. A longer one is none, so it is left out
/// rather than cut to another.
const MAX_NUMBER: usize = 30;

/// The place and the number of a contact or company, with the warnings of what QuickBooks does not take of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Address {
    /// The postal address.
    pub place: Option<PhysicalAddress>,
    /// The telephone number.
    pub phone: Option<TelephoneNumber>,
    /// The warnings of what was cut or left out.
    pub warnings: Vec<Warning>,
}

impl Address {
    /// That of these properties, whose owner messages name so: `contact 51`.
    pub(super) fn of(properties: &Properties, owner: &str) -> Self {
        let mut reading = Reading {
            properties,
            owner,
            warnings: Vec::new(),
        };
        let place = PhysicalAddress {
            line1: reading.line("address", MAX_STREET),
            line2: reading.line("address2", MAX_STREET),
            city: reading.line("city", MAX_PLACE),
            country_sub_division_code: reading.line("state", MAX_PLACE),
            postal_code: reading.number("zip"),
            country: reading.line("country", MAX_PLACE),
            ..PhysicalAddress::default()
        };
        let phone = match properties.get("phone") {
            Some(_) => reading.number("phone"),
            None => reading.number("mobilephone"),
        };
        Self {
            place: (place != PhysicalAddress::default()).then_some(place),
            phone: phone.map(TelephoneNumber::new),
            warnings: reading.warnings,
        }
    }
}

struct Reading<'r> {
    properties: &'r Properties,
    owner: &'r str,
    warnings: Vec<Warning>,
}

impl Reading<'_> {
    fn line(&mut self, name: &str, longest: usize) -> Option<String> {
        let fitted = text::one_line(self.properties.get(name)?, longest);
        if let Some(change) = &fitted.change {
            let told = Warning::text_changed(&self.field(name), change);
            self.warnings.push(told);
        }
        (!fitted.text.is_empty()).then_some(fitted.text)
    }

    /// A number that is sent whole, or not at all.
    fn number(&mut self, name: &str) -> Option<String> {
        let fitted = text::one_line(self.properties.get(name)?, MAX_NUMBER);
        let Some(cut) = fitted.change.and_then(|change| change.cut) else {
            return self.line(name, MAX_NUMBER);
        };
        let message = format!(
            "{}: it has {} characters, of which QuickBooks takes {MAX_NUMBER}, and was left out",
            self.field(name),
            cut.from
        );
        self.warnings.push(Warning::new("text_changed", message));
        None
    }

    fn field(&self, name: &str) -> String {
        format!("{}, `{name}`", self.owner)
    }
}
