//! The digest of a request's content, each part under the place at which people find it.

use serde_json::Value;

use super::Content;
use crate::response::ContentDigest;

impl Content {
    /// The digest: of the record, its payer, the options, what stands on the order as a whole, and each line.
    pub(super) fn digest(&self) -> ContentDigest {
        let mut digest = ContentDigest::default();
        digest.add_field("currency", self.currency);
        digest.add_field("customer", &self.payer);
        for (name, value) in &self.options {
            digest.add_field(&format!("options.{name}"), &value.to_string());
        }
        // A fee is a line too, with its name.
        for [kind, id, value] in self.order.iter().filter(|[kind, ..]| kind != "fee") {
            // A payment tells its discount by a property of its own.
            let place = if id.starts_with("hs_") {
                id.clone()
            } else {
                format!("{}[{id}]", list_of(kind))
            };
            digest.add_field(&place, value);
        }
        let own = self.own.as_object().into_iter().flatten();
        for (name, value) in own.filter(|(_, value)| !value.is_null()) {
            digest.add_field(property(name), &text(value));
        }
        for [id, values @ ..] in &self.lines {
            digest.add_line(
                self.place_of_line(id.as_deref().unwrap_or_default()),
                values,
            );
        }
        digest
    }

    /// The one line of a record without line items is the record itself, and a fee on the whole is told as such.
    fn place_of_line(&self, id: &str) -> String {
        if id == self.record {
            "record".to_owned()
        } else if let Some(fee) = id.strip_prefix("fee ") {
            format!("fees[{fee}]")
        } else {
            format!("line_items[{id}]")
        }
    }
}

fn list_of(kind: &str) -> &'static str {
    match kind {
        "discount" => "discounts",
        _ => "taxes",
    }
}

/// The property of HubSpot that a part of an action's own content is of.
fn property(name: &str) -> &str {
    match name {
        "paid" => "hs_initial_amount",
        "date" => "hs_initiated_date",
        "method" => "hs_payment_method_type",
        "reference" => "hs_reference_number",
        "fees" => "hs_fees_amount",
        "platform_fee" => "hs_platform_fee",
        "expires" => "hs_expiration_date",
        other => other,
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}
