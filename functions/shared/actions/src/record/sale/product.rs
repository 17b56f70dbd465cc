//! By what a line names its product: HubSpot's id of it, or the stock keeping unit.

use hubspot::Properties;

use crate::request::other_id;

/// The words that people and programs write where there is no stock keeping unit.
const PLACEHOLDERS: [&str; 13] = [
    "n/a",
    "#n/a",
    "n.a.",
    "none",
    "null",
    "nil",
    "undefined",
    "nan",
    "<na>",
    "-",
    "--",
    ".",
    "0",
];

/// HubSpot's id of the product that a line was made from; none of a custom line.
pub(crate) fn product_id(properties: &Properties) -> Option<&str> {
    other_id(properties, "hs_product_id")
}

/// The stock keeping unit. A placeholder is none: by it, different products would be one.
pub(crate) fn sku(properties: &Properties) -> Option<&str> {
    let sku = properties.get("hs_sku")?;
    let mut placeholders = PLACEHOLDERS.iter();
    (!placeholders.any(|word| sku.eq_ignore_ascii_case(word))).then_some(sku)
}

#[cfg(test)]
mod tests {
    use hubspot::Properties;

    use super::{product_id, sku};

    #[test]
    fn a_placeholder_is_no_product() {
        for (text, expected) in [
            ("HRS", Some("HRS")),
            ("NA-7", Some("NA-7")),
            ("00", Some("00")),
            ("N/A", None),
            ("Null", None),
            ("NaN", None),
            ("<NA>", None),
            ("NAN-7", Some("NAN-7")),
            ("-", None),
            ("0", None),
            ("", None),
        ] {
            let line: Properties = [("hs_sku", text), ("hs_product_id", text)]
                .into_iter()
                .collect();
            assert_eq!(sku(&line), expected, "{text}");
        }
        let line: Properties = [("hs_product_id", "0")].into_iter().collect();
        assert_eq!(product_id(&line), None);
    }
}
