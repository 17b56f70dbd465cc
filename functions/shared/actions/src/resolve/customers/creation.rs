//! The customer to create for a party.

use quickbooks::Reference;
use quickbooks::entity::{Customer, EmailAddress};

use crate::record::payer::{Party, PartyKind};
use crate::text;

/// The longest given, family and company name QuickBooks takes.
const MAX_NAME: usize = 100;

/// The longest e-mail address QuickBooks takes.
const MAX_EMAIL: usize = 100;

/// The customer to create for a party, under a display name, and as a sub-customer of the customer with
/// the id `parent`, where there is one.
///
/// An e-mail that is too long to be sent is left out of the customer.
pub fn new_customer(party: &Party, display_name: &str, parent: Option<&str>) -> Customer {
    let name = |name: &Option<String>| {
        name.as_deref()
            .and_then(|name| text::person_name(name, MAX_NAME).ok())
            .map(|fit| fit.text)
    };
    let email = party
        .email
        .clone()
        .filter(|email| email.chars().count() <= MAX_EMAIL);
    Customer {
        display_name: Some(display_name.to_owned()),
        given_name: name(&party.given_name),
        family_name: name(&party.family_name),
        company_name: name(&party.company_name),
        primary_email_addr: email.map(|address| EmailAddress {
            address: Some(address),
        }),
        primary_phone: party.phone.clone(),
        bill_addr: party.address.clone(),
        job: parent.map(|_| true),
        parent_ref: parent.map(Reference::to),
        currency_ref: party.foreign_currency.clone().map(Reference::to),
        ..Customer::default()
    }
}

/// The display name under which a party can be created when its own is taken: with HubSpot's id in
/// brackets, so that the same party always gets the same name.
pub fn suffixed_name(party: &Party, display_name: &str, longest: usize) -> String {
    let currency = party
        .foreign_currency
        .as_ref()
        .map(|currency| format!(", {currency}"));
    let currency = currency.unwrap_or_default();
    let company = party.parent.as_ref();
    let company = company.map_or_else(String::new, |parent| format!(", company {}", parent.id));
    let suffix = match party.kind {
        PartyKind::Contact => format!(" (HubSpot {}{company}{currency})", party.id),
        PartyKind::Company => format!(" (HubSpot company {}{currency})", party.id),
    };
    text::with_suffix(display_name, &suffix, longest)
}
