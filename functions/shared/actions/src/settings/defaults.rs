//! Values of options that a request does not give.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_aux::serde_introspection::serde_introspect;
use serde_json::{Map, Value};

use super::reading::WrongSetting;
use crate::options::of_actions::{self, Form, OF_ACTIONS, OwnOption};
use crate::options::{
    CommonOptions, ExpirationDate, NameOrId, PaymentType, SendEmail, custom_field_id,
    custom_fields_fit, day, fault_of_copies, template, truth,
};
use crate::request::{nearest, without_values};
use crate::text;

/// Defaults of options: those of one action before those of all.
#[derive(Clone, Default, Serialize, Deserialize, derive_more::Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Defaults {
    /// Option names and values, for every action that has the option.
    #[debug(skip)]
    pub all: Map<String, Value>,
    /// Option names and values by action, such as `create-invoice`.
    #[debug(skip)]
    pub actions: BTreeMap<String, Map<String, Value>>,
}

impl Defaults {
    /// The defaults of an action, in the order in which they are asked.
    pub fn of(&self, action: &str) -> Vec<&Map<String, Value>> {
        self.actions
            .get(action)
            .into_iter()
            .chain([&self.all])
            .collect()
    }

    /// The defaults that no action takes: misspelt names, and values of the wrong form. `ids` are those that the settings give
    /// the names of custom fields.
    pub(super) fn faults(&self, ids: &BTreeMap<String, String>) -> Vec<WrongSetting> {
        let every: Vec<_> = of_actions::every().collect();
        let mut faults = faults("defaults.all", &self.all, &every, ids);
        for (action, defaults) in &self.actions {
            let path = format!("defaults.actions.{action}");
            if let Some(options) = of_actions::of(action) {
                faults.extend(self::faults(&path, defaults, options, ids));
            } else {
                let reason = unknown("no action", action, &OF_ACTIONS.map(|(name, _)| name));
                faults.push(WrongSetting::new(&path, &reason));
            }
        }
        faults
    }
}

/// The faults among defaults, of which those common to all actions and these are known.
fn faults(
    path: &str,
    defaults: &Map<String, Value>,
    own: &[OwnOption],
    ids: &BTreeMap<String, String>,
) -> Vec<WrongSetting> {
    let common = serde_introspect::<CommonOptions>();
    let fault = |name: &str, value: &Value| {
        if let Some((_, form)) = own.iter().find(|(known, _)| *known == name) {
            return form.fault(value);
        }
        if common.contains(&name) {
            let one = Map::from_iter([(name.to_owned(), value.clone())]);
            return fault_of::<CommonOptions>(one)
                .or_else(|| template_fault(name, value))
                .or_else(|| text_fault(name, value, ids));
        }
        let known: Vec<&str> = own
            .iter()
            .map(|(name, _)| *name)
            .chain(common.iter().copied())
            .collect();
        Some(unknown("no option", name, &known))
    };
    let given = defaults
        .iter()
        .filter(|(_, value)| !value.is_null() && *value != "");
    given
        .filter_map(|(name, value)| {
            let reason = fault(name, value)?;
            Some(WrongSetting::new(&format!("{path}.{name}"), &reason))
        })
        .collect()
}

impl Form {
    fn fault(self, value: &Value) -> Option<String> {
        #[derive(Deserialize)]
        struct OfDay {
            #[serde(rename = "value", deserialize_with = "day")]
            _value: Option<jiff::civil::Date>,
        }
        #[derive(Deserialize)]
        struct OfTruth {
            #[serde(rename = "value", deserialize_with = "truth")]
            _value: bool,
        }
        #[derive(Deserialize)]
        struct Of<O> {
            #[serde(rename = "value")]
            _value: O,
        }
        let one = Map::from_iter([("value".to_owned(), value.clone())]);
        match self {
            Self::Object(_) => fault_of::<Of<NameOrId>>(one),
            Self::Day => fault_of::<OfDay>(one),
            Self::Truth => fault_of::<OfTruth>(one),
            Self::SendEmail => fault_of::<Of<SendEmail>>(one),
            Self::ExpirationDate => fault_of::<Of<ExpirationDate>>(one),
            Self::PaymentType => fault_of::<Of<PaymentType>>(one),
            Self::Copies => {
                fault_of::<Of<String>>(one).or_else(|| fault_of_copies(value.as_str()?))
            }
        }
    }
}

fn fault_of<O: serde::de::DeserializeOwned>(one: Map<String, Value>) -> Option<String> {
    let error = serde_json::from_value::<O>(Value::Object(one)).err()?;
    Some(without_values(&error.to_string()))
}

/// The options in whose texts a record's properties may stand.
const TEMPLATES: [&str; 6] = [
    "custom_fields",
    "document_number",
    "memo",
    "private_note",
    "service_date",
    "transaction_date",
];

fn template_fault(name: &str, value: &Value) -> Option<String> {
    if !TEMPLATES.contains(&name) {
        return None;
    }
    match value {
        Value::Object(fields) => fields
            .values()
            .find_map(|text| template::fault(text.as_str()?)),
        value => template::fault(value.as_str()?),
    }
}

/// The fault of a text that no record's properties change, and that every document of it would be refused for.
fn text_fault(name: &str, value: &Value, ids: &BTreeMap<String, String>) -> Option<String> {
    let is_fixed = |text: &str| template::names(text).next().is_none();
    match name {
        "document_number" => {
            let number = value.as_str().filter(|text| is_fixed(text))?;
            Some(text::document_number(number).err()?.to_string())
        }
        "custom_fields" => {
            let given = BTreeMap::<String, String>::deserialize(value).ok()?;
            let mut faults = given.iter().filter_map(|(name, text)| {
                // What properties fill is as long as the record makes it.
                let text = if is_fixed(text) { text.trim() } else { "x" };
                (!text.is_empty()).then(|| custom_field_id(name, text, ids).err())?
            });
            let fault = custom_fields_fit(&given).err().or_else(|| faults.next())?;
            Some(fault.to_string())
        }
        _ => None,
    }
}

fn unknown(what: &str, name: &str, known: &[&str]) -> String {
    let meant = nearest(name, known.iter().copied());
    let meant = meant.map_or_else(String::new, |meant| {
        format!(" (perhaps `{meant}` is meant)")
    });
    format!("there is {what} `{name}`{meant}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::settings::Settings;

    #[test]
    fn every_default_that_no_action_takes_is_told_at_once_with_its_path() {
        let settings = json!({
            "company": {"realm_id": "1", "country": "USA"},
            "defaults": {
                "actions": {
                    "create-invoice": {"paymet_terms": "Net 30", "due_date": "03/09/2026", "vendor": "HubSpot"},
                    "create-invoic": {"memo": "x"},
                },
                "all": {"transaction_date": "03/09/2026", "payment_link": 7, "colour": "red", "class": [1],
                    "memo": "Deal {{dealname", "custom_fields": {"1": "{{Deal Name}}"}},
            },
        });
        let message = Settings::parse(&settings.to_string())
            .unwrap_err()
            .to_string();
        let places = [
            "`company.country` cannot be used: expected",
            "`defaults.actions.create-invoice.paymet_terms` cannot be used: there is no option `paymet_terms` \
             (perhaps `payment_terms` is meant)",
            "`defaults.actions.create-invoice.due_date` cannot be used: expected YYYY-MM-DD",
            "`defaults.actions.create-invoice.vendor`",
            "`defaults.actions.create-invoic` cannot be used: there is no action `create-invoic` (perhaps \
             `create-invoice` is meant)",
            "`defaults.all.transaction_date` cannot be used: expected YYYY-MM-DD",
            "`defaults.all.payment_link`",
            "`defaults.all.colour`",
            "`defaults.all.class`",
            "`defaults.all.memo` cannot be used: a `{{` is not closed by `}}`",
            "`defaults.all.custom_fields` cannot be used: `{{Deal Name}}` names no property",
        ];
        for place in places {
            assert!(message.contains(place), "{place}: {message}");
        }
    }

    #[test]
    fn a_default_that_every_run_would_refuse_is_refused_where_it_is_set() {
        for (action, default, expected) in [
            (
                "create-invoice",
                json!({"send_email": "yes"}),
                "expected true, false or later",
            ),
            ("create-invoice", json!({"from_estimate": "x"}), "expected"),
            (
                "create-invoice",
                json!({"document_number": "1234567890123456789012345"}),
                "25",
            ),
            (
                "create-invoice",
                json!({"bill_email_cc": "n/a"}),
                "address 1 of 1 is no e-mail address",
            ),
            (
                "create-invoice",
                json!({"bill_email_bcc": "a@example.com; {{x y}}"}),
                "names no property",
            ),
            (
                "create-invoice",
                json!({"custom_fields": {"nope": "x"}}),
                "`options.custom_fields.nope`: use the field's id",
            ),
            (
                "create-invoice",
                json!({"custom_fields": {"1": "x".repeat(40)}}),
                "more than the 31 characters",
            ),
            (
                "create-estimate",
                json!({"expiration_date": "soon"}),
                "expected YYYY-MM-DD, or none",
            ),
            (
                "create-expense",
                json!({"payment_type": "Check"}),
                "expected Cash or CreditCard",
            ),
        ] {
            let settings =
                json!({"company": {"realm_id": "1"}, "defaults": {"actions": {action: default}}});
            let refused = Settings::parse(&settings.to_string())
                .unwrap_err()
                .to_string();
            assert!(refused.contains(expected), "{default}: {refused}");
            assert!(
                refused.contains(&format!("`defaults.actions.{action}.")),
                "{refused}"
            );
        }
        let taken = json!({"company": {"realm_id": "1"}, "custom_fields": {"po": "2"}, "defaults": {"actions": {
            "create-invoice": {"send_email": true, "from_estimate": "true", "document_number": "HS-{{hs_object_id}}",
                "bill_email_cc": "ops@example.com, {{approver_email}}",
                "custom_fields": {"po": "{{a_property_of_a_long_name_that_is_short_in_each_record}}", "1": "x"}},
            "create-expense": {"payment_type": "credit_card"}}}});
        Settings::parse(&taken.to_string()).unwrap();
    }

    #[test]
    fn defaults_of_any_action_stand_among_those_of_all_and_what_is_empty_is_not_given() {
        let settings = json!({
            "company": {"realm_id": "1", "country": "gb"},
            "defaults": {
                "actions": {"create-estimate": {"expiration_date": "none"}},
                "all": {"payment_terms": "Net 30", "vendor": "7", "memo": "", "class": null,
                    "transaction_date": "{{closedate}}", "dry_run": "true", "send_email": "later"},
            },
        });
        Settings::parse(&settings.to_string()).unwrap();
    }
}
