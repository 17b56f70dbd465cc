//! The days of a document.

use hubspot::Properties;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::ActionError;
use crate::options::{CommonOptions, EXPECTED_DATE, EXPECTED_YEARS, is_bookable};
use crate::settings::Settings;
use crate::subject::Subject;

/// The date of a document: the one asked for, else the record's own, else today in the company's time
/// zone.
pub(crate) fn document_date(
    options: &CommonOptions,
    subject: &Subject,
    settings: &Settings,
    now: Timestamp,
) -> Result<Date, ActionError> {
    let zone = settings.company.time_zone()?;
    let asked = options.transaction_day(&subject.label, &zone)?;
    let date = asked.or(subject.date);
    Ok(date.unwrap_or_else(|| zone.to_datetime(now).date()))
}

/// The date of service, for every line.
pub(crate) fn service_date(
    options: &CommonOptions,
    settings: &Settings,
) -> Result<Option<Date>, ActionError> {
    let place = "options.service_date";
    let text = options.service_date.clone().unwrap_or_default();
    let properties: Properties = std::iter::once((place.to_owned(), text)).collect();
    let date = properties.date(place, &settings.company.time_zone()?);
    let refused = |expected: &str| ActionError::invalid(format!("`{place}`: {expected}"));
    match date.map_err(|_| refused(EXPECTED_DATE))? {
        Some(date) if !is_bookable(date) => Err(refused(EXPECTED_YEARS)),
        date => Ok(date),
    }
}
