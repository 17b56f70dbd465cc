//! One line item, read and validated.

use hubspot::Record;
use iso_currency::Currency;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;

use super::reader::{Place, Reader};
use super::recurrence::{Delay, Recurrence, Term};
use super::{LineTax, OrderTerm};
use super::{decimals_of, product, unreadable};
use crate::ActionError;
use crate::record::absence::absent;
use crate::request::{EnrolledRecord, other_id};

/// One line item of a sale.
#[derive(Clone, derive_more::Debug)]
pub struct SaleLine {
    /// HubSpot's id of the line item.
    pub id: String,
    /// The place that HubSpot gives it on the quote (`hs_position_on_quote`).
    pub position: Option<Decimal>,
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
            position: None,
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

    /// The place of the line among those of its record whatever order they are given in: that of the quote, and by ids where
    /// that tells none.
    pub(crate) fn place(&self) -> impl Ord + use<'_> {
        let position = (self.position.is_none(), self.position);
        (self.is_fee, position, by_id(&self.id))
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

/// The key by which ids come in their order: those of HubSpot are numbers, of which the longer one is the greater.
pub(super) fn by_id(id: &str) -> (usize, &str) {
    (id.len(), id)
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
    let label = record.label();
    let mut lines = Vec::with_capacity(record.line_items.len());
    for item in &record.line_items {
        let reader = reader(&label, item);
        lines.push(reader.line(&item.id, currency, zone)?);
    }
    lines.sort_by_key(|line| (line.position.is_none(), line.position));
    Ok(lines)
}

/// Checks that each line has something by which its product is found.
///
/// # Errors
///
/// [`ActionError::RecordIncomplete`] for the first that has neither a name nor an SKU nor a product.
pub(crate) fn require_products(record: &EnrolledRecord) -> Result<(), ActionError> {
    let label = record.label();
    let mut items = record.line_items.iter();
    items.try_for_each(|item| reader(&label, item).require_product())
}

fn reader<'r>(record: &'r str, item: &'r Record) -> Reader<'r> {
    Reader {
        properties: &item.properties,
        place: Place {
            record,
            object: Some(("line item", &item.id)),
        },
    }
}

impl Reader<'_> {
    fn line(&self, id: &str, currency: Currency, zone: &TimeZone) -> Result<SaleLine, ActionError> {
        self.check_currency(currency)?;
        let position = self.decimal("hs_position_on_quote")?;
        let (quantity, price) = (self.quantity()?, self.not_negative("price")?);
        let net = self.net()?;
        Ok(SaleLine {
            id: id.to_owned(),
            position,
            name: self.text("name"),
            description: self.text("description"),
            sku: product::sku(self.properties).map(str::to_owned),
            product_id: product::product_id(self.properties).map(str::to_owned),
            quantity,
            price,
            net,
            tax: self.tax(net, decimals_of(currency))?,
            bundle: other_id(self.properties, "hs_bundle_id").map(str::to_owned),
            recurrence: self.recurrence(zone)?,
            is_fee: false,
        })
    }

    /// Checks that there is something by which the line's product is found.
    fn require_product(&self) -> Result<(), ActionError> {
        let has_product = product::sku(self.properties).is_some()
            || product::product_id(self.properties).is_some();
        if has_product || self.text("name").is_some() {
            return Ok(());
        }
        Err(ActionError::incomplete(format!(
            "{}: {}, or name one product for all lines in `options.products`",
            self.place,
            absent(self.properties, "name")
        )))
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
    /// `discount`, which is money off each unit. Of the latter two HubSpot keeps one.
    fn discount(&self, gross: Decimal) -> Result<Decimal, ActionError> {
        if let Some(total) = self.not_negative("hs_total_discount")? {
            return Ok(total);
        }
        let quantity = self.quantity()?;
        let percent = self.not_negative("hs_discount_percentage")?;
        let percent = percent.map(|percent| gross * percent / Decimal::ONE_HUNDRED);
        let off_units = self.not_negative("discount")?;
        let off_units = off_units.map(|per_unit| per_unit * quantity);
        match (percent, off_units) {
            (Some(percent), Some(off_units)) if is_contradiction(percent, off_units) => {
                Err(ActionError::invalid(format!(
                    "{}: `discount` is {} off in all, and `hs_discount_percentage` is {} off, so that the line's \
                     `amount`, which was not loaded, may be either: load it too, or correct it in HubSpot",
                    self.place,
                    off_units.normalize(),
                    percent.normalize()
                )))
            }
            (percent, off_units) => Ok(percent.or(off_units).unwrap_or_default()),
        }
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
            delay: self.delay()?,
            shown: [
                positive(self.not_negative("hs_tcv")?),
                positive(self.not_negative("hs_acv")?),
                positive(self.not_negative("hs_arr")?),
                positive(self.not_negative("hs_mrr")?),
            ],
            frequency,
        }))
    }

    /// The delay of the first billing. `hs_billing_start_delay_type` names the property that counts, of which others may
    /// still hold what they did.
    fn delay(&self) -> Result<Option<Delay>, ActionError> {
        let counting = self.properties.get("hs_billing_start_delay_type");
        let of = |name: &str| {
            let is_counting = counting.is_none_or(|counting| counting == name);
            let value = self.not_negative(name)?;
            let value = value.filter(|value| is_counting && !value.is_zero());
            Ok::<_, ActionError>(value.map(|value| value.normalize()))
        };
        let days = of("hs_billing_start_delay_days")?.map(Delay::Days);
        let months = of("hs_billing_start_delay_months")?.map(Delay::Months);
        Ok(days.or(months))
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

/// True for two discounts that are not the same to the cent; zero is none.
fn is_contradiction(one: Decimal, other: Decimal) -> bool {
    let cent = Decimal::new(1, 2);
    !one.is_zero() && !other.is_zero() && (one - other).abs() >= cent
}

#[cfg(test)]
mod tests;
