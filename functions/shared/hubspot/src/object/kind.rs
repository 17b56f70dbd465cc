//! The type of a record.

use std::{convert::Infallible, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A type of HubSpot record; displayed and written as its singular name, such as `deal`.
///
/// Read from any of HubSpot's spellings: the singular of its documentation, the plural of its API
/// paths, the capitals of its workflow payloads, and object type ids such as `0-3`
/// (<https://developers.hubspot.com/docs/guides/api/crm/understanding-the-crm>).
#[derive(Debug, Clone, PartialEq, Eq, Hash, derive_more::Display)]
pub enum ObjectType {
    /// A contact, `0-1`.
    #[display("contact")]
    Contact,
    /// A company, `0-2`.
    #[display("company")]
    Company,
    /// A deal, `0-3`.
    #[display("deal")]
    Deal,
    /// A ticket, `0-5`.
    #[display("ticket")]
    Ticket,
    /// A product of the library, `0-7`.
    #[display("product")]
    Product,
    /// A line item, `0-8`.
    #[display("line_item")]
    LineItem,
    /// A quote, `0-14`.
    #[display("quote")]
    Quote,
    /// An invoice, `0-53`.
    #[display("invoice")]
    Invoice,
    /// A commerce subscription, `0-69`.
    #[display("subscription")]
    Subscription,
    /// A commerce payment, `0-101`.
    #[display("payment")]
    Payment,
    /// An order, `0-123`.
    #[display("order")]
    Order,
    /// A discount on an order as a whole.
    #[display("discount")]
    Discount,
    /// A fee on an order as a whole.
    #[display("fee")]
    Fee,
    /// A tax on an order as a whole.
    #[display("tax")]
    Tax,
    /// A note on a record's timeline, `0-46`.
    #[display("note")]
    Note,
    /// Any other type, such as a custom object, as it was written.
    #[display("{_0}")]
    Other(String),
}

impl ObjectType {
    /// The name in the API's addresses, such as `line_items`.
    pub fn path(&self) -> &str {
        match self {
            Self::Contact => "contacts",
            Self::Company => "companies",
            Self::Deal => "deals",
            Self::Ticket => "tickets",
            Self::Product => "products",
            Self::LineItem => "line_items",
            Self::Quote => "quotes",
            Self::Invoice => "invoices",
            Self::Subscription => "subscriptions",
            Self::Payment => "commerce_payments",
            Self::Order => "orders",
            Self::Discount => "discounts",
            Self::Fee => "fees",
            Self::Tax => "taxes",
            Self::Note => "notes",
            Self::Other(name) => name,
        }
    }

    /// The scope without which an app may not read records of the type; none where HubSpot documents none.
    ///
    /// <https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/scopes>
    pub const fn read_scope(&self) -> Option<&'static str> {
        match self {
            Self::Contact => Some("crm.objects.contacts.read"),
            Self::Company => Some("crm.objects.companies.read"),
            Self::Deal => Some("crm.objects.deals.read"),
            Self::Product => Some("crm.objects.products.read"),
            // What applies to an order as a whole is read with its lines.
            Self::LineItem | Self::Discount | Self::Fee | Self::Tax => {
                Some("crm.objects.line_items.read")
            }
            Self::Quote => Some("crm.objects.quotes.read"),
            Self::Invoice => Some("crm.objects.invoices.read"),
            Self::Subscription => Some("crm.objects.subscriptions.read"),
            Self::Payment => Some("crm.objects.commercepayments.read"),
            Self::Order => Some("crm.objects.orders.read"),
            Self::Ticket | Self::Note | Self::Other(_) => None,
        }
    }
}

impl From<&str> for ObjectType {
    fn from(text: &str) -> Self {
        match text
            .trim()
            .to_ascii_lowercase()
            .replace([' ', '-'], "_")
            .as_str()
        {
            "contact" | "contacts" | "0_1" => Self::Contact,
            "company" | "companies" | "0_2" => Self::Company,
            "deal" | "deals" | "0_3" => Self::Deal,
            "ticket" | "tickets" | "0_5" => Self::Ticket,
            "product" | "products" | "0_7" => Self::Product,
            "line_item" | "line_items" | "0_8" => Self::LineItem,
            "quote" | "quotes" | "0_14" => Self::Quote,
            "invoice" | "invoices" | "0_53" => Self::Invoice,
            "subscription"
            | "subscriptions"
            | "commerce_subscription"
            | "commerce_subscriptions"
            | "0_69" => Self::Subscription,
            "payment" | "payments" | "commerce_payment" | "commerce_payments" | "0_101" => {
                Self::Payment
            }
            "order" | "orders" | "0_123" => Self::Order,
            "discount" | "discounts" => Self::Discount,
            "fee" | "fees" => Self::Fee,
            "tax" | "taxes" => Self::Tax,
            "note" | "notes" | "0_46" => Self::Note,
            _ => Self::Other(text.trim().to_owned()),
        }
    }
}

impl FromStr for ObjectType {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::from(text))
    }
}

impl<'de> Deserialize<'de> for ObjectType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::from(String::deserialize(deserializer)?.as_str()))
    }
}

impl Serialize for ObjectType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::ObjectType;

    #[test]
    fn every_spelling_of_a_type_is_that_type() {
        for (expected, spellings) in [
            ("deal", vec!["deal", "deals", "DEAL", " Deals ", "0-3"]),
            ("quote", vec!["quote", "QUOTE", "quotes", "0-14"]),
            (
                "payment",
                vec!["payment", "commerce_payments", "COMMERCE_PAYMENT", "0-101"],
            ),
            ("discount", vec!["discounts", "DISCOUNT"]),
            ("tax", vec!["taxes", "tax"]),
            (
                "line_item",
                vec!["line_items", "LINE_ITEM", "line item", "0-8"],
            ),
        ] {
            for spelling in spellings {
                assert_eq!(
                    ObjectType::from(spelling).to_string(),
                    expected,
                    "{spelling}"
                );
            }
        }
    }

    #[test]
    fn an_unknown_type_keeps_its_name() {
        let object_type = ObjectType::from("2-3451");
        assert_eq!(object_type, ObjectType::Other("2-3451".to_owned()));
        assert_eq!(object_type.to_string(), "2-3451");
    }

    #[test]
    fn a_type_written_and_read_again_is_the_same() {
        for object_type in types() {
            let json = serde_json::to_string(&object_type).unwrap();
            assert_eq!(
                serde_json::from_str::<ObjectType>(&json).unwrap(),
                object_type
            );
        }
    }

    #[test]
    fn the_name_in_an_address_is_read_as_the_type() {
        for object_type in types() {
            assert_eq!(ObjectType::from(object_type.path()), object_type);
        }
    }

    fn types() -> Vec<ObjectType> {
        vec![
            ObjectType::Contact,
            ObjectType::Company,
            ObjectType::Deal,
            ObjectType::Ticket,
            ObjectType::Product,
            ObjectType::LineItem,
            ObjectType::Quote,
            ObjectType::Invoice,
            ObjectType::Subscription,
            ObjectType::Payment,
            ObjectType::Order,
            ObjectType::Discount,
            ObjectType::Fee,
            ObjectType::Tax,
            ObjectType::Note,
            ObjectType::Other("2-3451".to_owned()),
        ]
    }
}
