//! Fields that a request does not have, and options that stand in the wrong place.

use serde_json::{Map, Value};

use super::ActionRequest;
use crate::ActionError;
use crate::text::shortened;

/// The fields of a request.
const FIELDS: [&str; 4] = ["connection", "record", "options", "run"];

/// The likeness two names need for one to be meant by the other, from 0 to 1 (Jaro-Winkler).
const ALIKE: f64 = 0.8;

/// A field of `record` or `run` that means nothing there; it is refused if it is an option's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stray {
    place: &'static str,
    name: String,
}

/// Checks the fields at the top level, and takes down those of `record` and `run`.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] for an unknown field, with the nearest known name.
pub(super) fn check(request: &Map<String, Value>) -> Result<Vec<Stray>, ActionError> {
    if let Some(unknown) = request.keys().find(|name| !FIELDS.contains(&name.as_str())) {
        let meant = nearest(unknown, FIELDS).map_or_else(
            || "an option of the action stands in `options`".to_owned(),
            |name| format!("perhaps `{name}` is meant"),
        );
        return Err(ActionError::invalid(format!(
            "the request has no field `{}`: {meant}; it has {}",
            shortened(unknown),
            FIELDS.join(", ")
        )));
    }
    let strays = |place: &'static str| {
        let fields = request.get(place).and_then(Value::as_object);
        let names = fields.into_iter().flat_map(Map::keys).cloned();
        names.map(move |name| Stray { place, name })
    };
    Ok(strays("record").chain(strays("run")).collect())
}

/// Refuses an option's name beside or inside the record, or inside the run: a misplaced `dry_run` must
/// never book.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] that names the right place.
pub fn refuse_misplaced(request: &ActionRequest, options: &[&str]) -> Result<(), ActionError> {
    let is_option = |stray: &&Stray| options.contains(&stray.name.as_str());
    match request.strays.iter().find(is_option) {
        None => Ok(()),
        Some(Stray { place, name }) => Err(ActionError::invalid(format!(
            "{}: `{place}.{name}` is an option: put it into `options.{name}`",
            request.record.label()
        ))),
    }
}

/// The known name that is most like a name, if any is much like it.
pub(crate) fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let name = name.to_ascii_lowercase();
    let likeness = known
        .into_iter()
        .map(|known| (strsim::jaro_winkler(&name, known), known));
    let best = likeness.max_by(|(one, _), (other, _)| one.total_cmp(other));
    best.filter(|(likeness, _)| *likeness >= ALIKE)
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{nearest, refuse_misplaced};
    use crate::request::parse;

    fn refusal(beside: &Value) -> String {
        let mut event = json!({"connection": "us-books",
            "record": {"object_type": "deal", "id": "1", "archived": false}});
        for (name, value) in beside.as_object().unwrap() {
            event[name] = value.clone();
        }
        let request = parse(event.to_string().as_bytes());
        let checked =
            request.and_then(|request| refuse_misplaced(&request, &["dry_run", "payment_terms"]));
        checked.map_or_else(|error| error.to_string(), |()| String::new())
    }

    #[test]
    fn an_unknown_field_is_refused_with_the_nearest_name_or_the_right_place() {
        let cases = [
            (json!({"option": {}}), "perhaps `options` is meant"),
            (json!({"Run": {}}), "perhaps `run` is meant"),
            (json!({"dry_run": true}), "stands in `options`"),
            (
                json!({"run": {"dry_run": true}}),
                "deal 1: `run.dry_run` is an option: put it into `options.dry_run`",
            ),
            (
                json!({"record": {"object_type": "deal", "id": "1", "payment_terms": "3"}}),
                "`record.payment_terms` is an option",
            ),
            (json!({"run": {"workflow_name": "x"}}), ""),
            (json!({"run": null, "options": null}), ""),
        ];
        for (beside, expected) in cases {
            let message = refusal(&beside);
            assert!(message.contains(expected), "{beside}: {message}");
            assert_eq!(
                message.is_empty(),
                expected.is_empty(),
                "{beside}: {message}"
            );
        }
    }

    #[test]
    fn a_misspelt_name_finds_the_one_that_is_meant() {
        let known = ["payment_terms", "due_date", "send_email"];
        assert_eq!(nearest("payment_term", known), Some("payment_terms"));
        assert_eq!(nearest("DueDate", known), Some("due_date"));
        assert_eq!(nearest("colour", known), None);
    }
}
