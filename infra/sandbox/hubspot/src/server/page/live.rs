//! The parts of a record's page that change while it is looked at: history, properties, and what was written.

use maud::{Markup, html};

use super::labels::Labels;
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
        (properties(portal, object_type, record))
        (written(portal, object_type, record))
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
                            dt { span title=(name) { (execution.output_labels.get(name).unwrap_or(name)) } }
                            dd { (value.as_str().map_or_else(|| value.to_string(), str::to_owned)) }
                        }
                    }
                }
            }
        }
    }
}

/// The properties that have a value, by their labels.
pub(super) fn properties(portal: &Portal, object_type: ObjectType, record: &Record) -> Markup {
    let labels = Labels::of(portal, object_type);
    let names = record.values.keys().map(String::as_str);
    html! {
        section data-live="properties" {
            h2 { "Properties" }
            dl {
                @for (_, name) in labels.sorted(names) {
                    @let value = record.values.get(name).map_or("", String::as_str);
                    dt data-property=(name) { (labels.shown(name)) }
                    dd { (labels.value(name, value)) }
                }
            }
        }
    }
}

/// A form to change one property, as a person does in HubSpot.
pub(super) fn change_form(portal: &Portal, object_type: ObjectType, id: u64) -> Markup {
    let definitions = portal.definitions(object_type);
    let definitions = definitions.filter(|definition| !definition.read_only);
    let names = definitions.map(|definition| definition.name.as_str());
    let labelled = Labels::of(portal, object_type).sorted(names);
    html! {
        details {
            summary { "Change a property" }
            form method="post" action={ "/records/" (object_type) "/" (id) } {
                div.field {
                    label for="name" { "Property" }
                    select #name name="name" {
                        @for (label, name) in labelled {
                            option value=(name) { (label) }
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
pub(super) fn written(portal: &Portal, object_type: ObjectType, record: &Record) -> Markup {
    let labels = Labels::of(portal, object_type);
    let by_apps = |change: &&Change| change.source == Source::Integration;
    let all = record.history.len();
    html! {
        section data-live="written" {
            h2 { "Written by apps" }
            @if record.history.iter().any(|change| by_apps(&change)) {
                (changes(labels, record.history.iter().filter(by_apps)))
            } @else {
                p.muted { "Nothing yet." }
            }
            details {
                summary { "All " (all) " changes" }
                (changes(labels, record.history.iter()))
            }
        }
    }
}

fn changes<'r>(labels: Labels<'r>, changes: impl DoubleEndedIterator<Item = &'r Change>) -> Markup {
    html! {
        table.stacked {
            tr { th { "When" } th.wide { "By" } th { "Property" } th { "Value" } }
            @for change in changes.rev() {
                @let source: &str = change.source.into();
                tr.app[change.source == Source::Integration] {
                    td.when { (moment(change.time)) }
                    td.by.wide { (source) }
                    td.property { (labels.shown(&change.name)) }
                    td.value { (labels.value(&change.name, change.value.as_deref().unwrap_or("–"))) }
                }
            }
        }
    }
}
