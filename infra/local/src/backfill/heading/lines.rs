//! Columns of line items in a file of records, as a report has them that joins deals with their lines: `Quantity`, `Unit
//! price`. Passed over, the whole amount would be booked as one line.

use hubspot::ObjectType;

use super::{Reading, argument, held};
use crate::backfill::columns::{Associated, Column};
use crate::backfill::labels;

/// Properties that a line item has, and no record.
const TELLING: [&str; 3] = ["quantity", "price", "hs_sku"];

/// A heading that is not known of the records, with its place, and the property of a line item that it is.
type LineColumn<'l> = (usize, &'l str, String);

impl Reading<'_> {
    /// Reads the columns of line items that a report has beside those of their records, where one has their ids.
    pub(super) fn read_lines(&mut self) {
        let is_theirs = self.file.is_none() && !self.naming.ignore_others;
        if !is_theirs || self.naming.own_files.contains(&Associated::LineItem) {
            return;
        }
        let table = self.table;
        let name = |place: usize| table.names().nth(place).unwrap_or_default();
        let unknown = self.unknown.iter();
        let mut lines = of_lines(unknown.map(|place| (*place, name(*place))));
        lines.retain(|(.., property)| held(&self.columns).all(|held| *held != column(property)));
        if lines.is_empty() {
            return;
        }
        self.unknown
            .retain(|place| lines.iter().all(|(line, ..)| line != place));
        if held(&self.columns).all(|held| *held != column("id")) {
            self.problems.push(problem(&lines));
            return;
        }
        for (place, heading, property) in lines {
            let read = column(&property);
            self.refuse_second(place + 1, heading, &read);
            if let Some(place) = self.columns.get_mut(place) {
                *place = Some(read);
            }
        }
    }
}

/// Those of unknown headings that are of line items; none where nothing tells that lines are meant.
fn of_lines<'l>(unknown: impl Iterator<Item = (usize, &'l str)>) -> Vec<LineColumn<'l>> {
    let found: Vec<LineColumn<'l>> = unknown
        .filter_map(
            |(place, heading)| match labels::column(heading, &ObjectType::LineItem)? {
                Column::Property(property) => Some((place, heading, property)),
                _ => None,
            },
        )
        .collect();
    let is_told = found
        .iter()
        .any(|(_, _, property)| TELLING.contains(&property.as_str()));
    if is_told { found } else { Vec::new() }
}

/// The column of one.
fn column(property: &str) -> Column {
    Column::Associated(Associated::LineItem, property.to_owned())
}

/// The refusal of such columns where no column has the ids of the lines, by which they are known again.
fn problem(lines: &[LineColumn<'_>]) -> String {
    let listed: Vec<String> = lines
        .iter()
        .map(|(place, heading, _)| format!("column {}: `{heading}`", place + 1))
        .collect();
    let over: Vec<String> = lines
        .iter()
        .map(|(_, heading, _)| argument(heading, ""))
        .collect();
    format!(
        "{} are of line items, and no column has the ids of these: where each row is one line item, say which column has \
         its `Record ID` with --column \"HEADING=line_item.id\", and these are read; else give the line items' own export \
         with --line-items FILE and pass these over with {}",
        listed.join(", "),
        over.join(" ")
    )
}

#[cfg(test)]
mod tests;
