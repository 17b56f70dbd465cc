//! The kinds of rows a company has.

use serde::{Deserialize, Serialize};

/// An entity of the Accounting API that this company keeps.
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
    strum::EnumString,
    strum::EnumIter,
    strum::IntoStaticStr,
)]
#[strum(ascii_case_insensitive)]
pub(crate) enum Entity {
    Account,
    Class,
    CompanyInfo,
    CreditMemo,
    Customer,
    Department,
    Employee,
    Estimate,
    ExchangeRate,
    Invoice,
    Item,
    Payment,
    PaymentMethod,
    Preferences,
    Purchase,
    RefundReceipt,
    SalesReceipt,
    TaxCode,
    TaxRate,
    Term,
    Vendor,
}

/// The counter an entity's ids come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum IdSpace {
    /// All transactions of a company share one.
    Transactions,
    /// Customers, vendors and employees share one.
    Names,
    /// Postal addresses.
    Addresses,
    /// Every other list has its own.
    List(Entity),
}

impl Entity {
    /// The name as the API writes it (`SalesReceipt`).
    pub(crate) fn name(self) -> &'static str {
        self.into()
    }

    /// The entity of a path segment, which is all lower case ("salesreceipt").
    pub(crate) fn from_path(segment: &str) -> Option<Self> {
        let is_lower = !segment.bytes().any(|byte| byte.is_ascii_uppercase());
        segment.parse().ok().filter(|_| is_lower)
    }

    /// A document with sales lines.
    pub(crate) fn is_sales_form(self) -> bool {
        matches!(
            self,
            Self::Invoice
                | Self::Estimate
                | Self::SalesReceipt
                | Self::CreditMemo
                | Self::RefundReceipt
        )
    }

    /// A row with a date and an amount; the others are lists and settings.
    pub(crate) fn is_transaction(self) -> bool {
        self.is_sales_form() || matches!(self, Self::Payment | Self::Purchase)
    }

    /// Kept in one of the three lists whose names must differ from each other.
    pub(crate) fn is_name(self) -> bool {
        matches!(self, Self::Customer | Self::Vendor | Self::Employee)
    }

    pub(crate) fn can_be_created(self) -> bool {
        let is_setting = matches!(
            self,
            Self::CompanyInfo | Self::Preferences | Self::ExchangeRate
        );
        !is_setting && !matches!(self, Self::TaxCode | Self::TaxRate)
    }

    pub(crate) fn can_be_updated(self) -> bool {
        self.can_be_created()
            || matches!(
                self,
                Self::CompanyInfo | Self::Preferences | Self::ExchangeRate
            )
    }

    pub(crate) fn can_be_sent(self) -> bool {
        self.is_sales_form() || self == Self::Payment
    }

    /// The property that holds the row's name in a list.
    pub(crate) fn name_property(self) -> &'static str {
        if self.is_name() {
            "DisplayName"
        } else {
            "Name"
        }
    }

    /// Where the row's id comes from.
    pub(crate) fn id_space(self) -> IdSpace {
        if self.is_transaction() {
            IdSpace::Transactions
        } else if self.is_name() {
            IdSpace::Names
        } else {
            IdSpace::List(self)
        }
    }

    /// The word Intuit uses for the list in "… element id 7 not found".
    pub(crate) fn list_word(self) -> &'static str {
        match self {
            Self::Customer | Self::Vendor | Self::Employee => "Names",
            Self::Account => "Accounts",
            Self::Class => "Klasses",
            Self::Department => "Depts",
            Self::Item => "Items",
            Self::Term => "Terms",
            Self::PaymentMethod => "PayMethods",
            Self::TaxCode => "TaxCodes",
            Self::TaxRate => "TaxRates",
            _ => "Txns",
        }
    }

    /// `true` if a list answer carries `totalCount`: seen for invoices alone among the entities here.
    pub(crate) fn lists_with_total(self) -> bool {
        self == Self::Invoice
    }
}
