//! Options that stand in the wrong place: what they ask for would be ignored there.

use std::fmt;

use serde_json::{Map, Value};

use super::ActionRequest;
use super::unknown::FIELDS;
use crate::ActionError;

/// The option that must never be passed over, wherever it stands: whoever wrote it wants nothing booked.
const DRY_RUN: &str = "dry_run";

/// Fields of records and runs that are met in every one of them, and are no option's name.
pub const NEVER_OPTIONS: [&str; 10] = [
    "archived",
    "callback_id",
    "createdAt",
    "enrollment_id",
    "id",
    "object_type",
    "occasion",
    "properties",
    "updatedAt",
    "workflow_id",
];

/// A field of the record, of what is associated with it, or of the run, that means nothing there; it is
/// refused if it is an option's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stray {
    path: String,
    name: String,
}

/// Takes down the fields among which an option may have strayed.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] for `options` inside the record or the run, and for a `dry_run` anywhere
/// but among the options.
pub(super) fn strays(request: &Map<String, Value>) -> Result<Vec<Stray>, ActionError> {
    let mut strays = Vec::new();
    for (field, value) in request {
        match field.as_str() {
            "options" => {
                let options = value.as_object().into_iter().flatten();
                for (name, value) in options {
                    refuse_dry_run(&format!("options.{name}"), value)?;
                }
            }
            _ if is_same(field, DRY_RUN) => {
                return Err(misplaced(field, &format!("options.{DRY_RUN}")));
            }
            _ => {
                refuse_dry_run(field, value)?;
                take_down(&Place::of(field), value, &mut strays)?;
            }
        }
    }
    Ok(strays)
}

/// Refuses a part of the request, or a `dry_run`, that stands beside the `detail` of an event.
pub(super) fn beside_detail(envelope: &Map<String, Value>) -> Result<(), ActionError> {
    for (name, value) in envelope {
        let meant = FIELDS.into_iter().find(|field| is_same(name, field));
        if let Some(field) = meant {
            return Err(ActionError::invalid(format!(
                "`{name}` stands beside the event's `detail`, and the request is the `detail` alone: put it into \
                 `detail.{field}`"
            )));
        }
        if is_same(name, DRY_RUN) {
            return Err(misplaced(name, &format!("detail.options.{DRY_RUN}")));
        }
        refuse_dry_run(name, value)?;
    }
    Ok(())
}

/// Refuses an option's name beside or inside the record, or inside the run: a misplaced `dry_run` must
/// never book. `own` are the options of the action, and `of_others` those of other actions.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] that names the right place, or says that there is none in this action.
pub fn refuse_misplaced(
    request: &ActionRequest,
    own: &[&str],
    of_others: &[&str],
) -> Result<(), ActionError> {
    let among = |options: &[&str], stray: &Stray| {
        let mut options = options.iter();
        let option = options.find(|option| is_same(&stray.name, option))?;
        Some((*option).to_owned())
    };
    let refusal = request.strays.iter().find_map(|stray| {
        if let Some(option) = among(own, stray) {
            return Some(misplaced(&stray.path, &format!("options.{option}")));
        }
        let option = among(of_others, stray)?;
        Some(ActionError::invalid(format!(
            "`{}` is an option of other actions, where it stands in `options.{option}`, and this action does not \
             have it: leave it out",
            stray.path
        )))
    });
    match refusal {
        None => Ok(()),
        Some(error) => Err(error.of_record(&request.record.label())),
    }
}

/// Takes down the fields of an object and of the objects in its lists, but not their properties, whose names
/// are HubSpot's.
fn take_down(
    within: &Place<'_>,
    value: &Value,
    strays: &mut Vec<Stray>,
) -> Result<(), ActionError> {
    let Value::Object(fields) = value else {
        return Ok(());
    };
    for (name, value) in fields {
        let place = Place {
            within: Some(within),
            ..Place::of(name)
        };
        if is_same(name, "options") {
            return Err(ActionError::invalid(format!(
                "`{place}` is not read: put the options into `options`, beside `record`"
            )));
        }
        for (number, object) in value.as_array().into_iter().flatten().enumerate() {
            let number = Some(number);
            take_down(&Place { number, ..place }, object, strays)?;
        }
        if !NEVER_OPTIONS.contains(&name.as_str()) {
            strays.push(Stray {
                path: place.to_string(),
                name: name.clone(),
            });
        }
    }
    Ok(())
}

/// The place of a field or of an object in a list, such as `record.contacts[0]`; written only where it is told, since
/// every field of every line has one.
#[derive(Clone, Copy)]
struct Place<'p> {
    within: Option<&'p Place<'p>>,
    name: &'p str,
    number: Option<usize>,
}

impl<'p> Place<'p> {
    const fn of(name: &'p str) -> Self {
        Self {
            within: None,
            name,
            number: None,
        }
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(within) = self.within {
            write!(f, "{within}.")?;
        }
        f.write_str(self.name)?;
        match self.number {
            Some(number) => write!(f, "[{number}]"),
            None => Ok(()),
        }
    }
}

/// Refuses a `dry_run` at any depth of what is no option.
fn refuse_dry_run(path: &str, value: &Value) -> Result<(), ActionError> {
    match dry_run_within(value) {
        None => Ok(()),
        Some(place) => Err(misplaced(
            &format!("{path}{place}"),
            &format!("options.{DRY_RUN}"),
        )),
    }
}

/// The place of a `dry_run` in a value, such as `.contacts[0].dry_run`. Every field of every record is looked at, so
/// a place is written only on the way back from one that was found.
fn dry_run_within(value: &Value) -> Option<String> {
    match value {
        Value::Object(fields) => fields.iter().find_map(|(name, value)| {
            if is_same(name, DRY_RUN) {
                return Some(format!(".{name}"));
            }
            dry_run_within(value).map(|place| format!(".{name}{place}"))
        }),
        Value::Array(values) => (values.iter().enumerate()).find_map(|(number, value)| {
            dry_run_within(value).map(|place| format!("[{number}]{place}"))
        }),
        _ => None,
    }
}

fn misplaced(place: &str, right: &str) -> ActionError {
    ActionError::invalid(format!("`{place}` is an option: put it into `{right}`"))
}

/// True for two names that differ in case, hyphens and underscores alone, such as `dryRun` and `dry_run`.
fn is_same(name: &str, known: &str) -> bool {
    letters(name).eq(letters(known))
}

/// A name without case, hyphens, underscores and spaces.
pub(super) fn letters(name: &str) -> impl Iterator<Item = char> {
    let letters = name.chars().filter(|char| !matches!(char, '_' | '-' | ' '));
    letters.map(|char| char.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::refuse_misplaced;
    use crate::request::parse;

    fn refusal(event: &Value) -> String {
        let request = parse(event.to_string().as_bytes());
        let options = ["dry_run", "payment_terms"];
        let checked =
            request.and_then(|request| refuse_misplaced(&request, &options, &["deposit_account"]));
        checked.map_or_else(|error| error.to_string(), |()| String::new())
    }

    fn request(record: &Value, run: &Value) -> Value {
        let mut event = json!({"connection": "us-books", "run": run,
            "record": {"object_type": "deal", "id": "1", "properties": {"amount": "1"}}});
        for (name, value) in record.as_object().unwrap() {
            event["record"][name] = value.clone();
        }
        event
    }

    #[test]
    fn a_misplaced_dry_run_never_books_wherever_it_stands_and_however_it_is_written() {
        let dry_run = json!({"dry_run": true});
        let none = json!({});
        let cases = [
            (
                request(&json!({"options": dry_run}), &none),
                "`record.options.dry_run`",
            ),
            (
                request(&json!({"options": {"memo": "x"}}), &none),
                "`record.options` is not read",
            ),
            (
                request(&none, &json!({"options": dry_run})),
                "`run.options.dry_run`",
            ),
            (request(&json!({"dryRun": true}), &none), "`record.dryRun`"),
            (request(&none, &json!({"dryrun": true})), "`run.dryrun`"),
            (
                request(&json!({"contacts": [{"id": "5", "dry_run": true}]}), &none),
                "`record.contacts[0].dry_run`",
            ),
            (
                request(
                    &json!({"line_items": [{"id": "7", "properties": {"Dry-Run": "true"}}]}),
                    &none,
                ),
                "`record.line_items[0].properties.Dry-Run`",
            ),
            (
                request(&json!({"properties": {"dry_run": "true"}}), &none),
                "`record.properties.dry_run`",
            ),
        ];
        for (event, expected) in cases {
            let message = refusal(&event);
            assert!(message.starts_with("deal 1: "), "{message}");
            assert!(message.contains(expected), "{event}: {message}");
            assert!(message.contains("`options"), "{message}");
        }
        let mut within = request(&none, &none);
        within["options"] = json!({"customer": {"dry_run": true}});
        assert!(refusal(&within).contains("`options.customer.dry_run`"));
        within["options"] = json!({"dry_run": true});
        assert_eq!(refusal(&within), "");
    }

    #[test]
    fn what_stands_beside_the_detail_of_an_event_is_sent_into_it() {
        let detail = request(&json!({}), &json!({}));
        let cases = [
            ("dry_run", json!(true), "`detail.options.dry_run`"),
            ("options", json!({"dry_run": true}), "`detail.options`"),
            ("Record", json!({}), "`detail.record`"),
            ("account", json!("123456789012"), ""),
        ];
        for (name, value, expected) in cases {
            let event = json!({"detail-type": "Deal won", "detail": detail, name: value});
            let message = refusal(&event);
            assert!(message.contains(expected), "{name}: {message}");
            assert_eq!(message.is_empty(), expected.is_empty(), "{message}");
        }
    }

    #[test]
    fn an_option_beside_the_properties_of_a_contact_is_refused_and_a_property_of_its_name_is_not() {
        let beside = json!({"contacts": [{"id": "5", "paymentTerms": "Net 30"}]});
        let message = refusal(&request(&beside, &json!({})));
        let expected = "deal 1: `record.contacts[0].paymentTerms` is an option: put it into `options.payment_terms`";
        assert_eq!(message, expected);
        let property = json!({"properties": {"payment_terms": "Net 30"}, "contacts": [{"id": "5", "archived": false}]});
        assert_eq!(refusal(&request(&property, &json!({}))), "");
    }
    #[test]
    fn an_option_of_another_action_is_refused_too_as_one_that_this_action_does_not_have() {
        let account = json!({"deposit_account": "Checking"});
        for (event, place) in [
            (request(&account, &json!({})), "record.deposit_account"),
            (request(&json!({}), &account), "run.deposit_account"),
        ] {
            let expected = format!(
                "deal 1: `{place}` is an option of other actions, where it stands in `options.deposit_account`, \
                 and this action does not have it: leave it out"
            );
            assert_eq!(refusal(&event), expected);
        }
    }
}
