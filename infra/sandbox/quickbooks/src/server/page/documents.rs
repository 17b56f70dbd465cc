//! The list of the documents.

use maud::{Markup, html};

use super::made_of::made_of;
use super::{SHOWN, View, called, counted, currency, money, party};
use crate::company::{Entity, Fields, Row, text};

const KINDS: [Entity; 7] = [
    Entity::Invoice,
    Entity::Estimate,
    Entity::SalesReceipt,
    Entity::CreditMemo,
    Entity::RefundReceipt,
    Entity::Payment,
    Entity::Purchase,
];

/// The list of the documents, last changed first.
pub(super) fn list(view: &View<'_>) -> Markup {
    let tables = || {
        let tables = KINDS.into_iter();
        tables.filter_map(|entity| Some((entity, view.company.table(entity)?)))
    };
    let count: usize = tables().map(|(_, table)| table.len()).sum();
    let rows = tables().flat_map(|(entity, table)| {
        let found = table
            .in_order()
            .filter(move |row| is_sought(view, entity, row));
        found.take(SHOWN).map(move |row| (entity, row))
    });
    let mut rows: Vec<(Entity, &Row)> = rows.collect();
    rows.sort_by_key(|(_, row)| std::cmp::Reverse(row.touched));
    rows.truncate(SHOWN);
    html! {
        (view.search("/", "documents, by number, customer, total or record"))
        (counted(rows.len(), count, "documents, last changed first"))
        table.stacked {
            tr {
                th { "Document" } th { "Date" } th { "Customer" } th { "Made of" }
                th.amount { "Total" } th.amount { "Balance" } th.amount { "Id" }
            }
            @for (entity, row) in rows {
                (line(view, entity, &row.fields))
            }
        }
    }
}

fn is_sought(view: &View<'_>, entity: Entity, row: &Row) -> bool {
    let fields = &row.fields;
    let word = |name| text(fields, name).unwrap_or_default();
    view.finds(&[
        entity.name(),
        &called(entity),
        word("DocNumber"),
        word("Id"),
        word("PrivateNote"),
        word("TxnDate"),
        &party(view, fields),
        &money(fields, "TotalAmt", currency(fields)),
    ])
}

fn line(view: &View<'_>, entity: Entity, fields: &Fields) -> Markup {
    let id = text(fields, "Id").unwrap_or_default();
    let number = text(fields, "DocNumber").unwrap_or("without a number");
    html! {
        tr {
            td { a href={ "/documents/" (entity.name()) "/" (id) } { (called(entity)) " " (number) } }
            td.date { (text(fields, "TxnDate").unwrap_or_default()) }
            td { (party(view, fields)) }
            td { (made_of(view, fields)) }
            td.amount { (money(fields, "TotalAmt", currency(fields))) }
            td.amount.rest { (money(fields, "Balance", currency(fields))) }
            td.amount data-name="Id" { (id) }
        }
    }
}
