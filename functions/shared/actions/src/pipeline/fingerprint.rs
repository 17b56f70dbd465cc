//! The content of a request, by which a repeat is known to ask for the same document.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::ActionError;
use crate::commit::identity;
use crate::record::payer::Payer;
use crate::request::ActionRequest;
use crate::subject::Subject;

/// The content of a request. What depends on the settings or the day is left out: a repeat after a
/// change of those is still a repeat.
#[derive(Serialize)]
struct Content {
    record: String,
    currency: &'static str,
    payer: String,
    options: Map<String, Value>,
    lines: Vec<[Option<String>; 8]>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    order: Vec<[String; 3]>,
    own: Value,
}

/// Options that say what may be done on the way to a document, and nothing of what stands on it.
const PERMISSIONS: [&str; 3] = ["dry_run", "create_missing_products", "book_anyway"];

/// The fingerprint of a request's content.
pub(super) fn fingerprint(
    request: &ActionRequest,
    subject: &Subject,
) -> Result<String, ActionError> {
    let mut options = request.options.clone();
    options.retain(|name, value| {
        !PERMISSIONS.contains(&name.as_str()) && !value.is_null() && value != ""
    });
    let lines = subject
        .sale
        .iter()
        .flat_map(|sale| &sale.sale.lines)
        .map(|line| {
            [
                Some(line.id.clone()),
                line.name.clone(),
                line.description.clone(),
                line.sku.clone(),
                line.product_id.clone(),
                Some(line.quantity.normalize().to_string()),
                line.price.map(|price| price.normalize().to_string()),
                Some(line.net.normalize().to_string()),
            ]
        });
    let content = Content {
        record: request.record.label(),
        currency: subject.currency.code(),
        payer: match &subject.payer {
            Some(Payer::Party(party)) => party.own_source(),
            Some(Payer::Fixed { id }) => format!("customer:{id}"),
            None => String::new(),
        },
        options,
        lines: lines.collect(),
        order: subject
            .sale
            .iter()
            .flat_map(|sale| sale.sale.order.content())
            .collect(),
        own: subject.content.clone(),
    };
    identity::fingerprint(&content).map_err(|error| ActionError::invalid(error.to_string()))
}
