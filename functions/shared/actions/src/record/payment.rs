//! A HubSpot payment: its state, its amounts, and whether it was booked another way already.

use iso_currency::Currency;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::ActionError;
use crate::record::sale::{self, unreadable};
use crate::request::EnrolledRecord;
use crate::reservation::is_recurring;
use crate::settings::Company;

/// A payment as HubSpot's `commerce_payments` hold it.
#[derive(Clone, Debug)]
pub struct Payment {
    /// The record as messages name it, such as `payment 3001`.
    pub label: String,
    /// The state (`hs_latest_status`), such as `succeeded`.
    pub status: String,
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
    pub date: Option<Date>,
    /// The payment method (`hs_payment_method_type`), such as `card` or `ach`.
    pub method: Option<String>,
    /// True for a payment of a subscription after its first (`hs_payment_type`).
    pub is_recurring: bool,
    /// The reference people know it by (`hs_reference_number`, else `hs_payment_id`).
    pub reference: Option<String>,
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
        let missing = |name: &str| {
            ActionError::incomplete(format!("{label}: `{name}` is empty: load it too"))
        };
        let date = properties.date("hs_initiated_date", &company.time_zone()?);
        let text = |name: &str| properties.get(name).map(str::to_owned);
        Ok(Self {
            status: text("hs_latest_status").ok_or_else(|| missing("hs_latest_status"))?,
            gross: amount("hs_initial_amount")?.ok_or_else(|| missing("hs_initial_amount"))?,
            refunded: amount("hs_refunds_amount")?.unwrap_or_default(),
            fees: amount("hs_fees_amount")?,
            platform_fee: amount("hs_platform_fee")?,
            net: amount("hs_net_amount")?,
            currency: sale::currency(record, company)?,
            date: date.map_err(|error| unreadable(&label, &error))?,
            method: text("hs_payment_method_type").or_else(|| text("hs_payment_method")),
            is_recurring: is_recurring(properties.get("hs_payment_type")),
            reference: text("hs_reference_number").or_else(|| text("hs_payment_id")),
            label,
        })
    }

    /// Checks that the payment went through.
    ///
    /// # Errors
    ///
    /// [`ActionError::InvalidRequest`] that names the status.
    pub fn require_succeeded(&self) -> Result<(), ActionError> {
        self.require_status(&["succeeded"])
    }

    /// Checks that the buyer was charged, whatever was given back since: processing was paid for
    /// then, and HubSpot does not return the fee with a refund.
    ///
    /// # Errors
    ///
    /// [`ActionError::InvalidRequest`] that names the status.
    pub fn require_charged(&self) -> Result<(), ActionError> {
        self.require_status(&[
            "succeeded",
            "processing_refund",
            "partially_refunded",
            "refunded",
        ])
    }

    fn require_status(&self, allowed: &[&str]) -> Result<(), ActionError> {
        if allowed
            .iter()
            .any(|status| self.status.eq_ignore_ascii_case(status))
        {
            return Ok(());
        }
        Err(ActionError::invalid(format!(
            "{}: its `hs_latest_status` is {}, and only a payment that has succeeded is booked: enrol \
             it once it has",
            self.label, self.status
        )))
    }

    /// The decimals of the smallest unit of the currency.
    pub fn decimals(&self) -> u32 {
        self.currency.exponent().map_or(2, u32::from)
    }
}
