//! The one line of a record that has no line items.

use hubspot::ObjectType;
use rust_decimal::Decimal;

use super::reader::MAX_AMOUNT;
use super::{LineTax, SaleLine};
use crate::ActionError;
use crate::record::absence::absent;
use crate::request::EnrolledRecord;

/// One line for the record's whole amount, under the record's title.
///
/// # Errors
///
/// [`ActionError::RecordIncomplete`] without an amount, [`ActionError::InvalidRequest`] for one that
/// cannot be sold for.
pub(super) fn line(
    record: &EnrolledRecord,
    property: &str,
    total: Option<Decimal>,
) -> Result<SaleLine, ActionError> {
    let label = record.label();
    let amount = total.ok_or_else(|| {
        let reason = absent(&record.properties, property);
        ActionError::incomplete(format!(
            "{label} has no line items, and its {reason}, or give it line items"
        ))
    })?;
    if amount <= Decimal::ZERO || amount >= MAX_AMOUNT {
        return Err(ActionError::invalid(format!(
            "{label} has no line items, and its `{property}` is not above zero or has more than the \
             15 digits QuickBooks takes: correct it in HubSpot"
        )));
    }
    Ok(SaleLine {
        id: label,
        name: None,
        description: title(record),
        sku: None,
        product_id: None,
        quantity: Decimal::ONE,
        price: Some(amount),
        net: amount,
        tax: LineTax::default(),
        bundle: None,
        recurrence: None,
        is_fee: false,
    })
}

/// The name people give the record.
fn title(record: &EnrolledRecord) -> Option<String> {
    let property = match record.object_type {
        ObjectType::Quote => "hs_title",
        ObjectType::Payment => "hs_payment_source_name",
        _ => "dealname",
    };
    record.properties.get(property).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::ActionError;
    use crate::options::NameOrId;
    use crate::record::sale::Sale;
    use crate::settings::Settings;

    fn read(object_type: &str, properties: &Value, item: bool) -> Result<Sale, ActionError> {
        let record = json!({"object_type": object_type, "id": "7", "properties": properties});
        let settings = Settings::parse(r#"{"company": {"realm_id": "1"}}"#).unwrap();
        let item = item.then(|| NameOrId::Id("1".into()));
        let record = serde_json::from_value(record).unwrap();
        Sale::read(&record, &settings.company, item.as_ref())
    }

    #[test]
    fn a_record_without_lines_is_one_line_for_its_amount_under_its_title() {
        let cases = [
            (
                "deal",
                json!({"amount": "80.00", "dealname": "Garden"}),
                Some("Garden"),
            ),
            (
                "quote",
                json!({"hs_quote_amount": "80", "hs_title": "Offer"}),
                Some("Offer"),
            ),
            ("payment", json!({"hs_initial_amount": "80.00"}), None),
        ];
        for (object_type, properties, title) in cases {
            let sale = read(object_type, &properties, true).unwrap();
            let line = &sale.lines[0];
            assert_eq!(
                (sale.lines.len(), line.net.normalize().to_string()),
                (1, "80".into())
            );
            assert_eq!(
                (line.id.clone(), line.description.as_deref()),
                (format!("{object_type} 7"), title)
            );
            assert_eq!(sale.item, Some(NameOrId::Id("1".into())));
        }
    }

    #[test]
    fn without_an_item_or_an_amount_such_a_record_is_refused() {
        let cases = [
            (json!({"amount": "80.00"}), false, "RecordIncomplete"),
            (json!({"amount": ""}), true, "RecordIncomplete"),
            (json!({"amount": "0"}), true, "InvalidRequest"),
            (json!({"amount": "-1"}), true, "InvalidRequest"),
            (json!({"amount": "10000000000000"}), true, "InvalidRequest"),
        ];
        for (properties, item, error_type) in cases {
            let error = read("deal", &properties, item).unwrap_err();
            assert_eq!(error.error_type(), error_type, "{properties}");
            assert!(error.to_string().contains("deal 7"), "{error}");
        }
    }
}
