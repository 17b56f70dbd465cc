//! The kinds of object in the accounting API.

use strum::{Display, EnumString, IntoStaticStr, VariantArray};

/// A kind of object in the accounting API; displays as its wire name, such as `SalesReceipt`.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumString, IntoStaticStr, VariantArray,
)]
#[expect(
    missing_docs,
    reason = "each variant is the API's own name for the object"
)]
pub enum EntityKind {
    Customer,
    Item,
    Invoice,
    Estimate,
    SalesReceipt,
    Payment,
    Purchase,
    RefundReceipt,
    Vendor,
    Employee,
    Account,
    Term,
    TaxCode,
    Class,
    Department,
    PaymentMethod,
    CompanyInfo,
    Preferences,
    ExchangeRate,
}

impl EntityKind {
    /// The wire name: `Invoice`. The key of an answer's envelope and the name in a query.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The path segment of its address: the wire name in lower case, `invoice`.
    pub fn path(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Item => "item",
            Self::Invoice => "invoice",
            Self::Estimate => "estimate",
            Self::SalesReceipt => "salesreceipt",
            Self::Payment => "payment",
            Self::Purchase => "purchase",
            Self::RefundReceipt => "refundreceipt",
            Self::Vendor => "vendor",
            Self::Employee => "employee",
            Self::Account => "account",
            Self::Term => "term",
            Self::TaxCode => "taxcode",
            Self::Class => "class",
            Self::Department => "department",
            Self::PaymentMethod => "paymentmethod",
            Self::CompanyInfo => "companyinfo",
            Self::Preferences => "preferences",
            Self::ExchangeRate => "exchangerate",
        }
    }
}

#[cfg(test)]
mod tests {
    use strum::VariantArray;

    use super::EntityKind;

    #[test]
    fn the_path_of_every_entity_is_its_name_in_lower_case() {
        for kind in EntityKind::VARIANTS {
            assert_eq!(kind.path(), kind.name().to_ascii_lowercase());
            assert_eq!(kind.to_string(), kind.name());
        }
    }

    #[test]
    fn a_name_parses_back_to_its_entity() {
        for kind in EntityKind::VARIANTS {
            assert_eq!(kind.name().parse(), Ok(*kind));
        }
    }
}
