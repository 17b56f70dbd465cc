//! The lists of actions, executions and webhooks.

use maud::{Markup, html};

use super::live::row;
use super::{moment, title_of};
use crate::object_type::ObjectType;
use crate::portal::Portal;
use crate::workflows::{ActionView, WorkflowExecution, Workflows};

/// The actions, as the editor's library shows them.
pub(super) fn actions(workflows: &Workflows) -> (String, Markup) {
    let actions = workflows.actions(None);
    let body = html! {
        @if actions.is_empty() {
            p.muted { "No app has defined an action." }
        }
        @for action in &actions { (described(action)) }
    };
    ("Workflow actions".to_owned(), body)
}

fn described(action: &ActionView) -> Markup {
    let records = if action.object_types.is_empty() {
        "records of every type".to_owned()
    } else {
        action.object_types.join(", ")
    };
    html! {
        h2 { (action.name) }
        p { (action.description) }
        dl {
            @for (name, text) in [
                ("App", action.app.clone()),
                ("For", records),
                ("Card", action.card.clone()),
                ("Fields", joined(action.fields.iter().map(|field| &field.label))),
                ("Outputs", joined(&action.outputs)),
                ("Called at", action.action_url.clone()),
            ] {
                @if !text.is_empty() { dt { (name) } dd { (text) } }
            }
            dt { "Version" } dd {
                (action.version) @if !action.published { ", not published" }
                ", in workflow " (action.workflow_id)
            }
        }
        details {
            summary { (action.sentences.len()) " sentences of the history" }
            ul { @for sentence in &action.sentences { li { (sentence) } } }
        }
    }
}

fn joined<'a>(texts: impl IntoIterator<Item = &'a String>) -> String {
    let texts: Vec<&str> = texts.into_iter().map(String::as_str).collect();
    texts.join(", ")
}

/// The executions of all records, the outcomes that apps told, and the webhooks.
pub(super) fn executions(portal: &Portal, workflows: &Workflows) -> (String, Markup) {
    let executions = workflows.executions(None);
    let body = html! {
        p.muted { (executions.len()) " records were enrolled in workflow actions, latest first" }
        @if !executions.is_empty() {
            table.stacked {
                tr { th { "When" } th { "Record" } th { "Action" } th { "State" } th { "Message" } }
                @for execution in &executions { (row(execution, Some(&record(portal, execution)))) }
            }
        }
        (completions(portal))
        (webhooks(workflows))
    };
    ("Executions".to_owned(), body)
}

fn record(portal: &Portal, execution: &WorkflowExecution) -> Markup {
    let (name, id) = (execution.object_type, &execution.object_id);
    let object_type = ObjectType::named(name);
    let found = object_type.and_then(|it| Some((it, portal.find(it, id.parse().ok()?)?)));
    let title = found.map_or_else(
        || id.clone(),
        |(object_type, (id, record))| title_of(object_type, id, record),
    );
    html! { a href={ "/records/" (name) "/" (id) } { (title) } }
}

fn completions(portal: &Portal) -> Markup {
    html! {
        h2 { "Completions" }
        p.muted { (portal.completions.len()) " executions of workflow actions were completed, latest first" }
        table.stacked {
            tr { th { "When" } th { "Callback" } th { "Outputs" } }
            @for completion in portal.completions.iter().rev() {
                tr {
                    td.when { (moment(completion.time)) }
                    td.value { (completion.callback_id) }
                    td {
                        @for (name, value) in &completion.output_fields {
                            div { (name) ": " (value.as_str().unwrap_or_default()) }
                        }
                    }
                }
            }
        }
    }
}

fn webhooks(workflows: &Workflows) -> Markup {
    let batches = workflows.webhook_batches();
    html! {
        @if !batches.is_empty() {
            h2 { "Webhooks" }
            table.stacked {
                tr { th { "When" } th { "Events" } th { "Times sent" } th { "Answer" } }
                @for batch in batches.iter().rev() {
                    tr {
                        td.when { (moment(batch.time)) }
                        td { (batch.events) " events" }
                        td { "sent " (batch.tries) " times" }
                        td { (batch.status.map_or_else(|| "none".to_owned(), |status| status.to_string())) }
                    }
                }
            }
        }
    }
}
