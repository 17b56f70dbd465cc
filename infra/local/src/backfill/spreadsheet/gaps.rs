//! Gaps in the columns of a file, and the wrong that would be booked for want of them: refused where that
//! would be wrong in silence, told where it depends.

use actions::request::properties;
use hubspot::ObjectType;
use registry::RegisteredAction;

use super::headings::TypedHeading;
use crate::backfill::associated::AssociatedFiles;
use crate::backfill::columns::{Associated, Column};
use crate::backfill::heading::argument;
use crate::backfill::period::{self, OwnDay};
use crate::backfill::table::Table;

/// One file of records as it is about to be booked by an action.
pub(super) struct Gaps<'g> {
    pub(super) table: &'g Table,
    pub(super) typed: &'g TypedHeading,
    pub(super) files: &'g AssociatedFiles,
    pub(super) action: RegisteredAction,
    /// True where the command line says how documents are dated.
    pub(super) is_dated: bool,
    /// True where the command line says who is billed.
    pub(super) is_billed: bool,
}

impl Gaps<'_> {
    /// Refuses a file whose records may be booked a second time, for another customer, or though nothing is sold.
    ///
    /// # Errors
    ///
    /// The column that is missing or has no ids, and the ways out.
    pub(super) fn check(&self) -> Result<(), String> {
        let columns = self.table.names().zip(&self.typed.heading.columns);
        for (place, (title, column)) in columns.enumerate() {
            match column {
                Some(Column::Names(associated)) if !self.has_ids(*associated) => {
                    self.check_names(place, title, *associated)?;
                }
                Some(Column::LabelledIds(associated)) if self.table.is_filled(place) => {
                    return Err(labelled(title, *associated));
                }
                _ => {}
            }
        }
        self.check_status()
    }

    /// The notices that a person should read before anything is booked.
    pub(super) fn notices(&self) -> impl Iterator<Item = String> {
        [
            self.without_lines(),
            self.without_parties(),
            self.without_sale(),
            self.without_source(),
            self.without_days(),
        ]
        .into_iter()
        .flatten()
    }

    fn check_names(&self, place: usize, title: &str, associated: Associated) -> Result<(), String> {
        match associated {
            Associated::Contact | Associated::Company => Err(parties_by_name(title, associated)),
            Associated::LineItem => Ok(()),
            _ if self.sells() && self.is_of_sale(associated) && self.table.is_filled(place) => {
                Err(sale_by_name(title, associated, self.kind()))
            }
            Associated::Deal | Associated::Quote | Associated::Payment | Associated::Invoice => {
                Ok(())
            }
        }
    }

    /// A quote of which nobody knows whether it is a draft, was rejected or is paid is not booked.
    fn check_status(&self) -> Result<(), String> {
        if self.typed.object_type != Some(ObjectType::Quote) || !self.sells() {
            return Ok(());
        }
        let is_receipt = self.action == RegisteredAction::CreateSalesReceipt;
        let needed = [
            Some(("hs_status", "Quote status", "a draft or a rejected one")),
            is_receipt.then_some((
                "hs_payment_status",
                "Payment status",
                "one that is not paid",
            )),
        ];
        match needed
            .into_iter()
            .flatten()
            .find(|(name, ..)| !self.holds(name))
        {
            None => Ok(()),
            Some((name, label, what)) => Err(format!(
                "no column says the `{name}` of a quote, so that {what} would be booked: export `{label}` too, say which column \
                 it is with --column \"HEADING={name}\", or add a column `{name}`, empty where HubSpot has none"
            )),
        }
    }

    /// Says that no record has line items here, where the action books them.
    fn without_lines(&self) -> Option<String> {
        let has_lines =
            self.has(|column| matches!(column, Column::Associated(Associated::LineItem, _)));
        let is_without = self.books_lines() && !has_lines && !self.files.have(Associated::LineItem);
        is_without.then(|| {
            "it holds no line items: give their own export with --line-items FILE, or have each record read from HubSpot \
             with --by-id; a record without line items is booked where the setting `products.item_without_lines` names a \
             product for its whole amount"
                .to_owned()
        })
    }

    /// Says that nothing shows who is billed, where the action bills somebody.
    fn without_parties(&self) -> Option<String> {
        let is_party = |it: &Associated| matches!(it, Associated::Contact | Associated::Company);
        let has_party = self.has(|column| match column {
            Column::Associated(of, _) | Column::Ids(of) | Column::PrimaryIds(of) => is_party(of),
            Column::Option(name) => name == "customer",
            _ => false,
        });
        let has_file = Associated::all().any(|it| is_party(&it) && self.files.have(it));
        (self.books_lines() && !self.is_billed && !has_party && !has_file).then(|| {
            format!(
                "no column says whose a {} is: export `{}` too, and give the contacts' own export with --contacts FILE, or \
                 have each record read from HubSpot with --by-id",
                self.kind(),
                Associated::Contact.id_heading()
            )
        })
    }

    /// Says that nothing shows of which deal a payment or quote is, where one that was booked from its deal is booked again.
    fn without_sale(&self) -> Option<String> {
        let kind = self.typed.object_type.as_ref()?;
        let sought: &[Associated] = match kind {
            ObjectType::Payment => &[Associated::Deal, Associated::Quote, Associated::Invoice],
            ObjectType::Quote => &[Associated::Deal],
            _ => return None,
        };
        let is_shown = sought.iter().any(|one| self.has_ids(*one));
        (self.sells() && !is_shown).then(|| {
            format!(
                "no column says which deal a {kind} is of: a sale that was booked from its deal is booked again; export \
                 `{}` too",
                Associated::Deal.id_heading()
            )
        })
    }

    /// Says that nothing shows which payments are booked another way.
    fn without_source(&self) -> Option<String> {
        let names = ["hs_payment_source_app", "source", "hs_processor_type"];
        let is_without = self.typed.object_type == Some(ObjectType::Payment)
            && !names.iter().any(|name| self.holds(name));
        is_without.then(|| {
            "no column says where a payment came from (`Source`, `Processor`): those of HubSpot's invoices and of QuickBooks \
             are booked like the others"
                .to_owned()
        })
    }

    /// Says that nothing shows the day of a record, where that dates its document.
    fn without_days(&self) -> Option<String> {
        let kind = self.typed.object_type.as_ref()?;
        let own = OwnDay::of(self.action, Some(kind));
        let day = own.first()?;
        let is_dated =
            self.has(|column| matches!(column, Column::Option(name) if name == period::OPTION));
        let is_held = own.iter().any(|day| self.holds(day.property));
        (!is_dated && !self.is_dated && !is_held).then(|| {
            format!(
                "no column says when a {kind} was {} (`{}`), so the documents are dated today: where they are of another \
                 month, say which column it is with --column \"HEADING={}\", or give a column `option.{}`",
                day.done,
                day.heading,
                day.property,
                period::OPTION
            )
        })
    }

    fn kind(&self) -> &ObjectType {
        self.typed.object_type.as_ref().unwrap_or(&ObjectType::Deal)
    }

    /// True if the document of the action is a sale, of which there is one.
    fn sells(&self) -> bool {
        !matches!(
            self.action,
            RegisteredAction::CreateEstimate
                | RegisteredAction::CreateExpense
                | RegisteredAction::CreateRefundReceipt
        )
    }

    /// True if the action books line items.
    pub(super) fn books_lines(&self) -> bool {
        self.sells() || self.action == RegisteredAction::CreateEstimate
    }

    /// True if a record's sale is known by these objects too.
    fn is_of_sale(&self, associated: Associated) -> bool {
        let lists = properties::Associated::of(self.kind());
        lists
            .into_iter()
            .any(|list| list.object_type() == associated.object_type())
    }

    fn has_ids(&self, associated: Associated) -> bool {
        self.files.have(associated) || self.has(|column| column.has_ids_of(associated))
    }

    fn holds(&self, property: &str) -> bool {
        self.has(|column| matches!(column, Column::Property(name) if name == property))
    }

    fn has(&self, is: impl Fn(&Column) -> bool) -> bool {
        self.typed.heading.held().any(is)
    }
}

fn parties_by_name(heading: &str, associated: Associated) -> String {
    let (name, of_file) = (associated.name(), associated.argument());
    let (title, field) = (associated.id_heading(), associated.field());
    format!(
        "`{heading}` holds names, by which no {name} can be known: export the records with `{title}` too, give the {field}' \
         own export with {of_file} FILE, or pass the column over with {}",
        argument(heading, "")
    )
}

fn sale_by_name(heading: &str, associated: Associated, kind: &ObjectType) -> String {
    let (name, title) = (associated.name(), associated.id_heading());
    format!(
        "`{heading}` holds names, by which no {name} can be known, and a {kind} whose {name} is booked already would be \
         booked again: export the records with `{title}` too; only where none of them is booked, pass the column over with {}",
        argument(heading, "")
    )
}

fn labelled(heading: &str, associated: Associated) -> String {
    let (name, field) = (associated.name(), associated.field());
    format!(
        "`{heading}` holds {field} of one label, and nothing says whether the first of these is billed: if so, say it with {}; \
         if not, pass the column over with {}",
        argument(heading, &format!("primary_{name}_ids")),
        argument(heading, "")
    )
}
