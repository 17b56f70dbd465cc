//! The content of a request, by which a repeat is known to ask for the same document.

mod places;

use hubspot::Properties;
use serde::Serialize;
use serde_json::{Map, Value, json};
use storage::Snapshot;

use super::identities::Identities;
use crate::ActionError;
use crate::action::Action;
use crate::commit::identity;
use crate::options::CommonOptions;
use crate::options::template::render;
use crate::record::payer::{Payer, SaleCustomer};
use crate::record::sale::SaleLine;
use crate::request::ActionRequest;
use crate::response::ContentDigest;
use crate::settings::Settings;
use crate::subject::Subject;

/// The content of a request. What depends on the settings or the day is left out: a repeat after a
/// change of those is still a repeat.
#[derive(Serialize)]
struct Content {
    record: String,
    currency: &'static str,
    payer: String,
    options: Map<String, Value>,
    lines: Vec<[Option<String>; 11]>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    order: Vec<[String; 3]>,
    own: Value,
}

/// Options that say what may be done on the way to a document, and nothing of what stands on it.
const PERMISSIONS: [&str; 3] = ["dry_run", "create_missing_products", "book_anyway"];

/// True where an option is given as it is without being given: HubSpot's editor sends the first choice of each
/// required field, where an event or a file has none.
fn is_as_without(name: &str, value: &Value) -> bool {
    match name {
        "customer" => value == "associated_contact",
        "products" => value == "line_items",
        "send_email" | "payment_link" => value == false || value == "false",
        _ => false,
    }
}

/// The things by which a request was read, beside itself.
#[derive(Clone, Copy)]
pub(super) struct ReadBy<'r> {
    pub(super) common: &'r CommonOptions,
    pub(super) settings: &'r Settings,
    pub(super) identities: &'r Identities,
    pub(super) snapshot: &'r Snapshot,
}

/// The fingerprint of a request's content, and the digest by which a changed one is told in parts.
#[derive(Default)]
pub(super) struct Fingerprint {
    pub(super) text: String,
    pub(super) content: ContentDigest,
}

/// The fingerprint of a request's content.
///
/// A contact or company may have been merged into another one since the document was made: the content is
/// the same then, and so is the fingerprint.
pub(super) fn fingerprint<A: Action>(
    request: &ActionRequest,
    subject: &Subject,
    by: ReadBy<'_>,
) -> Result<Fingerprint, ActionError> {
    let identities = by.identities;
    let options = options(request, by)?;
    let entry = by
        .snapshot
        .entries
        .get(identities.of(A::DOCUMENTS.first).key());
    let recorded = entry.map(|entry| entry.value.fingerprint.as_str());
    let payers = match &subject.payer {
        Some(Payer::Party(party)) => party.own_sources(),
        Some(Payer::Fixed { id } | Payer::OfSale(SaleCustomer { id, .. })) => {
            vec![format!("customer:{id}")]
        }
        None => vec![String::new()],
    };
    let mut own = None;
    let owns = [Some(&subject.content), subject.content_otherwise.as_ref()];
    let ways = payers
        .iter()
        .flat_map(|payer| owns.into_iter().flatten().map(move |own| (payer, own)));
    for (payer, content_of_own) in ways {
        let content = Content {
            own: content_of_own.clone(),
            ..content(
                request,
                subject,
                identities.label(),
                payer.clone(),
                options.clone(),
            )
        };
        let fingerprint = identity::fingerprint(&content)
            .map_err(|error| ActionError::invalid(error.to_string()))?;
        let is_recorded = recorded == Some(&fingerprint);
        let found = own.get_or_insert_with(|| Fingerprint {
            text: fingerprint.clone(),
            content: content.digest(),
        });
        if is_recorded {
            found.text = fingerprint;
            break;
        }
    }
    Ok(own.unwrap_or_default())
}

/// The options of a request as they stand on the document, with the record's properties in them. A default of the settings
/// is not among them, so that a repeat after a change of those is still a repeat.
fn options(request: &ActionRequest, by: ReadBy<'_>) -> Result<Map<String, Value>, ActionError> {
    let mut options = request.options.clone();
    options.retain(|name, value| {
        let is_given = !value.is_null() && value != "";
        is_given && !PERMISSIONS.contains(&name.as_str()) && !is_as_without(name, value)
    });
    // Of a moment the day alone stands on the document.
    let date = options.get_mut(DATE).filter(|date| is_template(date));
    if let Some(date) = date {
        let zone = by.settings.company.time_zone()?;
        let day = by.common.transaction_day(&request.record.label(), &zone)?;
        *date = json!(day.map(|day| day.to_string()));
    }
    options
        .values_mut()
        .for_each(|value| put_in(&request.record.properties, value));
    Ok(options)
}

/// The option that holds the document's date.
const DATE: &str = "transaction_date";

fn is_template(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.contains("{{"))
}

/// Puts the record's properties into the texts of an option; one into which they cannot be put is none that takes them.
fn put_in(properties: &Properties, value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Ok(rendered) = render(text, properties, "options") {
                *text = rendered;
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|one| put_in(properties, one)),
        Value::Object(values) => values.values_mut().for_each(|one| put_in(properties, one)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn content(
    request: &ActionRequest,
    subject: &Subject,
    record: String,
    payer: String,
    options: Map<String, Value>,
) -> Content {
    // The one line of a record without line items has the record's name for an id, and that of the record it
    // was made of before it was merged into this one, is the same line.
    let own = request.record.label();
    let id = |line: &SaleLine| {
        if line.id == own {
            record.clone()
        } else {
            line.id.clone()
        }
    };
    let sales = || subject.sale.iter();
    // Associations and exports come in any order, so the one in which lines were given says nothing.
    let mut lines: Vec<&SaleLine> = sales().flat_map(|sale| &sale.sale.lines).collect();
    lines.sort_by(|one, other| one.place().cmp(&other.place()));
    let lines = lines.into_iter().map(|line| {
        let [tax, rate, tax_amount] = line.tax.content();
        [
            Some(id(line)),
            line.name.clone(),
            line.description.clone(),
            line.sku.clone(),
            line.product_id.clone(),
            Some(line.quantity.normalize().to_string()),
            line.price.map(|price| price.normalize().to_string()),
            Some(line.net.normalize().to_string()),
            tax,
            rate,
            tax_amount,
        ]
    });
    let lines = lines.collect();
    Content {
        record,
        currency: subject.currency.code(),
        payer,
        options,
        lines,
        order: sales().flat_map(|sale| sale.sale.order.content()).collect(),
        own: subject.content.clone(),
    }
}
