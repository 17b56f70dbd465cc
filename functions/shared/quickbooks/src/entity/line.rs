//! A line of a document.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_with::{apply, skip_serializing_none};

use super::{
    AccountBasedExpenseLineDetail, DescriptionLineDetail, DetailType, DiscountLineDetail,
    GroupLineDetail, ItemBasedExpenseLineDetail, LinkedTxn, Reference, SalesItemLineDetail,
    SubTotalLineDetail,
};

/// A line of a document, as on the wire: `detail_type` says which of the details is set.
///
/// Build one with a constructor and set the rest:
/// `Line { description: Some(text), ..Line::sales_item(amount, detail) }`.
#[apply(
    Option<Decimal> => #[serde(with = "rust_decimal::serde::arbitrary_precision_option")],
    Vec => #[serde(skip_serializing_if = "Vec::is_empty")],
)]
#[skip_serializing_none]
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct Line {
    /// Assigned by QuickBooks; keeps the line on an update.
    pub id: Option<String>,
    /// Position, from 1.
    pub line_num: Option<u32>,
    /// Text; at most 4000 characters.
    pub description: Option<String>,
    /// The amount of the line.
    pub amount: Option<Decimal>,
    /// The kind of detail that is set; absent in a payment’s lines.
    pub detail_type: Option<DetailType>,
    /// Documents the line comes from or pays.
    pub linked_txn: Vec<LinkedTxn>,
    /// Of a product or service sold.
    pub sales_item_line_detail: Option<SalesItemLineDetail>,
    /// Of a discount.
    pub discount_line_detail: Option<DiscountLineDetail>,
    /// Of a line of text.
    pub description_line_detail: Option<DescriptionLineDetail>,
    /// Of the subtotal.
    pub sub_total_line_detail: Option<SubTotalLineDetail>,
    /// Of a bundle.
    pub group_line_detail: Option<GroupLineDetail>,
    /// Of an expense booked to an account.
    pub account_based_expense_line_detail: Option<AccountBasedExpenseLineDetail>,
    /// Of a product or service bought.
    pub item_based_expense_line_detail: Option<ItemBasedExpenseLineDetail>,
}

impl Line {
    /// A product or service sold, for `amount`.
    pub fn sales_item(amount: Decimal, detail: SalesItemLineDetail) -> Self {
        Self {
            amount: Some(amount),
            detail_type: Some(DetailType::SalesItemLineDetail),
            sales_item_line_detail: Some(detail),
            ..Self::default()
        }
    }

    /// A discount of a (positive) `amount` on the whole document.
    ///
    /// Without an account QuickBooks books it to the company's default discount account.
    pub fn discount(amount: Decimal, account: Option<Reference>) -> Self {
        Self {
            amount: Some(amount),
            detail_type: Some(DetailType::DiscountLineDetail),
            discount_line_detail: Some(DiscountLineDetail {
                percent_based: Some(false),
                discount_account_ref: account,
                ..DiscountLineDetail::default()
            }),
            ..Self::default()
        }
    }

    /// A line of text without an amount.
    pub fn description(text: impl Into<String>) -> Self {
        Self {
            description: Some(text.into()),
            detail_type: Some(DetailType::DescriptionOnly),
            description_line_detail: Some(DescriptionLineDetail::default()),
            ..Self::default()
        }
    }

    /// An expense of `amount` booked to `account`.
    pub fn account_expense(amount: Decimal, account: Reference) -> Self {
        Self {
            amount: Some(amount),
            detail_type: Some(DetailType::AccountBasedExpenseLineDetail),
            account_based_expense_line_detail: Some(AccountBasedExpenseLineDetail {
                account_ref: Some(account),
                ..AccountBasedExpenseLineDetail::default()
            }),
            ..Self::default()
        }
    }

    /// The part of a [`Payment`](super::Payment) that is applied to one document.
    pub fn payment(amount: Decimal, applied_to: LinkedTxn) -> Self {
        Self {
            amount: Some(amount),
            linked_txn: vec![applied_to],
            ..Self::default()
        }
    }
}

/// Shows what the line amounts to, not its description: descriptions hold names.
impl fmt::Debug for Line {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Line")
            .field("id", &self.id)
            .field("amount", &self.amount)
            .field("detail_type", &self.detail_type)
            .finish_non_exhaustive()
    }
}
