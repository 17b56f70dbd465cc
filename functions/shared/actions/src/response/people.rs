//! Responses without people, for callers that keep what they are answered.

use serde_json::{Map, Value};

use super::Response;
use crate::text::redact::Redactor;

/// The fields of QuickBooks' bodies that say who a customer is and where they live.
const PERSONAL: [&str; 15] = [
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
mod tests {
    use serde_json::json;

    use super::*;
    use crate::request::EnrolledRecord;

    #[test]
    fn no_person_is_left_in_a_response_and_what_is_booked_stays() {
        let response = json!({"status": "preview",
        "customer": {"id": "58", "name": "Al Bo", "matched_by": "email"},
        "products": [{"line_item": "7001", "id": "2", "name": "Coaching of Canary", "matched_by": "sku"}],
        "warnings": [{"code": "name_changed", "message": "contact 51 is written Ada Canary"}],
        "preview": [
            {"type": "Customer", "body": {"DisplayName": "Al Bo", "GivenName": "Al",
                "PrimaryEmailAddr": {"Address": "al@example.com"}, "Mobile": {"FreeFormNumber": "Canary"},
                "BillAddr": {"Line1": "1 Road"}}},
            {"type": "Invoice", "body": {"CustomerRef": {"value": "58", "name": "Al Bo"},
                "BillEmailCc": {"Address": "al@example.com"},
                "PrivateNote": "for Canary, deal 9001", "Line": [{"Amount": 1480.00, "Description": "Hours"}]}},
        ]});
        let response: Response = serde_json::from_value(response).unwrap();
        let record = json!({"object_type": "deal", "id": "1", "contacts": [{"id": "51",
            "properties": {"firstname": "Al", "lastname": "Canary", "mobilephone": "Canary"}}]});
        let record: EnrolledRecord = serde_json::from_value(record).unwrap();
        let cleaned =
            serde_json::to_value(response.without_people(&Redactor::of(record.people()))).unwrap();
        let text = cleaned.to_string();
        for person in ["Al Bo", "\"Al\"", "example.com", "Canary", "1 Road"] {
            assert!(!text.contains(person), "{person}: {text}");
        }
        for booked in [
            "Coaching of …",
            "\"58\"",
            "1480.0",
            "Hours",
            "deal 9001",
            "\"email\"",
        ] {
            assert!(text.contains(booked), "{booked}: {text}");
        }
    }
}
