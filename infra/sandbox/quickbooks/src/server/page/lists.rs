//! Customers, products and accounts.

use maud::{Markup, html};

use super::{SHOWN, View, counted, currency, money};
use crate::company::{Entity, Fields, reference_id, text};

/// A column: its heading, and the text of a row; an amount and an id stand on the right.
struct Column {
    heading: &'static str,
    is_amount: bool,
    value: fn(&View<'_>, &Fields) -> String,
}

const fn words(heading: &'static str, value: fn(&View<'_>, &Fields) -> String) -> Column {
    Column {
        heading,
        is_amount: false,
        value,
    }
}

const fn amount(heading: &'static str, value: fn(&View<'_>, &Fields) -> String) -> Column {
    Column {
        heading,
        is_amount: true,
        value,
    }
}

/// The customers.
pub(super) fn customers(view: &View<'_>) -> Markup {
    let columns = [
        words("Name", |_, row| name(row)),
        words("E-mail", |_, row| {
            let email = row
                .get("PrimaryEmailAddr")
                .and_then(|email| email.as_object());
            email.map_or_else(String::new, |email| word(email, "Address"))
        }),
        words("Company", |_, row| word(row, "CompanyName")),
        words("Active", |_, row| active(row)),
        amount("Balance", |_, row| money(row, "Balance", currency(row))),
        amount("Id", |_, row| word(row, "Id")),
    ];
    list(
        view,
        (Entity::Customer, "/customers", "customers"),
        &columns,
    )
}

/// The products and services.
pub(super) fn products(view: &View<'_>) -> Markup {
    let columns = [
        words("Name", |_, row| name(row)),
        words("SKU", |_, row| word(row, "Sku")),
        words("Type", |_, row| word(row, "Type")),
        words("Income account", |view, row| {
            let id = reference_id(row, "IncomeAccountRef").unwrap_or_default();
            let account = view.company.fields(Entity::Account, id);
            account.map_or_else(String::new, |account| word(account, "Name"))
        }),
        words("Active", |_, row| active(row)),
        amount("Price", |view, row| {
            money(row, "UnitPrice", Some(view.company.home_currency()))
        }),
        amount("Id", |_, row| word(row, "Id")),
    ];
    list(view, (Entity::Item, "/products", "products"), &columns)
}

/// The accounts.
pub(super) fn accounts(view: &View<'_>) -> Markup {
    let columns = [
        words("Name", |_, row| name(row)),
        words("Type", |_, row| word(row, "AccountType")),
        words("Detail type", |_, row| word(row, "AccountSubType")),
        words("Currency", |_, row| {
            currency(row).unwrap_or_default().to_owned()
        }),
        words("Active", |_, row| active(row)),
        amount("Id", |_, row| word(row, "Id")),
    ];
    list(view, (Entity::Account, "/accounts", "accounts"), &columns)
}

fn list(view: &View<'_>, (entity, path, what): (Entity, &str, &str), columns: &[Column]) -> Markup {
    let Some(table) = view.company.table(entity) else {
        return html! { p { "There are none." } };
    };
    let (all, rows) = (table.len(), table.in_order());
    let rows = rows.map(|row| {
        columns
            .iter()
            .map(|column| (column.value)(view, &row.fields))
    });
    let rows = rows.map(Iterator::collect::<Vec<String>>).filter(|cells| {
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        view.finds(&cells)
    });
    let mut rows: Vec<Vec<String>> = rows.collect();
    // By the name as it is shown, with those above it.
    rows.sort_by_cached_key(|cells| cells.first().map(|name| name.to_lowercase()));
    rows.truncate(SHOWN);
    html! {
        (view.search(path, what))
        (counted(rows.len(), all, what))
        table.stacked {
            tr {
                @for column in columns { th.amount[column.is_amount] { (column.heading) } }
            }
            @for cells in &rows {
                tr {
                    @for (column, cell) in columns.iter().zip(cells) {
                        td.amount[column.is_amount] data-name=(column.heading) { (cell) }
                    }
                }
            }
        }
    }
}

/// The name with those of the parents before it, by which a list is in order.
fn name(row: &Fields) -> String {
    let names = ["FullyQualifiedName", "DisplayName", "Name"];
    let first = names.iter().find_map(|field| text(row, field));
    first.unwrap_or_default().to_owned()
}

fn word(fields: &Fields, name: &str) -> String {
    text(fields, name).unwrap_or_default().to_owned()
}

fn active(fields: &Fields) -> String {
    let is_active = fields.get("Active").and_then(serde_json::Value::as_bool);
    if is_active == Some(false) {
        "no"
    } else {
        "yes"
    }
    .to_owned()
}
