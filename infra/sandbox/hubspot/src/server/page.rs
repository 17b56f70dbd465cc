//! The portal's records as a web page, with everything that was written to them, and HubSpot's part in workflow actions.

mod action;
mod labels;
mod live;
mod workflows;

use jiff::Timestamp;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use strum::IntoEnumIterator;

use crate::object_type::ObjectType;
use crate::portal::{Portal, Record, instant_text};
use crate::workflows::Workflows;

const STYLE: &str = include_str!("page/style.css");

/// The page of a path: a list, one record, an action, the executions, or "not found".
pub(crate) fn render(portal: &Portal, workflows: &Workflows, path: &[&str]) -> (u16, String) {
    let found = match path {
        [] => Some(list(portal, ObjectType::Deals)),
        ["actions"] => Some(workflows::actions(workflows)),
        ["executions"] => Some(workflows::executions(portal, workflows)),
        ["records", name] => ObjectType::named(name).map(|it| list(portal, it)),
        ["records", name, id] => record(portal, workflows, name, id),
        ["records", name, id, "live"] => match live::parts(portal, workflows, name, id) {
            Some(parts) => return (200, parts.into_string()),
            None => None,
        },
        ["records", name, id, "actions", action] => {
            action::form(portal, workflows, (name, id), action)
        }
        _ => None,
    };
    let here = match path {
        [] => Some("deals"),
        ["records", name, ..] | [name] => Some(*name),
        _ => None,
    };
    let (status, title, body) = match found {
        Some((title, body)) => (200, title, body),
        None => (
            404,
            "Not found".to_owned(),
            html! { p { "There is nothing here." } },
        ),
    };
    let page = frame(portal, here.unwrap_or_default(), &title, &body);
    (status, page.into_string())
}

/// A page with a message and a way back.
pub(crate) fn message(text: &str) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width";
            title { "HubSpot portal" }
            style { (PreEscaped(STYLE)) }
            h1 { "This did not work" }
            p { (text) }
            p { a href="/" { "All deals" } }
        }
    };
    page.into_string()
}

fn frame(portal: &Portal, here: &str, title: &str, body: &Markup) -> Markup {
    let entry = |href: String, name: &str, text: &str| {
        html! { a.here[name == here] href=(href) { (text) } }
    };
    html! {
        (DOCTYPE)
        html lang="en" {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width";
            title { (title) " · " (portal.account.name) }
            style { (PreEscaped(STYLE)) }
            p.muted { (portal.account.name) " · local HubSpot account " (portal.id) }
            nav {
                @for object_type in ObjectType::iter() {
                    (entry(format!("/records/{object_type}"), object_type.name(), &plain(object_type.name())))
                }
                (entry("/actions".to_owned(), "actions", "Workflow actions"))
                (entry("/executions".to_owned(), "executions", "Executions"))
            }
            h1 { (title) }
            (body)
        }
    }
}

fn list(portal: &Portal, object_type: ObjectType) -> (String, Markup) {
    let mut records: Vec<(u64, &Record)> = portal.records(object_type).collect();
    records.sort_by_key(|(id, record)| (std::cmp::Reverse(record.updated), *id));
    let amount = amount_of(object_type);
    let body = html! {
        p.muted { (records.len()) " records, last changed first" }
        table {
            tr {
                th { "Record" }
                th { "Id" }
                @if amount.is_some() { th.amount { "Amount" } }
                th.wide { "Changed" }
                th.wide { "Written by apps" }
            }
            @for (id, record) in &records {
                tr.app[written(record) > 0] {
                    td {
                        a href={ "/records/" (object_type) "/" (id) } { (title_of(object_type, *id, record)) }
                        @if record.archived.is_some() { span.muted { " archived" } }
                    }
                    td.id { (id) }
                    @if let Some(amount) = amount {
                        td.amount { (record.values.get(amount).map_or("", String::as_str)) }
                    }
                    td.when.wide { (moment(record.updated)) }
                    td.wide { @if written(record) > 0 { (written(record)) } }
                }
            }
        }
    };
    (plain(object_type.name()), body)
}

/// The property with the money that a record of this type is about.
const fn amount_of(object_type: ObjectType) -> Option<&'static str> {
    match object_type {
        ObjectType::Deals | ObjectType::LineItems => Some("amount"),
        ObjectType::Quotes => Some("hs_quote_amount"),
        ObjectType::CommercePayments => Some("hs_initial_amount"),
        _ => None,
    }
}

/// A moment to the minute; the rest is shown by pointing at it.
fn moment(time: Timestamp) -> Markup {
    let exact = instant_text(time);
    html! { time datetime=(exact) title=(exact) { (time.strftime("%Y-%m-%d %H:%M")) } }
}

/// The number of changes that came through the API.
fn written(record: &Record) -> usize {
    let changes = record.history.iter();
    changes
        .filter(|change| change.source == crate::portal::Source::Integration)
        .count()
}

fn record(
    portal: &Portal,
    workflows: &Workflows,
    name: &str,
    id: &str,
) -> Option<(String, Markup)> {
    let object_type = ObjectType::named(name)?;
    let (id, record) = portal.find(object_type, id.parse().ok()?)?;
    let body = html! {
        p.muted {
            (object_type.traits().singular) " " (id) ", created " (moment(record.created))
            ", changed " (moment(record.updated)) " UTC"
            @if let Some(archived) = record.archived { ", archived " (moment(archived)) }
        }
        (action::offered(workflows, object_type, id))
        (live::history(workflows, object_type, id))
        (live::properties(portal, object_type, record))
        (live::change_form(portal, object_type, id))
        @for (&to_type, links) in &record.links {
            @if !links.is_empty() {
                h2 { "Associated " (to_type.traits().association_key) }
                table.stacked {
                    @for link in links {
                        (associated(portal, to_type, link.to, &link.types))
                    }
                }
            }
        }
        (live::written(portal, object_type, record))
        script { (PreEscaped(include_str!("page/live.js"))) }
    };
    Some((title_of(object_type, id, record), body))
}

fn associated(
    portal: &Portal,
    to_type: ObjectType,
    to: u64,
    types: &[crate::portal::TypeKey],
) -> Markup {
    let labels = types
        .iter()
        .filter_map(|key| portal.association_type(*key)?.label.as_deref());
    let labels: Vec<&str> = labels.collect();
    let found = portal.find(to_type, to);
    let title = found.map_or_else(
        || to.to_string(),
        |(id, record)| title_of(to_type, id, record),
    );
    html! {
        tr {
            td { a href={ "/records/" (to_type) "/" (to) } { (title) } }
            td { (labels.join(", ")) }
            td.id { (to) }
        }
    }
}

fn title_of(object_type: ObjectType, id: u64, record: &Record) -> String {
    let value = |name: &str| record.values.get(name).map(String::as_str);
    let name = [value("firstname"), value("lastname")];
    let name: Vec<&str> = name.into_iter().flatten().map(str::trim).collect();
    if object_type == ObjectType::Contacts && !name.is_empty() {
        return name.join(" ");
    }
    let title = value(object_type.traits().title);
    title.map_or_else(|| id.to_string(), str::to_owned)
}

/// `line_items` as "Line items".
fn plain(name: &str) -> String {
    let spaced = name.replace('_', " ");
    let mut letters = spaced.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}
