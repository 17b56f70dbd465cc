//! Terms, accounts, classes and the like: found by name once, then mapped.

use quickbooks::entity::{
    Account, Class, Customer, Department, Item, PaymentMethod, TaxCode, Term, Vendor,
};
use quickbooks::{
    BatchItem, CallError, Condition, Entity, EntityKind, MAX_RESULTS, NamedRow, Query,
};
use storage::MappingKind;

use super::objects::{name_property, unreadable};
use super::outcome::ResolvedObject;
use super::products::unsellable_kind;
use super::vendors::LONGEST_NAME;
use crate::ActionError;
use crate::options::{NameOrId, NamedReference};
use crate::response::MatchedBy;
use crate::text::fold::{composed, same_text};
use crate::text::sent_name;

/// A row of a directory kind, as far as a name can be matched with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryRow {
    /// QuickBooks' id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its name with its parents', `Parent:Child`.
    pub fully_qualified_name: Option<String>,
    /// The kind of an item that cannot stand on a line: `bundle` or `category`.
    pub unsellable: Option<&'static str>,
}

impl DirectoryRow {
    /// The object, found by its name.
    pub(super) fn found(&self) -> ResolvedObject {
        ResolvedObject {
            id: self.id.clone(),
            name: Some(self.name.clone()),
            matched_by: MatchedBy::Name,
        }
    }
}

impl NamedReference {
    /// The query whose rows hold the object, unless it is named by its id.
    pub fn lookup(&self) -> Option<Query> {
        let NameOrId::Name(name) = &self.object else {
            return None;
        };
        let kind = entity_kind(self.kind);
        let plain = match self.kind {
            MappingKind::Vendor => sent_name(name, LONGEST_NAME),
            // Only the plain name can be filtered on; the parents are compared in `choose`.
            _ => name.rsplit(':').next().unwrap_or(name).trim().to_owned(),
        };
        Some(
            Query::select(kind)
                .filter(Condition::alike(name_property(kind), &composed(&plain)))
                .max_results(MAX_RESULTS),
        )
    }

    /// The query whose rows hold the object, by its name or its id.
    pub fn question(&self) -> Query {
        let by_id = || {
            let id = self.object.clone().into_text();
            Query::select(entity_kind(self.kind)).filter(Condition::equals("Id", id))
        };
        self.lookup().unwrap_or_else(by_id)
    }

    /// The fault of an object that an answer to [`NamedReference::question`] does not hold, or holds several
    /// times; none where it can be used.
    ///
    /// # Errors
    ///
    /// An answer that cannot be read.
    pub fn fault(&self, answer: &BatchItem) -> Result<Option<String>, ActionError> {
        let rows = rows(self.kind, answer).map_err(|error| unreadable(&error))?;
        Ok(match &self.object {
            NameOrId::Name(name) => self.chosen(name, &rows).err(),
            NameOrId::Id(id) => self.fault_of_id(id, &rows),
        })
    }

    /// QuickBooks' id of the object, where the answer to [`NamedReference::question`] holds it once.
    ///
    /// # Errors
    ///
    /// An answer that cannot be read.
    pub(crate) fn found(&self, answer: &BatchItem) -> Result<Option<String>, ActionError> {
        let rows = rows(self.kind, answer).map_err(|error| unreadable(&error))?;
        Ok(match &self.object {
            NameOrId::Name(name) => self.chosen(name, &rows).ok().map(|row| row.id.clone()),
            NameOrId::Id(id) => Some(id.clone()),
        })
    }

    fn fault_of_id(&self, id: &str, rows: &[DirectoryRow]) -> Option<String> {
        let kind = entity_kind(self.kind);
        match rows.iter().find(|row| row.id == id) {
            None => Some(format!(
                "QuickBooks has no active {kind} with the id {id}: correct the id, or make it active there"
            )),
            Some(row) => row.unsellable.map(|unsellable| {
                format!("{kind} {id} is a {unsellable} in QuickBooks, which cannot stand on a line: name a product")
            }),
        }
    }

    /// `true` where none of the rows has the name.
    pub(super) fn is_missing(&self, rows: &[DirectoryRow]) -> bool {
        let NameOrId::Name(_) = &self.object else {
            return false;
        };
        !rows
            .iter()
            .any(|row| self.is_qualified(row) || self.is_plain(row))
    }

    /// Chooses the object among the rows of its kind.
    ///
    /// # Errors
    ///
    /// [`ActionError::InvalidRequest`] when none or several have the name.
    pub fn choose<'r>(&self, rows: &'r [DirectoryRow]) -> Result<&'r DirectoryRow, ActionError> {
        let NameOrId::Name(name) = &self.object else {
            return Err(ActionError::invalid(format!(
                "{} is named by its id",
                self.place
            )));
        };
        self.chosen(name, rows)
            .map_err(|fault| ActionError::invalid(format!("`{}`: {fault}", self.place)))
    }

    /// The object among the rows, or what is wrong with its name.
    fn chosen<'r>(&self, name: &str, rows: &'r [DirectoryRow]) -> Result<&'r DirectoryRow, String> {
        let qualified = |row: &&DirectoryRow| self.is_qualified(row) && row.unsellable.is_none();
        let plain = |row: &&DirectoryRow| self.is_plain(row) && row.unsellable.is_none();
        let kind = entity_kind(self.kind);
        for fitting in [
            distinct(rows.iter().filter(qualified)),
            distinct(rows.iter().filter(plain)),
        ] {
            match fitting.as_slice() {
                [] => {}
                [row] => return Ok(*row),
                several => {
                    let ids: Vec<&str> = several.iter().map(|row| row.id.as_str()).collect();
                    return Err(format!(
                        "several QuickBooks objects of kind {kind} are named `{name}` (ids {}): name the \
                         one by its id or as `Parent:Child`",
                        ids.join(", ")
                    ));
                }
            }
        }
        let fits = |row: &&DirectoryRow| self.is_qualified(row) || self.is_plain(row);
        if let Some(unsold) = rows.iter().find(fits).and_then(|row| row.unsellable) {
            return Err(format!(
                "`{name}` is a {unsold} in QuickBooks, which cannot stand on a line: name a product"
            ));
        }
        Err(format!(
            "QuickBooks has no active {kind} named `{name}`: create it there, or correct the name"
        ))
    }

    /// `true` for the name with its parents', as one of a row.
    fn is_qualified(&self, row: &DirectoryRow) -> bool {
        let NameOrId::Name(name) = &self.object else {
            return false;
        };
        let qualified = row.fully_qualified_name.as_ref();
        qualified.is_some_and(|own| same_text(own, name))
    }

    /// `true` for the name of a row; of a vendor also in the form in which it is sent.
    fn is_plain(&self, row: &DirectoryRow) -> bool {
        let NameOrId::Name(name) = &self.object else {
            return false;
        };
        let is_sent = || same_text(&row.name, &sent_name(name, LONGEST_NAME));
        same_text(&row.name, name) || (self.kind == MappingKind::Vendor && is_sent())
    }
}

fn distinct<'r>(rows: impl Iterator<Item = &'r DirectoryRow>) -> Vec<&'r DirectoryRow> {
    let mut seen = std::collections::HashSet::new();
    rows.filter(|row| seen.insert(row.id.as_str())).collect()
}

fn entity_kind(kind: MappingKind) -> EntityKind {
    match kind {
        MappingKind::Customer => Customer::KIND,
        MappingKind::Product | MappingKind::Item => Item::KIND,
        MappingKind::Term => Term::KIND,
        MappingKind::Account => Account::KIND,
        MappingKind::Class => Class::KIND,
        MappingKind::Department => Department::KIND,
        MappingKind::Vendor => Vendor::KIND,
        MappingKind::PaymentMethod => PaymentMethod::KIND,
        MappingKind::TaxCode => TaxCode::KIND,
    }
}

/// The rows of a directory kind in an answer.
pub(super) fn rows(kind: MappingKind, answer: &BatchItem) -> Result<Vec<DirectoryRow>, CallError> {
    if matches!(kind, MappingKind::Product | MappingKind::Item) {
        return items(answer);
    }
    let rows = answer.named_rows(entity_kind(kind))?.into_iter();
    Ok(rows.filter_map(|row| named(kind, row)).collect())
}

/// A row of a kind other than items; nothing for one without a name, or an id.
fn named(kind: MappingKind, row: NamedRow) -> Option<DirectoryRow> {
    let name = match kind {
        MappingKind::Customer | MappingKind::Vendor => row.display_name,
        _ => row.name,
    };
    let has_parents = matches!(
        kind,
        MappingKind::Account | MappingKind::Class | MappingKind::Department | MappingKind::Customer
    );
    Some(DirectoryRow {
        id: row.id?,
        name: name?,
        fully_qualified_name: row.fully_qualified_name.filter(|_| has_parents),
        unsellable: None,
    })
}

fn items(answer: &BatchItem) -> Result<Vec<DirectoryRow>, CallError> {
    let row = |item: Item| {
        Some(DirectoryRow {
            unsellable: unsellable_kind(&item),
            id: item.id?,
            name: item.name?,
            fully_qualified_name: item.fully_qualified_name,
        })
    };
    Ok(answer.rows::<Item>()?.into_iter().filter_map(row).collect())
}

#[cfg(test)]
mod tests {
    use storage::MappingKind;

    use quickbooks::NamedRow;

    use super::{DirectoryRow, named};
    use crate::options::{NameOrId, NamedReference};

    fn row(id: &str, name: &str) -> DirectoryRow {
        let plain = name.rsplit(':').next().unwrap().to_owned();
        DirectoryRow {
            id: id.into(),
            name: plain,
            fully_qualified_name: Some(name.into()),
            unsellable: None,
        }
    }

    fn chosen(name: &str, rows: &[DirectoryRow]) -> String {
        let object = NameOrId::Name(name.into());
        let reference = NamedReference {
            kind: MappingKind::Class,
            object,
            place: "options.class",
        };
        reference
            .choose(rows)
            .map_or_else(|error| error.to_string(), |row| row.id.clone())
    }

    #[test]
    fn a_row_has_the_name_of_its_kind_and_parents_where_its_kind_has_them() {
        let row = |kind| {
            let text = |text: &str| Some(text.to_owned());
            let row = NamedRow {
                id: text("7"),
                name: text("North"),
                display_name: text("Rock Ltd"),
                fully_qualified_name: text("Sales:North"),
            };
            let row = named(kind, row).unwrap();
            (row.name, row.fully_qualified_name)
        };
        let named_so = |name: &str, parents: Option<&str>| (name.into(), parents.map(Into::into));
        for (kind, expected) in [
            (MappingKind::Class, named_so("North", Some("Sales:North"))),
            (MappingKind::Account, named_so("North", Some("Sales:North"))),
            (
                MappingKind::Department,
                named_so("North", Some("Sales:North")),
            ),
            (
                MappingKind::Customer,
                named_so("Rock Ltd", Some("Sales:North")),
            ),
            (MappingKind::Vendor, named_so("Rock Ltd", None)),
            (MappingKind::Term, named_so("North", None)),
            (MappingKind::PaymentMethod, named_so("North", None)),
            (MappingKind::TaxCode, named_so("North", None)),
        ] {
            assert_eq!(row(kind), expected, "{kind}");
        }
    }

    #[test]
    fn a_qualified_name_decides_and_an_ambiguous_one_is_refused() {
        let rows = [
            row("1", "North"),
            row("2", "Sales:North"),
            row("3", "Sales:South"),
            row("4", "Ops:South"),
        ];
        assert_eq!(chosen("north", &rows), "1");
        assert_eq!(chosen("sales:north", &rows), "2");
        assert!(chosen("South", &rows).contains("ids 3, 4"));
        assert!(chosen("West", &rows).contains("no active Class named `West`"));
    }
}
