//! Headings that are like the name of associated ids, and not it: as a property nothing of them would be read, and a sale
//! that is booked would be booked again.

use super::{Reading, argument, prefix};
use crate::backfill::columns::{Associated, Column};
use crate::backfill::ids;

/// A column as its heading and its cells show it.
struct Shown<'s> {
    heading: &'s str,
    /// The meaning that it would have otherwise.
    column: Option<&'s Column>,
    /// The cells that are filled.
    cells: Vec<&'s str>,
    /// The type of the file's own objects.
    own: Option<Associated>,
    /// The file of objects that it stands in, if it is not that of the records.
    file: Option<Associated>,
    /// True if the file describes such an object in columns of its own, as in `contact.email`.
    is_described: &'s dyn Fn(Associated) -> bool,
}

impl Reading<'_> {
    /// The refusal of a heading that is like that of associated ids.
    pub(super) fn near(&self, place: usize, name: &str, column: Option<&Column>) -> Option<String> {
        let is_described = |associated: Associated| {
            let begins = format!("{}.", associated.prefix());
            let mut names = self.table.names();
            self.file.is_none() && names.any(|name| name.starts_with(&begins))
        };
        let shown = Shown {
            heading: name,
            column,
            cells: self.table.filled(place).collect(),
            own: self.file.or_else(|| Associated::of(self.object_type)),
            file: self.file,
            is_described: &is_described,
        };
        shown.problem()
    }
}

impl Shown<'_> {
    /// The refusal of the column, with the name that is meant.
    fn problem(&self) -> Option<String> {
        let name = match self.column {
            Some(Column::Associated(_, property)) => property.as_str(),
            _ => self.heading,
        };
        let (associated, says_id) = meant(name)?;
        let is_read = match self.file {
            None => true,
            // The other objects of a contact or a line item are nothing to a record.
            Some(_) => associated.is_parent(),
        };
        let is_unread = match self.column {
            None | Some(Column::Property(_)) => true,
            Some(Column::Associated(of, _)) => Some(*of) == self.file,
            Some(_) => false,
        };
        let holds_ids = |cell: &&str| ids::of_cell(cell, "").is_ok_and(|ids| !ids.is_empty());
        let is_filled = !self.cells.is_empty() && (says_id || self.cells.iter().any(holds_ids));
        if Some(associated) == self.own || !(is_read && is_unread && is_filled) {
            return None;
        }
        let (heading, before) = (self.heading, prefix(self.file));
        let singular = associated.prefix();
        let name = if (self.is_described)(associated) {
            format!("{singular}.id")
        } else {
            format!("{before}{singular}_ids")
        };
        let over = argument(heading, &before);
        let property = match self.column {
            None => String::new(),
            Some(_) => format!(
                " if it is a property that HubSpot has, say so with {};",
                argument(heading, &format!("{before}{heading}"))
            ),
        };
        Some(format!(
            "`{heading}` is not read: the ids of {} are `{name}`, in HubSpot's exports `{}`: say it with {};{property} or pass \
             it over with {over}",
            associated.field(),
            associated.id_heading(),
            argument(heading, &name),
        ))
    }
}

/// The objects that a heading means, and whether it says that it holds their ids.
fn meant(heading: &str) -> Option<(Associated, bool)> {
    let letters: String = heading
        .chars()
        .filter(|char| char.is_alphanumeric())
        .collect();
    let letters = letters.to_lowercase();
    let mut bare = ["associated", "hs"].iter();
    let bare = bare.find_map(|before| letters.strip_prefix(before));
    let bare = bare.unwrap_or(&letters);
    let mut ids = ["recordids", "recordid", "ids", "id"].iter();
    let name = ids.find_map(|behind| bare.strip_suffix(behind));
    let of = |name: &str| {
        let mut all = Associated::all();
        all.find(|one| {
            [one.prefix(), one.field()]
                .iter()
                .any(|known| known.replace('_', "") == name)
        })
    };
    match name {
        Some(name) => Some((of(name)?, true)),
        None => Some((of(bare)?, false)),
    }
}

#[cfg(test)]
mod tests;
