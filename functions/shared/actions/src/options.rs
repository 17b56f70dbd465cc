//! The options of an action: given in the request, else in the connection's settings.

mod account_types;
mod choice;
mod custom_fields;
mod document_date;
mod named;
pub mod of_actions;
mod of_one_action;
mod reference;
pub mod template;

pub use account_types::account_types;
pub use choice::{CustomerChoice, ProductChoice, given_truth, truth};
pub use custom_fields::{custom_field_id, custom_fields_fit};
pub use document_date::{DocumentDate, EXPECTED_DATE, EXPECTED_YEARS, day, is_bookable};
pub use named::NameOrId;
pub(crate) use of_one_action::fault_of_copies;
pub use of_one_action::{ExpirationDate, PaymentType, SendEmail, copies};
pub use reference::{NamedReference, references};

use std::collections::BTreeMap;

use hubspot::Properties;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_aux::serde_introspection::serde_introspect;
use serde_json::{Map, Value};
use storage::MappingKind;

use crate::ActionError;
use crate::options::of_actions::Form;
use crate::options::template::{fill_in, render_days};
use crate::request::{nearest, without_values};
use crate::text::shortened;

/// An option that names an object of QuickBooks: its place, the kind of the object, and its value.
type Naming = (
    &'static str,
    MappingKind,
    fn(&CommonOptions) -> Option<&NameOrId>,
);

/// The options of every action that name an object of QuickBooks.
const NAMING: [Naming; 2] = [
    ("options.class", MappingKind::Class, |it| it.class.as_ref()),
    ("options.department", MappingKind::Department, |it| {
        it.department.as_ref()
    }),
];

/// The options that name an object of QuickBooks, of every action and of single ones, with its kind: where they stand
/// among the defaults of settings, the object is looked for when the settings are put.
pub(crate) fn naming() -> BTreeMap<&'static str, MappingKind> {
    let common = NAMING.iter().filter_map(|(place, kind, _)| {
        let name = place.strip_prefix("options.")?;
        Some((name, *kind))
    });
    let own = of_actions::every().filter_map(|(name, form)| match form {
        Form::Object(kind) => Some((name, kind)),
        Form::Day
        | Form::Truth
        | Form::SendEmail
        | Form::ExpirationDate
        | Form::PaymentType
        | Form::Copies => None,
    });
    common.chain(own).collect()
}

/// The options that every action has.
#[derive(Clone, Deserialize, derive_more::Debug)]
#[serde(deny_unknown_fields)]
pub struct CommonOptions {
    /// The customer who is billed.
    #[serde(default)]
    pub customer: CustomerChoice,
    /// The products that are sold.
    #[serde(default)]
    pub products: ProductChoice,
    /// True when a product that QuickBooks does not have is created there.
    #[serde(default, deserialize_with = "choice::truth")]
    pub create_missing_products: bool,
    /// The document's date, such as `2026-03-03` or `{{closedate}}`; today in the company's time zone
    /// when absent.
    #[serde(default)]
    pub transaction_date: Option<DocumentDate>,
    /// The document's number, 21 characters at most; QuickBooks counts on when absent.
    #[serde(default)]
    pub document_number: Option<String>,
    /// The memo the customer sees, 1,000 characters at most.
    #[serde(default)]
    #[debug(skip)]
    pub memo: Option<String>,
    /// The note only the company sees, 4,000 characters at most.
    #[serde(default)]
    #[debug(skip)]
    pub private_note: Option<String>,
    /// The class, by name or id.
    #[serde(default)]
    pub class: Option<NameOrId>,
    /// The department ("location"), by name or id.
    #[serde(default)]
    pub department: Option<NameOrId>,
    /// At most three custom fields of sales forms: a value by the field's id or its name in the
    /// settings. Memo, private note, document number, custom fields, transaction date and
    /// service date may hold properties of the record: `Deal {{dealname}}`.
    #[serde(default)]
    #[debug(skip)]
    pub custom_fields: BTreeMap<String, String>,
    /// The date of service, for every line.
    #[serde(default, deserialize_with = "document_date::text")]
    pub service_date: Option<String>,
    /// Units of the company's currency per unit of the document's; QuickBooks' rate of the date when
    /// absent.
    #[serde(default, deserialize_with = "choice::exchange_rate")]
    pub exchange_rate: Option<Decimal>,
    /// Only show what would be posted.
    #[serde(default, deserialize_with = "choice::truth")]
    pub dry_run: bool,
}

impl CommonOptions {
    /// The objects of QuickBooks that these options name; customer and products are found otherwise.
    pub fn references(&self) -> Vec<NamedReference> {
        references(NAMING.map(|(place, kind, value)| (kind, value(self), place)))
    }

    /// The options with the record's properties put into their texts, and of moments the days in the company's time zone.
    ///
    /// # Errors
    ///
    /// [`ActionError::InvalidRequest`] for a property that the record was not loaded with.
    pub fn with_properties(
        mut self,
        properties: &Properties,
        zone: &TimeZone,
    ) -> Result<Self, ActionError> {
        let texts = [
            ("options.document_number", &mut self.document_number),
            ("options.memo", &mut self.memo),
            ("options.private_note", &mut self.private_note),
            ("options.service_date", &mut self.service_date),
        ];
        for (place, text) in texts {
            fill_in(text, properties, zone, place)?;
        }
        if let Some(date) = self.transaction_date.take() {
            self.transaction_date = Some(date.with_properties(properties, TRANSACTION_DATE)?);
        }
        custom_fields_fit(&self.custom_fields)?;
        for (name, text) in &mut self.custom_fields {
            let place = format!("options.custom_fields.{}", shortened(name));
            *text = render_days(text, properties, zone, &place)?;
        }
        Ok(self)
    }

    /// The day asked for as the document's date, in the company's time zone; `record` is for messages,
    /// such as `deal 9001`.
    ///
    /// # Errors
    ///
    /// [`ActionError::InvalidRequest`] for a property that holds no date.
    pub fn transaction_day(
        &self,
        record: &str,
        zone: &TimeZone,
    ) -> Result<Option<Date>, ActionError> {
        let date = self.transaction_date.as_ref();
        date.map(|date| date.day(record, TRANSACTION_DATE, zone))
            .transpose()
    }
}

/// Where the document's date stands, for messages.
const TRANSACTION_DATE: &str = "options.transaction_date";

/// Reads an action's options: those given, and for the rest the defaults, the first that has it.
///
/// `null` and an empty text count as not given, since HubSpot sends those for a field left empty.
/// A default that this action does not know is another action's.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] for an unknown option or a value of the wrong form.
pub fn read<O: DeserializeOwned>(
    given: &Map<String, Value>,
    defaults: &[&Map<String, Value>],
) -> Result<(CommonOptions, O), ActionError> {
    let common = serde_introspect::<CommonOptions>();
    let own = serde_introspect::<O>();
    refuse_unknown(given, &names::<O>())?;
    Ok((
        select(given, defaults, common)?,
        select(given, defaults, own)?,
    ))
}

/// The names of all options of an action, the common ones first.
pub fn names<O: DeserializeOwned>() -> Vec<&'static str> {
    [serde_introspect::<CommonOptions>(), serde_introspect::<O>()].concat()
}

fn refuse_unknown(given: &Map<String, Value>, known: &[&str]) -> Result<(), ActionError> {
    match given.keys().find(|name| !known.contains(&name.as_str())) {
        None => Ok(()),
        Some(unknown) => {
            let meant = nearest(unknown, known.iter().copied())
                .map(|name| format!(" (perhaps `{name}` is meant)"));
            Err(ActionError::invalid(format!(
                "`options.{}` is not an option of this action{}: it knows {}",
                shortened(unknown),
                meant.unwrap_or_default(),
                known.join(", ")
            )))
        }
    }
}

fn select<O: DeserializeOwned>(
    given: &Map<String, Value>,
    defaults: &[&Map<String, Value>],
    names: &[&str],
) -> Result<O, ActionError> {
    let sources = || std::iter::once(given).chain(defaults.iter().copied());
    let chosen: Map<String, Value> = names
        .iter()
        .filter_map(|name| {
            let value = sources()
                .filter_map(|source| source.get(*name))
                .find(|v| is_given(v))?;
            Some(((*name).to_owned(), value.clone()))
        })
        .collect();
    json_fault::read(&Value::Object(chosen)).map_err(|fault| {
        let path = shortened(&fault.place());
        let reason = without_values(&fault.reason());
        ActionError::invalid(format!(
            "`options.{path}` (or its default in the settings): {reason}"
        ))
    })
}

/// True for a value that says something: `null` and an empty text do not.
pub fn is_given(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::{Map, Value, json};

    use super::{CustomerChoice, NameOrId, ProductChoice, read};

    #[derive(Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    struct Own {
        payment_terms: Option<NameOrId>,
    }

    fn map(value: &Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn what_is_not_given_comes_from_the_first_default_that_has_it() {
        let given = map(&json!({"customer": {"quickbooks_id": "58"}, "class": "", "memo": null}));
        let action = map(&json!({"class": "North", "payment_terms": "Net 15"}));
        let all = map(&json!({"class": "South", "memo": "Thank you", "vendor": "HubSpot"}));
        let (common, own) = read::<Own>(&given, &[&action, &all]).unwrap();
        assert_eq!(
            common.customer,
            CustomerChoice::QuickBooks { id: "58".into() }
        );
        assert_eq!(common.products, ProductChoice::LineItems);
        assert_eq!(common.class, Some(NameOrId::Name("North".into())));
        assert_eq!(common.memo.as_deref(), Some("Thank you"));
        assert_eq!(own.payment_terms, Some(NameOrId::Name("Net 15".into())));
    }

    #[test]
    fn an_unknown_option_or_a_wrong_value_is_named() {
        let cases = [
            (
                json!({"payment_term": "Net 30"}),
                "`options.payment_term` is not an option",
            ),
            (json!({"customer": "the_boss"}), "`options.customer`"),
            (
                json!({"customer": {"quickbooks_id": ""}}),
                "`options.customer`",
            ),
            (json!({"products": 19}), "`options.products`"),
            (
                json!({"create_missing_products": "yes"}),
                "`options.create_missing_products`",
            ),
            (
                json!({"transaction_date": "23.11.2026"}),
                "`options.transaction_date` (or its default in the settings): expected YYYY-MM-DD",
            ),
            (json!({"class": {"id": "1"}}), "`options.class`"),
            (
                json!({"exchange_rate": "0"}),
                "`options.exchange_rate` (or its default in the settings): expected a decimal number above zero",
            ),
            (json!({"exchange_rate": -1.5}), "above zero"),
            (json!({"exchange_rate": "1,08"}), "above zero"),
            (json!({"payment_terms": ["3"]}), "`options.payment_terms`"),
        ];
        for (given, expected) in cases {
            let error = read::<Own>(&map(&given), &[]).unwrap_err();
            assert_eq!(error.error_type(), "InvalidRequest");
            assert!(error.to_string().contains(expected), "{given}: {error}");
        }
    }
}
