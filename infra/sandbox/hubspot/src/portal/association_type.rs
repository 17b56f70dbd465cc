//! The ways in which records can be associated.

use serde::{Deserialize, Serialize};

use crate::object_type::ObjectType;

/// The owner of an association type, by HubSpot's names.
#[expect(clippy::enum_variant_names, reason = "HubSpot's names")]
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Category {
    /// Comes with HubSpot.
    HubspotDefined,
    /// A label of the account.
    UserDefined,
    /// A label of an app.
    IntegratorDefined,
}

/// The identity of an association type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct TypeKey {
    pub(crate) category: Category,
    pub(crate) id: u32,
}

/// An association type, in one direction.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AssociationType {
    pub(crate) from: ObjectType,
    pub(crate) to: ObjectType,
    pub(crate) key: TypeKey,
    /// The name that the third version of the API knows it by, such as `deal_to_contact`.
    pub(crate) name: String,
    pub(crate) label: Option<String>,
    /// The same in the other direction.
    pub(crate) inverse: TypeKey,
}

/// A pair of HubSpot's own types: from, to, the id there and back, the name's ending, the label.
type Pair = (
    ObjectType,
    ObjectType,
    u32,
    u32,
    &'static str,
    Option<&'static str>,
);

/// HubSpot's own types.
///
/// Those there are from HubSpot's pages on associations, payments and invoices, and so are most of those back. Ids
/// from 9000 are the sandbox's own: HubSpot associates these records, but no page gives the number. Go by type and
/// label, not by number.
#[rustfmt::skip]
const PAIRS: &[Pair] = {
    use ObjectType::{CommercePayments, Companies, Contacts, Deals, Discounts, Fees, Invoices, LineItems, Notes, Quotes, Taxes};
    &[
        (Contacts, Companies, 279, 280, "_unlabeled", None),
        (Contacts, Companies, 1, 2, "", Some("Primary")),
        (Deals, Contacts, 3, 4, "", None),
        (Deals, Companies, 341, 342, "_unlabeled", None),
        (Deals, Companies, 5, 6, "", Some("Primary")),
        (Deals, LineItems, 19, 20, "", None),
        (Deals, Quotes, 63, 64, "", None),
        (Deals, Invoices, 176, 175, "", None),
        (Deals, CommercePayments, 392, 391, "", None),
        (Deals, Discounts, 9001, 9002, "", None),
        (Deals, Fees, 9003, 9004, "", None),
        (Deals, Taxes, 9005, 9006, "", None),
        (Quotes, LineItems, 67, 68, "", None),
        (Quotes, Contacts, 69, 70, "", None),
        (Quotes, Contacts, 702, 703, "_signer", Some("Contact signer")),
        (Quotes, Companies, 71, 72, "", None),
        (Quotes, Discounts, 362, 361, "", None),
        (Quotes, Fees, 364, 363, "", None),
        (Quotes, Taxes, 366, 365, "", None),
        (Quotes, CommercePayments, 398, 397, "", None),
        (Quotes, Invoices, 408, 407, "", None),
        (CommercePayments, Contacts, 387, 388, "", None),
        (CommercePayments, Companies, 389, 390, "", None),
        (CommercePayments, LineItems, 395, 396, "", None),
        (CommercePayments, Invoices, 542, 541, "", None),
        (CommercePayments, Discounts, 428, 427, "", None),
        (CommercePayments, Fees, 9007, 9008, "", None),
        (CommercePayments, Taxes, 9009, 9010, "", None),
        (Invoices, Contacts, 177, 178, "", None),
        (Invoices, Companies, 179, 180, "", None),
        (Invoices, LineItems, 409, 410, "", None),
        (Invoices, Discounts, 9011, 9012, "", None),
        (Invoices, Fees, 9013, 9014, "", None),
        (Invoices, Taxes, 9015, 9016, "", None),
        (Notes, Contacts, 202, 201, "", None),
        (Notes, Companies, 190, 189, "", None),
        (Notes, Deals, 214, 213, "", None),
        (Notes, Quotes, 9017, 9018, "", None),
        (Notes, CommercePayments, 9019, 9020, "", None),
        (Notes, Invoices, 9021, 9022, "", None),
    ]
};

/// HubSpot's own types, in both directions.
pub(super) fn hubspot_defined() -> Vec<AssociationType> {
    let key = |id| TypeKey {
        category: Category::HubspotDefined,
        id,
    };
    let both = |&(from, to, there, back, ending, label): &Pair| {
        [(from, to, there, back), (to, from, back, there)].map(|(from, to, id, inverse)| {
            AssociationType {
                from,
                to,
                key: key(id),
                name: format!(
                    "{}_to_{}{ending}",
                    from.traits().singular,
                    to.traits().singular
                ),
                label: label.map(str::to_owned),
                inverse: key(inverse),
            }
        })
    };
    PAIRS.iter().flat_map(both).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::hubspot_defined;

    #[test]
    fn an_id_or_a_name_stands_for_one_type_in_one_direction() {
        let types = hubspot_defined();
        let ids: BTreeSet<_> = types.iter().map(|it| it.key).collect();
        let names: BTreeSet<_> = types.iter().map(|it| &it.name).collect();
        assert_eq!((ids.len(), names.len()), (types.len(), types.len()));
    }
}
