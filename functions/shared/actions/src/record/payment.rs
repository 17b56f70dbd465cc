//! A HubSpot payment: its state, its amounts, and whether it was booked another way already.

mod status;

pub use status::PaymentStatus;

use hubspot::Properties;
use iso_currency::Currency;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::ActionError;
use crate::options::{EXPECTED_YEARS, is_bookable};
use crate::record::absence::absent;
use crate::record::sale::{self, decimals_of, unreadable};
use crate::request::EnrolledRecord;
use crate::response::Warning;
use crate::settings::{Company, Settings};

/// True for the payment of a subscription, which is a sale of its own.
pub(crate) fn is_recurring(properties: &Properties) -> bool {
    let payment_type = properties.get("hs_payment_type");
    // Exports hold labels, such as `Recurring payment`.
    let first = payment_type.and_then(|kind| kind.split_whitespace().next());
    first.is_some_and(|word| word.eq_ignore_ascii_case("recurring"))
}

/// A payment as HubSpot's `commerce_payments` hold it.
#[derive(Clone, Debug)]
pub struct Payment {
    /// The record as messages name it, such as `payment 3001`.
    pub label: String,
    /// The state (`hs_latest_status`).
    pub status: PaymentStatus,
    /// The amount the buyer paid (`hs_initial_amount`).
    pub gross: Decimal,
    /// The amount refunded so far, over all refunds (`hs_refunds_amount`).
    pub refunded: Decimal,
    /// The cost of processing (`hs_fees_amount`).
    pub fees: Option<Decimal>,
    /// HubSpot's charge for facilitating it (`hs_platform_fee`).
    pub platform_fee: Option<Decimal>,
    /// The amount left after fees (`hs_net_amount`).
    pub net: Option<Decimal>,
    /// The currency of all amounts.
    pub currency: Currency,
    /// The day on which it was paid, in the company's time zone (`hs_initiated_date`).
    pub paid_on: Option<Date>,
    /// The day on which its record was made in HubSpot (`hs_createdate`): its day, where it says no other.
    pub created_on: Option<Date>,
    /// The payment method (`hs_payment_method_type`), such as `card` or `ach`.
    pub method: Option<String>,
    /// True for a payment of a subscription after its first (`hs_payment_type`).
    pub is_recurring: bool,
    /// The reference people know it by (`hs_reference_number`, else `hs_payment_id`).
    pub reference: Option<String>,
    /// All its properties, to say of a missing one whether it was loaded.
    properties: Properties,
}

impl Payment {
    /// Reads a payment.
    ///
    /// # Errors
    ///
    /// [`ActionError::RecordIncomplete`] without a status or an amount,
    /// [`ActionError::InvalidRequest`] for a property that cannot be read.
    pub fn read(record: &EnrolledRecord, company: &Company) -> Result<Self, ActionError> {
        let label = record.label();
        let properties = &record.properties;
        let amount = |name: &str| match properties.decimal(name) {
            Ok(Some(value)) if value < Decimal::ZERO && name != "hs_net_amount" => {
                Err(ActionError::invalid(format!(
                    "{label}: `{name}` is negative: correct it in HubSpot"
                )))
            }
            value => value.map_err(|error| unreadable(&label, &error)),
        };
        let currency = sale::currency(record, company)?;
        let booked = |name: &str| {
            let value = amount(name)?;
            match value.filter(|value| value.normalize().scale() > decimals_of(currency)) {
                None => Ok(value),
                Some(value) => Err(ActionError::invalid(format!(
                    "{label}: `{name}` is {value}, and amounts in {} have at most {} decimals: correct it in \
                     HubSpot",
                    currency.code(),
                    decimals_of(currency)
                ))),
            }
        };
        let missing =
            |name: &str| ActionError::incomplete(format!("{label}: {}", absent(properties, name)));
        let zone = company.time_zone()?;
        let day = |name: &str| match properties.date(name, &zone) {
            Ok(Some(date)) if !is_bookable(date) => Err(ActionError::invalid(format!(
                "{label}: property `{name}`: {EXPECTED_YEARS}"
            ))),
            day => day.map_err(|error| unreadable(&label, &error)),
        };
        let paid_on = day("hs_initiated_date")?;
        let created_on = match paid_on {
            None => day("hs_createdate")?,
            Some(_) => None,
        };
        let text = |name: &str| properties.get(name).map(str::to_owned);
        Ok(Self {
            status: (properties.get("hs_latest_status"))
                .ok_or_else(|| missing("hs_latest_status"))
                .map(status_of)?,
            gross: booked("hs_initial_amount")?.ok_or_else(|| missing("hs_initial_amount"))?,
            refunded: booked("hs_refunds_amount")?.unwrap_or_default(),
            fees: amount("hs_fees_amount")?,
            platform_fee: amount("hs_platform_fee")?,
            net: amount("hs_net_amount")?,
            currency,
            paid_on,
            created_on,
            method: text("hs_payment_method_type").or_else(|| text("hs_payment_method")),
            is_recurring: is_recurring(properties),
            reference: text("hs_reference_number").or_else(|| text("hs_payment_id")),
            properties: properties.clone(),
            label,
        })
    }

    /// Checks that the buyer was charged, whatever was given back since. Processing was paid for then
    /// too, and HubSpot does not return the fee with a refund.
    ///
    /// # Errors
    ///
    /// [`ActionError::InvalidRequest`] that names the status and the way out.
    pub fn require_charged(&self) -> Result<(), ActionError> {
        if self.status.is_charged() {
            return Ok(());
        }
        Err(ActionError::invalid(format!(
            "{}: its `hs_latest_status` is {}, and only a payment that was charged is booked: {}",
            self.label,
            self.status,
            self.status.until_charged()
        )))
    }

    /// The day of its document: the one on which it was paid, else that on which HubSpot's record of it was made.
    pub fn date(&self) -> Option<Date> {
        self.paid_on.or(self.created_on)
    }

    /// The warning that it does not say when it was paid, and that its document is dated on this day.
    pub(crate) fn undated(&self, date: Date) -> Option<Warning> {
        let reason = match (self.paid_on, self.created_on) {
            (Some(_), _) => return None,
            (None, Some(_)) => "the day on which HubSpot's record of it was made",
            (None, None) => "today",
        };
        Some(Warning::new(
            "payment_undated",
            format!(
                "{}: its `hs_initiated_date` says no day, so its document is dated {date}, {reason}: where it was paid on \
                 another, correct the date in QuickBooks, and give `options.transaction_date` for those to come",
                self.label
            ),
        ))
    }

    /// The warning of a sale whose money is, or may be, taken back by the buyer's bank.
    pub fn disputed(&self) -> Option<Warning> {
        let left_to_do = self.status.disputed()?;
        Some(Warning::new(
            "payment_disputed",
            format!("{}: {left_to_do}", self.label),
        ))
    }

    /// The warning for what is booked of a payment that failed since, or whose dispute is open or lost.
    pub(crate) fn taken_back(&self) -> Option<Warning> {
        if self.status != PaymentStatus::Failed {
            return self.disputed();
        }
        Some(Warning::new(
            "payment_failed",
            format!(
                "{}: its `hs_latest_status` is failed now, so its money did not come, or its bank took it back before it was \
                 settled: what is booked of it stands in QuickBooks, and is for you to void there",
                self.label
            ),
        ))
    }

    /// The error for a property that only HubSpot writes, has no value and is needed.
    pub fn lacks(&self, property: &str) -> ActionError {
        let label = &self.label;
        if !self.properties.has(property) {
            let reason = absent(&self.properties, property);
            return ActionError::incomplete(format!("{label}: {reason}"));
        }
        ActionError::incomplete(format!(
            "{label}: its `hs_latest_status` is {}, and `{property}` says nothing: enrol it again once HubSpot \
             shows it",
            self.status
        ))
    }

    /// True where nobody was paid for processing it: money in cash, say, that a person noted in HubSpot
    /// (`hs_processor_type` is `none`).
    pub fn has_no_processor(&self) -> bool {
        let processor = self.properties.get("hs_processor_type");
        processor.is_some_and(|name| name.eq_ignore_ascii_case("none"))
    }

    /// Refuses an amount of more decimals than QuickBooks takes: thousandths, where it books cents.
    ///
    /// # Errors
    ///
    /// [`ActionError::InvalidRequest`] that names the amount and the setting.
    pub fn check_decimals(
        &self,
        name: &str,
        amount: Decimal,
        settings: &Settings,
    ) -> Result<(), ActionError> {
        let precision = settings.quickbooks.precision(self.decimals());
        if precision.takes(amount) {
            return Ok(());
        }
        Err(ActionError::invalid(format!(
            "{}: {name}, {amount} {}, has more than the {} decimals that QuickBooks takes (see the setting \
             `quickbooks.line_check`): nothing was created; book it in QuickBooks by hand",
            self.label,
            self.currency.code(),
            precision.of_lines()
        )))
    }

    /// The decimals of the smallest unit of the currency.
    pub fn decimals(&self) -> u32 {
        self.currency.exponent().map_or(2, u32::from)
    }
}

/// The status of a text that HubSpot wrote; every text is one.
fn status_of(text: &str) -> PaymentStatus {
    // Messages show it, and what is not as HubSpot writes states may be somebody's name.
    let is_state = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    let other = if text.bytes().all(is_state) {
        text.to_owned()
    } else {
        format!("a text of {} characters", text.chars().count())
    };
    // Exports write `Partially refunded` and `Disputed - lost`.
    let words = text
        .split([' ', '-', '_', ':'])
        .filter(|word| !word.is_empty());
    let state = words.collect::<Vec<_>>().join("_").parse();
    match state {
        Ok(PaymentStatus::Other(_)) | Err(_) => PaymentStatus::Other(other),
        Ok(state) => state,
    }
}
