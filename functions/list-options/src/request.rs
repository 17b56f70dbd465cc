//! The request with which HubSpot's editor asks for the options of a dropdown.

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use storage::PortalId;

/// The longest text that is searched for.
const LONGEST_SEARCH: usize = 100;

/// A request for the options of a dropdown. All of it but the account may be missing.
///
/// <https://developers.hubspot.com/docs/api-reference/latest/automation/workflow-actions/custom-action-reference>
#[derive(Debug, PartialEq, Eq)]
pub struct OptionsRequest {
    /// The HubSpot account that asks.
    pub portal: PortalId,
    /// The dropdown's field, where the address does not say it.
    pub field: Option<String>,
    /// The connection that was chosen in the field above.
    pub connection: Option<String>,
    /// The text that was typed into the dropdown; empty for all.
    pub search: String,
    /// The place after which the list goes on, as an earlier answer gave it.
    pub after: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    #[serde(default)]
    origin: Option<Origin>,
    /// Where some versions of HubSpot say it.
    #[serde(default)]
    portal_id: Option<PortalId>,
    #[serde(default)]
    input_field_name: Option<String>,
    #[serde(default, deserialize_with = "map")]
    input_fields: Map<String, Value>,
    #[serde(default, deserialize_with = "map")]
    fields: Map<String, Value>,
    #[serde(default, deserialize_with = "map")]
    fetch_options: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Origin {
    portal_id: PortalId,
}

impl OptionsRequest {
    /// Reads HubSpot's request; `None` if it is none, or does not say which account asks.
    pub fn parse(body: &[u8]) -> Option<Self> {
        let wire: Wire = serde_json::from_slice(body).ok()?;
        let portal = wire.origin.map(|origin| origin.portal_id);
        let inputs = if wire.input_fields.is_empty() {
            wire.fields
        } else {
            wire.input_fields
        };
        let nested = inputs.get("fetchOptions").and_then(Value::as_object);
        let fetch = if wire.fetch_options.is_empty() {
            nested.cloned().unwrap_or_default()
        } else {
            wire.fetch_options
        };
        let connection = inputs.get("connection").and_then(value_of);
        let search = fetch.get("q").and_then(Value::as_str).unwrap_or_default();
        Some(Self {
            portal: portal.or(wire.portal_id)?,
            field: wire.input_field_name,
            connection,
            search: search.trim().chars().take(LONGEST_SEARCH).collect(),
            after: fetch.get("after").and_then(position),
        })
    }
}

/// The value of a field, which stands in an object with its type, in a list, or by itself; `;` ends what is joined.
fn value_of(input: &Value) -> Option<String> {
    match input {
        Value::String(text) => {
            let text = text.trim().trim_end_matches(';').trim_end();
            (!text.is_empty()).then(|| text.to_owned())
        }
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => match items.as_slice() {
            [item] => value_of(item),
            _ => None,
        },
        Value::Object(typed) => typed.get("value").and_then(value_of),
        Value::Null | Value::Bool(_) => None,
    }
}

fn position(after: &Value) -> Option<u32> {
    let number = after.as_u64().and_then(|number| u32::try_from(number).ok());
    number.or_else(|| after.as_str()?.trim().parse().ok())
}

/// An object; anything else, such as `null`, counts as none.
fn map<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Map<String, Value>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Object(map) => Ok(map),
        _ => Ok(Map::new()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::OptionsRequest;

    #[test]
    fn every_form_in_which_hubspot_asks_is_understood() {
        let documented = json!({
            "origin": {"portalId": 1, "actionDefinitionId": 2, "actionDefinitionVersion": 3},
            "objectTypeId": "0-3", "inputFieldName": "payment_terms",
            "inputFields": {"connection": {"type": "STATIC_VALUE", "value": "us-books"},
                "memo": {"type": "OBJECT_PROPERTY", "propertyName": "dealname"}},
            "fetchOptions": {"q": " net ", "after": "101"},
        });
        let plain = json!({"portalId": "1", "inputFieldName": "payment_terms",
            "fields": {"connection": "us-books"}, "fetchOptions": {"q": "net", "after": 101}});
        let nested = json!({"origin": {"portalId": 1}, "inputFieldName": "payment_terms",
            "inputFields": {"connection": {"value": "us-books"}, "fetchOptions": {"q": "net", "after": "101"}},
            "fetchOptions": null});
        let listed = json!({"portalId": 1, "inputFieldName": "payment_terms",
            "inputFields": {"connection": ["us-books"]}, "fetchOptions": {"q": "net", "after": "101"}});
        let joined = json!({"portalId": 1, "inputFieldName": "payment_terms",
            "inputFields": {"connection": {"value": "us-books;"}}, "fetchOptions": {"q": "net", "after": "101"}});
        for body in [documented, plain, nested, listed, joined] {
            let request = OptionsRequest::parse(body.to_string().as_bytes()).unwrap();
            assert_eq!(request.portal.as_str(), "1");
            assert_eq!(request.field.as_deref(), Some("payment_terms"));
            assert_eq!(request.connection.as_deref(), Some("us-books"));
            assert_eq!((request.search.as_str(), request.after), ("net", Some(101)));
        }
    }

    #[test]
    fn what_is_missing_is_missing_and_a_body_without_an_account_is_no_request() {
        let bare = OptionsRequest::parse(br#"{"origin":{"portalId":7}}"#).unwrap();
        assert_eq!(
            (bare.field, bare.connection, bare.after),
            (None, None, None)
        );
        assert_eq!(bare.search, "");
        for body in [
            "",
            "[]",
            "{}",
            "null",
            r#"{"origin":{}}"#,
            r#"{"origin":{"portalId":"x"}}"#,
        ] {
            assert_eq!(OptionsRequest::parse(body.as_bytes()), None, "{body}");
        }
    }
}
