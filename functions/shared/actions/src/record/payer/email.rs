//! E-mail addresses of a contact: the one to bill, and all by which its customer may be known.

use hubspot::Record;

use crate::response::Warning;
use crate::text::MAX_EMAIL;
pub use crate::text::is_email;

/// The e-mail addresses of a contact. `Debug` shows none.
#[derive(Clone, Default, derive_more::Debug, PartialEq, Eq)]
#[debug("Emails({} addresses)", usize::from(first.is_some()) + others.len())]
pub struct Emails {
    /// The address to bill: the first one that is valid.
    pub first: Option<String>,
    /// The others, of `email` and of `hs_additional_emails`, by which a customer is known too.
    pub others: Vec<String>,
    /// HubSpot's id of the contact.
    contact: String,
    /// The reason why what stands in `email` is not sent as it is.
    fault: Option<&'static str>,
}

impl Emails {
    /// The addresses of a contact.
    ///
    /// HubSpot checks the addresses that people type in, and an import brings `n/a` or a list. QuickBooks
    /// refuses the customer and the document for either (code 2210), so only one valid address goes out.
    pub fn of(contact: &Record) -> Self {
        let email = contact.properties.get("email").unwrap_or_default();
        let mut own = addresses(email);
        let first = (!own.is_empty()).then(|| own.remove(0));
        let additional = contact.properties.get("hs_additional_emails");
        let mut others: Vec<String> = Vec::new();
        for address in own.iter().chain(&addresses(additional.unwrap_or_default())) {
            if first.as_ref() != Some(address) && !others.contains(address) {
                others.push(address.clone());
            }
        }
        let fault = match &first {
            None if email.is_empty() => None,
            None if email.chars().count() > MAX_EMAIL => {
                Some("has more than the 100 characters QuickBooks takes, and was left out")
            }
            None if email.chars().any(is_letter_beyond_ascii) => Some(
                "has letters that an address of QuickBooks (RFC 822) has not, such as accents, and was left out",
            ),
            None => Some("is no e-mail address, and was left out"),
            // A list that ends with its separator has one address all the same.
            Some(first) if first == email.trim_matches([';', ',', ' ']) => None,
            Some(_) => Some("is more than one e-mail address: the first valid one was used"),
        };
        Self {
            first,
            others,
            contact: contact.id.clone(),
            fault,
        }
    }

    /// All addresses, the one to bill first.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        let all = self.first.iter().chain(&self.others);
        all.map(String::as_str)
    }

    /// The address to bill without the others.
    #[must_use]
    pub fn first_alone(&self) -> Self {
        Self {
            others: Vec::new(),
            ..self.clone()
        }
    }

    /// The warning that what stands in the contact's `email` was not sent as it is.
    pub fn left_out(&self) -> Option<Warning> {
        let (fault, contact) = (self.fault?, &self.contact);
        Some(Warning::new(
            "email_left_out",
            format!("contact {contact}: its `email` {fault}; correct it in HubSpot"),
        ))
    }
}

fn is_letter_beyond_ascii(char: char) -> bool {
    !char.is_ascii() && char.is_alphanumeric()
}

/// The valid addresses of a text that may be a list.
///
/// HubSpot parts addresses by semicolons, people also by commas and spaces. A slip within one address looks the
/// same (`tilda fern@…`, `tilda,fern@…`), and what stands behind it may be somebody else's. So commas and white space
/// part addresses only where each part is one.
pub fn addresses(text: &str) -> Vec<String> {
    text.split(';')
        .flat_map(listed)
        .map(str::to_owned)
        .collect()
}

/// The addresses of a list with commas or white space between; none where one of its parts is no address.
fn listed(list: &str) -> Vec<&str> {
    let parts = list.split(|char: char| char == ',' || char.is_whitespace());
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    if parts.iter().all(|part| is_email(part)) {
        parts
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests;
