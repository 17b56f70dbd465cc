//! The sale of a record: its lines and amounts, read and validated.

mod line;
mod line_tax;
mod order;
pub(crate) mod product;
mod reader;
mod recurrence;
pub(crate) mod whole;

pub use line::SaleLine;
pub(crate) use line::require_products;
pub use line_tax::LineTax;
pub use order::{Order, OrderTerm};
pub(crate) use recurrence::contract_amount;
pub use recurrence::{ContractValue, Delay, Recurrence};

use std::fmt;

use hubspot::{ObjectType, PropertyError};
use iso_currency::Currency;
use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};

use crate::ActionError;
use crate::options::NameOrId;
use crate::record::absence::absent;
use crate::record::payment;
use crate::request::EnrolledRecord;
use crate::settings::Company;

/// The lines that a deal or quote sells, in the order the buyer sees.
#[derive(Clone, Debug)]
pub struct Sale {
    /// The record as messages name it, such as `deal 9001`.
    pub label: String,
    /// The currency of all amounts.
    pub currency: Currency,
    /// The total HubSpot shows on the record, if it shows one.
    pub shown_total: Option<Decimal>,
    /// True when that total includes tax, as what a buyer paid does.
    pub total_has_tax: bool,
    /// True for a quote: HubSpot does not say whether the tax is in the total that it shows on one.
    pub is_quote: bool,
    /// True for a payment of a subscription after its first (`hs_payment_type`).
    pub is_renewal: bool,
    /// The day of a payment, after which lines may be billed that it is not for.
    pub paid_on: Option<Date>,
    /// The lines, at least one, and after them the fees on the whole.
    pub lines: Vec<SaleLine>,
    /// The discounts, fees and taxes on the record as a whole.
    pub order: Order,
    /// The tax on lines and whole together, as the chosen reading of the record has it; none before one
    /// is chosen, and where HubSpot shows no tax.
    pub tax: Option<Decimal>,
    /// The item of all lines, where the record has no lines of its own.
    pub item: Option<NameOrId>,
}

impl Sale {
    /// Reads what a record sells; one without line items is one line for its whole amount, where
    /// there is an item for that.
    ///
    /// # Errors
    ///
    /// [`ActionError::RecordIncomplete`] for what is missing, [`ActionError::InvalidRequest`] for
    /// what cannot be; both name the record and the property.
    pub fn read(
        record: &EnrolledRecord,
        company: &Company,
        item_without_lines: Option<&NameOrId>,
    ) -> Result<Self, ActionError> {
        let label = record.label();
        record.require_loaded()?;
        let currency = currency(record, company)?;
        let (_, total_property) = properties_of(&record.object_type);
        let shown_total = record
            .properties
            .decimal(total_property)
            .map_err(|error| unreadable(&label, &error))?;
        let zone = company.time_zone()?;
        let paid_on = |name: &str| match record.object_type {
            ObjectType::Payment => record.properties.date(name, &zone),
            _ => Ok(None),
        };
        let paid_on = match paid_on("hs_initiated_date") {
            Ok(None) => paid_on("hs_createdate"),
            day => day,
        };
        let item = item_without_lines.filter(|_| record.line_items.is_empty());
        let lines = match item {
            Some(_) => vec![whole::line(record, total_property, shown_total)?],
            None => line::read_all(record, currency, &zone)?,
        };
        Ok(Self {
            label,
            currency,
            shown_total,
            total_has_tax: record.object_type == ObjectType::Payment,
            is_quote: record.object_type == ObjectType::Quote,
            is_renewal: record.object_type == ObjectType::Payment
                && payment::is_recurring(&record.properties),
            paid_on: paid_on.map_err(|error| unreadable(&record.label(), &error))?,
            lines,
            order: match item {
                Some(_) => Order::read(record)?.taxes_alone(),
                None => Order::read(record)?,
            },
            tax: None,
            item: item.cloned(),
        })
    }

    /// True for what a buyer paid in full: once QuickBooks has computed the tax, its total is compared with that.
    pub(crate) const fn is_compared_with_payment(&self) -> bool {
        self.total_has_tax && self.shown_total.is_some()
    }

    /// The tax HubSpot shows on the lines; none where it shows none.
    pub fn tax_of_lines(&self) -> Option<Decimal> {
        let lines = self.lines.iter();
        let taxes: Vec<Decimal> = lines.filter_map(|line| line.tax.amount).collect();
        (!taxes.is_empty()).then(|| taxes.iter().sum())
    }

    /// The tax on the lines, the likeliest first: where a line shows a rate and no tax in money, that is reckoned
    /// from the rate, on the whole or line by line.
    pub(crate) fn reckoned_taxes_of_lines(&self, is_inclusive: bool) -> Vec<Decimal> {
        let lines = || self.lines.iter();
        let reckoned = |line: &SaleLine| line.tax.reckoned(line.net, is_inclusive);
        if !lines().any(|line| line.tax.amount.is_none() && line.tax.is_taxed()) {
            return vec![self.tax_of_lines().unwrap_or_default()];
        }
        let rounding = RoundingStrategy::MidpointAwayFromZero;
        let rounded = |tax: Decimal| tax.round_dp_with_strategy(self.decimals(), rounding);
        let exact = lines().map(reckoned).sum();
        let by_line = lines().map(reckoned).map(rounded).sum();
        vec![exact, by_line]
    }

    /// The rate in percent of each line's own tax, nothing for a line without; empty where a taxed line shows
    /// none.
    pub(crate) fn rates_of_lines(&self) -> Vec<Decimal> {
        let rate = |line: &SaleLine| match line.tax.rate {
            _ if !line.tax.is_taxed() => Some(Decimal::ZERO),
            rate => rate.filter(|rate| !rate.is_zero()),
        };
        let rates: Option<Vec<Decimal>> = self.lines.iter().map(rate).collect();
        rates.unwrap_or_default()
    }

    /// The first line that is billed again later, by payments that are sales of their own.
    pub fn recurring_line(&self) -> Option<&SaleLine> {
        let is_recurring = |recurrence: &Recurrence| !recurrence.is_once();
        let mut lines = self.lines.iter();
        lines.find(|line| line.recurrence.as_ref().is_some_and(is_recurring))
    }

    /// True for a line that is first billed after what the record is about: HubSpot charges, and shows as due, nothing of
    /// it yet.
    pub(crate) fn is_billed_later(&self, line: &SaleLine) -> bool {
        let recurrence = line.recurrence.as_ref();
        recurrence.is_some_and(|recurrence| recurrence.begins_after(self.paid_on))
    }

    /// True for a line that was billed once, with the first payment of a subscription, so that a later one is not for it.
    pub(crate) fn is_billed_before(&self, line: &SaleLine) -> bool {
        let recurs = |line: &SaleLine| line.recurrence.is_some();
        self.is_renewal && !line.is_fee && !recurs(line) && self.lines.iter().any(recurs)
    }

    /// The decimals of the smallest unit of the currency: 2 for USD, 0 for JPY.
    pub fn decimals(&self) -> u32 {
        decimals_of(self.currency)
    }
}

/// The decimals of the smallest unit of a currency.
pub(crate) fn decimals_of(currency: Currency) -> u32 {
    currency.exponent().map_or(2, u32::from)
}

/// The properties that hold a record's currency and total, by HubSpot's internal names.
fn properties_of(object_type: &ObjectType) -> (&'static str, &'static str) {
    match object_type {
        ObjectType::Quote => ("hs_currency", "hs_quote_amount"),
        ObjectType::Payment => ("hs_currency_code", "hs_initial_amount"),
        _ => ("deal_currency_code", "amount"),
    }
}

/// The code of a record's own currency, as it stands there.
pub(crate) fn currency_of(record: &EnrolledRecord) -> Option<&str> {
    let (property, _) = properties_of(&record.object_type);
    record.properties.get(property)
}

/// The currency of a record: its own, else the company's.
pub(crate) fn currency(
    record: &EnrolledRecord,
    company: &Company,
) -> Result<Currency, ActionError> {
    let (property, _) = properties_of(&record.object_type);
    // What is empty in HubSpot is the account's own currency; what was not loaded may be any.
    if company.multi_currency && !record.properties.has(property) {
        let reason = absent(&record.properties, property);
        return Err(ActionError::incomplete(format!(
            "{}: {reason}, since the setting `company.multi_currency` is on and amounts may be in another currency than {}",
            record.label(),
            company.home_currency
        )));
    }
    let code = record
        .properties
        .get(property)
        .unwrap_or(&company.home_currency);
    let Some(currency) = Currency::from_code(&code.to_ascii_uppercase()) else {
        return Err(ActionError::invalid(format!(
            "{}: `{property}` is no ISO 4217 code, such as {}: give the code instead of the currency's name or sign",
            record.label(),
            company.home_currency
        )));
    };
    if !code.eq_ignore_ascii_case(&company.home_currency) && !company.multi_currency {
        return Err(ActionError::invalid(format!(
            "{}: its `{property}` is {}, and the QuickBooks company keeps its books in {}: turn \
             multi-currency on in QuickBooks and in the setting `company.multi_currency`, leave such \
             records out of the workflow, or correct the setting `company.home_currency`",
            record.label(),
            currency.code(),
            company.home_currency
        )));
    }
    Ok(currency)
}

/// The error for a property that is there and cannot be read; `place` names the record.
pub(crate) fn unreadable(place: &impl fmt::Display, error: &PropertyError) -> ActionError {
    ActionError::invalid(format!("{place}: {error}"))
}
