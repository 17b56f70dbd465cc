//! Reading the heading of a file: which column is which.

use std::str::FromStr;

use csv::StringRecord;
use hubspot::ObjectType;

use super::columns::{Associated, Column};
use super::labels;

/// The knowledge with which a heading is read.
pub(super) struct Naming<'n> {
    /// The columns that were named outright.
    pub(super) columns: &'n [NamedColumn],
    /// True when unknown columns are passed over.
    pub(super) ignore_others: bool,
    /// True when all that is said of a record itself is passed over, since it is read from HubSpot.
    pub(super) by_id: bool,
    /// The types of objects that have a file of their own.
    pub(super) own_files: &'n [Associated],
}

/// `--column "Betrag=amount"`: a heading, and the column it is; none is passed over.
#[derive(Clone, Debug)]
pub(crate) struct NamedColumn {
    heading: String,
    column: Option<Column>,
    /// The type of object that it is said of: `line_item` of `line_item.amount`.
    of: Option<Associated>,
}

/// The columns of a file.
#[derive(Debug)]
pub(super) struct Heading {
    /// The meaning of each column; none is passed over.
    pub(super) columns: Vec<Option<Column>>,
    /// The headings of those that are passed over.
    pub(super) passed_over: Vec<String>,
}

impl FromStr for NamedColumn {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (heading, name) = text.rsplit_once('=').ok_or(
            "expected HEADING=NAME, such as \"Betrag=amount\", or \"HEADING=\" for one to be passed over",
        )?;
        let (heading, name) = (heading.trim(), name.trim());
        let column = match name {
            "" => None,
            name => Some(Column::named(name)?),
        };
        let prefix = name.split_once('.').map(|(prefix, _)| prefix);
        Ok(Self {
            heading: heading.to_owned(),
            column,
            of: prefix.and_then(|prefix| Associated::of(&ObjectType::from(prefix))),
        })
    }
}

impl NamedColumn {
    /// True if it is said of a heading in the file of such objects, or in the file of records.
    fn is_of(&self, heading: &str, file: Option<Associated>, own_files: &[Associated]) -> bool {
        let here = match (self.of, file) {
            (None, _) => file.is_none() || self.column.is_none(),
            (Some(of), None) => !own_files.contains(&of),
            (Some(of), Some(file)) => of == file,
        };
        here && self.heading.to_lowercase() == heading.to_lowercase()
    }

    /// True if one of these headings is meant, in whichever file.
    pub(super) fn is_among(&self, headings: &[String]) -> bool {
        let lower = self.heading.to_lowercase();
        headings
            .iter()
            .any(|heading| heading.to_lowercase() == lower)
    }

    /// The heading that is named.
    pub(super) fn heading(&self) -> &str {
        &self.heading
    }
}

impl Heading {
    /// The heading of the file of records of this type, or of the file of objects associated with them.
    ///
    /// In an export in English, which is known by its `Record ID`, all that is read has a known heading,
    /// so what is not known is passed over. In any other file it may be the amount.
    ///
    /// # Errors
    ///
    /// All that is wrong with it, and the ways out.
    pub(super) fn read(
        names: &StringRecord,
        object_type: Option<&ObjectType>,
        file: Option<Associated>,
        naming: &Naming<'_>,
    ) -> Result<Self, String> {
        let mut columns: Vec<Option<Column>> = Vec::new();
        let (mut problems, mut unknown) = (Vec::new(), Vec::new());
        let mut passed_over = Vec::new();
        for (number, name) in (1..).zip(names.iter().map(str::trim)) {
            let mut told = naming.columns.iter();
            let column = match told.find(|one| one.is_of(name, file, naming.own_files)) {
                Some(told) => Ok(told.column.clone()),
                None => known(name, object_type).map(Some),
            };
            let is_read = |column: &Column| !naming.by_id || column.goes_with_an_id();
            let column = column.map(|column| column.filter(is_read));
            let column = column.map(|column| column.map(|column| within(column, file)));
            match &column {
                Ok(Some(column)) if columns.contains(&Some(column.clone())) => problems.push(format!(
                    "column {number}: `{name}` stands there twice (a second one is passed over with \
                     `--column \"{name}=\"` once the two have different headings)"
                )),
                Ok(Some(_)) => {}
                Ok(None) => passed_over.push(name.to_owned()),
                // `fee.amount` was meant as a column; anything else is a heading that is not known.
                Err(problem) if is_dotted(name) => {
                    problems.push(format!("column {number}: {problem}"));
                }
                Err(_) => unknown.push((number, name)),
            }
            columns.push(column.ok().flatten());
        }
        let heading = Self {
            columns,
            passed_over,
        };
        heading.check(names, object_type, &unknown, problems, naming.ignore_others)
    }

    fn check(
        mut self,
        names: &StringRecord,
        object_type: Option<&ObjectType>,
        unknown: &[(u64, &str)],
        mut problems: Vec<String>,
        ignore_others: bool,
    ) -> Result<Self, String> {
        let mut known = names.iter().map(str::trim);
        let is_export = known.any(|name| name.eq_ignore_ascii_case("record id"));
        let missing = object_type.and_then(|kind| labels::missing(&self.held(), kind));
        if ignore_others || (is_export && missing.is_none()) {
            let names = unknown.iter().map(|(_, name)| (*name).to_owned());
            self.passed_over
                .extend(names.filter(|name| !name.is_empty()));
        } else if !unknown.is_empty() {
            let object_type = object_type.unwrap_or(&ObjectType::Deal);
            problems.push(ways_out(unknown, missing, object_type));
        }
        if problems.is_empty() && !self.held().any(|column| *column == Column::RecordId) {
            problems.push(
                "there is no column `record_id` (in HubSpot's exports `Record ID`): export the records \
                 with it, or say which column it is with --column \"HEADING=record_id\""
                    .to_owned(),
            );
        }
        if problems.is_empty() {
            return Ok(self);
        }
        Err(format!(
            "the heading cannot be read: {}",
            problems.join("; ")
        ))
    }

    /// True if the file says nothing of its records but which they are.
    pub(super) fn has_ids_alone(&self) -> bool {
        self.held().all(Column::goes_with_an_id)
    }

    /// The columns that are read.
    pub(super) fn held(&self) -> impl Iterator<Item = &Column> + Clone {
        self.columns.iter().flatten()
    }
}

/// True if a heading begins as `contact.email` does; HubSpot's labels may hold a point too (`No. of
/// seats`).
fn is_dotted(name: &str) -> bool {
    let prefix = name.split_once('.').map(|(prefix, _)| prefix);
    let is_word = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
    prefix.is_some_and(|prefix| !prefix.is_empty() && prefix.bytes().all(is_word))
}

/// In a file of line items, `line_item.amount` is the record's own `amount`.
fn within(column: Column, file: Option<Associated>) -> Column {
    match column {
        Column::Associated(of, property) if Some(of) == file => match property.as_str() {
            "id" => Column::RecordId,
            _ => Column::Property(property),
        },
        column => column,
    }
}

fn known(name: &str, object_type: Option<&ObjectType>) -> Result<Column, String> {
    let object_type = object_type.unwrap_or(&ObjectType::Deal);
    match labels::column(name, object_type) {
        Some(column) => Ok(column),
        None => Column::named(name),
    }
}

/// The columns that are not known, what they could be called, and the ways out.
fn ways_out(unknown: &[(u64, &str)], missing: Option<&str>, object_type: &ObjectType) -> String {
    let listed: Vec<String> = unknown
        .iter()
        .map(|(number, name)| format!("column {number}: `{name}`"))
        .collect();
    let first = unknown.first().map_or("HEADING", |(_, name)| *name);
    let lacks = match missing {
        Some(property) => format!(" (none is known to hold `{property}`)"),
        None => String::new(),
    };
    format!(
        "{} are neither internal names, such as `dealname`, nor headings of HubSpot's exports in \
         English{lacks}: say what each is, as in --column \"{first}=NAME\" (of a {object_type}: {}), or \
         pass it over with --column \"{first}=\", all of them with --ignore-other-columns; or export \
         again with HubSpot set to English",
        listed.join(", "),
        labels::names(object_type).join(", ")
    )
}

#[cfg(test)]
mod tests {
    use csv::StringRecord;
    use hubspot::ObjectType;

    use super::{Associated, Heading, NamedColumn, Naming};

    fn read(headings: &[&str], named: &[&str]) -> Result<Heading, String> {
        let columns: Vec<NamedColumn> = named.iter().map(|text| text.parse().unwrap()).collect();
        let naming = Naming {
            columns: &columns,
            ignore_others: false,
            by_id: false,
            own_files: &[Associated::LineItem],
        };
        let headings = StringRecord::from(headings.to_vec());
        Heading::read(&headings, Some(&ObjectType::Deal), None, &naming)
    }

    fn names(heading: &Heading) -> Vec<String> {
        heading.held().map(ToString::to_string).collect()
    }

    #[test]
    fn columns_are_known_by_internal_names_and_by_the_headings_of_hubspot_s_exports() {
        let headings = [
            "Record ID",
            "Deal Name",
            " closedate",
            "contact.id",
            "line_item.hs_sku",
            "option.memo",
        ];
        let heading = read(&headings, &[]).unwrap();
        let expected = [
            "record_id",
            "dealname",
            "closedate",
            "contact.id",
            "line_item.hs_sku",
            "option.memo",
        ];
        assert_eq!(names(&heading), expected);
    }

    #[test]
    fn what_an_export_has_besides_is_passed_over_and_listed() {
        let headings = [
            "Record ID",
            "Deal owner",
            "Amount",
            "Create Date",
            "Associated Contact IDs",
            "Priority",
            "No. of seats",
            "",
        ];
        let heading = read(&headings, &["Priority=dealpriority", "Deal owner="]).unwrap();
        assert_eq!(
            names(&heading),
            ["record_id", "amount", "contact_ids", "dealpriority"]
        );
        assert_eq!(
            heading.passed_over,
            ["Deal owner", "Create Date", "No. of seats"]
        );
    }

    #[test]
    fn a_file_in_another_language_is_read_once_its_columns_are_named() {
        let headings = ["Datensatz-ID", "Betrag", "Deal-Phase"];
        let problem = read(&headings, &[]).unwrap_err();
        for expected in [
            "column 1: `Datensatz-ID`, column 2: `Betrag`",
            "none is known to hold `amount`",
            "--column \"Datensatz-ID=NAME\"",
            "record_id, dealname, amount",
            "--ignore-other-columns",
        ] {
            assert!(problem.contains(expected), "{problem}");
        }
        let named = ["Datensatz-ID=record_id", "betrag=amount", "Deal-Phase="];
        assert_eq!(
            names(&read(&headings, &named).unwrap()),
            ["record_id", "amount"]
        );
        let problem = read(&headings, &named[..2]).unwrap_err();
        assert!(problem.contains("column 3: `Deal-Phase`"), "{problem}");
    }

    #[test]
    fn an_export_whose_amount_has_another_heading_is_not_read_without_it() {
        let problem = read(&["Record ID", "Deal Name", "Deal value"], &[]).unwrap_err();
        assert!(problem.contains("column 3: `Deal value`"), "{problem}");
        assert!(
            problem.contains("none is known to hold `amount`"),
            "{problem}"
        );
    }

    #[test]
    fn a_column_that_cannot_be_carried_is_named_with_the_way_out() {
        for (headings, expected) in [
            (
                vec!["record_id", "Deal owner"],
                "column 2: `Deal owner` are neither",
            ),
            (vec!["record_id", "fee.amount"], "as JSON lines"),
            (vec!["record_id", "contact.First Name"], "`First Name`"),
            (
                vec!["record_id", "amount", "Amount"],
                "column 3: `Amount` stands there twice",
            ),
            (vec!["dealname"], "no column `record_id`"),
            (vec!["record_id", ""], "column 2"),
        ] {
            let problem = read(&headings, &[]).unwrap_err();
            assert!(problem.contains(expected), "{problem}");
        }
    }

    #[test]
    fn a_column_is_named_for_the_file_it_stands_in() {
        let named = [
            "ID=record_id",
            "ID=line_item.id",
            "Deals=line_item.deal_ids",
        ];
        let columns: Vec<NamedColumn> = named.iter().map(|text| text.parse().unwrap()).collect();
        let naming = Naming {
            columns: &columns,
            ignore_others: false,
            by_id: false,
            own_files: &[Associated::LineItem],
        };
        let file = |headings: &[&str], file| {
            let headings = StringRecord::from(headings.to_vec());
            Heading::read(&headings, Some(&ObjectType::LineItem), file, &naming).unwrap()
        };
        let lines = file(&["ID", "Deals", "amount"], Some(Associated::LineItem));
        assert_eq!(names(&lines), ["record_id", "deal_ids", "amount"]);
        assert_eq!(
            names(&file(&["ID", "amount"], None)),
            ["record_id", "amount"]
        );
    }
}
