//! The rows of a list in QuickBooks, as options.

use quickbooks::entity::{
    Account, Class, Customer, Department, Item, ItemType, PaymentMethod, Term, Vendor,
};
use quickbooks::{Answer, CallError, Entity, EntityKind};

use crate::answer::Choice;
use crate::list::PAGE;

/// A page of a list; `Debug` shows no option.
#[derive(Clone, derive_more::Debug)]
pub(crate) struct Page {
    #[debug("{}", options.len())]
    pub(crate) options: Vec<Choice>,
    /// True when QuickBooks gave as many rows as a page has: there may be more.
    pub(crate) is_full: bool,
}

/// Reads the rows of an answer.
pub(crate) fn page(kind: EntityKind, answer: &Answer) -> Result<Page, CallError> {
    match kind {
        EntityKind::Customer => rows(answer, |row: Customer| {
            (row.id, row.fully_qualified_name.or(row.display_name))
        }),
        EntityKind::Item => rows(answer, |row: Item| {
            let is_sold = !matches!(row.item_type, Some(ItemType::Category | ItemType::Group));
            let name = row.fully_qualified_name.or(row.name);
            (row.id, name.filter(|_| is_sold))
        }),
        EntityKind::Account => rows(answer, |row: Account| {
            (row.id, row.fully_qualified_name.or(row.name))
        }),
        EntityKind::Class => rows(answer, |row: Class| {
            (row.id, row.fully_qualified_name.or(row.name))
        }),
        EntityKind::Department => rows(answer, |row: Department| {
            (row.id, row.fully_qualified_name.or(row.name))
        }),
        EntityKind::Vendor => rows(answer, |row: Vendor| (row.id, row.display_name)),
        EntityKind::PaymentMethod => rows(answer, |row: PaymentMethod| (row.id, row.name)),
        // The kinds that a list is of are those of `list::kind`; no other is asked for.
        _ => rows(answer, |row: Term| (row.id, row.name)),
    }
}

fn rows<E: Entity>(
    answer: &Answer,
    read: impl Fn(E) -> (Option<String>, Option<String>),
) -> Result<Page, CallError> {
    let rows = answer.rows::<E>()?;
    let is_full = rows.len() >= PAGE as usize;
    let options = rows.into_iter().map(read).filter_map(|(id, name)| {
        let (id, name) = (id?, name?);
        Some(Choice::new(id, name))
    });
    Ok(Page {
        options: options.collect(),
        is_full,
    })
}
