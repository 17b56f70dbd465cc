//! The one read of an action, as far as it is known before the settings are.

use hubspot::Record;
use storage::{MappingKey, MappingKind, ReadRequest};

use crate::action::Action;
use crate::pipeline::identities::Identities;
use crate::record::payer;
use crate::record::sale::currency_of;
use crate::request::ActionRequest;
use crate::reservation::{SaleKeys, SaleRole};
use crate::resolve::products;

/// The one read: settings, the ledger entries of record and enrolment, the
/// reservations of the sale, and every mapping that the
/// options may turn out to need. Which of them do is known only with the settings.
pub(super) fn read_request<A: Action>(request: &ActionRequest) -> ReadRequest {
    let record = &request.record;
    let contact = record.contacts.first().map(|contact| ("contact", contact));
    let company = record.companies.first().map(|company| ("company", company));
    let currency = currency_of(record).map(str::to_ascii_uppercase);
    // Whether the record's currency is the company's own is known only with the settings.
    let currencies: Vec<Option<&str>> = std::iter::once(None)
        .chain(currency.as_deref().map(Some))
        .collect();
    let own = contact
        .into_iter()
        .chain(company)
        .flat_map(|(kind, party)| {
            let of = |code: Option<&str>| payer::source(kind, &party.id, code);
            currencies.iter().copied().map(of).collect::<Vec<_>>()
        });
    let sub = contact.zip(company).into_iter();
    let sub = sub.flat_map(|((_, contact), (_, company))| {
        let of = |code: Option<&str>| payer::sub_source(&contact.id, &company.id, code);
        currencies.iter().copied().map(of).collect::<Vec<_>>()
    });
    let customers = own.chain(sub).map(|source| MappingKey {
        kind: MappingKind::Customer,
        source,
    });
    let mut mappings: Vec<MappingKey> = customers
        .chain(record.line_items.iter().map(product_key))
        .chain(record.fees.iter().filter_map(fee_key))
        .collect();
    mappings.sort();
    mappings.dedup();
    let mut entries = A::related(&request.connection, record);
    for enrollment in [None, request.run.enrollment()] {
        let identities = Identities::new::<A>(request, enrollment.as_deref());
        entries.extend(
            A::DOCUMENTS
                .iter()
                .map(|document| identities.of(document).key().clone()),
        );
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
    }
}

fn product_key(item: &Record) -> MappingKey {
    let property = |name| item.properties.get(name);
    let source = products::source(
        property("hs_product_id"),
        property("hs_sku"),
        property("name"),
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
