//! The connections that the sample events name.

use serde_json::{Value, json};

/// The name of the first of the connections.
pub const FIRST_CONNECTION: &str = "us-books";

/// The connections that the sample events name, with their settings: one that bills every contact, and
/// one that bills only contacts whose lifecycle stage is customer. Both are of the company `realm_id`.
pub fn connections(realm_id: &str) -> [(&'static str, Value); 2] {
    let plain = json!({
        "company": {
            "realm_id": realm_id,
            "country": "US",
            "home_currency": "USD",
            "time_zone": "America/Los_Angeles",
        },
        "products": {
            "income_account": "Sales of Product Income",
            "item_without_lines": "Services",
        },
        "payments": { "methods": { "card": "Visa", "cash": "Cash" } },
        "defaults": { "actions": { "create-invoice": { "payment_terms": "Net 30" } } },
    });
    let mut filtered = plain.clone();
    filtered["customers"] = json!({
        "mode": "sync_filter",
        "filter_groups": [{ "filters": [{
            "propertyName": "lifecyclestage", "operator": "IN", "values": ["customer"],
        }] }],
    });
    [(FIRST_CONNECTION, plain), ("us-books-filtered", filtered)]
}

#[cfg(test)]
mod tests {
    use actions::settings::Settings;

    use super::connections;

    #[test]
    fn the_settings_can_be_read() {
        for (_, settings) in connections("123") {
            Settings::parse(&settings.to_string()).unwrap();
        }
    }
}
