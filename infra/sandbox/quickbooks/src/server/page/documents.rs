//! The documents: all of them, and one with its lines.

use maud::{Markup, html};

use super::{SHOWN, View, counted, currency, money, spaced};
use crate::company::{Entity, Fields, Row, decimal, reference_id, text};

const KINDS: [Entity; 7] = [
    Entity::Invoice,
    Entity::Estimate,
    Entity::SalesReceipt,
    Entity::CreditMemo,
    Entity::RefundReceipt,
    Entity::Payment,
    Entity::Purchase,
];

/// The words before the record's name in a private note that `quickbooks-actions` wrote.
const MADE_OF: &str = "HubSpot ";

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
                th { "Document" } th { "Number" } th { "Date" } th { "Customer" } th { "Made of" }
                th.amount { "Total" } th.amount { "Balance" }
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
        word("Id"),
        word("DocNumber"),
        word("PrivateNote"),
        word("TxnDate"),
        &party(view, fields),
        &money(fields, "TotalAmt", currency(fields)),
    ])
}

fn line(view: &View<'_>, entity: Entity, fields: &Fields) -> Markup {
    let id = text(fields, "Id").unwrap_or_default();
    html! {
        tr {
            td { a href={ "/documents/" (entity.name()) "/" (id) } { (spaced(entity.name())) " " (id) } }
            td { (text(fields, "DocNumber").unwrap_or("–")) }
            td.date { (text(fields, "TxnDate").unwrap_or_default()) }
            td { (party(view, fields)) }
            td { (made_of(view, fields)) }
            td.amount { (money(fields, "TotalAmt", currency(fields))) }
            td.amount.rest { (money(fields, "Balance", currency(fields))) }
        }
    }
}

/// One document, with the words over it.
pub(super) fn one(view: &View<'_>, entity: &str, id: &str) -> Option<(String, Markup)> {
    let entity: Entity = entity.parse().ok()?;
    let fields = view
        .company
        .fields(entity, id)
        .filter(|_| entity.is_transaction())?;
    let number = text(fields, "DocNumber").unwrap_or(id);
    let code = currency(fields);
    let lines = fields.get("Line").and_then(|lines| lines.as_array());
    let lines = lines
        .into_iter()
        .flatten()
        .filter_map(|line| line.as_object());
    let word = |name: &str| text(fields, name).unwrap_or("–").to_owned();
    let memo = fields
        .get("CustomerMemo")
        .and_then(|memo| memo.get("value")?.as_str());
    let tax = fields
        .get("TxnTaxDetail")
        .and_then(|detail| detail.as_object());
    let facts = [
        ("Date", word("TxnDate")),
        ("Due", word("DueDate")),
        ("Memo", memo.unwrap_or("–").to_owned()),
        ("Private note", word("PrivateNote")),
        ("Currency", exchanged(fields)),
        (
            "Tax",
            tax.map_or_else(String::new, |tax| money(tax, "TotalTax", code)),
        ),
        ("Total", money(fields, "TotalAmt", code)),
        ("Balance", money(fields, "Balance", code)),
        ("Id and SyncToken", format!("{id}, {}", word("SyncToken"))),
    ];
    let body = html! {
        dl {
            dt { "Customer" } dd { (party(view, fields)) }
            dt { "Made of" } dd { (made_of(view, fields)) }
            @for (name, value) in &facts {
                dt { (name) } dd { (value) }
            }
        }
        table.stacked {
            tr {
                th { "Product or account" } th { "Description" } th.amount { "Quantity" }
                th.amount { "Price" } th.amount { "Amount" }
            }
            @for line in lines {
                (document_line(view, line, code))
            }
        }
    };
    Some((format!("{} {number}", spaced(entity.name())), body))
}

fn document_line(view: &View<'_>, line: &Fields, code: Option<&str>) -> Markup {
    let kind = text(line, "DetailType").unwrap_or_default();
    let empty = Fields::new();
    let detail = line
        .get(kind)
        .and_then(|detail| detail.as_object())
        .unwrap_or(&empty);
    let named = |entity, reference| {
        let id = reference_id(detail, reference)?;
        text(view.company.fields(entity, id)?, "Name")
    };
    let name = named(Entity::Item, "ItemRef").or_else(|| named(Entity::Account, "AccountRef"));
    let name = name.unwrap_or(match kind {
        "SubTotalLineDetail" => "Subtotal",
        "DiscountLineDetail" => "Discount",
        _ => "",
    });
    let quantity = decimal::field(detail, "Qty").map_or_else(String::new, decimal::grouped);
    html! {
        tr {
            td { (name) }
            td { (text(line, "Description").unwrap_or_default()) }
            td.amount { (quantity) }
            td.amount { (money(detail, "UnitPrice", None)) }
            td.amount { (money(line, "Amount", code)) }
        }
    }
}

fn party(view: &View<'_>, fields: &Fields) -> String {
    let named = |entity, reference| {
        let id = reference_id(fields, reference)?;
        text(view.company.fields(entity, id)?, "DisplayName")
    };
    let customer = named(Entity::Customer, "CustomerRef");
    let name = customer.or_else(|| named(Entity::Vendor, "EntityRef"));
    name.unwrap_or("–").to_owned()
}

/// The HubSpot record that a document came of, with a link to it where the account is known.
fn made_of(view: &View<'_>, fields: &Fields) -> Markup {
    let note = text(fields, "PrivateNote").unwrap_or_default();
    let Some((object_type, id)) = record(note) else {
        return html! { "–" };
    };
    // HubSpot's own name of the payments that it takes.
    let path = if object_type == "payment" {
        "commerce_payments"
    } else {
        object_type
    };
    html! {
        @if let Some(records) = view.records_url {
            a href={ (records) (path) "/" (id) } { (object_type) " " (id) }
        } @else {
            (object_type) " " (id)
        }
    }
}

/// The type and the id of the record that the last line of a private note names: `HubSpot deal 9001 [ref 6344]`.
fn record(note: &str) -> Option<(&str, &str)> {
    let last = note.lines().last()?.strip_prefix(MADE_OF)?;
    let mut words = last.split_whitespace();
    let (object_type, id) = (words.next()?, words.next()?);
    let is_type = object_type
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    (is_type && id.bytes().all(|byte| byte.is_ascii_digit())).then_some((object_type, id))
}

/// The currency, and what it was worth where several are in use.
fn exchanged(fields: &Fields) -> String {
    let code = currency(fields).unwrap_or("–");
    match decimal::field(fields, "ExchangeRate") {
        Some(rate) => format!("{code} at {rate}"),
        None => code.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::record;

    #[test]
    fn the_record_is_that_of_the_private_note_s_last_line() {
        for (note, expected) in [
            ("HubSpot deal 9001 [ref 63448f]", Some(("deal", "9001"))),
            (
                "PO 1\nHubSpot payment 3301 [ref 6]",
                Some(("payment", "3301")),
            ),
            ("HubSpot deal 9001 [ref 6]\nby hand", None),
            ("HubSpot is nice", None),
            ("", None),
        ] {
            assert_eq!(record(note), expected, "{note}");
        }
    }
}
