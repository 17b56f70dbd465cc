//! Fields that a request does not have.

use serde_json::{Map, Value};

use super::foreign;
use crate::ActionError;
use crate::text::shortened;

/// The fields of a request.
pub(super) const FIELDS: [&str; 4] = ["connection", "record", "options", "run"];

/// The likeness two names need for one to be meant by the other, from 0 to 1 (Jaro-Winkler).
const ALIKE: f64 = 0.8;

/// Checks the fields at the top level.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] for an unknown field, with its place or the nearest known name.
pub(super) fn check(request: &Map<String, Value>) -> Result<(), ActionError> {
    let Some(unknown) = request.keys().find(|name| !FIELDS.contains(&name.as_str())) else {
        return Ok(());
    };
    if let Some(advice) = foreign::advice(request) {
        return Err(ActionError::invalid(advice));
    }
    let meant = foreign::place(unknown).or_else(|| {
        let name = nearest(unknown, FIELDS)?;
        Some(format!("perhaps `{name}` is meant"))
    });
    Err(ActionError::invalid(format!(
        "the request has no field `{}`: {}; it has {}",
        shortened(unknown),
        meant.unwrap_or_else(|| "an option of the action stands in `options`".to_owned()),
        FIELDS.join(", ")
    )))
}

/// The most bytes of a name that is compared: to compare one of a megabyte takes seconds.
const LONGEST: usize = 100;

/// The known name that is most like a name, if any is much like it.
pub(crate) fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    if name.len() > LONGEST {
        return None;
    }
    let name = name.to_ascii_lowercase();
    let likeness = known.into_iter().map(|known| {
        (
            strsim::jaro_winkler(&name, &known.to_ascii_lowercase()),
            known,
        )
    });
    let best = likeness.max_by(|(one, _), (other, _)| one.total_cmp(other));
    best.filter(|(likeness, _)| *likeness >= ALIKE)
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::nearest;
    use crate::request::parse;
    use crate::request::refuse_misplaced;

    fn refusal(beside: &Value) -> String {
        let mut event = json!({"connection": "us-books",
            "record": {"object_type": "deal", "id": "1", "archived": false}});
        for (name, value) in beside.as_object().unwrap() {
            event[name] = value.clone();
        }
        let request = parse(event.to_string().as_bytes());
        let checked = request
            .and_then(|request| refuse_misplaced(&request, &["dry_run", "payment_terms"], &[]));
        checked.map_or_else(|error| error.to_string(), |()| String::new())
    }

    #[test]
    fn a_name_that_is_longer_than_any_is_compared_with_none() {
        let known = "payment_terms".repeat(8);
        assert_eq!(nearest(&known[..100], [known.as_str()]), Some(&*known));
        assert_eq!(nearest(&known[..101], [known.as_str()]), None);
    }

    #[test]
    fn an_unknown_field_is_refused_with_the_nearest_name_or_the_right_place() {
        let cases = [
            (json!({"option": {}}), "perhaps `options` is meant"),
            (json!({"Run": {}}), "perhaps `run` is meant"),
            (json!({"dry_run": true}), "put it into `options.dry_run`"),
            (json!({"colour": 1}), "stands in `options`"),
            (
                json!({"associations": {}}),
                "`associations`: it stands in `record`",
            ),
            (
                json!({"archived": false}),
                "`archived`: it stands in `record`",
            ),
            (json!({"contacts": []}), "it stands in `record`"),
            (json!({"callback_id": "1"}), "it stands in `run`"),
            (json!({"callbackId": "1"}), "hubspot-gateway"),
            (
                json!({"paging": {}}),
                "one request for each of its `results`",
            ),
            (
                json!({"id": "1", "properties": {"amount": "1"}}),
                "HubSpot's answer for one record",
            ),
            (
                json!({"category": "OBJECT_NOT_FOUND", "message": "no", "correlationId": "c"}),
                "an error that HubSpot's API answered",
            ),
            (
                json!({"objectId": 9001, "objectType": "DEAL"}),
                "an object of HubSpot's in a form of its own",
            ),
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
