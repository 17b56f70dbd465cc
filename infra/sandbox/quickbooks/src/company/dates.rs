//! The dates of documents.

use jiff::civil::Date;
use jiff::{Span, Timestamp, ZonedDateTime};
use serde_json::Value;

use crate::company::{Company, Entity, Fields, decimal, text};
use crate::fault::Fault;

/// Days until an invoice is due when neither it nor its customer has terms.
const DAYS_WITHOUT_TERMS: i64 = 30;

/// Today in the company's time zone.
pub(crate) fn today(company: &Company, now: Timestamp) -> Date {
    ZonedDateTime::new(now, company.zone.clone()).date()
}

/// The date of a property, when it has one.
pub(crate) fn date(fields: &Fields, name: &str) -> Option<Date> {
    text(fields, name)?.parse().ok()
}

/// Refuses a date on or before the day the books were closed.
pub(crate) fn check_open_period(company: &Company, date: Date) -> Result<(), Fault> {
    let closed = company
        .preference("AccountingInfoPrefs", "BookCloseDate")
        .and_then(Value::as_str);
    match closed.and_then(|day| day.parse::<Date>().ok()) {
        Some(closed) if date <= closed => Err(Fault::period_closed()),
        _ => Ok(()),
    }
}

/// The due date that a term gives a document of this date.
pub(crate) fn due_date(company: &Company, term: Option<&str>, date: Date) -> Date {
    let term = term.and_then(|id| company.fields(Entity::Term, id));
    let whole = |name: &str| {
        term.and_then(|term| decimal::field(term, name))
            .and_then(|days| i64::try_from(days).ok())
    };
    if let Some(day) = whole("DayOfMonthDue") {
        return day_of_month(date, day, whole("DueNextMonthDays").unwrap_or(0));
    }
    days_later(date, whole("DueDays").unwrap_or(DAYS_WITHOUT_TERMS))
}

/// That day of the month; of the next month when it has passed or is fewer than `notice` days away.
fn day_of_month(date: Date, day: i64, notice: i64) -> Date {
    let this_month = with_day(date, day);
    let days_left = i64::from(date.until(this_month).map_or(0, |span| span.get_days()));
    if days_left < notice || this_month < date {
        let next_month = date.first_of_month().saturating_add(Span::new().months(1));
        return with_day(next_month, day);
    }
    this_month
}

fn with_day(month: Date, day: i64) -> Date {
    let first = month.first_of_month();
    let day = day.clamp(1, i64::from(first.days_in_month()));
    days_later(first, day - 1)
}

fn days_later(date: Date, days: i64) -> Date {
    date.saturating_add(Span::new().days(days.clamp(0, 36_500)))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_of_the_month_that_passed_or_is_too_close_is_in_the_next_month() {
        let cases = [
            (date(2026, 5, 1), 10, 5, date(2026, 5, 10)),
            (date(2026, 5, 7), 10, 5, date(2026, 6, 10)),
            (date(2026, 5, 20), 10, 0, date(2026, 6, 10)),
            (date(2026, 5, 10), 10, 0, date(2026, 5, 10)),
            (date(2026, 1, 31), 31, 1, date(2026, 2, 28)),
            (date(2026, 12, 15), 1, 0, date(2027, 1, 1)),
        ];
        for (issued, day, notice, due) in cases {
            assert_eq!(day_of_month(issued, day, notice), due, "{issued} due {day}");
        }
    }
}
