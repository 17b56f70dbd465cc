//! The portal's records as a web page, with everything that was written to them.

use jiff::Timestamp;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use strum::IntoEnumIterator;

use crate::object_type::ObjectType;
use crate::portal::{Change, Portal, Record, Source, instant_text};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;color:#33475b;max-width:64rem;margin:1.5rem auto;padding:0 1rem}\
    h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}\
    th{font-weight:600;border-bottom:2px solid #ff7a59}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem}\
    td{border-bottom:1px solid #dfe3eb}a{color:#0068b1}.muted{color:#516f90}.id,.when,.by{white-space:nowrap;width:1%}\
    .amount{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}.value{overflow-wrap:anywhere}\
    nav{display:flex;flex-wrap:wrap;gap:.3rem 1rem}nav a{white-space:nowrap}nav a.here{font-weight:600;text-decoration:none;\
    color:inherit}.app{background:#fff5f0}dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.5rem}\
    dt{color:#516f90}dd{margin:0;overflow-wrap:anywhere}summary{cursor:pointer}\
    @media(max-width:40rem){.wide{display:none}th,td{padding:.4rem .3rem}.when{white-space:normal}\
    dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.5rem}.property{overflow-wrap:anywhere}}";

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
    let here = match segments.as_slice() {
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
        .filter(|change| change.source == Source::Integration)
        .count()
}

fn record(portal: &Portal, name: &str, id: &str) -> Option<(String, Markup)> {
    let object_type = ObjectType::named(name)?;
    let (id, record) = portal.find(object_type, id.parse().ok()?)?;
    let body = html! {
        p.muted {
            (object_type.traits().singular) " " (id) ", created " (moment(record.created))
            ", changed " (moment(record.updated)) " UTC"
            @if let Some(archived) = record.archived { ", archived " (moment(archived)) }
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
            td { (labels.join(", ")) }
            td.id { (to) }
        }
    }
}

/// The changes, latest first: those of apps, and by themselves all.
fn history(record: &Record) -> Markup {
    let by_apps = |change: &&Change| change.source == Source::Integration;
    let all = record.history.len();
    html! {
        h2 { "Written by apps" }
        @if written(record) == 0 {
            p.muted { "Nothing yet." }
        } @else {
            (changes(record.history.iter().filter(by_apps)))
        }
        details {
            summary { "All " (all) " changes" }
            (changes(record.history.iter()))
        }
    }
}

fn changes<'r>(changes: impl DoubleEndedIterator<Item = &'r Change>) -> Markup {
    html! {
        table {
            tr { th { "When" } th.wide { "By" } th { "Property" } th { "Value" } }
            @for change in changes.rev() {
                @let source: &str = change.source.into();
                tr.app[change.source == Source::Integration] {
                    td.when { (moment(change.time)) }
                    td.by.wide { (source) }
                    td.property { (change.name) }
                    td.value { (change.value.as_deref().unwrap_or("–")) }
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
                    td.when { (moment(completion.time)) }
                    td.value { (completion.callback_id) }
                    td.value {
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
