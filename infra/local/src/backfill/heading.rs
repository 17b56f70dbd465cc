//! Reading the heading of a file: which column is which.

mod lines;
mod misplaced;
mod named;
mod near;

use hubspot::{ObjectId, ObjectType};
use registry::RegisteredAction;

use super::columns::{Associated, Column};
use super::labels;
use super::table::Table;
pub(crate) use named::NamedColumn;
pub(super) use named::argument;

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
    /// The action, whose options have columns.
    pub(super) action: RegisteredAction,
}

/// The columns of a file.
#[derive(Clone, Debug)]
pub(super) struct Heading {
    /// The meaning of each column; none is passed over.
    pub(super) columns: Vec<Option<Column>>,
    /// The headings of those that are passed over.
    pub(super) passed_over: Vec<String>,
}

impl<'n> Naming<'n> {
    /// The meaning that was given to a heading in the file of such objects, or of records.
    pub(super) fn told(&self, name: &str, file: Option<Associated>) -> Option<&'n NamedColumn> {
        self.all_told(name, file).next()
    }

    fn all_told(
        &self,
        name: &str,
        file: Option<Associated>,
    ) -> impl Iterator<Item = &'n NamedColumn> {
        let columns = self.columns.iter();
        columns.filter(move |one| one.is_of(name, file, self.own_files))
    }

    /// The refusal of a heading that is named twice, each time as another column.
    fn told_twice(&self, name: &str, file: Option<Associated>) -> Option<String> {
        let first = self.told(name, file)?;
        let mut all = self.all_told(name, file);
        let second = all.find(|one| *one != first)?;
        Some(format!(
            "`{name}` is named twice, {} and {}: leave one of them out",
            first.argument(),
            second.argument()
        ))
    }
}

/// The refusal of a file without a heading, whose first record would be taken for one, and lost.
const NO_HEADING: &str = "the first row holds ids, and no heading: write `record_id` (and the names of the other columns) above it";

/// A heading as far as it was read.
struct Reading<'r> {
    table: &'r Table,
    object_type: &'r ObjectType,
    file: Option<Associated>,
    naming: &'r Naming<'r>,
    columns: Vec<Option<Column>>,
    passed_over: Vec<String>,
    problems: Vec<String>,
    /// Columns that are not known, by their places.
    unknown: Vec<usize>,
}

impl Heading {
    /// The heading of the file of records of this type, or of the file of objects associated with them.
    ///
    /// In an export in English, which is known by its `Record ID`, all that is read has a known heading,
    /// so what is not known is passed over. In any other file it may be the amount. A column without a heading
    /// and without values is what a spreadsheet leaves behind.
    ///
    /// # Errors
    ///
    /// All that is wrong with it, and the ways out.
    pub(super) fn read(
        table: &Table,
        object_type: Option<&ObjectType>,
        file: Option<Associated>,
        naming: &Naming<'_>,
    ) -> Result<Self, String> {
        let mut reading = Reading {
            table,
            object_type: object_type.unwrap_or(&ObjectType::Deal),
            file,
            naming,
            columns: Vec::new(),
            passed_over: Vec::new(),
            problems: Vec::new(),
            unknown: Vec::new(),
        };
        for (place, name) in table.names().enumerate() {
            let column = reading.column(place, name);
            reading.columns.push(column);
        }
        reading.finish(object_type)
    }

    /// True if the file says nothing of its records but which they are.
    pub(super) fn has_ids_alone(&self) -> bool {
        self.held().all(Column::goes_with_an_id)
    }

    /// The columns that are read.
    pub(super) fn held(&self) -> impl Iterator<Item = &Column> + Clone {
        held(&self.columns)
    }
}

impl Reading<'_> {
    /// The meaning of a column, or a problem that is taken down.
    fn column(&mut self, place: usize, name: &str) -> Option<Column> {
        let told = self.naming.told(name, self.file);
        if told.is_none() && self.table.is_blank(place) {
            return None;
        }
        let column = match told {
            Some(told) => Ok(told.column.clone()),
            None => self.known(name).map(Some),
        };
        let number = place + 1;
        if let Some(problem) = self.naming.told_twice(name, self.file) {
            self.problems.push(format!("column {number}: {problem}"));
            return None;
        }
        if told.is_none() {
            let known = column.as_ref().ok().and_then(Option::as_ref);
            let is_filled = !self.naming.ignore_others && self.table.is_filled(place);
            let of = (self.file, is_filled);
            let problem = misplaced::problem(name, known, of, self.naming.action);
            if let Some(problem) = problem {
                self.problems.push(format!("column {number}: {problem}"));
                return None;
            }
        }
        if told.is_none() && !self.naming.by_id {
            let known = column.as_ref().ok().and_then(Option::as_ref);
            let problem = self.near(place, name, known);
            if let Some(problem) = problem {
                self.problems.push(format!("column {number}: {problem}"));
                return None;
            }
        }
        if told.is_some_and(|told| told.column == Some(Column::RecordId))
            && ObjectId::is_valid(name)
        {
            self.problems.push(NO_HEADING.to_owned());
            return None;
        }
        let is_read = |column: &Column| !self.naming.by_id || column.goes_with_an_id();
        match column.map(|column| column.filter(is_read)) {
            Ok(Some(column)) => {
                let column = within(column, self.file);
                self.refuse_second(number, name, &column);
                return Some(column);
            }
            Ok(None) => self.passed_over.push(name.to_owned()),
            // `fee.amount` was meant as a column; anything else is a heading that is not known.
            Err(problem) if is_dotted(name) => {
                self.problems.push(format!("column {number}: {problem}"));
            }
            Err(_) => self.unknown.push(place),
        }
        None
    }

    /// The column of a heading: a label of HubSpot's, or an internal name. `amount` is the label of a quote's
    /// `hs_quote_amount`, but stands for itself where that has a column too.
    fn known(&self, name: &str) -> Result<Column, String> {
        let by_name = Column::named(name);
        match labels::column(name, self.object_type) {
            Some(Column::Property(labelled))
                if by_name.is_ok() && self.table.names().any(|other| other == labelled) =>
            {
                by_name
            }
            Some(column) => Ok(column),
            None => by_name,
        }
    }

    /// The words behind a heading that is passed over in this file, and in no other.
    fn over(&self) -> String {
        match self.file {
            Some(file) => prefix(Some(file)),
            None if self.naming.own_files.is_empty() => String::new(),
            None => format!("{}.", self.object_type),
        }
    }

    fn refuse_second(&mut self, number: usize, name: &str, column: &Column) {
        if column.is_idle() {
            return;
        }
        let mut columns = self.columns.iter();
        let Some(first) = columns.position(|earlier| earlier.as_ref() == Some(column)) else {
            return;
        };
        let other = self.table.names().nth(first).unwrap_or_default();
        self.problems.push(if other.eq_ignore_ascii_case(name) {
            format!(
                "column {number}: `{name}` stands there twice: give one of them another heading, and pass that over \
                 with --column \"HEADING={}\"",
                self.over()
            )
        } else {
            format!(
                "column {number}: `{name}` is `{column}` of a {}, and so is column {}, `{other}`: pass one of \
                 them over with {}, or say what it is with {}",
                self.object_type,
                first + 1,
                argument(other, &self.over()),
                argument(other, &format!("{}NAME", prefix(self.file)))
            )
        });
    }

    fn finish(mut self, object_type: Option<&ObjectType>) -> Result<Heading, String> {
        self.read_lines();
        let is_export = self
            .table
            .names()
            .any(|name| name.eq_ignore_ascii_case("record id"));
        let missing = object_type.and_then(|kind| labels::missing(&held(&self.columns), kind));
        let name = |place: usize| self.table.names().nth(place).unwrap_or_default();
        let unknown = self.unknown.iter();
        let unknown: Vec<_> = unknown.map(|place| (place + 1, name(*place))).collect();
        if self.naming.ignore_others || (is_export && missing.is_none()) {
            self.passed_over.extend(unknown.into_iter().map(title));
        } else {
            self.problems.extend(unnamed(&unknown));
            self.problems
                .extend(ways_out(&unknown, missing, self.object_type, self.file));
        }
        let has_ids = held(&self.columns).any(|one| *one == Column::RecordId);
        if !has_ids && self.table.names().any(ObjectId::is_valid) {
            self.problems = vec![NO_HEADING.to_owned()];
        } else if self.problems.is_empty() && !has_ids {
            let prefix = prefix(self.file);
            self.problems.push(format!(
                "there is no column `record_id` (in HubSpot's exports `Record ID`): export the records \
                 with it, or say which column it is with --column \"HEADING={prefix}record_id\""
            ));
        }
        if self.problems.is_empty() {
            return Ok(Heading {
                columns: self.columns,
                passed_over: self.passed_over,
            });
        }
        let problems = self.problems.join("; ");
        Err(format!("the heading cannot be read: {problems}"))
    }
}

fn held(columns: &[Option<Column>]) -> impl Iterator<Item = &Column> + Clone {
    columns.iter().flatten()
}

/// A column that is passed over, by its heading or else by its number.
fn title((number, name): (usize, &str)) -> String {
    if name.is_empty() {
        return format!("column {number}, which has no heading");
    }
    name.to_owned()
}

/// The refusal of columns that hold something, and do not say what.
fn unnamed(unknown: &[(usize, &str)]) -> Option<String> {
    let numbers = unknown.iter().filter(|(_, name)| name.is_empty());
    let numbers: Vec<String> = numbers.map(|(number, _)| number.to_string()).collect();
    let listed = numbers.join(", ");
    (!numbers.is_empty()).then(|| {
        format!(
            "column {listed}: it has no heading, and cells that are filled: give it a heading, or empty its cells"
        )
    })
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

/// The beginning of the names that are said of a file of objects: `line_item.`; a name without it is one of the file
/// of records.
fn prefix(file: Option<Associated>) -> String {
    file.map_or_else(String::new, |file| format!("{}.", file.prefix()))
}

/// The columns that are not known, what they could be called, and the ways out.
fn ways_out(
    unknown: &[(usize, &str)],
    missing: Option<&str>,
    object_type: &ObjectType,
    file: Option<Associated>,
) -> Option<String> {
    let prefix = prefix(file);
    let names = labels::names(object_type).into_iter();
    let names: Vec<String> = names.map(|name| format!("{prefix}{name}")).collect();
    let headed = unknown.iter().filter(|(_, name)| !name.is_empty());
    let (_, first) = headed.clone().next()?;
    let listed: Vec<String> = headed
        .map(|(number, name)| format!("column {number}: `{name}`"))
        .collect();
    let lacks = match missing {
        Some(property) => format!(" (none is known to hold `{property}`)"),
        None => String::new(),
    };
    Some(format!(
        "{} are neither internal names, such as `dealname`, nor headings of HubSpot's exports in \
         English{lacks}: say what each is, as in {} (of a {object_type}: {}), or \
         pass it over with {}, all of them with --ignore-other-columns; or export \
         again with HubSpot set to English",
        listed.join(", "),
        argument(first, &format!("{prefix}NAME")),
        names.join(", "),
        argument(first, &prefix)
    ))
}

#[cfg(test)]
mod tests;
