//! The heading of a file as it is meant for each type of record in it: `Amount` is another property of a quote than
//! of a deal.

use csv::StringRecord;
use hubspot::ObjectType;

use crate::backfill::columns::Column;
use crate::backfill::heading::{Heading, Naming};
use crate::backfill::labels;
use crate::backfill::table::Table;

/// The headings of a file.
pub(super) struct Headings {
    /// The place of the column that says the type of each record.
    types: Option<usize>,
    /// The place of the record's id.
    ids: Option<usize>,
    /// The type of records that do not say theirs.
    default_type: Option<ObjectType>,
    /// The heading of such records.
    default: TypedHeading,
    of_types: Vec<TypedHeading>,
}

/// A heading as it is meant for records of a type.
#[derive(Clone)]
pub(super) struct TypedHeading {
    /// The type, where it is known.
    pub(super) object_type: Option<ObjectType>,
    /// The meaning of the columns.
    pub(super) heading: Heading,
}

impl TypedHeading {
    fn read(
        table: &Table,
        object_type: Option<ObjectType>,
        naming: &Naming<'_>,
    ) -> Result<Self, String> {
        let heading = Heading::read(table, object_type.as_ref(), None, naming)?;
        Ok(Self {
            object_type,
            heading,
        })
    }
}

impl Headings {
    /// The headings of a file, whose records are of the type that was asked for where they do not say another, or
    /// else of the one whose heading is there.
    ///
    /// # Errors
    ///
    /// The fault of the heading.
    pub(super) fn read(
        table: &Table,
        asked: Option<ObjectType>,
        naming: &Naming<'_>,
    ) -> Result<Self, String> {
        let types = place_of_types(table, naming);
        let mut of_types: Vec<TypedHeading> = Vec::new();
        let mut has_untyped = false;
        for (_, row) in &table.rows {
            let Some(object_type) = object_type(row, types) else {
                has_untyped = true;
                continue;
            };
            let mut known = of_types.iter();
            if !known.any(|one| one.object_type.as_ref() == Some(&object_type)) {
                of_types.push(TypedHeading::read(table, Some(object_type), naming)?);
            }
        }
        let default_type = match of_types.first() {
            Some(_) => asked,
            None => asked.or_else(|| told_type(table, naming)),
        };
        if default_type.is_none() && of_types.is_empty() {
            return Err(untyped(naming));
        }
        let default = match of_types.first() {
            Some(first) if default_type.is_none() || !has_untyped => first.clone(),
            _ => TypedHeading::read(table, default_type.clone(), naming)?,
        };
        let mut columns = default.heading.columns.iter();
        Ok(Self {
            types,
            ids: columns.position(|column| *column == Some(Column::RecordId)),
            default_type,
            default,
            of_types,
        })
    }

    /// The type of the records that do not say another.
    pub(super) const fn default_type(&self) -> Option<&ObjectType> {
        self.default_type.as_ref()
    }

    /// The heading of the records that do not say another type.
    pub(super) const fn default(&self) -> &TypedHeading {
        &self.default
    }

    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = &TypedHeading> {
        std::iter::once(&self.default).chain(&self.of_types)
    }

    /// The record's id on a row, if there is one.
    pub(super) fn record_id<'c>(&self, row: &'c StringRecord) -> Option<&'c str> {
        let id = row.get(self.ids?)?.trim();
        (!id.is_empty()).then_some(id)
    }

    /// The heading of a row that says its type.
    pub(super) fn of_row(&self, row: &StringRecord) -> Option<&TypedHeading> {
        let object_type = object_type(row, self.types)?;
        let mut of_types = self.of_types.iter();
        of_types.find(|one| one.object_type.as_ref() == Some(&object_type))
    }
}

/// The type that the headings show by themselves. What they mean depends on the type: `Currency` is a property of deals
/// only where the records are deals.
fn told_type(table: &Table, naming: &Naming<'_>) -> Option<ObjectType> {
    let names = table.names().map(|name| match naming.told(name, None) {
        None => name,
        Some(told) => match &told.column {
            Some(Column::Property(property)) => property,
            _ => "",
        },
    });
    labels::object_type(names)
}

/// The refusal of records that may be of any type: their ids would be taken for those of others.
fn untyped(naming: &Naming<'_>) -> String {
    let types: Vec<String> = naming
        .action
        .records()
        .iter()
        .map(ToString::to_string)
        .collect();
    format!(
        "no heading says whether the records are deals, quotes, payments or others, and {} takes a {}: say it with \
         --object-type TYPE, or for each record in a column `object_type`",
        naming.action.name(),
        types.join(" or a ")
    )
}

fn place_of_types(table: &Table, naming: &Naming<'_>) -> Option<usize> {
    let says_type = |name: &str| match naming.told(name, None) {
        Some(told) => told.column == Some(Column::ObjectType),
        None => name == "object_type",
    };
    table.names().position(says_type)
}

fn object_type(row: &StringRecord, types: Option<usize>) -> Option<ObjectType> {
    let cell = row.get(types?)?.trim();
    (!cell.is_empty()).then(|| ObjectType::from(cell))
}
