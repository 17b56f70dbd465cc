//! Answers as XML, which is what the API speaks to a client that does not ask for JSON.

use serde_json::{Map, Value};

/// The XML of an answer's JSON envelope.
pub(crate) fn from_envelope(envelope: &Value) -> String {
    let empty = Map::new();
    let envelope = envelope.as_object().unwrap_or(&empty);
    let time = envelope
        .get("time")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
         <IntuitResponse xmlns=\"http://schema.intuit.com/finance/v3\" time=\"{}\">",
        escape(time)
    );
    for (name, value) in envelope.iter().filter(|(name, _)| *name != "time") {
        element(&mut xml, name, value);
    }
    xml.push_str("</IntuitResponse>");
    xml
}

fn element(xml: &mut String, name: &str, value: &Value) {
    match value {
        Value::Array(elements) => elements.iter().for_each(|value| element(xml, name, value)),
        Value::Object(fields) => object(xml, name, fields),
        Value::Null => {}
        plain => {
            let text = plain
                .as_str()
                .map_or_else(|| plain.to_string(), str::to_owned);
            xml.push_str(&format_element(name, "", &escape(&text)));
        }
    }
}

fn object(xml: &mut String, name: &str, fields: &Map<String, Value>) {
    let mut attributes = String::new();
    let mut content = String::new();
    for (key, value) in fields {
        match value.as_str() {
            Some(text) if key == "value" => content.push_str(&escape(text)),
            _ if is_attribute(name, key) => attributes.push_str(&attribute(key, value)),
            _ => element(&mut content, key, value),
        }
    }
    xml.push_str(&format_element(name, &attributes, &content));
}

fn format_element(name: &str, attributes: &str, content: &str) -> String {
    format!("<{name}{attributes}>{content}</{name}>")
}

fn attribute(name: &str, value: &Value) -> String {
    let text = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    format!(" {name}=\"{}\"", escape(&text))
}

/// Intuit's schema (`Finance.xsd`, `IntuitRestServiceDef.xsd`) has these as attributes.
fn is_attribute(element: &str, name: &str) -> bool {
    match element {
        "Fault" => name == "type",
        "Error" => matches!(name, "code" | "element"),
        "QueryResponse" => matches!(name, "startPosition" | "maxResults" | "totalCount"),
        "BatchItemResponse" => name == "bId",
        _ if element.ends_with("Ref") => matches!(name, "name" | "type"),
        _ => matches!(name, "domain" | "sparse" | "status"),
    }
}

/// Text as XML shows it, in content and in quoted attributes.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn references_and_faults_have_the_attributes_of_intuits_schema() {
        let fault = json!({
            "Fault": { "Error": [{ "Message": "M & N", "Detail": "D", "code": "6240", "element": "" }], "type": "ValidationFault" },
            "time": "now",
        });
        insta::assert_snapshot!(from_envelope(&fault));
        let row = json!({
            "Invoice": { "CustomerRef": { "value": "1", "name": "Amy's \"Birds\"" }, "Line": [{ "Id": "1" }, { "Id": "2" }], "sparse": false },
            "time": "now",
        });
        insta::assert_snapshot!(from_envelope(&row));
    }
}
