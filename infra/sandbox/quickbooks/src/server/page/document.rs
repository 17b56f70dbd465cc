//! One document with its lines.

use maud::{Markup, html};

use super::made_of::made_of;
use super::{View, called, currency, money, party};
use crate::company::{Entity, Fields, decimal, reference_id, text};

/// One document, with the words over it.
pub(super) fn one(view: &View<'_>, entity: &str, id: &str) -> Option<(String, Markup)> {
    let entity: Entity = entity.parse().ok()?;
    let fields = view
        .company
        .fields(entity, id)
        .filter(|_| entity.is_transaction())?;
    let number = text(fields, "DocNumber").unwrap_or("without a number");
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
    Some((format!("{} {number}", called(entity)), body))
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
            td.amount data-name="Quantity" { (quantity) }
            td.amount data-name="Price" { (money(detail, "UnitPrice", None)) }
            td.amount { (money(line, "Amount", code)) }
        }
    }
}

/// The currency, and what it was worth where several are in use.
fn exchanged(fields: &Fields) -> String {
    let code = currency(fields).unwrap_or("–");
    match decimal::field(fields, "ExchangeRate") {
        Some(rate) => format!("{code} at {rate}"),
        None => code.to_owned(),
    }
}
