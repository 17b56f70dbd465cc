//! The chart of accounts.

use serde_json::Value;

use crate::company::draft::Draft;
use crate::company::{Company, Entity, Fields, currency, default_to, name, reference_id, text};
use crate::fault::Fault;

/// Checks a draft and fills in what QuickBooks fills in.
pub(crate) fn complete(company: &mut Company, draft: &mut Draft<'_>) -> Result<(), Fault> {
    let name = text(&draft.fields, "Name")
        .filter(|name| !name.is_empty())
        .ok_or_else(|| Fault::missing("Name"))?;
    if name.contains('"') {
        return Err(Fault::invalid_characters("Name"));
    }
    let sub_type = text(&draft.fields, "AccountSubType");
    let given = text(&draft.fields, "AccountType").or_else(|| sub_type.and_then(type_of));
    let account_type = given.ok_or_else(Fault::account_type_missing)?.to_owned();
    let fields = &mut draft.fields;
    default_to(fields, "AccountSubType", || {
        Value::from(default_sub_type(&account_type))
    });
    fields.insert(
        "Classification".to_owned(),
        Value::from(classification(&account_type)),
    );
    fields.insert("AccountType".to_owned(), Value::from(account_type));
    default_to(fields, "Active", || Value::Bool(true));
    default_to(fields, "CurrentBalance", || Value::from(0));
    default_to(fields, "CurrentBalanceWithSubAccounts", || Value::from(0));
    currency::settle_own(company, draft)?;
    name::settle(company, draft)
}

/// The group of the balance sheet or the profit and loss statement.
/// Refuses a deposit account that is neither a bank nor another current asset.
pub(super) fn check_deposit_account(company: &Company, fields: &Fields) -> Result<(), Fault> {
    let account = reference_id(fields, "DepositToAccountRef")
        .and_then(|id| company.fields(Entity::Account, id));
    match account.and_then(|account| text(account, "AccountType")) {
        None | Some("Bank" | "Other Current Asset") => Ok(()),
        Some(_) => Err(Fault::business(
            "You need to select a different type of account for this transaction.",
        )),
    }
}

fn classification(account_type: &str) -> &'static str {
    match account_type {
        "Bank" | "Accounts Receivable" | "Other Current Asset" | "Fixed Asset" | "Other Asset" => {
            "Asset"
        }
        "Accounts Payable" | "Credit Card" | "Other Current Liability" | "Long Term Liability" => {
            "Liability"
        }
        "Equity" => "Equity",
        "Income" | "Other Income" => "Revenue",
        _ => "Expense",
    }
}

/// The detail type an account gets when none is given (recorded for Bank).
fn default_sub_type(account_type: &str) -> &'static str {
    match account_type {
        "Bank" => "CashOnHand",
        "Accounts Receivable" => "AccountsReceivable",
        "Other Current Asset" => "EmployeeCashAdvances",
        "Fixed Asset" => "FurnitureAndFixtures",
        "Other Asset" => "Licenses",
        "Accounts Payable" => "AccountsPayable",
        "Credit Card" => "CreditCard",
        "Other Current Liability" => "DirectDepositPayable",
        "Long Term Liability" => "NotesPayable",
        "Equity" => "OpeningBalanceEquity",
        "Income" => "ServiceFeeIncome",
        "Cost of Goods Sold" => "SuppliesMaterialsCogs",
        "Other Income" => "OtherInvestmentIncome",
        "Other Expense" => "Depreciation",
        _ => "Travel",
    }
}

/// The type of the detail types that are most used.
fn type_of(sub_type: &str) -> Option<&'static str> {
    Some(match sub_type {
        "CashOnHand" | "Checking" | "Savings" | "MoneyMarket" | "TrustAccounts" => "Bank",
        "AccountsReceivable" => "Accounts Receivable",
        "UndepositedFunds" | "Inventory" | "PrepaidExpenses" | "EmployeeCashAdvances" => {
            "Other Current Asset"
        }
        "AccountsPayable" => "Accounts Payable",
        "CreditCard" => "Credit Card",
        "OpeningBalanceEquity" | "RetainedEarnings" => "Equity",
        "ServiceFeeIncome" | "SalesOfProductIncome" | "DiscountsRefundsGiven" => "Income",
        "SuppliesMaterialsCogs" => "Cost of Goods Sold",
        "BankCharges"
        | "OfficeGeneralAdministrativeExpenses"
        | "AdvertisingPromotional"
        | "Travel" => "Expense",
        _ => return None,
    })
}
