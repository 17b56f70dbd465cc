//! Where the documents of records that were closed in another period are dated.
//!
//! A deal of last year that is booked today is dated today unless somebody says otherwise, and then last
//! year's books lack its income.

use actions::options::{DocumentDate, template};
use clap::ValueEnum;
use hubspot::{ObjectType, Properties};
use jiff::civil::Date;
use jiff::tz::{TimeZone, offset};
use registry::RegisteredAction;
use serde_json::{Value, json};

use super::columns::Column;
use super::labels;

/// The option that dates a document.
pub(super) const OPTION: &str = "transaction_date";
/// The day on which a deal was closed.
pub(super) const CLOSED: &str = "closedate";
/// The day on which a quote was paid.
const PAID: &str = "hs_payment_date";

/// The ways out for dates that cannot be read.
const WAYS_OUT: &str = "write each date as YYYY-MM-DD (or as HubSpot's API does, 2025-12-31T23:30:00Z), or date the \
     documents otherwise: --date today, or a column `option.transaction_date` of YYYY-MM-DD alone or {{closedate}}, or \
     --options '{\"transaction_date\": \"YYYY-MM-DD\"}'";

/// Where documents are dated that no option dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DocumentDates {
    /// On the record's close date; payments on their own day
    Closedate,
    /// Today; payments on their own day
    Today,
}

/// Dates a request's document, where nothing does yet. That of a payment is dated on its own day.
pub(super) fn date(request: &mut Value, dates: Option<DocumentDates>) {
    let kind = kind(request);
    let Some(options) = request.get_mut("options").and_then(Value::as_object_mut) else {
        return;
    };
    let is_given = options
        .get(OPTION)
        .is_some_and(|date| !date.is_null() && date != "");
    if dates == Some(DocumentDates::Closedate) && !is_given && kind != Some(ObjectType::Payment) {
        options.insert(OPTION.to_owned(), json!("{{closedate}}"));
    }
}

/// The records whose documents nobody dates though they were closed in another month than today's, or nobody knows
/// when, and the dates that cannot be read.
#[derive(Debug)]
pub(super) struct Undated {
    dates: Option<DocumentDates>,
    today: Date,
    /// True if documents are of money that came, which a quote has a day of.
    of_money: bool,
    records: usize,
    /// The first of them, and the day it was closed or paid, with the property.
    first: Option<(String, Date, &'static str)>,
    /// The number of deals that are read from HubSpot only when they are booked.
    by_id: usize,
    /// The number of dates that documents would have, and that are none.
    unreadable: usize,
}

impl Undated {
    /// None yet. `dates` is where somebody has said that documents are dated.
    pub(super) fn of(action: RegisteredAction, dates: Option<DocumentDates>, today: Date) -> Self {
        Self {
            dates,
            today,
            of_money: action == RegisteredAction::CreateSalesReceipt,
            records: 0,
            first: None,
            by_id: 0,
            unreadable: 0,
        }
    }

    /// Looks at a request; `label` names its record: `deal 9001`.
    ///
    /// # Errors
    ///
    /// A date that the document would have, and that is none: it would be dated today, or refused when others
    /// are booked already.
    pub(super) fn look(&mut self, request: &Value, label: &str) -> Result<(), String> {
        let option = dated(request);
        let template = option.filter(|date| date.contains("{{"));
        if kind(request) == Some(ObjectType::Quote)
            && template.is_some_and(|it| is_of_close_date(request, it))
        {
            let other = if self.of_money {
                format!(
                    "by the day it was paid, with --options '{{\"{OPTION}\": \"{{{{{PAID}}}}}\"}}'"
                )
            } else {
                "today, with --date today".to_owned()
            };
            return Err(format!(
                "{label}: a quote has no `{CLOSED}`: date it {other}, or give a column `option.{OPTION}` of YYYY-MM-DD"
            ));
        }
        if let Some(template) = template {
            let checked = check_template(request, template);
            return checked.map_err(|problem| {
                self.unreadable += 1;
                format!("{label}: `options.{OPTION}`: {problem}")
            });
        }
        let is_dated = request.pointer(&format!("/options/{OPTION}"));
        let is_dated = is_dated.is_some_and(|date| !date.is_null() && date != "");
        if is_dated || self.dates == Some(DocumentDates::Today) {
            return Ok(());
        }
        self.by_id += usize::from(is_deal_by_id(request));
        let Some((property, closed)) = self.closed(request) else {
            return Ok(());
        };
        let days = days(&closed);
        if days.is_empty() {
            self.unreadable += 1;
            let found = shown(&closed);
            return Err(format!(
                "{label}: `{property}`: expected YYYY-MM-DD, found {found}"
            ));
        }
        let month = |day: Date| (day.year(), day.month());
        let mut days = days.into_iter();
        if let Some(day) = days.find(|day| month(*day) != month(self.today)) {
            self.records += 1;
            self.first
                .get_or_insert_with(|| (label.to_owned(), day, property));
        }
        Ok(())
    }

    /// The day on which a record was closed, or a quote paid, as it stands there, with its property.
    fn closed(&self, request: &Value) -> Option<(&'static str, String)> {
        let properties = properties(request)?;
        let is_paid = self.of_money && kind(request) == Some(ObjectType::Quote);
        let mut names = [Some(CLOSED), is_paid.then_some(PAID)]
            .into_iter()
            .flatten();
        names.find_map(|name| Some((name, properties.get(name)?.to_owned())))
    }

    /// The ways out for the dates that cannot be read.
    pub(super) fn ways_out(&self) -> Option<&'static str> {
        (self.unreadable > 0).then_some(WAYS_OUT)
    }

    /// The refusal, with the ways out.
    pub(super) fn problem(&self, records: usize) -> Option<String> {
        let (reason, property) = match &self.first {
            Some((place, closed, property)) => {
                let done = if *property == PAID { "paid" } else { "closed" };
                let reason = format!(
                    "{} of {records} records were {done} in another month than this one ({}), such as {place} on \
                     {closed}",
                    self.records,
                    self.today.strftime("%Y-%m")
                );
                (reason, *property)
            }
            None if self.by_id > 0 => {
                let reason = format!(
                    "{} of {records} records are deals given by their ids, which may have been closed in another \
                     month",
                    self.by_id
                );
                (reason, CLOSED)
            }
            None => return None,
        };
        let by_property = format!("--options '{{\"{OPTION}\": \"{{{{{property}}}}}\"}}'");
        let ways_out = if property == PAID {
            format!(
                "give {by_property} for the day each was paid, or --date today; or a column `option.{OPTION}` of YYYY-MM-DD"
            )
        } else {
            format!(
                "give --date closedate for the day each was closed, or --date today; or a column `option.{OPTION}` of YYYY-MM-DD, or \
                 {by_property}"
            )
        };
        Some(format!(
            "{reason}, and nothing says how their documents are dated: {ways_out}"
        ))
    }
}

/// The option that dates a request's document, as a text.
fn dated(request: &Value) -> Option<&str> {
    request.get("options")?.get(OPTION)?.as_str()
}

/// True for a text with the close date in it, of a record that is not known to have one.
fn is_of_close_date(request: &Value, text: &str) -> bool {
    let has_one = properties(request).is_some_and(|properties| properties.has(CLOSED));
    !has_one && template::names(text).any(|name| name == CLOSED)
}

/// HubSpot's type of the record.
fn kind(request: &Value) -> Option<ObjectType> {
    let kind = request.pointer("/record/object_type")?.as_str()?;
    Some(ObjectType::from(kind))
}

/// True for a deal of which its id alone is given. Payments are dated by themselves, and quotes have no close date.
fn is_deal_by_id(request: &Value) -> bool {
    let record = request.get("record").and_then(Value::as_object);
    record.is_some_and(|record| !record.contains_key("properties"))
        && kind(request) == Some(ObjectType::Deal)
}

/// The record's properties; none of a record that is read from HubSpot.
fn properties(request: &Value) -> Option<Properties> {
    let properties = request.get("record")?.get("properties")?;
    serde_json::from_value(properties.clone()).ok()
}

/// The day of a date, read as the actions read it, and those that a moment has in the zones farthest apart, since the
/// company's time zone is not known here; none of what is no date.
fn days(text: &str) -> Vec<Date> {
    let zones = [0, -12, 14].map(|hours| TimeZone::fixed(offset(hours)));
    let date = serde_json::from_value::<DocumentDate>(json!(text)).ok();
    let days = zones.iter().filter_map(|zone| {
        let date = date.as_ref()?;
        date.day("", "", zone).ok()
    });
    days.collect()
}

/// Checks a date with properties in it, such as `{{closedate}}`. One whose properties are empty is the record's own
/// fault, and is told when it is booked.
fn check_template(request: &Value, text: &str) -> Result<(), String> {
    let Some(properties) = properties(request) else {
        return Ok(());
    };
    if let Some(name) = template::names(text).find(|name| !properties.has(name)) {
        let of = kind(request).unwrap_or(ObjectType::Deal);
        if let Some(Column::Property(meant)) = labels::column(name, &of) {
            return Err(format!(
                "`{{{{{name}}}}}` is the label of `{meant}`, and properties are named by their internal names: write {{{{{meant}}}}}"
            ));
        }
        return Err(format!(
            "there is no property `{name}`: correct the name, or add it (in a CSV, as a column)"
        ));
    }
    let rendered =
        template::render(text, &properties, OPTION).map_err(|error| error.to_string())?;
    if rendered.trim().is_empty() || !days(&rendered).is_empty() {
        return Ok(());
    }
    let found = shown(&rendered);
    Err(format!("expected YYYY-MM-DD, found {found} in `{text}`"))
}

/// Checks a date in the cell of a CSV: a day, the moment of an export, or a text with a property in it. Other forms
/// are of machines, and their day is one of a time zone that a spreadsheet does not show.
///
/// # Errors
///
/// The form that is expected, and what was found.
pub(super) fn check_cell(cell: &str) -> Result<(), String> {
    let day = labels::value(CLOSED, cell);
    if cell.contains("{{") || (day.len() == 10 && day.parse::<Date>().is_ok()) {
        return Ok(());
    }
    Err(format!(
        "expected YYYY-MM-DD, or a property of the record such as {{{{{CLOSED}}}}}, found {}",
        shown(cell)
    ))
}

/// A value that may be a date; of one that may be a name, its length.
fn shown(value: &str) -> String {
    let count = |is: fn(char) -> bool| value.chars().filter(|one| is(*one)).count();
    let (letters, digits) = (count(char::is_alphabetic), count(char::is_numeric));
    let all = value.chars().count();
    if digits == 0 || letters > 9 || all > 40 {
        return format!("a text of {all} characters");
    }
    format!("`{value}`")
}

#[cfg(test)]
mod tests;
