use serde_json::{Value, json};

use super::super::references;
use super::{Code, code};
use crate::record::sale::Sale;
use crate::settings::Settings;

fn sale(tax: &Value) -> Sale {
    let mut line = json!({"name": "x", "quantity": "1", "amount": "1"});
    line.as_object_mut()
        .unwrap()
        .extend(tax.as_object().unwrap().clone());
    let record = json!({"object_type": "deal", "id": "9001",
        "line_items": [{"id": "7001", "properties": line}]});
    Sale::read(
        &serde_json::from_value(record).unwrap(),
        &settings("US").company,
        None,
    )
    .unwrap()
}

fn settings(country: &str) -> Settings {
    let settings = json!({
        "company": {"realm_id": "1", "country": country},
        "tax": {
            "codes": {
                "501": "20.0% S", "5": "5.0% R", "VAT zero": "4", "70": "0.0% Z", "0": "0.0% Z",
            },
            "untaxed_code": "No VAT",
        },
    });
    Settings::parse(&settings.to_string()).unwrap()
}

fn chosen(country: &str, tax: &Value) -> String {
    let (sale, settings) = (sale(tax), settings(country));
    match code(&sale.lines[0], &sale, &settings) {
        Ok(Code::Us(taxed)) => format!("taxed: {taxed}"),
        Ok(Code::Named(object)) => object.clone().into_text(),
        Err(error) => format!("{}: {error}", error.error_type()),
    }
}

#[test]
fn each_line_gets_the_code_of_its_rate() {
    let taxed = json!({"hs_tax_rate_group_id": "501", "hs_tax_amount": "0.20"});
    let cases = [
        ("US", taxed.clone(), "taxed: true"),
        ("US", json!({}), "taxed: false"),
        (
            "US",
            json!({"hs_tax_rate_group_id": "501", "hs_tax_amount": "0"}),
            "taxed: false",
        ),
        ("GB", taxed, "20.0% S"),
        ("GB", json!({"hs_tax_rate": "5.00"}), "5.0% R"),
        (
            "GB",
            json!({"hs_tax_rate_group_id": "9", "hs_tax_label": "VAT zero"}),
            "4",
        ),
        // A name is compared as all others are: without regard to case.
        (
            "GB",
            json!({"hs_tax_rate_group_id": "9", "hs_tax_label": "VAT Zero"}),
            "4",
        ),
        ("GB", json!({}), "No VAT"),
    ];
    for (country, tax, expected) in cases {
        assert_eq!(chosen(country, &tax), expected, "{country} {tax}");
    }
}

#[test]
fn a_rate_of_nothing_gets_the_code_of_its_rate_and_an_exempt_line_that_of_the_untaxed() {
    let cases = [
        (
            json!({"hs_tax_rate_group_id": "70", "hs_tax_rate": "0", "hs_tax_amount": "0.00"}),
            "0.0% Z",
        ),
        (
            json!({"hs_tax_label": "VAT zero", "hs_tax_amount": "0.00"}),
            "4",
        ),
        (json!({"hs_tax_rate": "0.00"}), "0.0% Z"),
        (
            json!({"hs_tax_rate_group_id": "501", "hs_tax_rate": "20", "hs_tax_amount": "0.00"}),
            "No VAT",
        ),
    ];
    for (tax, expected) in cases {
        assert_eq!(chosen("GB", &tax), expected, "{tax}");
    }
    let unknown = chosen(
        "GB",
        &json!({"hs_tax_rate_group_id": "79", "hs_tax_amount": "0"}),
    );
    assert!(unknown.starts_with("SettingMissing"), "{unknown}");
}

#[test]
fn a_rate_without_a_code_is_refused_with_line_and_setting() {
    let unknown = json!({"hs_tax_rate_group_id": "777", "hs_tax_amount": "1"});
    let message = chosen("GB", &unknown);
    assert!(message.starts_with("SettingMissing"), "{message}");
    assert!(
        message.contains("7001") && message.contains("777"),
        "{message}"
    );
    assert!(references(&sale(&unknown), &settings("GB")).is_err());
}

#[test]
fn several_taxes_find_their_code_in_any_order_and_are_refused_by_their_names() {
    let taxed = |labels: [(&str, &str); 2]| {
        let taxes = labels.map(|(label, percent)| {
            json!({"id": percent, "properties": {
                "hs_label": label, "hs_type": "PERCENT", "hs_value": percent}})
        });
        let record = json!({"object_type": "deal", "id": "9001", "taxes": taxes, "line_items": [
            {"id": "7001", "properties": {"name": "x", "quantity": "1", "amount": "1"}}]});
        let record = serde_json::from_value(record).unwrap();
        let mut sale = Sale::read(&record, &settings("CA").company, None).unwrap();
        sale.lines[0].tax = sale.order.line_tax().unwrap();
        sale
    };
    let canadian = |key: &str| {
        let settings = json!({"company": {"realm_id": "1", "country": "CA"},
            "tax": {"codes": {key: "GST/PST BC"}}});
        Settings::parse(&settings.to_string()).unwrap()
    };
    let gst_pst = [("GST", "5"), ("PST", "7")];
    let pst_gst = [("PST", "7"), ("GST", "5")];
    for key in ["GST + PST", "PST + GST", "GST+PST", "5 + 7", "7 + 5", "12"] {
        for labels in [gst_pst, pst_gst] {
            let (sale, settings) = (taxed(labels), canadian(key));
            let chosen = code(&sale.lines[0], &sale, &settings);
            assert!(chosen.is_ok(), "{key} {labels:?}");
        }
    }
    for key in ["GST", "GST + QST", "GST + PST + QST"] {
        let (sale, settings) = (taxed(pst_gst), canadian(key));
        let error = code(&sale.lines[0], &sale, &settings).err().unwrap();
        let message = error.to_string();
        let named = "deal 9001: the tax on its whole, `GST + PST`, 12 %, id `5 + 7`, has no";
        assert!(message.starts_with(named), "{message}");
    }
}

#[test]
fn an_id_that_reads_as_another_percentage_than_the_taxs_own_is_not_taken_for_it() {
    let canadian = |tax: &Value, codes: &Value| {
        let settings = json!({"company": {"realm_id": "1", "country": "CA"},
            "tax": {"codes": codes, "default_code": "Out of scope"}});
        let settings = Settings::parse(&settings.to_string()).unwrap();
        let sale = sale(tax);
        match code(&sale.lines[0], &sale, &settings) {
            Ok(Code::Named(object)) => object.clone().into_text(),
            Ok(Code::Us(_)) => "TAX".to_owned(),
            Err(error) => format!("{}: {error}", error.error_type()),
        }
    };
    let both = json!({"5": "GST", "13": "HST ON"});
    let cases = [
        (
            json!({"hs_tax_rate_group_id": "5", "hs_tax_rate": "13"}),
            &both,
            "HST ON",
        ),
        (
            json!({"hs_tax_rate_group_id": "5", "hs_tax_rate": "5.00"}),
            &both,
            "GST",
        ),
        // Its rate is not known, or a number is no percentage: it is an id.
        (
            json!({"hs_tax_rate_group_id": "5", "hs_tax_amount": "1"}),
            &both,
            "GST",
        ),
        (
            json!({"hs_tax_rate_group_id": "501", "hs_tax_rate": "13"}),
            &json!({"501": "GST", "13": "HST ON"}),
            "GST",
        ),
        // The name is more exact than the percentage.
        (
            json!({"hs_tax_rate_group_id": "5", "hs_tax_label": "HST", "hs_tax_rate": "13"}),
            &json!({"5": "GST", "HST": "HST NB", "13": "HST ON"}),
            "HST NB",
        ),
    ];
    for (tax, codes, expected) in cases {
        assert_eq!(canadian(&tax, codes), expected, "{tax} {codes}");
    }
    let tax = json!({"hs_tax_rate_group_id": "5", "hs_tax_rate": "13"});
    let message = canadian(&tax, &json!({"5": "GST"}));
    assert!(message.starts_with("SettingMissing"), "{message}");
    assert!(
        message.contains("13 %, id `5`") && message.contains("another percentage"),
        "{message}"
    );
}
