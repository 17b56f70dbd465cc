//! The one line of a record that has no line items.

use hubspot::ObjectType;
use rust_decimal::Decimal;

use super::reader::MAX_AMOUNT;
use super::{LineTax, Sale, SaleLine};
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
        position: None,
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

/// Takes the taxes on the whole out of the one line of a record that has no line items: what the record shows is
/// what the whole comes to, so that the line and its tax must come to it.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] where no amount does to the cent.
pub(crate) fn take_tax_out(sale: &mut Sale) -> Result<(), ActionError> {
    let (terms, decimals) = (sale.order.terms(), sale.decimals());
    let [line] = &mut sale.lines[..] else {
        return Ok(());
    };
    if terms.taxes.is_empty() {
        return Ok(());
    }
    let net = terms.before_tax(line.net, decimals).ok_or_else(|| {
        ActionError::invalid(format!(
            "{}: it has no line items, and no amount comes to {} with the tax on its whole: give it line items, \
             take the tax off the whole, or correct the amount",
            sale.label, line.net
        ))
    })?;
    (line.net, line.price) = (net, Some(net));
    Ok(())
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
    use crate::amounts::{OrderTerms, OrderValue};
    use crate::options::NameOrId;
    use crate::record::sale::Sale;
    use crate::settings::Settings;

    #[test]
    fn a_tax_on_the_whole_is_taken_out_so_that_both_come_to_the_total() {
        let percent = |rate: &str| OrderValue::Percent(rate.parse().unwrap());
        let cases = [
            ("120.00", vec![percent("20")], Some("100.00")),
            ("108.00", vec![percent("8")], Some("100.00")),
            ("112.00", vec![percent("5"), percent("7")], Some("100.00")),
            ("100.00", vec![percent("20")], Some("83.33")),
            ("0.03", vec![percent("20")], None),
            (
                "108.50",
                vec![OrderValue::Fixed("8.5".parse().unwrap())],
                Some("100.00"),
            ),
            ("8", vec![OrderValue::Fixed("8.5".parse().unwrap())], None),
        ];
        for (total, taxes, expected) in cases {
            let terms = OrderTerms {
                taxes,
                ..OrderTerms::default()
            };
            let net = terms.before_tax(total.parse().unwrap(), 2);
            let expected = expected.map(|net| net.parse().unwrap());
            assert_eq!(net, expected, "{total} {:?}", terms.taxes);
        }
    }

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
