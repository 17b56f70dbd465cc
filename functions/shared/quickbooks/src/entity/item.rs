//! The Item: a product or service that is sold or bought.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_with::{apply, skip_serializing_none};

use super::{ItemType, MetaData, Reference};

/// A product or service.
///
/// Creating one that is sold needs a name, a type and an income account.
#[apply(
    Option<Decimal> => #[serde(with = "rust_decimal::serde::arbitrary_precision_option")],
)]
#[skip_serializing_none]
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Item {
    /// Assigned by QuickBooks; absent on create.
    pub id: Option<String>,
    /// Version of the object; required on every update, delete and void.
    pub sync_token: Option<String>,
    /// Unique among items (6240); no `:`; at most 100 characters.
    pub name: Option<String>,
    /// Stock-keeping unit; at most 100 characters; not unique.
    pub sku: Option<String>,
    /// `Category:Name`; read only.
    pub fully_qualified_name: Option<String>,
    /// Text on sales forms; at most 4000 characters.
    pub description: Option<String>,
    /// The kind of item; `Type` on the wire.
    #[serde(rename = "Type")]
    pub item_type: Option<ItemType>,
    /// `false` hides the item.
    pub active: Option<bool>,
    /// Sales price.
    pub unit_price: Option<Decimal>,
    /// True if its sale is taxed (US).
    pub taxable: Option<bool>,
    /// True if the price includes tax.
    pub sales_tax_included: Option<bool>,
    /// Tax code of its sale (outside the US).
    pub sales_tax_code_ref: Option<Reference>,
    /// Income account of its sale.
    pub income_account_ref: Option<Reference>,
    /// Expense or cost-of-goods-sold account.
    pub expense_account_ref: Option<Reference>,
    /// Asset account of an inventory item.
    pub asset_account_ref: Option<Reference>,
    /// Text on purchase forms; at most 1000 characters.
    pub purchase_desc: Option<String>,
    /// Purchase price.
    pub purchase_cost: Option<Decimal>,
    /// True if it has a parent.
    pub sub_item: Option<bool>,
    /// Its category or parent item.
    pub parent_ref: Option<Reference>,
    /// Depth below the top; read only.
    pub level: Option<u32>,
    /// Class of its sale.
    pub class_ref: Option<Reference>,
    /// True if the quantity is tracked; `true` for inventory.
    pub track_qty_on_hand: Option<bool>,
    /// Quantity in stock.
    pub qty_on_hand: Option<Decimal>,
    /// Date from which the quantity is tracked.
    pub inv_start_date: Option<Date>,
    /// When it was created and last changed.
    pub meta_data: Option<MetaData>,
    /// `true` makes an update keep what is not sent.
    #[serde(rename = "sparse")]
    pub sparse: Option<bool>,
    /// `QBO` in answers.
    #[serde(rename = "domain")]
    pub domain: Option<String>,
}
