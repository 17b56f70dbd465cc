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
