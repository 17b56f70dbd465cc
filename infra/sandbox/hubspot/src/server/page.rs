//! The portal's records as a web page, with everything that was written to them.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use strum::IntoEnumIterator;

use crate::object_type::ObjectType;
use crate::portal::{Portal, Record, Source, instant_text};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;color:#33475b;max-width:64rem;margin:2rem auto;padding:0 1rem}\
    h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}\
    th{font-weight:600;border-bottom:2px solid #ff7a59}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem}\
    td{border-bottom:1px solid #dfe3eb;overflow-wrap:anywhere}a{color:#0068b1}.muted{color:#516f90}\
    nav a{margin-right:1rem}.app{background:#fff5f0}dl{display:grid;\
    grid-template-columns:max-content 1fr;gap:.2rem 1.5rem}dt{color:#516f90}dd{margin:0;overflow-wrap:anywhere}";

/// The page of a path: a list, one record, the completed executions, or "not found".
pub(crate) fn render(portal: &Portal, segments: &[String]) -> (u16, String) {
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let found = match segments.as_slice() {
        [] => Some(list(portal, ObjectType::Deals)),
        ["executions"] => Some(executions(portal)),
        ["records", name] => ObjectType::named(name).map(|it| list(portal, it)),
        ["records", name, id] => record(portal, name, id),
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
        table {
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
        .filter(|change| change.source == Source::Integration)
        .count()
}

fn record(portal: &Portal, name: &str, id: &str) -> Option<(String, Markup)> {
    let object_type = ObjectType::named(name)?;
    let (id, record) = portal.find(object_type, id.parse().ok()?)?;
    let body = html! {
        p.muted {
            (object_type.traits().singular) " " (id) ", created " (instant_text(record.created))
            ", changed " (instant_text(record.updated))
            @if let Some(archived) = record.archived { ", archived " (instant_text(archived)) }
        }
        dl {
            @for (name, value) in &record.values {
                dt { (name) }
                dd { (value) }
            }
        }
        @for (&to_type, links) in &record.links {
            @if !links.is_empty() {
                h2 { "Associated " (to_type.traits().association_key) }
                table {
                    @for link in links {
                        (associated(portal, to_type, link.to, &link.types))
                    }
                }
            }
        }
        (history(record))
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

/// The changes, latest first; those of apps stand out.
fn history(record: &Record) -> Markup {
    html! {
        h2 { "Written" }
        table {
            tr { th { "When" } th { "By" } th { "Property" } th { "Value" } }
            @for change in record.history.iter().rev() {
                @let source: &str = change.source.into();
                tr.app[change.source == Source::Integration] {
                    td { (instant_text(change.time)) }
                    td { (source) }
                    td { (change.name) }
                    td { (change.value.as_deref().unwrap_or("–")) }
                }
            }
        }
    }
}

fn executions(portal: &Portal) -> (String, Markup) {
    let body = html! {
        p.muted { (portal.completions.len()) " executions of workflow actions were completed, latest first" }
        table {
            tr { th { "When" } th { "Callback" } th { "Outputs" } }
            @for completion in portal.completions.iter().rev() {
                tr {
                    td { (instant_text(completion.time)) }
                    td { (completion.callback_id) }
                    td {
                        @for (name, value) in &completion.output_fields {
                            div { (name) ": " (value.as_str().unwrap_or_default()) }
                        }
                    }
                }
            }
        }
    };
    ("Executions".to_owned(), body)
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
