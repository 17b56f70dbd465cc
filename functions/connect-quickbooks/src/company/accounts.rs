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
mod tests {
    use quickbooks::Reference;
    use quickbooks::entity::Account;

    use super::{Use, found};
    use crate::company::Company;

    #[test]
    fn an_account_is_taken_where_only_one_fits() {
        type Row<'t> = (&'t [(&'t str, &'t str)], [Option<&'t str>; 3]);
        let undeposited = ("Other Current Asset", "UndepositedFunds");
        let table: [Row<'_>; 6] = [
            (&[], [None, None, None]),
            (
                &[
                    ("Income", "SalesOfProductIncome"),
                    undeposited,
                    ("Bank", "Checking"),
                ],
                [Some("1"), Some("2"), Some("3")],
            ),
            // The more fitting subtype comes first, wherever it stands.
            (
                &[
                    ("Income", "ServiceFeeIncome"),
                    ("Income", "SalesOfProductIncome"),
                ],
                [Some("2"), None, None],
            ),
            // Two that fit equally are none, even if a third fits less.
            (
                &[
                    ("Income", "SalesOfProductIncome"),
                    ("Income", "SalesOfProductIncome"),
                    ("Income", "ServiceFeeIncome"),
                ],
                [None, None, None],
            ),
            (
                &[("Bank", "Savings"), ("Bank", "Checking")],
                [None, None, Some("2")],
            ),
            (
                &[("Bank", "Savings"), undeposited, undeposited],
                [None, None, Some("1")],
            ),
        ];
        for (accounts, expected) in table {
            let company = company(accounts);
            let ids: Vec<Option<&str>> = found(&company)
                .iter()
                .map(|found| found.account.and_then(|account| account.id.as_deref()))
                .collect();
            assert_eq!(ids, expected, "{accounts:?}");
        }
    }

    #[test]
    fn an_inactive_or_foreign_account_does_not_count() {
        let mut company = company(&[
            ("Bank", "Checking"),
            ("Bank", "Checking"),
            ("Bank", "Checking"),
        ]);
        company.accounts[0].active = Some(false);
        company.accounts[1].currency_ref = Some(Reference::to("EUR"));
        company.accounts[2].currency_ref = Some(Reference::to("USD"));
        let refund = found(&company).pop().unwrap();
        assert_eq!(refund.purpose, Use::Refund);
        assert_eq!(refund.account, company.accounts.last());
    }

    fn company(accounts: &[(&str, &str)]) -> Company {
        let account = |(number, (account_type, subtype)): (usize, &(&str, &str))| Account {
            id: Some((number + 1).to_string()),
            account_type: Some((*account_type).to_owned()),
            account_sub_type: Some((*subtype).to_owned()),
            ..Account::default()
        };
        Company {
            realm_id: "9130".into(),
            name: "Books".into(),
            country: "US".into(),
            home_currency: "USD".into(),
            multi_currency: false,
            custom_transaction_numbers: true,
            time_zone: None,
            accounts: accounts.iter().enumerate().map(account).collect(),
        }
    }
}
