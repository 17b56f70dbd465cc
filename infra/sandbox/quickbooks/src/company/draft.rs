//! The draft of a row: what a write is about to store, and the settings that it is written under.

use jiff::Timestamp;

use crate::company::{Entity, Fields};
use crate::options::{
    CurrencyOfNewNames, MissingExchangeRate, OpenQuestions, SandboxOptions, TaxInclusiveAmounts,
    TaxRounding,
};

/// The circumstances of a write.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) now: Timestamp,
    /// `true` if a document number may be used twice in this request.
    pub(crate) allow_duplicate_numbers: bool,
    pub(crate) send_increments_sync_token: bool,
    pub(crate) default_us_tax_code: Option<String>,
    pub(crate) tax_inclusive_amounts: TaxInclusiveAmounts,
    pub(crate) tax_rounding: TaxRounding,
    pub(crate) missing_exchange_rate: MissingExchangeRate,
    pub(crate) currency_of_new_names: CurrencyOfNewNames,
    pub(crate) open_questions: OpenQuestions,
    pub(crate) address_coordinates: bool,
}

impl Settings {
    /// The settings that follow from the options, at this moment.
    pub(crate) fn of(options: &SandboxOptions, now: Timestamp) -> Self {
        Self {
            now,
            allow_duplicate_numbers: !options.warn_duplicate_document_numbers,
            send_increments_sync_token: options.send_increments_sync_token,
            default_us_tax_code: options.default_us_tax_code.clone(),
            tax_inclusive_amounts: options.tax_inclusive_amounts,
            tax_rounding: options.tax_rounding,
            missing_exchange_rate: options.missing_exchange_rate,
            currency_of_new_names: options.currency_of_new_names,
            open_questions: options.open_questions,
            address_coordinates: options.address_coordinates,
        }
    }
}

/// A row that is being written.
pub(crate) struct Draft<'a> {
    pub(crate) entity: Entity,
    pub(crate) id: String,
    /// The properties sent, read against the schema; `null` clears a property.
    pub(crate) sent: &'a Fields,
    /// The row that will be stored.
    pub(crate) fields: Fields,
    /// The row that is stored now.
    pub(crate) old: Option<Fields>,
    pub(crate) settings: &'a Settings,
}
