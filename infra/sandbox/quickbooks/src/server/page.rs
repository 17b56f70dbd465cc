//! The company as web pages: its documents, its lists, what failed, and the buttons that make something fail.

mod document;
mod documents;
mod lists;
mod made_of;
mod trouble;

use std::collections::BTreeMap;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::company::{Company, Entity, Fields, decimal, reference_id, text};
use crate::state::{RecordPages, State};

/// Rows on a page: more would only make it slow.
const SHOWN: usize = 500;

const STYLE: &str = include_str!("page/style.css");

/// The pages that everything is found from.
const PLACES: [(&str, &str); 5] = [
    ("/", "Documents"),
    ("/customers", "Customers"),
    ("/products", "Products"),
    ("/accounts", "Accounts"),
    ("/trouble", "Trouble"),
];

/// The company, and what a person asks of its pages.
pub(super) struct View<'v> {
    /// The company.
    pub(super) company: &'v Company,
    /// The words that are looked for, in lower case.
    pub(super) sought: String,
    /// The pages of the HubSpot account's records.
    pub(super) records: Option<&'v RecordPages>,
}

/// The page of a path, or "not found".
pub(crate) fn render(
    state: &State,
    records: Option<&RecordPages>,
    segments: &[String],
    query: &BTreeMap<String, String>,
) -> (u16, String) {
    let view = View {
        company: &state.company,
        sought: query
            .get("q")
            .map_or_else(String::new, |words| words.trim().to_lowercase()),
        records,
    };
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let found = match segments.as_slice() {
        [] => Some(("/", "Documents".to_owned(), documents::list(&view))),
        ["customers"] => Some((
            "/customers",
            "Customers".to_owned(),
            lists::customers(&view),
        )),
        ["products"] => Some(("/products", "Products".to_owned(), lists::products(&view))),
        ["accounts"] => Some(("/accounts", "Accounts".to_owned(), lists::accounts(&view))),
        ["trouble"] => {
            let body = trouble::page(state.journal.entries());
            Some(("/trouble", "Trouble".to_owned(), body))
        }
        ["documents", entity, id] => {
            document::one(&view, entity, id).map(|(title, body)| ("/", title, body))
        }
        _ => None,
    };
    let (status, (here, title, body)) = if let Some(found) = found {
        (200, found)
    } else {
        let body = html! { p { "There is nothing here." } };
        (404, ("", "Not found".to_owned(), body))
    };
    (
        status,
        frame(&state.company, here, &title, &body).into_string(),
    )
}

/// The page that asks a person to connect the company to the app at a host, with the addresses of both choices.
pub(super) fn consent(company: &Company, app: &str, [given, refused]: [&str; 2]) -> String {
    let body = html! {
        p { "An app at " b { (app) } " asks to read and write the books of this company, until you take the consent back." }
        p.muted { "Intuit asks here for a person's account first, and which of its companies is meant." }
        p.choice {
            a.button href=(given) { "Connect" }
            " "
            a href=(refused) { "No, go back" }
        }
    };
    frame(company, "", "Connect an app", &body).into_string()
}

fn frame(company: &Company, here: &str, title: &str, body: &Markup) -> Markup {
    let info = company.fields(Entity::CompanyInfo, "1");
    let name = info.and_then(|info| text(info, "CompanyName"));
    let name = name.unwrap_or("QuickBooks sandbox");
    html! {
        (DOCTYPE)
        html lang="en" {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width";
            title { (title) " · " (name) }
            style { (PreEscaped(STYLE)) }
            p.muted { (name) " · local QuickBooks company " (company.realm_id) }
            nav {
                @for (path, words) in PLACES {
                    a.here[path == here] href=(path) aria-current=[(path == here).then_some("page")] { (words) }
                }
            }
            h1 { (title) }
            (body)
        }
    }
}

impl View<'_> {
    /// True where one of these texts has the words that are looked for.
    fn finds(&self, texts: &[&str]) -> bool {
        self.sought.is_empty()
            || texts
                .iter()
                .any(|text| text.to_lowercase().contains(&self.sought))
    }

    /// The form with which a page is searched.
    fn search(&self, action: &str, what: &str) -> Markup {
        html! {
            form.search role="search" action=(action) {
                label for="q" { "Search " (what) }
                input #q name="q" type="search" value=(self.sought);
                button { "Search" }
            }
        }
    }
}

/// The heading of a list: the number of its rows.
fn counted(shown: usize, all: usize, what: &str) -> Markup {
    html! {
        p.muted {
            @if shown == all { (all) " " (what) } @else { (shown) " of " (all) " " (what) }
        }
    }
}

/// An amount with its cents and its currency; a price may have more digits.
fn money(fields: &Fields, name: &str, currency: Option<&str>) -> String {
    let Some(amount) = decimal::field(fields, name).map(decimal::grouped) else {
        return String::new();
    };
    let (whole, cents) = amount.split_once('.').unwrap_or((&amount, ""));
    let currency = currency.map_or_else(String::new, |code| format!(" {code}"));
    format!("{whole}.{cents:0<2}{currency}")
}

/// The currency of a row; the others of a company with one currency are of that.
fn currency(fields: &Fields) -> Option<&str> {
    reference_id(fields, "CurrencyRef")
}

/// The customer of a document, or the vendor.
fn party(view: &View<'_>, fields: &Fields) -> String {
    let named = |entity, reference| {
        let id = reference_id(fields, reference)?;
        text(view.company.fields(entity, id)?, "DisplayName")
    };
    let customer = named(Entity::Customer, "CustomerRef");
    let name = customer.or_else(|| named(Entity::Vendor, "EntityRef"));
    name.unwrap_or("–").to_owned()
}

/// A document's kind as QuickBooks' own pages call it: `SalesReceipt` is a "Sales receipt", `Purchase` an "Expense".
fn called(entity: Entity) -> String {
    if entity == Entity::Purchase {
        return "Expense".to_owned();
    }
    let name = entity.name();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_their_cents_and_their_currency() {
        for (number, shown) in [
            ("921", "921.00 USD"),
            ("42.4", "42.40 USD"),
            ("1675.52", "1,675.52 USD"),
            ("33.333", "33.333 USD"),
        ] {
            let fields: Fields = serde_json::from_str(&format!("{{\"Qty\": {number}}}")).unwrap();
            assert_eq!(money(&fields, "Qty", Some("USD")), shown);
        }
        assert_eq!(money(&Fields::new(), "Qty", Some("USD")), "");
    }
}
