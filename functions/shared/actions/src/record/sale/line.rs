//! One line item, read and validated.

use hubspot::Record;
use iso_currency::Currency;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;

use super::reader::Reader;
use super::recurrence::{Recurrence, Term};
use super::{LineTax, OrderTerm};
use super::{decimals_of, unreadable};
use crate::ActionError;
use crate::request::EnrolledRecord;

/// One line item of a sale.
#[derive(Clone, derive_more::Debug)]
pub struct SaleLine {
    /// HubSpot's id of the line item.
    pub id: String,
    /// HubSpot's name of it.
    #[debug(skip)]
    pub name: Option<String>,
    /// HubSpot's longer text.
    #[debug(skip)]
    pub description: Option<String>,
    /// The stock keeping unit.
    pub sku: Option<String>,
    /// HubSpot's id of the product it was made from; none for a custom line.
    pub product_id: Option<String>,
    /// The quantity; above zero, may be fractional.
    pub quantity: Decimal,
    /// The price of one before discount; not negative, absent when tiered.
    pub price: Option<Decimal>,
    /// The amount HubSpot shows for the line: after discount, before tax; not negative.
    pub net: Decimal,
    /// The tax HubSpot puts on it.
    pub tax: LineTax,
    /// HubSpot's id of the line that is the bundle of which it is a part (`hs_bundle_id`).
    pub bundle: Option<String>,
    /// Its recurring terms, where it is billed more than once.
    pub recurrence: Option<Recurrence>,
    /// True when it is a fee on the record as a whole, and `id` names it as one: `fee 8801`.
    pub is_fee: bool,
}

impl SaleLine {
    /// A fee on the record as a whole as a line of its own, untaxed unless the whole is taxed.
    pub(crate) fn of_fee(fee: &OrderTerm, amount: Decimal) -> Self {
        Self {
            id: format!("fee {}", fee.id),
            name: fee.label.clone(),
            description: None,
            sku: None,
            product_id: None,
            quantity: Decimal::ONE,
            price: Some(amount),
            net: amount,
            tax: LineTax::default(),
            bundle: None,
            recurrence: None,
            is_fee: true,
        }
    }

    /// The line as messages name it, such as `line item 7001` or `fee 8801`.
    pub fn label(&self) -> String {
        if self.is_fee {
            self.id.clone()
        } else {
            format!("line item {}", self.id)
        }
    }
}

/// Reads all line items, in the order of HubSpot's `hs_position_on_quote`; those without a position
/// come last, in the order given.
pub(super) fn read_all(
    record: &EnrolledRecord,
    currency: Currency,
    zone: &TimeZone,
) -> Result<Vec<SaleLine>, ActionError> {
    if record.line_items.is_empty() {
        return Err(ActionError::incomplete(format!(
            "{} has no line items: add at least one in HubSpot (a record that is given whole must bring them along), or \
             exclude such records in the workflow",
            record.label()
        )));
    }
    let mut lines = Vec::with_capacity(record.line_items.len());
    for item in &record.line_items {
        let reader = Reader {
            properties: &item.properties,
            place: place(record, item),
        };
        let position = reader.decimal("hs_position_on_quote")?;
        lines.push((position, reader.line(&item.id, currency, zone)?));
    }
    lines.sort_by_key(|(position, _)| (position.is_none(), *position));
    Ok(lines.into_iter().map(|(_, line)| line).collect())
}

fn place(record: &EnrolledRecord, item: &Record) -> String {
    format!("{}, line item {}", record.label(), item.id)
}

impl Reader<'_> {
    fn line(&self, id: &str, currency: Currency, zone: &TimeZone) -> Result<SaleLine, ActionError> {
        self.check_currency(currency)?;
        let (quantity, price) = (self.quantity()?, self.not_negative("price")?);
        let net = self.net()?;
        let line = SaleLine {
            id: id.to_owned(),
            name: self.text("name"),
            description: self.text("description"),
            sku: self.text("hs_sku"),
            product_id: self.text("hs_product_id"),
            quantity,
            price,
            net,
            tax: self.tax(net, decimals_of(currency))?,
            bundle: self.text("hs_bundle_id"),
            recurrence: self.recurrence(zone)?,
            is_fee: false,
        };
        if line.name.is_none() && line.sku.is_none() && line.product_id.is_none() {
            return Err(self.missing("name"));
        }
        Ok(line)
    }

    /// The line's `amount`; computed as HubSpot computes it where it was not loaded, or is empty, and the price is given.
    fn net(&self) -> Result<Decimal, ActionError> {
        if let Some(amount) = self.not_negative("amount")? {
            return Ok(amount);
        }
        let price = self.not_negative("price")?;
        let price = price.ok_or_else(|| self.without_amount())?;
        let gross = price.checked_mul(self.quantity()?);
        let gross = gross.ok_or_else(|| self.refused("price", "has too many digits"))?;
        let net = gross - self.discount(gross)?;
        if net < Decimal::ZERO {
            return Err(self.refused("discount", "is more than its price"));
        }
        Ok(net)
    }

    fn without_amount(&self) -> ActionError {
        if !self.properties.has("amount") {
            return self.missing("amount");
        }
        ActionError::incomplete(format!(
            "{}: `amount` is empty, and HubSpot computes it: fill in the line's `price` and `quantity` there",
            self.place
        ))
    }

    /// The discount on a line: `hs_total_discount` in money, else `hs_discount_percentage`, else
    /// `discount`, which is money off each unit.
    fn discount(&self, gross: Decimal) -> Result<Decimal, ActionError> {
        if let Some(total) = self.not_negative("hs_total_discount")? {
            return Ok(total);
        }
        if let Some(percent) = self.not_negative("hs_discount_percentage")? {
            return Ok(gross * percent / Decimal::ONE_HUNDRED);
        }
        let per_unit = self.not_negative("discount")?.unwrap_or_default();
        Ok(per_unit * self.quantity()?)
    }

    fn recurrence(&self, zone: &TimeZone) -> Result<Option<Recurrence>, ActionError> {
        let Some(frequency) = self.text("recurringbillingfrequency") else {
            return Ok(None);
        };
        let term = match self.not_negative("hs_term_in_months")? {
            Some(months) => Term::of_months(months),
            None => self
                .properties
                .get("hs_recurring_billing_period")
                .and_then(Term::of_period),
        };
        let positive = |value: Option<Decimal>| value.filter(|value| !value.is_zero());
        let payments = positive(self.not_negative("hs_recurring_billing_number_of_payments")?);
        let in_term = || Recurrence::billings_in(&frequency, term?);
        let start = self
            .properties
            .date("hs_recurring_billing_start_date", zone);
        Ok(Some(Recurrence {
            billings: payments.or_else(in_term),
            start: start.map_err(|error| unreadable(&self.place, &error))?,
            shown: [
                positive(self.not_negative("hs_tcv")?),
                positive(self.not_negative("hs_acv")?),
                positive(self.not_negative("hs_arr")?),
                positive(self.not_negative("hs_mrr")?),
            ],
            frequency,
        }))
    }

    fn quantity(&self) -> Result<Decimal, ActionError> {
        let quantity = self
            .decimal("quantity")?
            .ok_or_else(|| self.missing("quantity"))?;
        if quantity <= Decimal::ZERO {
            return Err(self.refused("quantity", "is not above zero"));
        }
        Ok(quantity)
    }

    fn check_currency(&self, currency: Currency) -> Result<(), ActionError> {
        let property = "hs_line_item_currency_code";
        match self.properties.get(property) {
            Some(code) if !code.eq_ignore_ascii_case(currency.code()) => Err(self.refused(
                property,
                &format!("is not {}, the record's", currency.code()),
            )),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;
    use serde_json::{Value, json};

    use super::super::reader::MAX_AMOUNT;
    use super::SaleLine;
    use crate::ActionError;
    use crate::record::sale::Sale;
    use crate::request::EnrolledRecord;
    use crate::settings::Settings;

    fn read(record: &Value) -> Result<Vec<SaleLine>, ActionError> {
        let record: EnrolledRecord = serde_json::from_value(record.clone()).unwrap();
        let settings = Settings::parse(r#"{"company": {"realm_id": "1"}}"#).unwrap();
        Sale::read(&record, &settings.company, None).map(|sale| sale.lines)
    }

    fn deal(line: &Value) -> Value {
        json!({"object_type": "deal", "id": "9001", "line_items": [{"id": "7001", "properties": line}]})
    }

    #[test]
    fn the_largest_amount_has_thirteen_digits_before_the_cents() {
        assert_eq!(MAX_AMOUNT, Decimal::from(10_000_000_000_000_u64));
    }

    #[test]
    fn lines_keep_the_order_of_the_quote() {
        let line = |id: &str, position: Value| {
            json!({"id": id, "properties": {"name": "x", "quantity": "1", "amount": "1",
                "hs_position_on_quote": position}})
        };
        let lines = [
            line("a", json!(null)),
            line("b", json!("10")),
            line("c", json!("2")),
            line("d", json!(null)),
            line("e", json!("0")),
        ];
        let record = json!({"object_type": "deal", "id": "1", "line_items": lines});
        let order: Vec<String> = read(&record)
            .unwrap()
            .into_iter()
            .map(|line| line.id)
            .collect();
        assert_eq!(order, ["e", "c", "b", "a", "d"]);
    }

    #[test]
    fn an_empty_amount_is_for_hubspot_to_compute_and_not_to_be_filled_in() {
        let line = json!({"name": "Hours", "quantity": "16", "amount": ""});
        let message = read(&deal(&line)).unwrap_err().to_string();
        assert!(!message.contains("fill it in"), "{message}");
        assert!(message.contains("HubSpot computes it"), "{message}");
        assert!(message.contains("`price` and `quantity`"), "{message}");
    }

    #[test]
    fn a_bad_line_is_refused_with_its_record_and_property() {
        let good =
            json!({"name": "Hours", "quantity": "16", "price": "92.50", "amount": "1480.00"});
        assert_eq!(read(&deal(&good)).unwrap().len(), 1);
        let cases = [
            ("amount", json!("1,5"), "InvalidRequest"),
            ("amount", json!("NaN"), "InvalidRequest"),
            ("amount", json!("-1"), "InvalidRequest"),
            ("amount", json!("10000000000000"), "InvalidRequest"),
            ("price", json!("-92.50"), "InvalidRequest"),
            ("price", json!("Infinity"), "InvalidRequest"),
            ("quantity", json!("0"), "InvalidRequest"),
            ("quantity", json!("-2"), "InvalidRequest"),
            ("quantity", json!(""), "RecordIncomplete"),
            ("name", json!(" "), "RecordIncomplete"),
            ("hs_line_item_currency_code", json!("EUR"), "InvalidRequest"),
            ("hs_position_on_quote", json!("first"), "InvalidRequest"),
        ];
        for (property, value, error_type) in cases {
            let mut line = good.clone();
            line[property] = value.clone();
            let error = read(&deal(&line)).unwrap_err();
            let message = error.to_string();
            assert_eq!(
                error.error_type(),
                error_type,
                "{property} = {value}: {message}"
            );
            assert!(message.contains("deal 9001, line item 7001"), "{message}");
            assert!(message.contains(property), "{message}");
        }
    }

    #[test]
    fn an_absent_amount_is_computed_from_quantity_price_and_discount_or_asked_for() {
        let cases = [
            (json!({"price": "92.50"}), "1480.00"),
            (
                json!({"price": "92.50", "hs_discount_percentage": "10"}),
                "1332.00",
            ),
            (json!({"price": "92.50", "discount": "2.50"}), "1440.00"),
            (
                json!({"price": "92.50", "discount": "2.50", "hs_total_discount": "80"}),
                "1400.00",
            ),
            (json!({"price": "92.50", "amount": null}), "1480.00"),
            (
                json!({"price": "92.50", "amount": " ", "discount": "2.50"}),
                "1440.00",
            ),
            (
                json!({"amount": null}),
                "RecordIncomplete: `amount` is empty, and HubSpot computes it: fill in the line's `price` and \
                 `quantity` there",
            ),
            (
                json!({}),
                "RecordIncomplete: `amount` is not in the record: load it too",
            ),
            (
                json!({"price": "1", "discount": "2"}),
                "InvalidRequest: `discount` is more than its price: correct it in HubSpot",
            ),
        ];
        for (given, expected) in cases {
            let mut line = json!({"name": "Hours", "quantity": "16"});
            line.as_object_mut()
                .unwrap()
                .extend(given.as_object().unwrap().clone());
            let found = match read(&deal(&line)) {
                Ok(lines) => format!("{:.2}", lines[0].net),
                Err(error) => format!("{}: {error}", error.error_type())
                    .replace("deal 9001, line item 7001: ", ""),
            };
            assert_eq!(found, expected, "{given}");
        }
    }

    #[test]
    fn the_recurring_terms_of_a_line_are_read() {
        let line = json!({"name": "Care", "quantity": "1", "amount": "100", "recurringbillingfrequency": "monthly",
            "hs_recurring_billing_period": "P1Y", "hs_recurring_billing_start_date": "2027-02-01"});
        let lines = read(&deal(&line)).unwrap();
        let recurrence = lines[0].recurrence.clone().unwrap();
        assert_eq!(recurrence.billings, Some(Decimal::from(12)));
        assert_eq!(recurrence.start.unwrap().to_string(), "2027-02-01");
    }

    #[test]
    fn a_record_without_lines_or_in_another_currency_is_refused() {
        let empty = json!({"object_type": "deal", "id": "9001"});
        assert_eq!(read(&empty).unwrap_err().error_type(), "RecordIncomplete");
        let mut foreign = deal(&json!({"name": "x", "quantity": "1", "amount": "1"}));
        foreign["properties"] = json!({"deal_currency_code": "EUR"});
        let error = read(&foreign).unwrap_err();
        assert_eq!(error.error_type(), "InvalidRequest");
        assert!(error.to_string().contains("deal_currency_code"), "{error}");
    }
}
