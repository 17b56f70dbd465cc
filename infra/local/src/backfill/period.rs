//! Where the documents of records of another period are dated.
//!
//! A deal of last year that is booked today is dated today unless somebody says otherwise, and then last
//! year's books lack its income. So are a quote, and the refund of a payment.

mod own_day;
mod ways_out;

use actions::options::{DocumentDate, template};
use clap::ValueEnum;
use hubspot::{ObjectType, Properties};
use indexmap::IndexSet;
use jiff::civil::Date;
use jiff::tz::{TimeZone, offset};
use registry::RegisteredAction;
use serde_json::{Map, Value, json};

use super::columns::Column;
use super::input::Format;
use super::job::Found;
use super::labels;
pub(super) use own_day::OwnDay;
use ways_out::{Origin, Unreadable};

/// The option that dates a document.
pub(super) const OPTION: &str = "transaction_date";
/// The day on which a deal was closed.
const CLOSED: &str = own_day::CLOSED.property;
/// The text that dates a document on it.
const CLOSE_DATE: &str = "{{closedate}}";

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
    let is_given = options.get(OPTION).is_some_and(is_filled);
    if dates == Some(DocumentDates::Closedate) && !is_given && kind != Some(ObjectType::Payment) {
        options.insert(OPTION.to_owned(), json!(CLOSE_DATE));
    }
}

/// The records whose documents nobody dates though their own day is of another month than today's, or nobody knows
/// it, and the dates that cannot be read.
#[derive(Debug)]
pub(super) struct Undated {
    action: RegisteredAction,
    format: Format,
    dates: Option<DocumentDates>,
    /// The date among the options of all records.
    of_all: Option<Value>,
    today: Date,
    /// The types of the file's records.
    kinds: IndexSet<ObjectType>,
    records: usize,
    /// The first of them, and its day.
    first: Option<(String, Date, OwnDay)>,
    /// The events of their days.
    done: IndexSet<&'static str>,
    /// The number of records that are read from HubSpot only when they are booked.
    by_id: usize,
    /// Their types.
    by_id_of: IndexSet<ObjectType>,
    /// The dates that documents would have, and that are none.
    unreadable: Unreadable,
}

impl Undated {
    /// None yet. `dates` is where somebody has said that documents are dated.
    pub(super) fn of(action: RegisteredAction, dates: Option<DocumentDates>, today: Date) -> Self {
        Self {
            action,
            format: Format::Csv,
            dates,
            of_all: None,
            today,
            kinds: IndexSet::new(),
            records: 0,
            first: None,
            done: IndexSet::new(),
            by_id: 0,
            by_id_of: IndexSet::new(),
            unreadable: Unreadable::default(),
        }
    }

    /// The same of a file with these records, where these are the options of all.
    pub(super) fn among(
        mut self,
        found: &[Found],
        format: Format,
        options: Option<&Map<String, Value>>,
    ) -> Self {
        let requests = found
            .iter()
            .filter_map(|(_, request)| request.as_ref().ok());
        self.kinds.extend(requests.filter_map(kind));
        self.format = format;
        self.of_all = options.and_then(|options| options.get(OPTION).cloned());
        self
    }

    /// Looks at a request; `label` names its record: `deal 9001`.
    ///
    /// # Errors
    ///
    /// A date that the document would have, and that is none: it would be dated today, or refused when others
    /// are booked already.
    pub(super) fn look(&mut self, request: &Value, label: &str) -> Result<(), String> {
        let (kind, properties) = (kind(request), properties(request));
        let checked = match dated(request).filter(|date| date.contains("{{")) {
            Some(template) => self.look_at_template(kind, properties.as_ref(), template),
            None if self.is_settled(request) => Ok(()),
            None => self.look_at_own_day(kind, properties.as_ref(), label),
        };
        checked.map_err(|problem| format!("{label}: {problem}"))
    }

    /// True where something other than the record's own day dates its document.
    fn is_settled(&self, request: &Value) -> bool {
        let date = request.pointer(&format!("/options/{OPTION}"));
        self.dates == Some(DocumentDates::Today) || date.is_some_and(is_filled)
    }

    /// Looks at a date with properties of the record in it.
    fn look_at_template(
        &mut self,
        kind: Option<ObjectType>,
        properties: Option<&Properties>,
        template: &str,
    ) -> Result<(), String> {
        let own = OwnDay::of(self.action, kind.as_ref()).first().copied();
        let origin = self.origin(template);
        let kind = kind.unwrap_or(ObjectType::Deal);
        if let Some(name) = self.day_of_another(&kind, template, properties) {
            let ways =
                ways_out::of_another_type(self.action, &self.kinds, own, origin, self.format);
            return Err(format!("a {kind} has no `{name}`: {ways}"));
        }
        check_template(&kind, properties, template).map_err(|problem| {
            self.unreadable.count(Some(&kind), origin);
            format!("{}: {problem}", origin.place(self.format))
        })
    }

    /// Looks at the day of a record that nothing else dates, and counts it if that is of another month.
    fn look_at_own_day(
        &mut self,
        kind: Option<ObjectType>,
        properties: Option<&Properties>,
        label: &str,
    ) -> Result<(), String> {
        let own = OwnDay::of(self.action, kind.as_ref());
        if own.is_empty() {
            return Ok(());
        }
        let Some(properties) = properties else {
            self.by_id += 1;
            self.by_id_of.insert(kind.unwrap_or(ObjectType::Deal));
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
            self.unreadable.count(kind.as_ref(), Origin::Elsewhere);
            let (property, found) = (own.property, shown(told));
            return Err(format!("`{property}`: expected YYYY-MM-DD, found {found}"));
        }
        let month = |day: Date| (day.year(), day.month());
        let mut days = days.into_iter();
        if let Some(day) = days.find(|day| month(*day) != month(self.today)) {
            self.records += 1;
            self.done.insert(own.done);
            self.first
                .get_or_insert_with(|| (label.to_owned(), day, own));
        }
        Ok(())
    }

    /// Where a record has such a date from. A record's own is told from the others by being another.
    fn origin(&self, template: &str) -> Origin {
        let of_all = self.of_all.as_ref().and_then(Value::as_str);
        if of_all == Some(template) {
            return Origin::Options;
        }
        let closed = self.dates == Some(DocumentDates::Closedate) && self.of_all.is_none();
        if closed && template == CLOSE_DATE {
            Origin::Elsewhere
        } else {
            Origin::Record
        }
    }

    /// The day in a text that records of another type have, and this one is not known to have. That a deal was made is
    /// left to HubSpot, unless others of the file are booked before it is asked.
    fn day_of_another<'t>(
        &self,
        kind: &ObjectType,
        template: &'t str,
        properties: Option<&Properties>,
    ) -> Option<&'t str> {
        let is_mixed = self.kinds.len() > 1;
        template::names(template).find(|name| {
            let is_held = properties.is_some_and(|properties| properties.get(name).is_some());
            !is_held && own_day::is_of_another(kind, name, is_mixed)
        })
    }

    /// The ways out for the dates that cannot be read.
    pub(super) fn ways_out(&self) -> Option<String> {
        self.unreadable.ways_out(self.format)
    }

    /// The refusal, with the ways out.
    pub(super) fn problem(&self, records: usize) -> Option<String> {
        let (reason, own) = match &self.first {
            Some((place, day, own)) => (self.of_another_month(records, place, *day), *own),
            None => self.unknown_until_read(records)?,
        };
        Some(format!(
            "{reason}, and nothing says how their documents are dated: {}",
            ways_out::of_undated(self.action, &self.kinds, own)
        ))
    }

    fn of_another_month(&self, records: usize, place: &str, day: Date) -> String {
        format!(
            "{} of {records} records were {} in another month than this one ({}), such as {place} on {day}",
            self.records,
            listed(self.done.iter(), " or "),
            self.today.strftime("%Y-%m")
        )
    }

    fn unknown_until_read(&self, records: usize) -> Option<(String, OwnDay)> {
        let own = |kind| OwnDay::of(self.action, Some(kind)).first().copied();
        let done: IndexSet<&str> = self
            .by_id_of
            .iter()
            .filter_map(own)
            .map(|day| day.done)
            .collect();
        let reason = format!(
            "{} of {records} records are {} given by their ids, which may have been {} in another month",
            self.by_id,
            listed(self.by_id_of.iter().map(|kind| format!("{kind}s")), " and "),
            listed(done.iter(), " or ")
        );
        Some((reason, own(self.by_id_of.first()?)?))
    }
}

fn listed(words: impl Iterator<Item = impl ToString>, between: &str) -> String {
    let words: Vec<String> = words.map(|word| word.to_string()).collect();
    words.join(between)
}

/// The option that dates a request's document, as a text.
fn dated(request: &Value) -> Option<&str> {
    request.get("options")?.get(OPTION)?.as_str()
}

/// True for an option that says something.
fn is_filled(value: &Value) -> bool {
    !value.is_null() && value != ""
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
fn check_template(
    kind: &ObjectType,
    properties: Option<&Properties>,
    text: &str,
) -> Result<(), String> {
    let Some(properties) = properties else {
        return Ok(());
    };
    if let Some(name) = template::names(text).find(|name| !properties.has(name)) {
        if let Some(Column::Property(meant)) = labels::column(name, kind) {
            return Err(format!(
                "`{{{{{name}}}}}` is the label of `{meant}`, and properties are named by their internal names: write {{{{{meant}}}}}"
            ));
        }
        return Err(format!(
            "there is no property `{name}`: correct the name, or add it (in a CSV, as a column)"
        ));
    }
    let rendered = template::render(text, properties, OPTION).map_err(|error| error.to_string())?;
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
