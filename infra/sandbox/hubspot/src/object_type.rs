//! The types of CRM objects that the portal keeps.

use serde::{Deserialize, Serialize};

use crate::error::SandboxError;

/// A type of CRM objects.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    strum::EnumIter,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ObjectType {
    /// People.
    Contacts,
    /// Organisations.
    Companies,
    /// Sales in the making.
    Deals,
    /// The product library.
    Products,
    /// Lines of a deal, a quote, an invoice or a payment.
    LineItems,
    /// Offers.
    Quotes,
    /// HubSpot's own invoices.
    Invoices,
    /// Payments of HubSpot's commerce tools.
    CommercePayments,
    /// Discounts on an order as a whole.
    Discounts,
    /// Fees on an order as a whole.
    Fees,
    /// Taxes on an order as a whole.
    Taxes,
    /// Notes on a record's timeline.
    Notes,
}

/// Everything that is particular to a type.
pub(crate) struct Traits {
    /// The singular name, as association types are named with.
    pub(crate) singular: &'static str,
    /// The type's id; those of 0-84 and above are not confirmed, so go by names.
    pub(crate) id: &'static str,
    /// The key under which a read answers associations to this type.
    pub(crate) association_key: &'static str,
    /// The properties of an answer when none are asked for.
    pub(crate) default_properties: &'static [&'static str],
    /// The scope that allows reading.
    pub(crate) read_scope: &'static str,
    /// The scope that allows writing.
    pub(crate) write_scope: &'static str,
    /// The property that holds a record's name, for pages and free-text search.
    pub(crate) title: &'static str,
}

impl ObjectType {
    /// The type of that name: plural, singular or the type's id, in any case.
    pub fn named(name: &str) -> Option<Self> {
        use strum::IntoEnumIterator;
        let name = name.to_ascii_lowercase();
        Self::iter().find(|object_type| {
            let traits = object_type.traits();
            [object_type.name(), traits.singular, traits.id].contains(&name.as_str())
        })
    }

    /// The type of that name.
    pub(crate) fn known(name: &str) -> Result<Self, SandboxError> {
        Self::named(name).ok_or_else(|| SandboxError::UnknownObjectType(name.to_owned()))
    }

    /// The plural name, as in a path: `line_items`.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The property that says when a record was created.
    pub(crate) fn created_property(self) -> &'static str {
        match self {
            Self::Quotes
            | Self::Invoices
            | Self::CommercePayments
            | Self::Discounts
            | Self::Fees
            | Self::Taxes
            | Self::Notes => "hs_createdate",
            Self::Contacts | Self::Companies | Self::Deals | Self::Products | Self::LineItems => {
                "createdate"
            }
        }
    }

    /// The property that says when a record was changed last.
    pub(crate) fn changed_property(self) -> &'static str {
        match self {
            Self::Contacts => "lastmodifieddate",
            _ => "hs_lastmodifieddate",
        }
    }

    /// The property that no two records may share, if there is one.
    pub(crate) fn unique_property(self) -> Option<&'static str> {
        (self == Self::Contacts).then_some("email")
    }

    /// `true` if two records of the type can be merged into one.
    pub(crate) fn can_be_merged(self) -> bool {
        matches!(self, Self::Contacts | Self::Companies | Self::Deals)
    }

    #[rustfmt::skip]
    pub(crate) fn traits(self) -> &'static Traits {
        const LINES: (&str, &str) = ("crm.objects.line_items.read", "crm.objects.line_items.write");
        macro_rules! traits {
            ($singular:literal, $id:literal, $key:literal, $scopes:expr, $title:literal, [$($property:literal),*]) => {
                &Traits {
                    singular: $singular,
                    id: $id,
                    association_key: $key,
                    default_properties: &[$($property),*],
                    read_scope: $scopes.0,
                    write_scope: $scopes.1,
                    title: $title,
                }
            };
        }
        match self {
            Self::Contacts => traits!("contact", "0-1", "contacts",
                ("crm.objects.contacts.read", "crm.objects.contacts.write"), "email",
                ["createdate", "email", "firstname", "hs_object_id", "lastmodifieddate", "lastname"]),
            Self::Companies => traits!("company", "0-2", "companies",
                ("crm.objects.companies.read", "crm.objects.companies.write"), "name",
                ["createdate", "domain", "hs_lastmodifieddate", "hs_object_id", "name"]),
            Self::Deals => traits!("deal", "0-3", "deals",
                ("crm.objects.deals.read", "crm.objects.deals.write"), "dealname",
                ["amount", "closedate", "createdate", "dealname", "dealstage", "hs_lastmodifieddate", "hs_object_id", "pipeline"]),
            Self::Products => traits!("product", "0-7", "products",
                ("crm.objects.products.read", "crm.objects.products.write"), "name",
                ["createdate", "description", "hs_lastmodifieddate", "hs_object_id", "name", "price"]),
            Self::LineItems => traits!("line_item", "0-8", "line items", LINES, "name",
                ["amount", "createdate", "hs_lastmodifieddate", "hs_object_id", "quantity"]),
            Self::Quotes => traits!("quote", "0-14", "quotes",
                ("crm.objects.quotes.read", "crm.objects.quotes.write"), "hs_title",
                ["hs_createdate", "hs_expiration_date", "hs_lastmodifieddate", "hs_object_id", "hs_quote_amount", "hs_quote_number", "hs_status", "hs_title"]),
            Self::Invoices => traits!("invoice", "0-53", "invoices",
                ("crm.objects.invoices.read", "crm.objects.invoices.write"), "hs_number",
                ["hs_createdate", "hs_lastmodifieddate", "hs_object_id"]),
            Self::CommercePayments => traits!("commerce_payment", "0-101", "commerce payments",
                ("crm.objects.commercepayments.read", "crm.objects.commercepayments.write"), "hs_payment_id",
                ["hs_createdate", "hs_lastmodifieddate", "hs_object_id"]),
            Self::Discounts => traits!("discount", "0-84", "discounts", LINES, "hs_label",
                ["hs_createdate", "hs_lastmodifieddate", "hs_object_id"]),
            Self::Fees => traits!("fee", "0-85", "fees", LINES, "hs_label",
                ["hs_createdate", "hs_lastmodifieddate", "hs_object_id"]),
            Self::Taxes => traits!("tax", "0-86", "taxes", LINES, "hs_label",
                ["hs_createdate", "hs_lastmodifieddate", "hs_object_id"]),
            Self::Notes => traits!("note", "0-46", "notes",
                ("crm.objects.contacts.read", "crm.objects.contacts.write"), "hs_note_body",
                ["hs_createdate", "hs_lastmodifieddate", "hs_object_id"]),
        }
    }
}

impl std::fmt::Display for ObjectType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
