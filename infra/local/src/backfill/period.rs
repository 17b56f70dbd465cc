//! Where the documents of records of another period are dated.
//!
//! A deal of last year that is booked today is dated today unless somebody says otherwise, and then last
//! year's books lack its income. So are a quote, and the refund of a payment.

mod own_day;

use actions::options::{DocumentDate, template};
use clap::ValueEnum;
use hubspot::{ObjectType, Properties};
use jiff::civil::Date;
use jiff::tz::{TimeZone, offset};
use registry::RegisteredAction;
use serde_json::{Value, json};

use super::columns::Column;
use super::labels;
pub(super) use own_day::OwnDay;

/// The option that dates a document.
pub(super) const OPTION: &str = "transaction_date";
/// The day on which a deal was closed.
const CLOSED: &str = own_day::CLOSED.property;

/// The ways out for close dates that cannot be read.
const WAYS_OUT: &str = "write each date as YYYY-MM-DD (or as HubSpot's API does, 2025-12-31T23:30:00Z), or date the \
     documents otherwise: --date today, or a column `option.transaction_date` of YYYY-MM-DD alone or {{closedate}}, or \
     --options '{\"transaction_date\": \"YYYY-MM-DD\"}'";
/// The same for dates of records that were never closed.
const WAYS_OUT_OF_OTHERS: &str = "write each date as YYYY-MM-DD (or as HubSpot's API does, 2025-12-31T23:30:00Z), or date the \
     documents otherwise: --date today, or a column `option.transaction_date` of YYYY-MM-DD alone, or --options \
     '{\"transaction_date\": \"YYYY-MM-DD\"}'";

/// Where documents are dated that no option dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DocumentDates {
    /// On the deal's close date; payments on their own day
    Closedate,
    /// Today; payments on their own day, and their refunds today
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

/// The records whose documents nobody dates though their own day is of another month than today's, or nobody knows
/// it, and the dates that cannot be read.
#[derive(Debug)]
pub(super) struct Undated {
    action: RegisteredAction,
    dates: Option<DocumentDates>,
    today: Date,
    records: usize,
    /// The first of them, and its day.
    first: Option<(String, Date, OwnDay)>,
    /// The number of records that are read from HubSpot only when they are booked.
    by_id: usize,
    /// Their types.
    by_id_of: Vec<ObjectType>,
    /// The number of dates that documents would have, and that are none.
    unreadable: usize,
    /// True if they are all of records that are never closed.
    unreadable_of_others: bool,
}

impl Undated {
    /// None yet. `dates` is where somebody has said that documents are dated.
    pub(super) fn of(action: RegisteredAction, dates: Option<DocumentDates>, today: Date) -> Self {
        Self {
            action,
            dates,
            today,
            records: 0,
            first: None,
            by_id: 0,
            by_id_of: Vec::new(),
            unreadable: 0,
            unreadable_of_others: true,
        }
    }

    /// Looks at a request; `label` names its record: `deal 9001`.
    ///
    /// # Errors
    ///
    /// A date that the document would have, and that is none: it would be dated today, or refused when others
    /// are booked already.
    pub(super) fn look(&mut self, request: &Value, label: &str) -> Result<(), String> {
        let kind = kind(request);
        let own = OwnDay::of(self.action, kind.as_ref());
        let option = dated(request);
        let template = option.filter(|date| date.contains("{{"));
        if kind == Some(ObjectType::Quote)
            && template.is_some_and(|it| is_of_close_date(request, it))
        {
            let day = own
                .first()
                .map(|day| format!("by the day it was {}, with {}, or ", day.done, day.option()));
            return Err(format!(
                "{label}: a quote has no `{CLOSED}`: date it {}today, with --date today, or give a column `option.{OPTION}` of \
                 YYYY-MM-DD",
                day.unwrap_or_default()
            ));
        }
        if let Some(template) = template {
            let checked = check_template(request, template);
            return checked.map_err(|problem| {
                self.cannot_read(kind.as_ref());
                format!("{label}: `options.{OPTION}`: {problem}")
            });
        }
        let is_dated = request.pointer(&format!("/options/{OPTION}"));
        let is_dated = is_dated.is_some_and(|date| !date.is_null() && date != "");
        if is_dated || self.dates == Some(DocumentDates::Today) || own.is_empty() {
            return Ok(());
        }
        let Some(properties) = properties(request) else {
            self.count_by_id(kind.unwrap_or(ObjectType::Deal));
            return Ok(());
        };
        let told = own
            .iter()
            .find_map(|day| Some((*day, properties.get(day.property)?)));
        let Some((own, told)) = told else {
            return Ok(());
        };
        let days = days(told);
        if days.is_empty() {
            self.cannot_read(kind.as_ref());
            let (property, found) = (own.property, shown(told));
            return Err(format!(
                "{label}: `{property}`: expected YYYY-MM-DD, found {found}"
            ));
        }
        let month = |day: Date| (day.year(), day.month());
        let mut days = days.into_iter();
        if let Some(day) = days.find(|day| month(*day) != month(self.today)) {
            self.records += 1;
            self.first
                .get_or_insert_with(|| (label.to_owned(), day, own));
        }
        Ok(())
    }

    fn cannot_read(&mut self, kind: Option<&ObjectType>) {
        self.unreadable += 1;
        self.unreadable_of_others &= matches!(kind, Some(ObjectType::Quote | ObjectType::Payment));
    }

    fn count_by_id(&mut self, kind: ObjectType) {
        self.by_id += 1;
        if !self.by_id_of.contains(&kind) {
            self.by_id_of.push(kind);
        }
    }

    /// The ways out for the dates that cannot be read.
    pub(super) const fn ways_out(&self) -> Option<&'static str> {
        match (self.unreadable, self.unreadable_of_others) {
            (0, _) => None,
            (_, false) => Some(WAYS_OUT),
            (_, true) => Some(WAYS_OUT_OF_OTHERS),
        }
    }

    /// The refusal, with the ways out.
    pub(super) fn problem(&self, records: usize) -> Option<String> {
        let (reason, own) = match (&self.first, self.by_id_of.first()) {
            (Some((place, day, own)), _) => {
                let reason = format!(
                    "{} of {records} records were {} in another month than this one ({}), such as {place} on {day}",
                    self.records,
                    own.done,
                    self.today.strftime("%Y-%m")
                );
                (reason, *own)
            }
            (None, Some(kind)) => {
                let own = *OwnDay::of(self.action, Some(kind)).first()?;
                let kinds: Vec<String> = self
                    .by_id_of
                    .iter()
                    .map(|kind| format!("{kind}s"))
                    .collect();
                let reason = format!(
                    "{} of {records} records are {} given by their ids, which may have been {} in another month",
                    self.by_id,
                    kinds.join(" and "),
                    own.done
                );
                (reason, own)
            }
            (None, None) => return None,
        };
        Some(format!(
            "{reason}, and nothing says how their documents are dated: {}",
            own.ways_out(self.action)
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
