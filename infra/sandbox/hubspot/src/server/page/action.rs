//! The editor's part: the actions that a record can be enrolled in, and the form with an action's fields.

use maud::{Markup, PreEscaped, html};
use serde_json::json;

use super::labels::Labels;
use super::title_of;
use crate::object_type::ObjectType;
use crate::portal::Portal;
use crate::workflows::{Control, EditorField, PickOption, Workflows};

/// The actions that are offered for a record.
pub(super) fn offered(workflows: &Workflows, object_type: ObjectType, id: u64) -> Markup {
    let actions = workflows.actions(Some(object_type));
    html! {
        @if !actions.is_empty() {
            h2 { "Run a workflow action" }
            ul.plain {
                @for action in &actions {
                    li {
                        a href={ "/records/" (object_type) "/" (id) "/actions/" (action.id) } { (action.name) }
                        @if !action.description.is_empty() { " " span.muted { (action.description) } }
                    }
                }
            }
        }
    }
}

/// The form in which an action's fields are filled in for a record.
pub(super) fn form(
    portal: &Portal,
    workflows: &Workflows,
    (name, id): (&str, &str),
    action: &str,
) -> Option<(String, Markup)> {
    let object_type = ObjectType::named(name)?;
    let (id, record) = portal.find(object_type, id.parse().ok()?)?;
    let offered = workflows.actions(Some(object_type));
    let wanted = workflows.action(action)?.id;
    let action = offered.into_iter().find(|it| it.id == wanted)?;
    let place = format!("/records/{object_type}/{id}");
    let path = format!("{place}/actions/{}", action.id);
    let names = record.values.keys().map(String::as_str);
    let properties = Labels::of(portal, object_type).sorted(names);
    let body = html! {
        p { "For " a href=(place) { (title_of(object_type, id, record)) } }
        @if !action.description.is_empty() { p.muted { (action.description) } }
        form #action method="post" action=(path) data-options={ (path) "/options" } {
            @for field in &action.fields {
                (block(field, &properties))
            }
            button.main type="submit" { "Run" }
        }
        script { (PreEscaped(include_str!("action.js"))) }
    };
    Some((action.name, body))
}

/// A field with its label, its control and what there is to say about it.
fn block(field: &EditorField, properties: &[(&str, &str)]) -> Markup {
    let fetched = matches!(field.control, Control::Fetched { .. });
    html! {
        div.field data-field=(field.name) data-depends=(json!(field.depends_on))
            data-fetched=[fetched.then_some("")] {
            @if field.takes_value || !field.takes_property { (control(field)) }
            @if !field.description.is_empty() { p.hint id={ "hint-" (field.name) } { (field.description) } }
            @if field.takes_property { (property(field, properties)) }
            p.hint role="status" {}
        }
    }
}

fn control(field: &EditorField) -> Markup {
    let name = format!("value.{}", field.name);
    // A property may take the value's place.
    let required = field.required && !field.takes_property;
    let hint = (!field.description.is_empty()).then(|| format!("hint-{}", field.name));
    html! {
        @match &field.control {
            Control::Several(options) => (several(field, &name, options)),
            other => {
                label for=(name) { (field.label) @if !field.required { span.muted { " (optional)" } } }
                @match other {
                    Control::Text => input #(name) name=(name) required[required] data-value aria-describedby=[hint];,
                    Control::LongText => textarea #(name) name=(name) rows="3" required[required] data-value
                        aria-describedby=[hint] {},
                    Control::Number => input #(name) name=(name) type="number" step="any" required[required] data-value
                        aria-describedby=[hint];,
                    Control::Date => input #(name) name=(name) type="date" required[required] data-value
                        aria-describedby=[hint];,
                    Control::Select(options) => select #(name) name=(name) required[required] data-value
                        aria-describedby=[hint] {
                        // The editor picks the first option of a field that must have one.
                        @if !required { option value="" { "–" } }
                        @for option in options { option value=(option.value) { (option.label) } }
                    },
                    Control::Fetched { several } => (fetched(field, &name, required, *several)),
                    Control::Several(_) => (PreEscaped("")),
                }
            }
        }
    }
}

/// A dropdown that the script fills, with a search box and further pages where the app has them.
fn fetched(field: &EditorField, name: &str, required: bool, several: bool) -> Markup {
    html! {
        div hidden {
            label.quiet for={ "search-" (field.name) } { "Search: " (field.label) }
            input type="search" id={ "search-" (field.name) } autocomplete="off";
        }
        select #(name) name=(name) required[required] multiple[several] disabled data-value {
            option value="" { "Choose …" }
        }
        button type="button" data-more hidden { "More: " (field.label) }
    }
}

fn several(field: &EditorField, name: &str, options: &[PickOption]) -> Markup {
    html! {
        fieldset {
            legend { (field.label) @if !field.required { span.muted { " (optional)" } } }
            @for option in options {
                label { input type="checkbox" name=(name) value=(option.value) data-value; " " (option.label) }
            }
        }
    }
}

/// A choice among the record's properties, in place of a value.
fn property(field: &EditorField, properties: &[(&str, &str)]) -> Markup {
    let name = format!("property.{}", field.name);
    let is_only = !field.takes_value;
    html! {
        @if is_only {
            label for=(name) { (field.label) @if !field.required { span.muted { " (optional)" } } }
        } @else {
            label.quiet for=(name) { "or a property, for " (field.label) }
        }
        select #(name) name=(name) required[is_only && field.required] data-property {
            option value="" { "–" }
            @for (label, property) in properties { option value=(property) { (label) } }
        }
    }
}
