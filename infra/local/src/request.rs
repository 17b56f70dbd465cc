//! The request that a JSON value stands for: a request, an event with one, a record, or HubSpot's
//! answer about a record, pasted as it is.

mod answer;
mod encoding;
mod event_file;

use std::str::FromStr;

use actions::options::is_given;
use actions::request::{advice, refuse_repeated};
use serde_json::{Map, Value, json};

pub(crate) use encoding::text_of;
pub(crate) use event_file::{read_event, value_of};

/// Defaults for what a value does not say itself.
#[derive(Debug, Default)]
pub(crate) struct RequestDefaults {
    /// The connection.
    pub(crate) connection: String,
    /// The type of record.
    pub(crate) object_type: Option<String>,
    /// Options for all records.
    pub(crate) options: OptionsOfAll,
    /// `true` when nothing is to be posted.
    pub(crate) dry_run: bool,
}

/// Options for all records: a JSON object.
#[derive(Clone, Debug, Default)]
pub(crate) struct OptionsOfAll(pub(crate) Map<String, Value>);

impl FromStr for OptionsOfAll {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let options: Map<String, Value> = serde_json::from_str(text)
            .map_err(|error| format!("options are a JSON object: {error}"))?;
        refuse_repeated(text.as_bytes())
            .map_err(|error| format!("{error}: leave one of them out"))?;
        Ok(Self(options))
    }
}

/// Tells whether a value is a record, or several, without a request around: no action takes that as it is.
pub(crate) fn is_bare(value: &Value) -> bool {
    let has = |name| value.get(name).is_some();
    let surrounded = has("record") || has("detail-type") || has("connection");
    value.is_object() && !surrounded && (has("id") || answer::is_list(value))
}

/// Tells whether a request names contacts, and of none more than its id.
pub(crate) fn has_bare_contacts(request: &Value) -> bool {
    let contacts = request
        .pointer("/record/contacts")
        .and_then(Value::as_array);
    let is_bare = |contact: &Value| contact.get("properties").is_none();
    contacts.is_some_and(|contacts| !contacts.is_empty() && contacts.iter().all(is_bare))
}

impl RequestDefaults {
    /// The request that a JSON value stands for: a request, an EventBridge event with one, or just a
    /// record.
    ///
    /// # Errors
    ///
    /// The part that is missing, and how to give it; never a value.
    pub(crate) fn request(&self, value: Value) -> Result<Value, String> {
        answer::refuse_list(&value)?;
        let Value::Object(mut fields) = value else {
            return Err("it is not a JSON object".to_owned());
        };
        if fields.contains_key("detail-type") {
            return match fields.remove("detail") {
                Some(detail) => self.request(detail),
                None => Err("the EventBridge event has no `detail`".to_owned()),
            };
        }
        let request = if fields.contains_key("record") {
            fields
        } else if fields.contains_key("id") {
            if let Some(name) = ["options", "run"]
                .into_iter()
                .find(|name| fields.contains_key(*name))
            {
                return Err(format!(
                    "`{name}` stands in the record itself: put both side by side, as {{\"record\": {{…}}, \"{name}\": {{…}}}}"
                ));
            }
            let record = answer::record(fields)?;
            Map::from_iter([("record".to_owned(), Value::Object(record))])
        } else {
            let neither = "it is neither a request with a `record` nor a record with an `id`";
            return Err(advice(&fields).unwrap_or_else(|| neither.to_owned()));
        };
        self.complete(request)
    }

    fn complete(&self, mut request: Map<String, Value>) -> Result<Value, String> {
        let connection = request.entry("connection").or_insert(Value::Null);
        if !is_given(connection) {
            *connection = json!(self.connection);
        }
        if let Some(record) = request.get_mut("record").and_then(Value::as_object_mut)
            && !record.get("object_type").is_some_and(is_given)
        {
            let object_type = answer::object_type(record);
            let object_type = object_type.or_else(|| self.object_type.clone());
            let object_type = object_type.ok_or(
                "the record says no `object_type`, such as `deal`: add it, or give --object-type",
            )?;
            record.insert("object_type".to_owned(), json!(object_type));
        }
        let own = match request.remove("options") {
            None | Some(Value::Null) => Map::new(),
            Some(Value::Object(own)) => own,
            Some(_) => return Err("`options` is not a JSON object".to_owned()),
        };
        let mut options = self.options.0.clone();
        for (name, value) in own {
            if is_given(&value) || !options.contains_key(&name) {
                options.insert(name, value);
            }
        }
        if self.dry_run {
            options.insert("dry_run".to_owned(), json!(true));
        }
        request.insert("options".to_owned(), Value::Object(options));
        Ok(Value::Object(request))
    }
}

#[cfg(test)]
mod tests;
