//! The texts that people read in the editor and in a workflow's history, one table per language.

mod de;
mod en;
mod es;
mod fr;
mod ja;
mod nl;
mod pt_br;

use strum::VariantArray;

use crate::Field;

/// A language in which the editor is shown: English, which a definition must have, and those that HubSpot's page on
/// definitions names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
pub enum Language {
    /// English.
    English,
    /// French.
    French,
    /// German.
    German,
    /// Japanese.
    Japanese,
    /// Spanish.
    Spanish,
    /// Brazilian Portuguese.
    BrazilianPortuguese,
    /// Dutch.
    Dutch,
}

impl Language {
    /// HubSpot's name of the language among a definition's labels.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
            Self::German => "de",
            Self::Japanese => "ja",
            Self::Spanish => "es",
            Self::BrazilianPortuguese => "pt-br",
            Self::Dutch => "nl",
        }
    }
}

/// The texts of one language. A test holds every table complete, and without an entry that nothing uses.
#[derive(Debug)]
pub struct Labels {
    /// The name under which the actions are grouped.
    pub(crate) app: &'static str,
    /// The texts of each action, by its name.
    pub(crate) actions: &'static [(&'static str, ActionLabels)],
    /// The texts of each field, by its name.
    pub(crate) fields: &'static [(&'static str, FieldLabels)],
    /// The sentence about properties in a text, after the help of each field that is one.
    pub(crate) filled_in: &'static str,
    /// The texts of values that mean the same in every field.
    pub(crate) values: &'static [(&'static str, &'static str)],
    /// The texts of values that mean something particular in one field: field, value, text.
    pub(crate) values_of_fields: &'static [(&'static str, &'static str, &'static str)],
    /// The texts of the outputs, by their names.
    pub(crate) outputs: &'static [(&'static str, &'static str)],
    /// The sentences of the rules, by the value for which they hold. `{{ output }}` stands for an output's value.
    pub(crate) rules: &'static [(&'static str, &'static str)],
    /// The sentences of dropdowns that cannot be filled.
    pub(crate) notices: Notices,
}

/// The texts of an action.
#[derive(Clone, Copy, Debug)]
pub struct ActionLabels {
    /// Its name in the list of actions.
    pub name: &'static str,
    /// Its description in the list of actions.
    pub description: &'static str,
    /// Its text on the card in the workflow; `{{field}}` stands for a field's value.
    pub card: &'static str,
}

/// The texts of a field.
#[derive(Clone, Copy, Debug)]
pub struct FieldLabels {
    /// Its label.
    pub label: &'static str,
    /// The help beside it.
    pub description: &'static str,
}

/// The labels of options that explain why a dropdown cannot be filled.
#[derive(Clone, Copy, Debug)]
pub struct Notices {
    /// No connection belongs to the HubSpot account.
    pub no_connection: &'static str,
    /// No connection is chosen yet, or one that is not the account's.
    pub choose_connection: &'static str,
    /// The company must be connected again.
    pub reconnect: &'static str,
    /// QuickBooks does not answer, or its quota is used up.
    pub try_again: &'static str,
    /// The connection's settings, or the app's, need a correction.
    pub ask_administrator: &'static str,
}

impl Labels {
    /// The texts in a language.
    pub const fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &en::LABELS,
            Language::French => &fr::LABELS,
            Language::German => &de::LABELS,
            Language::Japanese => &ja::LABELS,
            Language::Spanish => &es::LABELS,
            Language::BrazilianPortuguese => &pt_br::LABELS,
            Language::Dutch => &nl::LABELS,
        }
    }

    /// The name under which the actions are grouped.
    pub const fn app(&self) -> &'static str {
        self.app
    }

    /// The texts of an action.
    pub fn action(&self, name: &str) -> Option<ActionLabels> {
        found(self.actions, name)
    }

    /// The texts of a field.
    pub fn field(&self, name: &str) -> Option<FieldLabels> {
        found(self.fields, name)
    }

    /// The help beside a field.
    pub fn description(&self, field: &Field) -> Option<String> {
        let help = self.field(field.name)?.description;
        Some(if field.input.is_text() {
            format!("{help} {}", self.filled_in)
        } else {
            help.to_owned()
        })
    }

    /// The text of one of a field's fixed values.
    pub fn value(&self, field: &str, value: &str) -> Option<&'static str> {
        let mut of_fields = self.values_of_fields.iter();
        let own = of_fields.find(|(of, known, _)| *of == field && *known == value);
        own.map(|(_, _, text)| *text)
            .or_else(|| found(self.values, value))
    }

    /// The texts of all of a field's fixed values, with the values, in their order.
    pub fn values(&self, field: &Field) -> Vec<(&'static str, &'static str)> {
        let values = field.fixed_values().iter().copied();
        let named = values.filter_map(|value| Some((value, self.value(field.name, value)?)));
        named.collect()
    }

    /// The text of an output.
    pub fn output(&self, name: &str) -> Option<&'static str> {
        found(self.outputs, name)
    }

    /// The sentence of the rule that holds for this value.
    pub fn rule(&self, value: &str) -> Option<&'static str> {
        found(self.rules, value)
    }

    /// The sentence of a rule for an action: its own where it has one, such as for a document without a number.
    pub fn rule_of(&self, action: &str, value: &str) -> Option<&'static str> {
        let own = self.rule(&format!("{value} of {action}"));
        own.or_else(|| self.rule(value))
    }

    /// The labels of options that explain why a dropdown cannot be filled.
    pub const fn notices(&self) -> &Notices {
        &self.notices
    }
}

/// The texts of a field, with its name.
const fn field(
    name: &'static str,
    label: &'static str,
    description: &'static str,
) -> (&'static str, FieldLabels) {
    (name, FieldLabels { label, description })
}

fn found<T: Copy>(table: &[(&str, T)], name: &str) -> Option<T> {
    let mut entries = table.iter();
    entries
        .find(|(known, _)| *known == name)
        .map(|(_, value)| *value)
}
