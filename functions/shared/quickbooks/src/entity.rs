//! The objects of the accounting API, as they are on the wire.
//!
//! Every field is optional: absent fields are never sent, unknown fields of an answer are ignored.
//! Amounts are [`rust_decimal::Decimal`] and travel as JSON numbers with exactly their digits. `Debug`
//! shows ids and amounts, never names, addresses or texts.

use std::fmt;

use bytes::Bytes;
use serde::{Serialize, de::DeserializeOwned};

use crate::{kind::EntityKind, request_error::RequestError};

mod account;
mod class;
mod company_info;
mod contact;
mod custom_field;
mod customer;
mod department;
mod employee;
mod enumerations;
mod estimate;
mod exchange_rate;
mod invoice;
mod item;
mod line;
mod line_detail;
mod linked_txn;
mod metadata;
mod payment;
mod payment_method;
mod preferences;
mod purchase;
mod reference;
mod refund_receipt;
mod sales_form;
mod sales_receipt;
mod tax_code;
mod tax_detail;
mod term;
mod vendor;

pub use account::Account;
pub use class::Class;
pub use company_info::CompanyInfo;
pub use contact::{EmailAddress, PhysicalAddress, TelephoneNumber, WebSiteAddress};
pub use custom_field::{CustomField, MemoRef, NameValue};
pub use customer::Customer;
pub use department::Department;
pub use employee::Employee;
pub use enumerations::{
    DetailType, EmailStatus, GlobalTaxCalculation, ItemType, PaymentType, PrintStatus, TxnStatus,
};
pub use estimate::Estimate;
pub use exchange_rate::ExchangeRate;
pub use invoice::Invoice;
pub use item::Item;
pub use line::Line;
pub use line_detail::{
    AccountBasedExpenseLineDetail, DescriptionLineDetail, DiscountLineDetail, GroupLineDetail,
    ItemBasedExpenseLineDetail, SalesItemLineDetail, SubTotalLineDetail,
};
pub use linked_txn::LinkedTxn;
pub use metadata::{DeliveryInfo, MetaData};
pub use payment::Payment;
pub use payment_method::PaymentMethod;
pub use preferences::{AccountingInfoPrefs, CurrencyPrefs, Preferences, SalesFormsPrefs, TaxPrefs};
pub use purchase::Purchase;
pub use reference::Reference;
pub use refund_receipt::RefundReceipt;
pub use sales_receipt::SalesReceipt;
pub use tax_code::{TaxCode, TaxRateDetail, TaxRateList};
pub use tax_detail::{TaxLine, TaxLineDetail, TxnTaxDetail};
pub use term::Term;
pub use vendor::Vendor;

/// An object with an address of its own in the API.
pub trait Entity: Serialize + DeserializeOwned {
    /// The kind of object this is.
    const KIND: EntityKind;

    /// The id QuickBooks assigned; `None` before it is created.
    fn id(&self) -> Option<&str>;

    /// The body that creates or updates it.
    fn to_body(&self) -> Result<Bytes, RequestError> {
        serde_json::to_vec(self)
            .map(Bytes::from)
            .map_err(|_| RequestError::Body)
    }
}

/// Implements [`Entity`], and a `Debug` that shows the id alone: everything else may be a name.
macro_rules! entities {
    ($($entity:ident),+ $(,)?) => {$(
        impl Entity for $entity {
            const KIND: EntityKind = EntityKind::$entity;

            fn id(&self) -> Option<&str> {
                self.id.as_deref()
            }
        }

        impl fmt::Debug for $entity {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter
                    .debug_struct(stringify!($entity))
                    .field("id", &self.id)
                    .finish_non_exhaustive()
            }
        }
    )+};
}

entities!(
    Account,
    Class,
    CompanyInfo,
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
    Term,
    Vendor,
);

#[cfg(test)]
mod tests;
