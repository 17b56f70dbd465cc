//! The written JSON Schema of the settings and the type that reads them say the same.

#![allow(
    clippy::disallowed_methods,
    reason = "a test is given the machine's clock and environment"
)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use actions::settings::Settings;
use manage_connection::SETTINGS_SCHEMA;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

/// Set it to write the schema anew.
const UPDATE: &str = "UPDATE_SCHEMA";

#[test]
fn the_written_schema_is_that_of_the_type() {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let schema = generator.into_root_schema_for::<Settings>();
    let schema = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    if std::env::var_os(UPDATE).is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/settings.schema.json");
        std::fs::write(path, &schema).unwrap();
        return;
    }
    assert!(
        schema == SETTINGS_SCHEMA,
        "settings.schema.json is not that of the settings: run this test with {UPDATE}=1 and commit \
         the file"
    );
}

fn judged(settings: &Value) -> (bool, bool) {
    let schema: Value = serde_json::from_str(SETTINGS_SCHEMA).unwrap();
    let by_schema = jsonschema::is_valid(&schema, settings);
    (by_schema, Settings::parse(&settings.to_string()).is_ok())
}

fn with(name: &str, value: Value) -> Value {
    let mut settings = json!({"company": {"realm_id": "9130"}});
    settings[name] = value;
    settings
}

#[test]
fn what_the_type_takes_the_schema_takes() {
    let filter =
        json!({"propertyName": "lifecyclestage", "operator": "IN", "values": ["customer"]});
    for settings in [
        json!({"company": {"realm_id": "9130"}}),
        json!({"company": {"realm_id": "9130", "country": "US", "home_currency": "USD",
            "time_zone": "America/Denver"}}),
        with(
            "customers",
            json!({"mode": "sync_filter", "match_by": ["email"],
            "filter_groups": [{"filters": [filter]}], "name_conflict": "adopt"}),
        ),
        with(
            "products",
            json!({"income_account": "Sales", "create_as": "NonInventory"}),
        ),
        with(
            "products",
            json!({"income_account": {"quickbooks_id": "79"}}),
        ),
        with("products", json!({"income_account": {"name": "2026"}})),
        with("products", json!({"income_account": null})),
        with(
            "amounts",
            json!({"discount_style": "discount_line", "on_mismatch": "refuse"}),
        ),
        with("once_per", json!("enrollment")),
        with("class_position", json!("line")),
        with("quickbooks", json!({"batch_items": 30})),
        with(
            "defaults",
            json!({"all": {"memo": "Thanks"}, "actions": {"create-invoice": {}}}),
        ),
    ] {
        assert_eq!(judged(&settings), (true, true), "{settings}");
    }
}

#[test]
fn what_has_the_wrong_form_both_refuse() {
    for settings in [
        json!([]),
        json!({}),
        json!({"company": {}}),
        json!({"company": {"realm_id": 9130}}),
        json!({"company": {"realm_id": "9130", "colour": "green"}}),
        with("misspelt", json!({})),
        with("customers", json!({"mode": "any"})),
        with(
            "customers",
            json!({"filter_groups": [{"filters": [{"operator": "EQ"}]}]}),
        ),
        with("products", json!({"income_account": 79})),
        with("products", json!({"income_account": ""})),
        with("products", json!({"income_account": {"id": "79"}})),
        with("products", json!({"create_as": "Inventory"})),
        with("once_per", json!("month")),
        with("quickbooks", json!({"batch_items": "ten"})),
        with("quickbooks", json!({"batch_items": -1})),
        with("defaults", json!({"all": []})),
    ] {
        assert_eq!(judged(&settings), (false, false), "{settings}");
    }
}

#[test]
fn every_default_of_the_type_is_in_the_schema() {
    let settings = Settings::parse(&json!({"company": {"realm_id": "9130"}}).to_string()).unwrap();
    let whole = serde_json::to_value(&settings).unwrap();
    assert_eq!(judged(&whole), (true, true), "{whole}");
}
