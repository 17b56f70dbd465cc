//! The one read of an action, as far as it is known before the settings are.

use hubspot::Record;
use storage::{MappingKey, MappingKind, ReadRequest, Snapshot};

use crate::action::Action;
use crate::pipeline::identities::Identities;
use crate::record::merged;
use crate::record::payer;
use crate::record::sale::{currency_of, product};
use crate::request::{ActionRequest, EnrolledRecord};
use crate::reservation::{SaleKeys, SaleRole};
use crate::resolve::products;

/// The one read: settings, the ledger entries of record and enrolment, the
/// reservations of the sale, and every mapping that the
/// options may turn out to need. Which of them do is known only with the settings.
pub(super) fn read_request<A: Action>(request: &ActionRequest) -> ReadRequest {
    let record = &request.record;
    let customers = customer_sources(record).into_iter().flatten();
    let mut mappings: Vec<MappingKey> = customers
        .map(customer_key)
        .chain(record.line_items.iter().map(product_key))
        .chain(record.fees.iter().filter_map(fee_key))
        .collect();
    mappings.sort();
    mappings.dedup();
    let mut entries = A::related(&request.connection, record);
    for identities in Identities::all_of::<A>(request) {
        let documents = A::DOCUMENTS.iter();
        entries.extend(documents.map(|document| identities.of(document).key().clone()));
    }
    entries.sort();
    entries.dedup();
    ReadRequest {
        connection: request.connection.clone(),
        mappings,
        entries,
        reservations: match A::SALE {
            SaleRole::Apart => Vec::new(),
            SaleRole::Books | SaleRole::GivesBack => SaleKeys::of(record).all().cloned().collect(),
        },
        failed_run: None,
    }
}

/// The same snapshot with the customers that are mapped under the id of a contact or company that was
/// merged into another one: they are the other one's, where that is not mapped itself. Such a mapping keeps
/// its own key.
pub(super) fn with_merged(mut snapshot: Snapshot, record: &EnrolledRecord) -> Snapshot {
    for mut sources in customer_sources(record).into_iter().map(Vec::into_iter) {
        let Some(own) = sources.next().map(customer_key) else {
            continue;
        };
        let old = sources.find_map(|source| snapshot.mappings.get(&customer_key(source)).cloned());
        if let Some(old) = old {
            snapshot.mappings.entry(own).or_insert(old);
        }
    }
    snapshot
}

/// The sources of each customer who may be billed, those under its own ids first: the contact, the
/// company, and the contact as a sub-customer, in the company's own currency and in the record's.
fn customer_sources(record: &EnrolledRecord) -> Vec<Vec<String>> {
    let contact = record.contacts.first().map(merged::ids_of);
    let contact = contact.unwrap_or_default();
    let company = record.companies.first().map(merged::ids_of);
    let company = company.unwrap_or_default();
    // Whether the record's currency is the company's own is known only with the settings.
    let foreign = currency_of(record).map(str::to_ascii_uppercase);
    let currencies = [None, foreign.as_deref()];
    let mut sources = Vec::new();
    for currency in currencies {
        sources.push(payer::sources("contact", &contact, &[], currency));
        sources.push(payer::sources("company", &company, &[], currency));
        if !company.is_empty() {
            sources.push(payer::sources("contact", &contact, &company, currency));
        }
    }
    sources
}

fn customer_key(source: String) -> MappingKey {
    MappingKey {
        kind: MappingKind::Customer,
        source,
    }
}

fn product_key(item: &Record) -> MappingKey {
    let line = &item.properties;
    let source = products::source(
        product::product_id(line),
        product::sku(line),
        line.get("name"),
    );
    MappingKey {
        kind: MappingKind::Product,
        source,
    }
}

/// A fee on the whole is found by its name.
fn fee_key(fee: &Record) -> Option<MappingKey> {
    let label = fee.properties.get("hs_label")?;
    Some(MappingKey {
        kind: MappingKind::Product,
        source: products::source(None, None, Some(label)),
    })
}
