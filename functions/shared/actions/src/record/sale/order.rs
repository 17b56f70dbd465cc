//! Discounts, fees and taxes on a record as a whole, read and validated.

use hubspot::{ObjectType, Properties, Record};
use rust_decimal::Decimal;

use super::LineTax;
use super::line::by_id;
use super::reader::{Place, Reader};
use crate::ActionError;
use crate::amounts::{OrderTerms, OrderValue};
use crate::request::EnrolledRecord;

/// The discounts, fees and taxes on a record as a whole, each kind in the order of `hs_sort_order`, and those that have none,
/// or the same, by their ids: no list promises an order, and another one would come to another amount.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// The discounts, taken off first.
    pub discounts: Vec<OrderTerm>,
    /// The fees, added then.
    pub fees: Vec<OrderTerm>,
    /// The taxes, added last.
    pub taxes: Vec<OrderTerm>,
    /// The taxes of 0 %, which add nothing and may have a tax code of their own.
    pub zero_rates: Vec<OrderTerm>,
    /// True when HubSpot does not say that the discounts are not in the line items already.
    pub perhaps_in_lines: bool,
}

/// One discount, fee or tax.
#[derive(Clone, derive_more::Debug, PartialEq, Eq)]
pub struct OrderTerm {
    /// HubSpot's id.
    pub id: String,
    /// HubSpot's name of it (`hs_label`).
    #[debug(skip)]
    pub label: Option<String>,
    /// Its value; above zero, but for a tax of 0 %.
    pub value: OrderValue,
    /// True for a discount of the first billing alone (`hs_duration` is `ONCE`).
    pub is_once: bool,
}

impl OrderTerm {
    fn is_zero(&self) -> bool {
        let (OrderValue::Percent(number) | OrderValue::Fixed(number)) = self.value;
        number.is_zero()
    }

    fn is_zero_rate(&self) -> bool {
        matches!(self.value, OrderValue::Percent(rate) if rate.is_zero())
    }
}

impl Order {
    /// Reads what is associated with a record, and the discount that a payment tells of itself.
    ///
    /// # Errors
    ///
    /// [`ActionError::RecordIncomplete`] for what is missing, [`ActionError::InvalidRequest`] for what
    /// cannot be; both name the record and the property.
    pub(super) fn read(record: &EnrolledRecord) -> Result<Self, ActionError> {
        let discounts = above_zero(terms(record, "discount", &record.discounts)?);
        let own = if record.object_type == ObjectType::Payment && discounts.is_empty() {
            of_payment(record)?
        } else {
            None
        };
        let taxes = terms(record, "tax", &record.taxes)?;
        Ok(Self {
            perhaps_in_lines: own.is_some(),
            discounts: discounts.into_iter().chain(own).collect(),
            fees: above_zero(terms(record, "fee", &record.fees)?),
            zero_rates: taxes
                .iter()
                .filter(|tax| tax.is_zero_rate())
                .cloned()
                .collect(),
            taxes: above_zero(taxes),
        })
    }

    /// The taxes without the rest, for an amount in which discounts and fees are.
    pub(super) fn taxes_alone(self) -> Self {
        Self {
            taxes: self.taxes,
            zero_rates: self.zero_rates,
            ..Self::default()
        }
    }

    /// The values alone.
    pub fn terms(&self) -> OrderTerms {
        let values = |terms: &[OrderTerm]| terms.iter().map(|term| term.value).collect();
        OrderTerms {
            discounts: values(&self.discounts),
            fees: values(&self.fees),
            taxes: values(&self.taxes),
            ..OrderTerms::default()
        }
    }

    /// The taxes on the whole as the tax of a line, where there are any: QuickBooks takes one tax code
    /// for each line. Several stand together as `GST + QST`. Those of 0 % count where there are no others.
    pub(crate) fn line_tax(&self) -> Option<LineTax> {
        let taxes = if self.taxes.is_empty() {
            &self.zero_rates
        } else {
            &self.taxes
        };
        if taxes.is_empty() {
            return None;
        }
        let ids: Vec<&str> = taxes.iter().map(|tax| tax.id.as_str()).collect();
        let labels: Option<Vec<&str>> = taxes.iter().map(|tax| tax.label.as_deref()).collect();
        let rates = taxes.iter().map(|tax| match tax.value {
            OrderValue::Percent(rate) => Some(rate),
            OrderValue::Fixed(_) => None,
        });
        Some(LineTax {
            rate_group: Some(ids.join(" + ")),
            label: labels.map(|labels| labels.join(" + ")),
            rate: rates.sum(),
            amount: None,
            is_exempt: false,
        })
    }

    /// The rates in percent of the taxes on the whole; none where one of them is an amount.
    pub fn tax_rates(&self) -> Vec<Decimal> {
        let rate = |tax: &OrderTerm| match tax.value {
            OrderValue::Percent(rate) => Some(rate),
            OrderValue::Fixed(_) => None,
        };
        let rates: Option<Vec<Decimal>> = self.taxes.iter().map(rate).collect();
        rates.unwrap_or_default()
    }

    /// True for a line's tax that is that of the whole.
    pub fn is_tax_of(&self, line: &LineTax) -> bool {
        self.line_tax().is_some_and(|whole| whole == *line)
    }

    /// The content by which a repeat is known to ask for the same: each term with its value.
    pub(crate) fn content(&self) -> Vec<[String; 3]> {
        let kinds = [
            ("discount", &self.discounts),
            ("fee", &self.fees),
            ("tax", &self.taxes),
        ];
        let content = |(kind, terms): (&str, &Vec<OrderTerm>)| -> Vec<[String; 3]> {
            let one = |term: &OrderTerm| {
                let value = match term.value {
                    OrderValue::Percent(percent) => format!("{}%", percent.normalize()),
                    OrderValue::Fixed(amount) => amount.normalize().to_string(),
                };
                [kind.to_owned(), term.id.clone(), value]
            };
            terms.iter().map(one).collect()
        };
        kinds.into_iter().flat_map(content).collect()
    }
}

/// A payment tells the discount that the buyer was given on the order, in money or else in percent.
fn of_payment(record: &EnrolledRecord) -> Result<Option<OrderTerm>, ActionError> {
    let label = record.label();
    let reader = Reader {
        properties: &record.properties,
        place: Place {
            record: &label,
            object: None,
        },
    };
    let (amount, percentage) = ("hs_order_discount_amount", "hs_order_discount_percentage");
    let positive = |value: Option<Decimal>| value.filter(|value| !value.is_zero());
    let term = |id: &str, value| OrderTerm {
        id: id.to_owned(),
        label: None,
        value,
        is_once: false,
    };
    if let Some(value) = positive(reader.not_negative(amount)?) {
        return Ok(Some(term(amount, OrderValue::Fixed(value))));
    }
    let percent = positive(reader.not_negative(percentage)?);
    if percent.is_some_and(|percent| percent > Decimal::ONE_HUNDRED) {
        return Err(reader.refused(percentage, "is more than 100"));
    }
    Ok(percent.map(|percent| term(percentage, OrderValue::Percent(percent))))
}

fn terms(
    record: &EnrolledRecord,
    kind: &str,
    objects: &[Record],
) -> Result<Vec<OrderTerm>, ActionError> {
    let label = record.label();
    let mut terms = Vec::with_capacity(objects.len());
    for object in objects {
        let reader = Reader {
            properties: &object.properties,
            place: Place {
                record: &label,
                object: Some((kind, &object.id)),
            },
        };
        let order = reader.decimal("hs_sort_order")?;
        let duration = reader.text("hs_duration").filter(|_| kind == "discount");
        let term = OrderTerm {
            id: object.id.clone(),
            label: reader.text("hs_label"),
            value: value(&reader, &object.properties, kind)?,
            is_once: duration.is_some_and(|duration| duration.eq_ignore_ascii_case("once")),
        };
        terms.push((order, term));
    }
    terms.sort_by(|(one_order, one), (order, other)| {
        let id = by_id(&one.id).cmp(&by_id(&other.id));
        (one_order.is_none(), one_order)
            .cmp(&(order.is_none(), order))
            .then(id)
    });
    Ok(terms.into_iter().map(|(_, term)| term).collect())
}

fn above_zero(mut terms: Vec<OrderTerm>) -> Vec<OrderTerm> {
    terms.retain(|term| !term.is_zero());
    terms
}

fn value(
    reader: &Reader<'_>,
    properties: &Properties,
    kind: &str,
) -> Result<OrderValue, ActionError> {
    let value = reader.not_negative("hs_value")?;
    let value = value.ok_or_else(|| reader.missing("hs_value"))?;
    let unit = properties.get("hs_type");
    match unit.map(str::to_ascii_uppercase).as_deref() {
        Some("PERCENT") if kind == "discount" && value > Decimal::ONE_HUNDRED => {
            Err(reader.refused("hs_value", "is more than 100 percent"))
        }
        Some("PERCENT") => Ok(OrderValue::Percent(value)),
        Some("FIXED") => Ok(OrderValue::Fixed(value)),
        Some(_) => Err(reader.refused("hs_type", "is neither PERCENT nor FIXED")),
        None => Err(reader.missing("hs_type")),
    }
}
