//! The ways out for documents that nothing dates, or that are dated by what is no date.
//!
//! A way that works for one record may leave another undated, or refused when the first is booked. So a file of
//! several types is told only of those that work for each; and a record's own option, which wins over --date and
//! --options, is to be corrected itself.

use hubspot::ObjectType;
use indexmap::IndexSet;
use registry::RegisteredAction;

use super::{OPTION, OwnDay, own_day};
use crate::backfill::input::Format;

/// Where a document has its date from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// The record's own option: in a CSV, the cell of a column.
    Record,
    /// The options of all records.
    Options,
    /// --date, or nothing yet.
    Elsewhere,
}

impl Origin {
    /// The place that a message names.
    pub(super) fn place(self, format: Format) -> String {
        match (self, format) {
            (Self::Record, Format::Csv) => format!("the cell of its column `option.{OPTION}`"),
            (Self::Options, _) => format!("`{OPTION}` of --options"),
            _ => format!("`options.{OPTION}`"),
        }
    }

    /// The way of dating documents today.
    fn today(self) -> String {
        match self {
            Self::Options => format!("--date today with no `{OPTION}` in --options"),
            Self::Record | Self::Elsewhere => "--date today".to_owned(),
        }
    }

    /// The way out for a record that is dated by itself, and so in no other way.
    fn own(self, format: Format) -> Option<String> {
        let place = match format {
            Format::Csv => format!("in that cell of the column `option.{OPTION}`"),
            Format::JsonLines => format!("in `options.{OPTION}` of that line"),
        };
        (self == Self::Record)
            .then(|| format!("{place}, which wins over --date and --options: YYYY-MM-DD alone"))
    }
}

/// The dates that documents would have, and that are none.
#[derive(Debug, Default)]
pub(super) struct Unreadable {
    /// Where they come from.
    origins: Vec<Origin>,
    /// True if one is of a record that may have been closed.
    of_deals: bool,
}

impl Unreadable {
    /// Counts one.
    pub(super) fn count(&mut self, kind: Option<&ObjectType>, origin: Origin) {
        self.origins.push(origin);
        self.of_deals |= !matches!(kind, Some(ObjectType::Quote | ObjectType::Payment));
    }

    /// The ways out, if there are any.
    pub(super) fn ways_out(&self, format: Format) -> Option<String> {
        let mut others = self.origins.iter().filter(|it| **it != Origin::Record);
        let own = self.origins.iter().find_map(|origin| origin.own(format));
        let others = others.next().map(|origin| {
            let closed = if self.of_deals {
                " or {{closedate}}"
            } else {
                ""
            };
            format!(
                "{}, or a column `option.{OPTION}` of YYYY-MM-DD alone{closed}, or --options '{{\"{OPTION}\": \"YYYY-MM-DD\"}}'",
                origin.today()
            )
        });
        let ways: Vec<String> = own.into_iter().chain(others).collect();
        (!ways.is_empty()).then(|| {
            format!(
                "write each date as YYYY-MM-DD (or as HubSpot's API does, 2025-12-31T23:30:00Z), or date the documents \
                 otherwise: {}",
                ways.join("; the others with ")
            )
        })
    }
}

/// The ways of saying where the documents of a file with records of these types are dated.
pub(super) fn of_undated(
    action: RegisteredAction,
    kinds: &IndexSet<ObjectType>,
    own: OwnDay,
) -> String {
    if kinds.len() < 2 {
        return own.ways_out(action);
    }
    let column = format!("a column `option.{OPTION}`");
    let days = days(action, kinds);
    if days.iter().all(|(_, day)| *day == own_day::CLOSED) {
        return format!(
            "give --date closedate for the day each deal was closed, or --date today; or {column} of YYYY-MM-DD"
        );
    }
    format!("give {column}{}, or --date today", each(&days))
}

/// The ways of dating a record otherwise than by a day that its type does not have.
pub(super) fn of_another_type(
    action: RegisteredAction,
    kinds: &IndexSet<ObjectType>,
    own: Option<OwnDay>,
    origin: Origin,
    format: Format,
) -> String {
    if let Some(own) = origin.own(format) {
        return format!("write the day {own}");
    }
    let (today, column) = (origin.today(), format!("a column `option.{OPTION}`"));
    if kinds.len() > 1 {
        return format!("give {column}{}, or {today}", each(&days(action, kinds)));
    }
    let own = own.map(|day| format!("by the day it was {}, with {}, or ", day.done, day.option()));
    format!(
        "date it {}today, with {today}, or give {column} of YYYY-MM-DD",
        own.unwrap_or_default()
    )
}

/// The first own day of each type that has one.
fn days(action: RegisteredAction, kinds: &IndexSet<ObjectType>) -> Vec<(&ObjectType, OwnDay)> {
    let days = kinds
        .iter()
        .filter_map(|kind| Some((kind, *OwnDay::of(action, Some(kind)).first()?)));
    days.collect()
}

/// The content of a column that dates each record by itself.
fn each(days: &[(&ObjectType, OwnDay)]) -> String {
    let days: Vec<String> = days
        .iter()
        .map(|(kind, day)| format!("{{{{{}}}}} for a {kind}", day.property))
        .collect();
    format!(
        " with the day of each record: YYYY-MM-DD, or the property that holds it ({})",
        days.join(", ")
    )
}

#[cfg(test)]
mod tests;
