//! Properties as HubSpot's pages name them: by the labels of their definitions, and values by those of their options.

use std::borrow::Cow;

use maud::{Markup, html};

use crate::object_type::ObjectType;
use crate::portal::Portal;

/// The labels of a type of record.
#[derive(Clone, Copy)]
pub(super) struct Labels<'p> {
    portal: &'p Portal,
    object_type: ObjectType,
}

impl<'p> Labels<'p> {
    pub(super) fn of(portal: &'p Portal, object_type: ObjectType) -> Self {
        Self {
            portal,
            object_type,
        }
    }

    /// The label of a property; its internal name where it has none.
    pub(super) fn label(&self, name: &'p str) -> &'p str {
        let definition = self.portal.definition(self.object_type, name);
        let label = definition.map(|definition| definition.label.as_str());
        label.filter(|label| !label.is_empty()).unwrap_or(name)
    }

    /// The label, with the internal name by pointing at it.
    pub(super) fn shown(&self, name: &'p str) -> Markup {
        html! { span title=(name) { (self.label(name)) } }
    }

    /// Properties with their labels, in the order of these.
    pub(super) fn sorted(
        &self,
        names: impl IntoIterator<Item = &'p str>,
    ) -> Vec<(&'p str, &'p str)> {
        let labelled = names.into_iter().map(|name| (self.label(name), name));
        let mut sorted: Vec<_> = labelled.collect();
        sorted.sort_by_cached_key(|(label, name)| (label.to_lowercase(), *name));
        sorted
    }

    /// A value: that of an enumeration by the labels of its options, an address of the web as a link.
    pub(super) fn value(&self, name: &str, value: &str) -> Markup {
        let value = self.of_options(name, value);
        let is_address = value.starts_with("http://") || value.starts_with("https://");
        html! {
            @if is_address { a href=(value) { (value) } } @else { (value) }
        }
    }

    fn of_options<'v>(&self, name: &str, value: &'v str) -> Cow<'v, str> {
        let definition = self.portal.definition(self.object_type, name);
        let options = definition.map(|definition| definition.options.as_slice());
        let Some(options) = options.filter(|options| !options.is_empty()) else {
            return Cow::Borrowed(value);
        };
        let label = |one: &'v str| {
            let option = options.iter().find(|option| option.value == one);
            let label = option.map(|option| option.label.clone());
            label
                .filter(|label| !label.is_empty())
                .unwrap_or(one.to_owned())
        };
        let labels: Vec<String> = value.split(';').map(label).collect();
        Cow::Owned(labels.join("; "))
    }
}
