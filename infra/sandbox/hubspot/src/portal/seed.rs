//! The portal as it is on the first day.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use strum::IntoEnumIterator;

use super::association_type::{AssociationType, Category, TypeKey, hubspot_defined};
use super::definition::Definition;
use super::{Account, Portal};
use crate::error::SandboxError;
use crate::object_type::ObjectType;

/// The account: its id, name and currencies, its labels, owners and tax rates.
const PORTAL: &str = include_str!("../../seed/portal.json");

macro_rules! seed {
    ($object_type:ident, $file:literal) => {
        (
            ObjectType::$object_type,
            include_str!(concat!("../../seed/properties/", $file, ".json")),
            include_str!(concat!("../../seed/", $file, ".json")),
        )
    };
}

/// The properties and the records of each type, in an order in which associations point backwards.
const SEEDS: [(ObjectType, &str, &str); 12] = [
    seed!(Companies, "companies"),
    seed!(Contacts, "contacts"),
    seed!(Products, "products"),
    seed!(LineItems, "line_items"),
    seed!(Discounts, "discounts"),
    seed!(Fees, "fees"),
    seed!(Taxes, "taxes"),
    seed!(Deals, "deals"),
    seed!(Quotes, "quotes"),
    seed!(Invoices, "invoices"),
    seed!(CommercePayments, "commerce_payments"),
    seed!(Notes, "notes"),
];

#[derive(Deserialize)]
struct SeedPortal {
    id: u64,
    account: Account,
    labels: Vec<Label>,
    owners: Vec<Value>,
    tax_rates: Vec<Value>,
}

/// A label of the account, in both directions.
#[derive(Deserialize)]
struct Label {
    from: ObjectType,
    to: ObjectType,
    id: u32,
    inverse: u32,
    name: String,
    #[serde(rename = "label")]
    shown: String,
}

/// A fresh portal with the sample business.
pub(crate) fn sample_portal() -> Result<Portal, SandboxError> {
    let mut portal = empty_portal()?;
    for (object_type, _, rows) in SEEDS {
        let rows: Vec<Value> = serde_json::from_str(rows)?;
        for row in rows {
            portal.plant(object_type, row)?;
        }
    }
    Ok(portal)
}

/// The id of the portal of the first day.
pub(crate) fn portal_id() -> Result<u64, SandboxError> {
    let seed: SeedPortal = serde_json::from_str(PORTAL)?;
    Ok(seed.id)
}

/// A portal with everything but records.
pub(crate) fn empty_portal() -> Result<Portal, SandboxError> {
    let seed: SeedPortal = serde_json::from_str(PORTAL)?;
    let mut types = hubspot_defined();
    types.extend(seed.labels.into_iter().flat_map(Label::both));
    let mut portal = Portal {
        id: seed.id,
        account: seed.account,
        records: ObjectType::iter().map(|it| (it, BTreeMap::new())).collect(),
        merged: BTreeMap::new(),
        definitions: BTreeMap::new(),
        groups: BTreeMap::new(),
        association_types: types,
        owners: seed.owners,
        tax_rates: seed.tax_rates,
        completions: Vec::new(),
        last_id: 40_118_802_113,
        changes: Vec::new(),
    };
    for (object_type, definitions, _) in SEEDS {
        let definitions: Vec<Definition> = serde_json::from_str(definitions)?;
        for definition in definitions {
            portal.define(object_type, definition);
        }
    }
    Ok(portal)
}

impl Label {
    fn both(self) -> [AssociationType; 2] {
        let key = |id| TypeKey {
            category: Category::UserDefined,
            id,
        };
        let type_of = |from, to, id, inverse| AssociationType {
            from,
            to,
            key: key(id),
            name: self.name.clone(),
            label: Some(self.shown.clone()),
            inverse: key(inverse),
        };
        [
            type_of(self.from, self.to, self.id, self.inverse),
            type_of(self.to, self.from, self.inverse, self.id),
        ]
    }
}
