//! An input field: its control in the editor, and the part of a request that it becomes.

use crate::OptionList;

/// An input field of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in definitions and requests.
    pub name: &'static str,
    /// The part of the request that it becomes.
    pub target: Target,
    /// Its control.
    pub input: Input,
    /// True when the action cannot be published without it.
    pub is_required: bool,
}

/// The part of a request that a field becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// `connection`.
    Connection,
    /// An option of the contract.
    Option {
        /// Its name.
        name: &'static str,
        /// The form of its value.
        form: OptionForm,
    },
    /// One of the option `custom_fields`.
    CustomField {
        /// QuickBooks' id of the custom field.
        id: &'static str,
    },
}

/// The form of an option's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionForm {
    /// A text, which may hold properties in braces.
    Text,
    /// Addresses, separated by commas.
    Addresses,
    /// One of the select's words.
    Word,
    /// True or false.
    Truth,
    /// An object in QuickBooks: its id.
    Object,
    /// `associated_contact`, `associated_company` or QuickBooks' id of a customer.
    Customer,
    /// `line_items` or QuickBooks' id of a product.
    Products,
    /// A date as HubSpot writes it, a date-time or milliseconds among others; the action reads it.
    Moment,
    /// A day, `YYYY-MM-DD`.
    Day,
    /// A decimal.
    Decimal,
}

/// The control of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// One line of text.
    Text,
    /// Several lines of text.
    LongText,
    /// A number.
    Number,
    /// A date.
    Date,
    /// A dropdown of these values. The editor preselects the first, so the safe one stands there.
    Select(&'static [&'static str]),
    /// A dropdown that is filled while somebody edits.
    List {
        /// The values that stand before the list.
        first: &'static [&'static str],
        /// The list.
        of: OptionList,
    },
}

/// The origin of a field's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ValueType {
    /// Entered in the editor, in a text with `{{property}}` too, which the action fills in.
    StaticValue,
    /// A property of the record, or an output of an earlier step.
    ObjectProperty,
}

impl Field {
    /// The values that are known without asking QuickBooks.
    pub const fn fixed_values(&self) -> &'static [&'static str] {
        match self.input {
            Input::Select(values) | Input::List { first: values, .. } => values,
            Input::Text | Input::LongText | Input::Number | Input::Date => &[],
        }
    }

    /// True when the definition lists the field's values, instead of an address that gives them.
    pub const fn is_fixed_select(&self) -> bool {
        matches!(self.input, Input::Select(_))
    }

    /// The list that fills it, if one does.
    pub const fn list(&self) -> Option<OptionList> {
        match self.input {
            Input::List { of, .. } => Some(of),
            Input::Text | Input::LongText | Input::Number | Input::Date | Input::Select(_) => None,
        }
    }

    /// True when it can be filled in only after the connection was chosen: a `SINGLE_FIELD` dependency on it.
    pub fn depends_on_connection(&self) -> bool {
        self.list().is_some_and(OptionList::is_of_connection)
    }

    /// The option of the contract that it becomes, or a part of.
    pub const fn option(&self) -> Option<&'static str> {
        match self.target {
            Target::Connection => None,
            Target::Option { name, .. } => Some(name),
            Target::CustomField { .. } => Some("custom_fields"),
        }
    }
}

impl Input {
    /// HubSpot's `type` of such a field.
    pub const fn hubspot_type(self) -> &'static str {
        match self {
            Self::Text | Self::LongText => "string",
            Self::Number => "number",
            Self::Date => "date",
            Self::Select(_) | Self::List { .. } => "enumeration",
        }
    }

    /// HubSpot's `fieldType` of such a field.
    pub const fn hubspot_field_type(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::LongText => "textarea",
            Self::Number => "number",
            Self::Date => "date",
            Self::Select(_) | Self::List { .. } => "select",
        }
    }

    /// True for a text: the property of a record that is put into it may name a person.
    pub const fn is_text(self) -> bool {
        match self {
            Self::Text | Self::LongText => true,
            Self::Number | Self::Date | Self::Select(_) | Self::List { .. } => false,
        }
    }

    /// The origins that its value may have; `record_values` lets HubSpot put properties into texts.
    ///
    /// A value that HubSpot puts in is part of a run's input, and stands in its history. So a text takes none unless somebody
    /// chose it: the action itself fills in `{{property}}`, of the record that it reads. A dropdown's value is one of the
    /// dropdown's: a property would hold another.
    pub const fn value_types(self, record_values: bool) -> &'static [ValueType] {
        match self {
            Self::Text | Self::LongText if !record_values => &[ValueType::StaticValue],
            Self::Text | Self::LongText | Self::Number | Self::Date => {
                &[ValueType::StaticValue, ValueType::ObjectProperty]
            }
            Self::Select(_) | Self::List { .. } => &[ValueType::StaticValue],
        }
    }
}
