//! The types of account that QuickBooks takes where an option or a setting names one.

/// The types of account that QuickBooks takes in the place of this name; none where any will do.
///
/// A product is sold to income, or to a liability where money is taken in advance (a retainer).
pub fn account_types(name: &str) -> Option<&'static [&'static str]> {
    match name {
        "income_account" => Some(&["Income", "Other Income", "Other Current Liability"]),
        "deposit_account" | "refund_account" => Some(&["Bank", "Other Current Asset"]),
        "payment_account" => Some(&["Bank", "Credit Card"]),
        "expense_account" => Some(&["Expense", "Other Expense", "Cost of Goods Sold"]),
        _ => None,
    }
}
