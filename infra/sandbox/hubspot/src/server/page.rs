//! The portal's records as a web page, with everything that was written to them, and HubSpot's part in workflow actions.

mod action;
mod live;
mod workflows;

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
    let (status, title, body) = match found {
        Some((title, body)) => (200, title, body),
        None => (
            404,
            "Not found".to_owned(),
            html! { p { "There is nothing here." } },
        ),
    };
    (status, frame(portal, &title, &body).into_string())
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

fn frame(portal: &Portal, title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width";
            title { (title) " · " (portal.account.name) }
            style { (PreEscaped(STYLE)) }
            nav {
                @for object_type in ObjectType::iter() {
                    a href={ "/records/" (object_type) } { (plain(object_type.name())) }
                }
                a href="/actions" { "Workflow actions" }
                a href="/executions" { "Executions" }
            }
            h1 { (title) }
            (body)
        }
    }
}

fn list(portal: &Portal, object_type: ObjectType) -> (String, Markup) {
    let mut records: Vec<(u64, &Record)> = portal.records(object_type).collect();
    records.sort_by_key(|(id, record)| (std::cmp::Reverse(record.updated), *id));
    let body = html! {
        p.muted { (records.len()) " records of " (portal.account.name) ", last changed first" }
        table.stacked {
            tr { th { "Record" } th { "Id" } th { "Changed" } th { "Written by apps" } }
            @for (id, record) in &records {
                tr {
                    td {
                        a href={ "/records/" (object_type) "/" (id) } { (title_of(object_type, *id, record)) }
                        @if record.archived.is_some() { span.muted { " archived" } }
                    }
                    td { (id) }
                    td { (instant_text(record.updated)) }
                    td { (written(record)) }
                }
            }
        }
    };
    (plain(object_type.name()), body)
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
            (object_type.traits().singular) " " (id) ", created " (instant_text(record.created))
            ", changed " (instant_text(record.updated))
            @if let Some(archived) = record.archived { ", archived " (instant_text(archived)) }
        }
        (action::offered(workflows, object_type, id))
        (live::history(workflows, object_type, id))
        (live::properties(record))
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
        (live::written(record))
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
            td { (to) }
            td { (labels.join(", ")) }
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
