//! The portal's refusals: HubSpot's statuses, categories and texts.
//!
//! Every answer carries a `correlationId` of its own, which the server adds.

use serde_json::{Map, Value, json};

/// A request that the portal refuses, as the API answers it.
///
/// Its Debug shows the message's category alone: a message may quote an address.
#[derive(derive_more::Debug, Clone, PartialEq, thiserror::Error)]
#[error("{}", self.message())]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    #[debug(skip)]
    body: Map<String, Value>,
}

impl Refusal {
    fn new(status: u16, category: Option<&str>, message: &str) -> Self {
        let mut body = Map::new();
        body.insert("status".to_owned(), Value::from("error"));
        body.insert("message".to_owned(), Value::from(message));
        if let Some(category) = category {
            body.insert("category".to_owned(), Value::from(category));
        }
        Self { status, body }
    }

    fn with(mut self, name: &str, value: Value) -> Self {
        self.body.insert(name.to_owned(), value);
        self
    }

    /// The text for people.
    pub fn message(&self) -> &str {
        let message = self.body.get("message").and_then(Value::as_str);
        message.unwrap_or_default()
    }

    /// The body without its `correlationId`, as an item of a batch has it.
    pub(crate) fn body(&self) -> Map<String, Value> {
        self.body.clone()
    }

    /// A request that is malformed or asks for too much.
    pub(crate) fn invalid(message: &str) -> Self {
        Self::new(400, Some("VALIDATION_ERROR"), message)
    }

    /// A body that is no JSON, or another one than asked for.
    pub(crate) fn json(error: &serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        Self::invalid(&format!(
            "Invalid input JSON on line {line}, column {column}: {error}"
        ))
    }

    /// Values of properties that do not fit, each with HubSpot's code.
    pub(crate) fn properties(portal_id: u64, faults: &[PropertyFault]) -> Self {
        let listed: Vec<Value> = faults.iter().map(|fault| fault.json(portal_id)).collect();
        let message = format!("Property values were not valid: {}", Value::Array(listed));
        let errors: Vec<Value> = faults.iter().map(PropertyFault::detail).collect();
        Self::invalid(&message).with("errors", Value::Array(errors))
    }

    /// A new record that lacks properties its type needs.
    pub(crate) fn incomplete(singular: &str, missing: &[&str]) -> Self {
        let name = singular.to_uppercase();
        let message = format!("Error creating {name}. Some required properties were not set.");
        Self::invalid(&message).with("context", json!({ "properties": missing }))
    }

    /// One id twice in a batch that changes records.
    pub(crate) fn twice(id: u64) -> Self {
        let message = format!("Duplicate IDs found in batch input: [{id}]. IDs must be unique");
        Self::invalid(&message).with("context", json!({ "ids": [id.to_string()] }))
    }

    /// A body that is not said to be JSON.
    pub(crate) fn no_json() -> Self {
        Self::new(415, None, "HTTP 415 Unsupported Media Type")
    }

    /// An id of digits that no record has. It is seen without a category.
    pub(crate) fn no_record() -> Self {
        Self::new(404, None, "resource not found")
    }

    /// An id that is none. The two spaces are HubSpot's.
    pub(crate) fn no_id(id: &str) -> Self {
        let message = "Object not found.  objectId are usually numeric.";
        Self::new(404, Some("OBJECT_NOT_FOUND"), message).with("context", json!({ "id": [id] }))
    }

    /// Something other than a record that is not there.
    pub(crate) fn not_found(message: &str) -> Self {
        Self::new(404, Some("OBJECT_NOT_FOUND"), message)
    }

    /// The ids of a batch that no record has.
    pub(crate) fn some_not_found(singular: &str, ids: &[String]) -> Self {
        let name = singular.to_uppercase();
        let message = format!(
            "Could not get some {name} objects, they may be deleted or not exist. Check that ids are valid."
        );
        Self::new(404, Some("OBJECT_NOT_FOUND"), &message).with("context", json!({ "ids": ids }))
    }

    /// A record of a batch that has no associations of the type asked for.
    pub(crate) fn no_associations(from: (&str, &str), to: &str) -> Self {
        let (from_type, from_id) = from;
        let message = format!("No {to} is associated with {from_type} {from_id}.");
        Self::new(404, Some("OBJECT_NOT_FOUND"), &message)
            .with("subCategory", "crm.associations.NO_ASSOCIATIONS_FOUND".into())
            .with(
                "context",
                json!({ "fromObjectId": [from_id], "fromObjectType": [from_type], "toObjectType": [to] }),
            )
    }

    /// A contact with an address that another one has.
    pub(crate) fn contact_exists(id: u64) -> Self {
        Self::conflict(&format!("Contact already exists. Existing ID: {id}"))
    }

    /// Something new that is there already.
    pub(crate) fn conflict(message: &str) -> Self {
        Self::new(409, Some("CONFLICT"), message)
    }

    /// A token that is none.
    pub(crate) fn unauthenticated() -> Self {
        let message = "Authentication credentials not found. This API supports OAuth 2.0 authentication \
            and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview";
        Self::new(401, Some("INVALID_AUTHENTICATION"), message)
    }

    /// A token whose time is over.
    pub(crate) fn expired(hours: i64) -> Self {
        let message =
            format!("The OAuth token used to make this call expired {hours} hour(s) ago.");
        Self::new(401, Some("EXPIRED_AUTHENTICATION"), &message)
    }

    /// An app without any of these scopes.
    pub(crate) fn missing_scopes(required: &[&str]) -> Self {
        let message = "This app hasn't been granted all required scopes to make this call. \
            Read more about required scopes here: https://developers.hubspot.com/scopes.";
        let detail = json!({
            "message": "One or more of the following scopes are required.",
            "context": { "requiredGranularScopes": required },
        });
        Self::new(403, Some("MISSING_SCOPES"), message)
            .with("errors", json!([detail]))
            .with(
                "links",
                json!({ "scopes": "https://developers.hubspot.com/scopes" }),
            )
    }

    /// A path and query that are longer than the portal takes.
    pub(crate) fn too_long() -> Self {
        Self::new(414, None, "HTTP 414 URI Too Long")
    }

    /// A path with another method than it has.
    pub(crate) fn no_method() -> Self {
        Self::new(405, None, "HTTP 405 Method Not Allowed")
    }

    /// A limit that is used up. Seen with an `errorType` in place of a category.
    pub(crate) fn rate_limit(policy: &str) -> Self {
        let message = format!(
            "You have reached your {} limit.",
            policy.to_ascii_lowercase()
        );
        Self::new(429, None, &message)
            .with("errorType", "RATE_LIMIT".into())
            .with("policyName", policy.into())
    }

    /// A resource that another process holds. Its body is published nowhere.
    pub(crate) fn locked() -> Self {
        Self::new(
            423,
            Some("LOCKED"),
            "The resource is locked. Try again later.",
        )
    }

    /// An account that is being moved. Its body is published nowhere.
    pub(crate) fn migrating() -> Self {
        let message = "This account is being migrated to another data hosting location.";
        Self::new(477, Some("MIGRATION_IN_PROGRESS"), message)
    }

    /// OAuth's own refusals of the undated path, whose `status` is the code.
    pub(crate) fn oauth(code: &str, message: &str) -> Self {
        let mut refusal = Self::new(400, None, message);
        refusal.body.insert("status".to_owned(), Value::from(code));
        refusal
    }
}

/// A property's value that does not fit.
#[derive(derive_more::Debug)]
pub(crate) struct PropertyFault {
    pub(crate) name: String,
    pub(crate) code: &'static str,
    #[debug(skip)]
    pub(crate) message: String,
}

impl PropertyFault {
    fn json(&self, portal_id: u64) -> Value {
        json!({
            "isValid": false,
            "message": self.message,
            "error": self.code,
            "name": self.name,
            "localizedErrorMessage": self.message,
            "portalId": portal_id,
        })
    }

    fn detail(&self) -> Value {
        json!({
            "message": self.message,
            "code": self.code,
            "context": { "propertyName": [self.name] },
        })
    }
}
