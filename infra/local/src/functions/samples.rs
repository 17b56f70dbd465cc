//! The sample events, kept out of real books: they are of made-up people.

use std::net::IpAddr;

use actions::ActionError;
use registry::RegisteredAction;
use serde_json::Value;

/// The host of Intuit's sandbox companies.
const INTUIT_SANDBOX: &str = "sandbox-quickbooks.api.intuit.com";

/// Refuses a sample event where the company at this address is neither the local one nor a sandbox company.
pub(super) fn refuse_in_real_books(base_url: &str, event: &[u8]) -> Result<(), ActionError> {
    if is_for_trying(base_url) || !is_sample(event) {
        return Ok(());
    }
    Err(ActionError::invalid(format!(
        "the record is that of a sample event, and {base_url} has real books: samples are for the local company and \
         for Intuit's sandbox companies (https://{INTUIT_SANDBOX}), or for a preview, with the option `dry_run`"
    )))
}

/// True for this machine and for Intuit's sandbox companies.
fn is_for_trying(base_url: &str) -> bool {
    let Ok(uri) = base_url.parse::<http::Uri>() else {
        return false;
    };
    let host = uri.host().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse();
    host == INTUIT_SANDBOX
        || host == "localhost"
        || address.is_ok_and(|address: IpAddr| address.is_loopback())
}

/// True for an event with the record of a sample, whatever its id and its options are.
fn is_sample(event: &[u8]) -> bool {
    let Some(request) = request(event) else {
        return false;
    };
    let record = without_id(request["record"].clone());
    let is_dry_run = request["options"]["dry_run"] == Value::Bool(true);
    !is_dry_run && samples().any(|sample| without_id(sample["record"].clone()) == record)
}

fn samples() -> impl Iterator<Item = Value> {
    let actions = RegisteredAction::ALL.iter();
    let samples = actions.flat_map(|action| action.samples());
    samples.filter_map(|sample| request(sample.event.as_bytes()))
}

fn request(event: &[u8]) -> Option<Value> {
    let mut event: Value = serde_json::from_slice(event).ok()?;
    let detail = event.get_mut("detail").map(Value::take);
    Some(detail.unwrap_or(event))
}

/// The record without its id, if it has properties: one that is given by its id alone is known by nothing else.
fn without_id(mut record: Value) -> Value {
    let Some(properties) = record.get_mut("properties").and_then(Value::as_object_mut) else {
        return record;
    };
    properties.remove("hs_object_id");
    if let Some(fields) = record.as_object_mut() {
        fields.remove("id");
    }
    record
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_booked_on_this_machine_and_in_sandbox_companies_alone() {
        let sample = RegisteredAction::ALL[0].samples()[0].event;
        for (url, is_refused) in [
            ("http://127.0.0.1:9401", false),
            ("http://localhost:9401", false),
            ("http://[::1]:9401", false),
            ("https://sandbox-quickbooks.api.intuit.com", false),
            ("https://quickbooks.api.intuit.com", true),
            (
                "https://sandbox-quickbooks.api.intuit.com.example.com",
                true,
            ),
            ("https://127.0.0.1.example.com", true),
        ] {
            let refused = refuse_in_real_books(url, sample.as_bytes()).is_err();
            assert_eq!(refused, is_refused, "{url}");
        }
    }

    #[test]
    fn every_sample_is_known_with_another_id_and_a_record_of_one_s_own_is_none() {
        let real = "https://quickbooks.api.intuit.com";
        for action in RegisteredAction::ALL {
            for sample in action.samples() {
                assert!(refuse_in_real_books(real, sample.event.as_bytes()).is_err());
                if sample.is_by_id().unwrap() {
                    continue;
                }
                let mut request = request(sample.event.as_bytes()).unwrap();
                request["record"]["id"] = "77777".into();
                let event = request.to_string();
                assert!(refuse_in_real_books(real, event.as_bytes()).is_err());
                request["options"]["dry_run"] = true.into();
                let event = request.to_string();
                assert!(refuse_in_real_books(real, event.as_bytes()).is_ok());
                request["options"]["dry_run"] = false.into();
                request["record"]["properties"]["dealname"] = "Of one's own".into();
                let event = request.to_string();
                assert!(refuse_in_real_books(real, event.as_bytes()).is_ok());
            }
        }
        for event in [&b""[..], b"[]", b"{}", b"{\"record\": {\"id\": \"1\"}}"] {
            assert!(refuse_in_real_books(real, event).is_ok());
        }
    }
}
