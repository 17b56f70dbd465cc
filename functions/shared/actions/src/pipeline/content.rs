//! The content of a request, by which a repeat is known to ask for the same document.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::ActionError;
use crate::commit::identity;
use crate::customers::Payer;
use crate::request::ActionRequest;
use crate::sale::Sale;

/// The content of a request. What depends on the
/// settings or the day is left out: a repeat after a change of those is still a repeat.
#[derive(Serialize)]
struct Content {
    record: String,
    currency: &'static str,
    payer: String,
    options: Map<String, Value>,
    lines: Vec<[Option<String>; 8]>,
}

/// The fingerprint of a request's content.
pub(super) fn fingerprint(
    request: &ActionRequest,
    sale: &Sale,
    payer: &Payer,
) -> Result<String, ActionError> {
    let mut options = request.options.clone();
    options.retain(|name, value| name != "dry_run" && !value.is_null() && value != "");
    let lines = sale.lines.iter().map(|line| {
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
        currency: sale.currency.code(),
        payer: match payer {
            Payer::Party(party) => party.source(),
            Payer::Fixed { id } => format!("customer:{id}"),
        },
        options,
        lines: lines.collect(),
    };
    identity::fingerprint(&content).map_err(|error| ActionError::invalid(error.to_string()))
}
