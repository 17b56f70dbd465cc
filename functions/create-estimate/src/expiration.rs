//! When an offer expires.

use actions::options::{EXPECTED_YEARS, is_bookable};
use actions::response::Warning;
use actions::{ActionError, ReadInput};
use hubspot::ObjectType;
use jiff::civil::Date;

use crate::options::{EstimateOptions, ExpirationDate};

/// The property of a quote that holds its last day.
const PROPERTY: &str = "hs_expiration_date";

/// The last day that the quote itself gives, in the company's time zone.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] for a date that cannot be read.
pub(crate) fn of_record(
    asked: &ReadInput<'_, EstimateOptions>,
) -> Result<Option<Date>, ActionError> {
    let record = asked.record;
    if record.object_type != ObjectType::Quote {
        return Ok(None);
    }
    let zone = asked.settings.company.time_zone()?;
    let date = record.properties.date(PROPERTY, &zone);
    let refused = |reason: &str| ActionError::invalid(format!("{}: {reason}", record.label()));
    match date.map_err(|error| refused(&error.to_string()))? {
        Some(date) if !is_bookable(date) => {
            Err(refused(&format!("property `{PROPERTY}`: {EXPECTED_YEARS}")))
        }
        date => Ok(date),
    }
}

/// The last day of the offer: the one asked for, else the quote's.
pub(crate) fn chosen(option: Option<ExpirationDate>, own: Option<Date>) -> Option<Date> {
    match option {
        Some(ExpirationDate::On(date)) => Some(date),
        Some(ExpirationDate::None) => None,
        None => own,
    }
}

/// The warning for a quote that has expired: its estimate is made all the same, as it shows what was
/// offered.
pub(crate) fn expired(
    asked: &ReadInput<'_, EstimateOptions>,
    expires: Option<Date>,
) -> Result<Option<Warning>, ActionError> {
    let zone = asked.settings.company.time_zone()?;
    let today = zone.to_datetime(asked.now).date();
    let chosen = asked.common.transaction_day(&asked.record.label(), &zone)?;
    let day = chosen.unwrap_or(today);
    Ok(expires.filter(|expires| *expires < day).map(|expires| {
        Warning::new(
            "quote_expired",
            format!(
                "{}: its `{PROPERTY}` is {expires}, before the estimate's date, {day}",
                asked.record.label()
            ),
        )
    }))
}
