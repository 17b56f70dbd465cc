//! The company's documents as a web page.

use crate::company::{Company, Entity, Fields, Row, decimal, reference_id, text};

/// The page of a path: the list, one document, or "not found".
pub(crate) fn render(company: &Company, segments: &[String]) -> (u16, String) {
    let found = match segments {
        [] => Some(list(company)),
        [documents, entity, id] if documents == "documents" => document(company, entity, id),
        _ => None,
    };
    match found {
        Some((title, body)) => (200, frame(&title, &body)),
        None => (
            404,
            frame(
                "Not found",
                "<p>There is nothing here. <a href=\"/\">All documents</a></p>",
            ),
        ),
    }
}

/// Documents on the page: more would only make it slow.
const SHOWN: usize = 500;

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;color:#1d2b36;max-width:64rem;margin:2rem auto;padding:0 1rem}\
    h1{font-size:1.5rem}table{border-collapse:collapse;width:100%}th{font-weight:600;border-bottom:2px solid #2ca01c}\
    th,td{text-align:left;padding:.4rem .6rem}td{border-bottom:1px solid #dfe5ea}.amount{text-align:right;\
    white-space:nowrap;font-variant-numeric:tabular-nums}.date{white-space:nowrap}a{color:#0a6e00}.muted{color:#5b6b77}dl{display:grid;\
    grid-template-columns:max-content 1fr;gap:.2rem 1.5rem}dt{color:#5b6b77}dd{margin:0;\
    overflow-wrap:anywhere}@media(max-width:40rem){.wide{display:none}th,td{padding:.4rem .3rem}}";

fn frame(title: &str, body: &str) -> String {
    let title = escape(title);
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>{title}</title><style>{STYLE}</style><h1>{title}</h1>{body}</html>"
    )
}

fn list(company: &Company) -> (String, String) {
    let kinds = [
        Entity::Invoice,
        Entity::Estimate,
        Entity::SalesReceipt,
        Entity::CreditMemo,
        Entity::RefundReceipt,
        Entity::Payment,
        Entity::Purchase,
    ];
    let tables = || {
        kinds
            .into_iter()
            .filter_map(|entity| Some((entity, company.table(entity)?)))
    };
    let count: usize = tables().map(|(_, table)| table.len()).sum();
    let mut rows: Vec<(Entity, &Row)> = tables()
        .flat_map(|(entity, table)| table.in_order().take(SHOWN).map(move |row| (entity, row)))
        .collect();
    rows.sort_by_key(|(_, row)| std::cmp::Reverse(row.touched));
    rows.truncate(SHOWN);
    let lines: String = rows
        .iter()
        .map(|(entity, row)| list_line(company, *entity, &row.fields))
        .collect();
    let head = "<tr><th>Type<th>Number<th class=\"wide\">Date<th>Customer<th class=\"amount\">Total<th class=\"amount wide\">Balance</tr>";
    let title = company
        .fields(Entity::CompanyInfo, "1")
        .and_then(|info| text(info, "CompanyName"));
    let body = format!(
        "<p class=\"muted\">{count} documents, last changed first</p><table>{head}{lines}</table>"
    );
    (title.unwrap_or("QuickBooks sandbox").to_owned(), body)
}

fn list_line(company: &Company, entity: Entity, fields: &Fields) -> String {
    let id = escape(text(fields, "Id").unwrap_or_default());
    let name = entity.name();
    format!(
        "<tr><td><a href=\"/documents/{name}/{id}\">{}</a><td>{}<td class=\"date wide\">{}<td>{}<td class=\"amount\">{}\
         <td class=\"amount wide\">{}</tr>",
        spaced(name),
        escape(text(fields, "DocNumber").unwrap_or("–")),
        escape(text(fields, "TxnDate").unwrap_or_default()),
        escape(&party(company, fields)),
        amount(fields, "TotalAmt"),
        amount(fields, "Balance"),
    )
}

fn document(company: &Company, entity: &str, id: &str) -> Option<(String, String)> {
    let entity: Entity = entity
        .parse()
        .ok()
        .filter(|entity: &Entity| entity.is_transaction())?;
    let fields = company.fields(entity, id)?;
    let number = text(fields, "DocNumber").unwrap_or(id);
    let facts = [
        ("Customer", party(company, fields)),
        (
            "Date",
            text(fields, "TxnDate").unwrap_or_default().to_owned(),
        ),
        ("Due", text(fields, "DueDate").unwrap_or("–").to_owned()),
        ("Memo", memo(fields)),
        (
            "Private note",
            text(fields, "PrivateNote").unwrap_or("–").to_owned(),
        ),
        ("Currency", currency(fields)),
        ("Tax", tax(fields)),
        ("Total", amount(fields, "TotalAmt")),
        ("Balance", amount(fields, "Balance")),
        (
            "Id and SyncToken",
            format!("{id}, {}", text(fields, "SyncToken").unwrap_or_default()),
        ),
    ];
    let facts = facts
        .map(|(name, value)| format!("<dt>{name}<dd>{}", escape(&value)))
        .concat();
    let lines: String = fields
        .get("Line")
        .and_then(|lines| lines.as_array())
        .into_iter()
        .flatten()
        .filter_map(|line| line.as_object())
        .map(|line| document_line(company, line))
        .collect();
    let head = "<tr><th>Product or account<th class=\"wide\">Description<th class=\"amount\">Quantity<th class=\"amount\">Price<th class=\"amount\">Amount</tr>";
    let body = format!(
        "<p><a href=\"/\">All documents</a></p><dl>{facts}</dl><table>{head}{lines}</table>"
    );
    Some((format!("{} {number}", spaced(entity.name())), body))
}

fn document_line(company: &Company, line: &Fields) -> String {
    let kind = text(line, "DetailType").unwrap_or_default();
    let empty = Fields::new();
    let detail = line
        .get(kind)
        .and_then(|detail| detail.as_object())
        .unwrap_or(&empty);
    let item = reference_id(detail, "ItemRef").and_then(|id| company.fields(Entity::Item, id));
    let account =
        reference_id(detail, "AccountRef").and_then(|id| company.fields(Entity::Account, id));
    let name = item
        .or(account)
        .and_then(|row| text(row, "Name"))
        .unwrap_or(match kind {
            "SubTotalLineDetail" => "Subtotal",
            "DiscountLineDetail" => "Discount",
            _ => "",
        });
    format!(
        "<tr><td>{}<td class=\"wide\">{}<td class=\"amount\">{}<td class=\"amount\">{}<td class=\"amount\">{}</tr>",
        escape(name),
        escape(text(line, "Description").unwrap_or_default()),
        quantity(detail),
        amount(detail, "UnitPrice"),
        amount(line, "Amount"),
    )
}

fn party(company: &Company, fields: &Fields) -> String {
    let customer =
        reference_id(fields, "CustomerRef").and_then(|id| company.fields(Entity::Customer, id));
    let vendor =
        || reference_id(fields, "EntityRef").and_then(|id| company.fields(Entity::Vendor, id));
    let name = customer
        .or_else(vendor)
        .and_then(|row| text(row, "DisplayName"));
    name.unwrap_or("–").to_owned()
}

fn memo(fields: &Fields) -> String {
    fields
        .get("CustomerMemo")
        .and_then(|memo| memo.get("value")?.as_str())
        .unwrap_or("–")
        .to_owned()
}

/// The currency, and what it was worth where several are in use.
fn currency(fields: &Fields) -> String {
    let code = reference_id(fields, "CurrencyRef").unwrap_or("–");
    match decimal::field(fields, "ExchangeRate") {
        Some(rate) => format!("{code} at {rate}"),
        None => code.to_owned(),
    }
}

fn tax(fields: &Fields) -> String {
    fields
        .get("TxnTaxDetail")
        .and_then(|detail| detail.as_object())
        .map_or(String::new(), |detail| amount(detail, "TotalTax"))
}

/// An amount with its cents; a price may have more digits.
fn amount(fields: &Fields, name: &str) -> String {
    let Some(amount) = decimal::field(fields, name).map(decimal::grouped) else {
        return String::new();
    };
    let (whole, cents) = amount.split_once('.').unwrap_or((&amount, ""));
    format!("{whole}.{cents:0<2}")
}

fn quantity(line: &Fields) -> String {
    decimal::field(line, "Qty").map_or(String::new(), decimal::grouped)
}

/// `SalesReceipt` as "Sales receipt".
fn spaced(name: &str) -> String {
    let mut spaced = String::new();
    for (index, letter) in name.chars().enumerate() {
        if index > 0 && letter.is_uppercase() {
            spaced.push(' ');
            spaced.push(letter.to_ascii_lowercase());
        } else {
            spaced.push(letter);
        }
    }
    spaced
}

/// Text as HTML shows it, in content and in quoted attributes.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_their_cents_and_quantities_none() {
        for (number, shown) in [
            ("921", "921.00"),
            ("42.4", "42.40"),
            ("1675.52", "1,675.52"),
            ("33.333", "33.333"),
        ] {
            let fields: Fields = serde_json::from_str(&format!("{{\"Qty\": {number}}}")).unwrap();
            assert_eq!(amount(&fields, "Qty"), shown);
        }
        let fields: Fields = serde_json::from_str("{\"Qty\": 12}").unwrap();
        assert_eq!(quantity(&fields), "12");
    }

    #[test]
    fn what_a_user_wrote_is_shown_and_not_executed() {
        assert_eq!(
            escape("<b>\"A\" & 'B'</b>"),
            "&lt;b&gt;&quot;A&quot; &amp; &#39;B&#39;&lt;/b&gt;"
        );
    }
}
