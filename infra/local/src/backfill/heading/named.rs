//! Columns whose meaning was given on the command line.

use std::str::FromStr;

use hubspot::ObjectType;

use crate::backfill::columns::{Associated, Column};

/// `--column "Betrag=amount"`: a heading, and the column it is; none is passed over, in all files (`Notiz=`) or in one
/// (`Notiz=line_item.`, `Notiz=deal.`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NamedColumn {
    heading: String,
    name: String,
    pub(in crate::backfill) column: Option<Column>,
    /// The type of object that it is said of: `line_item` of `line_item.amount`.
    of: Option<Associated>,
}

/// The argument that says what a heading is, as a shell takes it whole.
pub(in crate::backfill) fn argument(heading: &str, name: &str) -> String {
    let text = format!("{heading}={name}");
    if text.contains(['"', '$', '`', '!', '\\']) {
        format!("--column '{}'", text.replace('\'', r"'\''"))
    } else {
        format!("--column \"{text}\"")
    }
}

impl FromStr for NamedColumn {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (heading, name) = text.rsplit_once('=').ok_or(
            "expected HEADING=NAME, such as \"Betrag=amount\", or \"HEADING=\" for one to be passed over",
        )?;
        let (heading, name) = (heading.trim(), name.trim());
        let prefix = name.split_once('.').map(|(prefix, _)| prefix);
        let of = prefix.and_then(|prefix| Associated::of(&ObjectType::from(prefix)));
        let column = match name {
            "" => None,
            name if of.is_some() && name.ends_with('.') => None,
            name => Some(Column::named(name)?),
        };
        Ok(Self {
            heading: heading.to_owned(),
            name: name.to_owned(),
            column,
            of,
        })
    }
}

impl NamedColumn {
    /// True if it is said of a heading in the file of such objects, or in the file of records.
    pub(super) fn is_of(
        &self,
        heading: &str,
        file: Option<Associated>,
        own_files: &[Associated],
    ) -> bool {
        let here = match (self.of, file) {
            (None, _) => file.is_none() || self.column.is_none(),
            (Some(of), None) => !own_files.contains(&of),
            (Some(of), Some(file)) => of == file,
        };
        here && self.heading.to_lowercase() == heading.to_lowercase()
    }

    /// True if it is passed over in whichever file it stands.
    pub(in crate::backfill) fn passes_over_all(&self) -> bool {
        self.column.is_none() && self.of.is_none()
    }

    /// True if one of these headings is meant, in whichever file.
    pub(in crate::backfill) fn is_among(&self, headings: &[&str]) -> bool {
        let lower = self.heading.to_lowercase();
        headings
            .iter()
            .any(|heading| heading.to_lowercase() == lower)
    }

    /// The argument that names it so.
    pub(super) fn argument(&self) -> String {
        argument(&self.heading, &self.name)
    }

    /// The heading that is named.
    pub(in crate::backfill) fn heading(&self) -> &str {
        &self.heading
    }
}

#[cfg(test)]
mod tests {
    use super::argument;

    #[test]
    fn a_shell_takes_the_argument_whole_whatever_the_heading_holds() {
        for (heading, expected) in [
            ("Betrag", "--column \"Betrag=amount\""),
            ("Total $US", "--column 'Total $US=amount'"),
            ("Won \"(Sales)\"", "--column 'Won \"(Sales)\"=amount'"),
            ("It's $", r"--column 'It'\''s $=amount'"),
        ] {
            assert_eq!(argument(heading, "amount"), expected);
        }
    }
}
