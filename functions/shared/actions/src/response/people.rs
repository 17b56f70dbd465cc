//! Responses without people, for callers that keep what they are answered.

use serde_json::{Map, Value};

use super::Response;
use crate::text::redact::Redactor;

/// The fields of QuickBooks' bodies that say who a customer is and where they live, and those of texts, into which options
/// may have put any property of the record.
const PERSONAL: [&str; 18] = [
    "DisplayName",
    "PrintOnCheckName",
    "CompanyName",
    "Title",
    "GivenName",
    "MiddleName",
    "FamilyName",
    "Suffix",
    "PrimaryEmailAddr",
    "BillEmail",
    "BillEmailCc",
    "BillEmailBcc",
    "BillAddr",
    "ShipAddr",
    "PrimaryPhone",
    "CustomerMemo",
    "PrivateNote",
    "StringValue",
];

/// The mark in place of a personal value.
const MASKED: &str = "…";

impl Response {
    /// The response without names, addresses and numbers of people: the customer has its id and the way
    /// it was found, and a preview has `…` in their place, as has a product that is named after one.
    ///
    /// A document's number stays as it is, whatever template it came of: it is what the document is found by.
    #[must_use]
    pub fn without_people(mut self, redactor: &Redactor) -> Self {
        if let Some(customer) = &mut self.customer {
            customer.name = None;
        }
        for name in self
            .products
            .iter_mut()
            .filter_map(|product| product.name.as_mut())
        {
            *name = redactor.clean(name);
        }
        for creation in self.preview.iter_mut().flatten() {
            mask(&mut creation.body, redactor);
        }
        for warning in &mut self.warnings {
            warning.message = redactor.clean(&warning.message);
        }
        self
    }
}

fn mask(value: &mut Value, redactor: &Redactor) {
    match value {
        Value::Object(fields) => mask_fields(fields, redactor),
        Value::Array(values) => values.iter_mut().for_each(|value| mask(value, redactor)),
        Value::String(text) => *text = redactor.clean(text),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn mask_fields(fields: &mut Map<String, Value>, redactor: &Redactor) {
    let is_personal = |name: &str| PERSONAL.contains(&name) || name.ends_with("Phone");
    for (name, value) in fields {
        if is_personal(name) {
            *value = Value::from(MASKED);
        } else if name == "CustomerRef" || name == "EntityRef" {
            if let Some(shown) = value.get_mut("name") {
                *shown = Value::from(MASKED);
            }
        } else {
            mask(value, redactor);
        }
    }
}

#[cfg(test)]
mod tests;
