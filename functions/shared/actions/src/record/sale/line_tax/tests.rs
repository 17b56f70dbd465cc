use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::super::reader::{Place, Reader};

fn is_taxed(net: &str, tax: &Value) -> bool {
    let properties = serde_json::from_value(tax.clone()).unwrap();
    let reader = Reader {
        properties: &properties,
        place: Place {
            record: "deal 9001",
            object: Some(("line item", "7001")),
        },
    };
    let net: Decimal = net.parse().unwrap();
    reader.tax(net, 2).unwrap().is_taxed()
}

#[test]
fn a_line_is_taxed_where_hubspot_taxes_it() {
    let cases = [
        ("100", json!({}), false),
        ("100", json!({"hs_tax_rate": "8"}), true),
        ("100", json!({"hs_tax_rate": "0"}), false),
        ("100", json!({"hs_tax_amount": "8.00"}), true),
        ("100", json!({"hs_auto_tax_amount": "8.00"}), true),
        ("100", json!({"hs_tax_amount": "0.00"}), false),
        ("100", json!({"hs_tax_rate_group_id": "7"}), true),
        ("100", json!({"hs_tax_label": "Sales tax"}), true),
        (
            "100",
            json!({"hs_tax_label": "Sales tax", "hs_tax_rate": "0"}),
            false,
        ),
    ];
    for (net, tax, expected) in cases {
        assert_eq!(is_taxed(net, &tax), expected, "{net} {tax}");
    }
}

#[test]
fn a_tax_of_nothing_is_an_exemption_only_where_the_rate_comes_to_a_cent() {
    let cases = [
        ("100.00", "8", false),
        ("0.07", "8", false),
        ("0.0625", "8", false),
        ("0.06", "8", true),
        ("0.03", "8", true),
        ("0", "8", true),
    ];
    for (net, rate, expected) in cases {
        let tax = json!({"hs_tax_rate": rate, "hs_tax_amount": "0.00"});
        assert_eq!(is_taxed(net, &tax), expected, "{net} at {rate} %");
    }
}
