//! A connection's settings: the company's particulars, the rules, and the defaults of options.

mod defaults;
mod hubspot;
mod ledger;
mod numbers;
mod outcomes;
mod payments;
mod quota;
mod reading;
mod references;
mod rules;
mod tax;

pub use self::hubspot::HubSpot;
pub use defaults::Defaults;
pub use ledger::LedgerState;
pub use numbers::NumberTaken;
pub use outcomes::{Notes, Outcomes};
pub use payments::{FeeSource, Fees, PaidInvoices, Payments, Refunds, Vendors, WithoutSale};
pub use quota::QuotaLimits;
pub use reading::WrongSetting;
pub use references::SettingReference;
pub use rules::{
    Amounts, ClassPosition, CustomerMatching, DiscountStyle, MatchRule, MatchingMode, Mismatch,
    NameConflict, OncePer, OneSalePer, ProductType, Products,
};

pub use tax::{
    InclusiveAmounts, Tax, TaxedPrices, is_inclusive, is_us, tax_rounding, with_other_tax_rounding,
};

use std::collections::BTreeMap;
use std::time::Duration;

use ::hubspot::FilterGroup;
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::ActionError;
use crate::amounts::Precision;

/// The settings of one connection, as the settings document holds them in JSON.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The QuickBooks company.
    pub company: Company,
    /// The HubSpot account.
    #[serde(default)]
    pub hubspot: HubSpot,
    /// The rules by which a contact or company becomes a customer.
    #[serde(default)]
    pub customers: CustomerMatching,
    /// The rules by which a line item becomes a product.
    #[serde(default)]
    pub products: Products,
    /// The rules by which a name becomes a vendor.
    #[serde(default)]
    pub vendors: Vendors,
    /// The parts of a payment that go into QuickBooks.
    #[serde(default)]
    pub payments: Payments,
    /// The processing fee of a payment.
    #[serde(default)]
    pub fees: Fees,
    /// The refunds that are booked.
    #[serde(default)]
    pub refunds: Refunds,
    /// The payments that become a paid invoice.
    #[serde(default)]
    pub paid_invoices: PaidInvoices,
    /// The rules by which amounts are represented and compared.
    #[serde(default)]
    pub amounts: Amounts,
    /// The tax code a line gets, outside the US.
    #[serde(default)]
    pub tax: Tax,
    /// The ids of the custom fields of sales forms, by a name for options to use, such as
    /// `{"po_number": "2"}`.
    #[serde(default)]
    pub custom_fields: BTreeMap<String, String>,
    /// The unit that gets one document: the record, or each enrolment of it in a workflow.
    #[serde(default)]
    pub once_per: OncePer,
    /// The records whose sale is one: the deal with its quotes and payments, or each record.
    #[serde(default)]
    pub one_sale_per: OneSalePer,
    /// The ledger's state, after it was restored.
    #[serde(default)]
    pub ledger: LedgerState,
    /// The remedy for a number of options that another document has.
    #[serde(default)]
    pub document_number_taken: NumberTaken,
    /// Where the class stands: on the document or on each line.
    #[serde(default)]
    pub class_position: ClassPosition,
    /// Limits of QuickBooks' API that Intuit does not document, or documents twice.
    #[serde(default)]
    pub quickbooks: QuickBooksLimits,
    /// The ways in which HubSpot is told what became of a record.
    #[serde(default)]
    pub outcomes: Outcomes,
    /// Values of options that a request does not give.
    #[serde(default)]
    pub defaults: Defaults,
}

/// The QuickBooks company of a connection.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Company {
    /// Intuit's id of the company ("realm id").
    pub realm_id: String,
    /// The company's country, as in QuickBooks' `CompanyInfo`, such as `US`.
    #[serde(default = "united_states")]
    pub country: String,
    /// The currency of the books, ISO 4217.
    #[serde(default = "us_dollar")]
    pub home_currency: String,
    /// True when the company has multi-currency on (QuickBooks' `CurrencyPrefs.MultiCurrencyEnabled`);
    /// a record in a foreign currency is refused when it has not.
    #[serde(default)]
    pub multi_currency: bool,
    /// True when the company's people number its sales forms (QuickBooks'
    /// `SalesFormsPrefs.CustomTxnNumbers`); where QuickBooks does, a number that options give is left out.
    #[serde(default = "yes")]
    pub custom_transaction_numbers: bool,
    /// The company's time zone, as in the IANA database; decides which day "today" is.
    #[serde(default = "universal_time")]
    pub time_zone: String,
}

/// Limits of QuickBooks' API.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct QuickBooksLimits {
    /// Items per batch request. Intuit's pages say 10 and 30.
    pub batch_items: usize,
    /// For how many minutes QuickBooks is trusted to remember a `requestid`. Intuit does not say;
    /// after it, an unknown outcome is looked up before the document is posted again.
    pub request_id_memory_minutes: u32,
    /// For how many seconds to hold back when QuickBooks throttles without saying how long; estimated
    /// from the quota when absent.
    pub throttle_wait_seconds: Option<u32>,
    /// The decimals at which QuickBooks compares a line's quantity × unit price with its amount.
    pub line_check: LineCheck,
    /// The limits of the company's requests.
    pub quota: QuotaLimits,
}

impl Default for QuickBooksLimits {
    fn default() -> Self {
        Self {
            batch_items: 10,
            request_id_memory_minutes: 60,
            throttle_wait_seconds: None,
            line_check: LineCheck::default(),
            quota: QuotaLimits::default(),
        }
    }
}

/// The decimals at which QuickBooks compares a line's quantity × unit price with its amount (code 6070).
///
/// Intuit says "rounded to cents" and nothing of currencies without cents, or with a thousandth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LineCheck {
    /// Two, in every currency: an amount with a third decimal is refused before it is posted.
    #[default]
    TwoDecimals,
    /// Those of the currency: none for JPY, three for KWD.
    Currency,
}

impl QuickBooksLimits {
    /// The decimals of amounts, and those at which QuickBooks compares lines, for a currency of so many.
    pub const fn precision(&self, currency: u32) -> Precision {
        let checked = match self.line_check {
            LineCheck::TwoDecimals => 2,
            LineCheck::Currency => currency,
        };
        Precision { currency, checked }
    }
}

fn united_states() -> String {
    "US".to_owned()
}

fn us_dollar() -> String {
    "USD".to_owned()
}

const fn yes() -> bool {
    true
}

fn universal_time() -> String {
    "UTC".to_owned()
}

impl Settings {
    /// Reads a settings document.
    ///
    /// # Errors
    ///
    /// [`ActionError::SettingMissing`] that names every setting that is wrong.
    pub fn parse(document: &str) -> Result<Self, ActionError> {
        let (settings, wrong) = Self::examine(document);
        match (settings, wrong.as_slice()) {
            (Some(settings), []) => Ok(settings),
            (_, wrong) => Err(reading::unusable(wrong)),
        }
    }

    /// The settings of a document as far as they can be read, and everything that is wrong with it: they can be
    /// used where that is nothing.
    pub fn examine(document: &str) -> (Option<Self>, Vec<WrongSetting>) {
        let (settings, mut wrong) = reading::read(document);
        wrong.extend(settings.iter().flat_map(Self::faults));
        (settings, wrong)
    }

    /// The time to hold back when QuickBooks throttles without saying how long, where that is set.
    pub fn throttle_wait(&self) -> Option<Duration> {
        let seconds = self.quickbooks.throttle_wait_seconds;
        seconds.map(|seconds| Duration::from_secs(seconds.into()))
    }

    /// The time for which QuickBooks is trusted to remember a request id.
    pub fn request_id_memory(&self) -> SignedDuration {
        SignedDuration::from_mins(self.quickbooks.request_id_memory_minutes.into())
    }

    /// The settings that can be read and cannot be used.
    fn faults(&self) -> Vec<WrongSetting> {
        let mut faults: Vec<WrongSetting> = Vec::new();
        let mut check = |is_right: bool, setting: &str, reason: &str| {
            if !is_right {
                faults.push(WrongSetting::new(setting, reason));
            }
        };
        let company = &self.company;
        check(
            TimeZone::get(&company.time_zone).is_ok(),
            TIME_ZONE,
            EXPECTED_ZONE,
        );
        check(
            company.country.len() == 2
                && company
                    .country
                    .bytes()
                    .all(|byte| byte.is_ascii_alphabetic()),
            "company.country",
            "expected a code of two letters (ISO 3166), such as US",
        );
        let currency = &company.home_currency;
        check(
            currency.len() == 3 && currency.bytes().all(|byte| byte.is_ascii_uppercase()),
            "company.home_currency",
            "expected an ISO 4217 code such as USD",
        );
        check(
            !is_us(company) || self.tax.prices != TaxedPrices::Inclusive,
            "tax.prices",
            "a US company's prices never include the tax in QuickBooks: expected `exclusive`",
        );
        check(
            (1..=30).contains(&self.quickbooks.batch_items),
            "quickbooks.batch_items",
            "expected 1 to 30",
        );
        check(
            (40..=500).contains(&self.customers.display_name_length),
            "customers.display_name_length",
            "expected 40 to 500: a shorter name has no room for the HubSpot id that tells it from another",
        );
        if let Some(limit) = self.quickbooks.quota.impossible() {
            let setting = format!("quickbooks.quota.{limit}");
            check(false, &setting, "expected 1 or more");
        }
        faults.extend(self.customers.fault());
        let wrong = |name: &String| {
            let setting = format!("custom_fields.{name}");
            WrongSetting::new(
                &setting,
                "expected QuickBooks' id of the field, such as `1`",
            )
        };
        let is_id = |id: &String| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
        let named = self.custom_fields.iter().filter(|(_, id)| !is_id(id));
        faults.extend(named.map(|(name, _)| wrong(name)));
        faults.extend(self.defaults.faults(&self.custom_fields));
        faults
    }
}

/// The place of a company's time zone among the settings, and what is expected there.
const TIME_ZONE: &str = "company.time_zone";
const EXPECTED_ZONE: &str = "expected a name such as America/New_York";

impl Company {
    /// The company's time zone.
    pub fn time_zone(&self) -> Result<TimeZone, ActionError> {
        let zone = TimeZone::get(&self.time_zone);
        zone.map_err(|_| reading::unusable(&[WrongSetting::new(TIME_ZONE, EXPECTED_ZONE)]))
    }
}

impl CustomerMatching {
    fn fault(&self) -> Option<WrongSetting> {
        if self.match_by.is_empty() {
            let reason = "an empty list finds no customer: leave it out, or name what customers are found by";
            return Some(WrongSetting::new("customers.match_by", reason));
        }
        let groups: &[FilterGroup] = &self.filter_groups;
        let wrong = |reason: &str| WrongSetting::new("customers.filter_groups", reason);
        if self.mode == MatchingMode::SyncFilter && groups.is_empty() {
            return Some(wrong("the mode sync_filter needs a filter"));
        }
        let fault = ::hubspot::validate(groups).err()?;
        Some(wrong(&fault.to_string()))
    }
}
