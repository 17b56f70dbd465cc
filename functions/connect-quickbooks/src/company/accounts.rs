//! Accounts found by their type, where there is only one that it can be.

use quickbooks::Entity;
use quickbooks::entity::Account;

use crate::company::Company;

/// The purpose of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// The income of products that are created.
    Income,
    /// Where payments received are deposited.
    Deposit,
    /// Where refunds are paid from.
    Refund,
}

/// The account found for a use, or the reason for which there is none.
#[derive(Clone, derive_more::Debug, PartialEq)]
pub(crate) struct Found<'c> {
    pub(crate) purpose: Use,
    /// The account; `None` when none fits, or several.
    pub(crate) account: Option<&'c Account>,
}

impl Use {
    pub(crate) const ALL: [Self; 3] = [Self::Income, Self::Deposit, Self::Refund];

    /// The setting that names the account.
    pub(crate) const fn setting(self) -> &'static str {
        match self {
            Self::Income => "products.income_account",
            Self::Deposit => "defaults.all.deposit_account",
            Self::Refund => "defaults.all.refund_account",
        }
    }

    /// The account types and subtypes that serve, the first that any account has; an empty subtype
    /// is any.
    ///
    /// QuickBooks itself deposits into Undeposited Funds unless told otherwise.
    const fn kinds(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Income => &[
                ("Income", "SalesOfProductIncome"),
                ("Income", "ServiceFeeIncome"),
                ("Income", ""),
            ],
            Self::Deposit => &[("Other Current Asset", "UndepositedFunds")],
            Self::Refund => &[("Bank", "Checking"), ("Bank", "")],
        }
    }
}

/// The account for each use. Several that fit equally are none: a person chooses.
pub(crate) fn found(company: &Company) -> Vec<Found<'_>> {
    let find = |purpose: Use| Found {
        purpose,
        account: only_one(company, purpose),
    };
    Use::ALL.into_iter().map(find).collect()
}

fn only_one(company: &Company, purpose: Use) -> Option<&Account> {
    for (account_type, subtype) in purpose.kinds() {
        let mut fitting = company
            .accounts
            .iter()
            .filter(|account| is_usable(account, company) && is(account, account_type, subtype));
        match (fitting.next(), fitting.next()) {
            (None, _) => {}
            (only, None) => return only,
            (Some(_), Some(_)) => return None,
        }
    }
    None
}

/// Active, with an id, and in the company's own currency.
fn is_usable(account: &Account, company: &Company) -> bool {
    let home = account
        .currency_ref
        .as_ref()
        .is_none_or(|currency| currency.value == company.home_currency);
    home && account.active != Some(false) && account.id().is_some()
}

fn is(account: &Account, account_type: &str, subtype: &str) -> bool {
    account.account_type.as_deref() == Some(account_type)
        && (subtype.is_empty() || account.account_sub_type.as_deref() == Some(subtype))
}

#[cfg(test)]
mod tests;
