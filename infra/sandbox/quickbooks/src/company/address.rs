//! Addresses, which have ids of their own.

use serde_json::{Value, json};

use crate::company::draft::Draft;
use crate::company::entity::IdSpace;
use crate::company::{Company, Entity, default_to, text};

/// The addresses of a row; those of people have coordinates.
const ADDRESSES: [(&str, bool); 6] = [
    ("CompanyAddr", false),
    ("CustomerCommunicationAddr", false),
    ("LegalAddr", false),
    ("BillAddr", true),
    ("ShipAddr", true),
    ("ShipFromAddr", false),
];

/// Numbers the addresses of a draft that have no number yet. One that did not change keeps its number, and
/// one that came from the customer has the customer's (recorded).
pub(crate) fn number(company: &mut Company, draft: &mut Draft<'_>) {
    for (name, has_place) in ADDRESSES {
        let Some(address) = draft.fields.get(name).and_then(Value::as_object) else {
            continue;
        };
        if address.contains_key("Id") {
            continue;
        }
        let mut address = address.clone();
        if has_place && draft.settings.address_coordinates {
            default_to(&mut address, "Lat", || Value::from("INVALID"));
            default_to(&mut address, "Long", || Value::from("INVALID"));
        }
        let old = draft
            .old
            .as_ref()
            .and_then(|old| old.get(name)?.as_object());
        let is_unchanged = old.is_some_and(|old| {
            let mut old = old.clone();
            old.remove("Id");
            old == address
        });
        let id = match old.and_then(|old| text(old, "Id")).filter(|_| is_unchanged) {
            Some(id) => id.to_owned(),
            None => company.next_in(IdSpace::Addresses),
        };
        address.insert("Id".to_owned(), Value::from(id));
        draft.fields.insert(name.to_owned(), Value::Object(address));
    }
}

/// The company's own address in two lines, as invoices show where goods come from.
pub(crate) fn of_company(company: &Company) -> Option<Value> {
    let info = company.fields(Entity::CompanyInfo, "1")?;
    let address = info.get("CompanyAddr")?.as_object()?;
    let part = |name: &str| text(address, name).unwrap_or_default();
    let place = format!(
        "{}, {}  {}",
        part("City"),
        part("CountrySubDivisionCode"),
        part("PostalCode")
    );
    Some(json!({ "Line1": part("Line1"), "Line2": place }))
}
