//! The parts of a record's page that change while it is looked at: history, properties, and what was written.

use maud::{Markup, html};

use super::moment;
use crate::object_type::ObjectType;
use crate::portal::{Change, Portal, Record, Source};
use crate::workflows::{WorkflowExecution, Workflows};

/// All of them, without the page around.
pub(super) fn parts(
    portal: &Portal,
    workflows: &Workflows,
    name: &str,
    id: &str,
) -> Option<Markup> {
    let object_type = ObjectType::named(name)?;
    let (id, record) = portal.find(object_type, id.parse().ok()?)?;
    Some(html! {
        (history(workflows, object_type, id))
        (properties(record))
        (written(record))
    })
}

/// The executions of a record, latest first.
pub(super) fn history(workflows: &Workflows, object_type: ObjectType, id: u64) -> Markup {
    let executions = workflows.executions(Some((object_type, id)));
    html! {
        section #history aria-live="polite" data-live="history" {
            @if !executions.is_empty() {
                h2 { "Workflow history" }
                table.stacked {
                    tr { th { "When" } th { "Action" } th { "State" } th { "Message" } }
                    @for execution in &executions { (row(execution, None)) }
                }
            }
        }
    }
}

/// A row of a history; in a list of several records' executions the record is named.
pub(super) fn row(execution: &WorkflowExecution, record: Option<&Markup>) -> Markup {
    let state: &str = execution.state.into();
    let class = format!("state {}", state.to_lowercase());
    html! {
        tr data-pending[!execution.state.is_final()] {
            td.when { (moment(execution.enrolled)) }
            @if let Some(record) = record { td { (record) } }
            td { (execution.action) }
            td { span class=(class) { (state) } }
            td {
                @if let Some(sentence) = &execution.sentence { p.sentence style="margin:0" { (sentence) } }
                details {
                    summary { "Details" }
                    p.muted { (execution.callback_id) }
                    ol {
                        @for (time, text) in &execution.history {
                            li { (moment(*time)) ": " (text) }
                        }
                    }
                    dl {
                        @for (name, value) in &execution.outputs {
                            dt { (name) }
                            dd { (value.as_str().map_or_else(|| value.to_string(), str::to_owned)) }
                        }
                    }
                }
            }
        }
    }
}

/// The properties that have a value.
pub(super) fn properties(record: &Record) -> Markup {
    html! {
        section data-live="properties" {
            h2 { "Properties" }
            dl {
                @for (name, value) in &record.values {
                    dt { (name) }
                    dd { (linked(value)) }
                }
            }
        }
    }
}

/// A value; an address of the web as a link.
fn linked(value: &str) -> Markup {
    let is_address = value.starts_with("http://") || value.starts_with("https://");
    html! {
        @if is_address { a href=(value) { (value) } } @else { (value) }
    }
}

/// A form to change one property, as a person does in HubSpot.
pub(super) fn change_form(portal: &Portal, object_type: ObjectType, id: u64) -> Markup {
    let definitions = portal.definitions(object_type);
    let definitions = definitions.filter(|definition| !definition.read_only);
    html! {
        details {
            summary { "Change a property" }
            form method="post" action={ "/records/" (object_type) "/" (id) } {
                div.field {
                    label for="name" { "Property" }
                    select #name name="name" {
                        @for definition in definitions {
                            option value=(definition.name) { (definition.name) }
                        }
                    }
                }
                div.field {
                    label for="value" { "Value" span.muted { " (none clears it)" } }
                    input #value name="value";
                }
                button type="submit" { "Save" }
            }
        }
    }
}

/// The changes, latest first: those of apps, and by themselves all.
pub(super) fn written(record: &Record) -> Markup {
    let by_apps = |change: &&Change| change.source == Source::Integration;
    let all = record.history.len();
    html! {
        section data-live="written" {
            h2 { "Written by apps" }
            @if record.history.iter().any(|change| by_apps(&change)) {
                (changes(record.history.iter().filter(by_apps)))
            } @else {
                p.muted { "Nothing yet." }
            }
            details {
                summary { "All " (all) " changes" }
                (changes(record.history.iter()))
            }
        }
    }
}

fn changes<'r>(changes: impl DoubleEndedIterator<Item = &'r Change>) -> Markup {
    html! {
        table.stacked {
            tr { th { "When" } th.wide { "By" } th { "Property" } th { "Value" } }
            @for change in changes.rev() {
                @let source: &str = change.source.into();
                tr.app[change.source == Source::Integration] {
                    td.when { (moment(change.time)) }
                    td.by.wide { (source) }
                    td.property { (change.name) }
                    td.value { (linked(change.value.as_deref().unwrap_or("–"))) }
                }
            }
        }
    }
}
