//! The query behind each list.

use editor::OptionList;
use quickbooks::{Condition, EntityKind, Query};

/// The rows of a page.
pub(crate) const PAGE: u32 = 100;

/// The name with those of its parents before it, as rows show it: a sub-customer is looked for by its customer's name
/// too. Of accounts, classes and locations QuickBooks filters by the last name alone.
const FULL_NAME: &str = "FullyQualifiedName";

/// The query for a page of a list; `None` for the list of connections, which is not QuickBooks'.
pub(crate) fn query(list: OptionList, search: &str, start: u32) -> Option<Query> {
    let (kind, name) = match list {
        OptionList::Connections => return None,
        OptionList::Terms => (EntityKind::Term, "Name"),
        OptionList::Customers => (EntityKind::Customer, FULL_NAME),
        OptionList::Products => (EntityKind::Item, FULL_NAME),
        OptionList::DepositAccounts | OptionList::PaymentAccounts | OptionList::ExpenseAccounts => {
            (EntityKind::Account, "Name")
        }
        OptionList::Vendors => (EntityKind::Vendor, "DisplayName"),
        OptionList::Classes => (EntityKind::Class, "Name"),
        OptionList::Departments => (EntityKind::Department, "Name"),
        OptionList::PaymentMethods => (EntityKind::PaymentMethod, "Name"),
    };
    let mut query = Query::select(kind);
    if let Some(types) = account_types(list) {
        query = query.filter(Condition::is_in("AccountType", types.iter().copied()));
    }
    if !search.is_empty() {
        query = query.filter(Condition::like(name, pattern(search)));
    }
    let query = query.order_by(name).start_position(start);
    Some(query.max_results(PAGE))
}

/// The types of account in a list of accounts: those that QuickBooks takes in that place.
fn account_types(list: OptionList) -> Option<&'static [&'static str]> {
    let option = match list {
        OptionList::DepositAccounts => "deposit_account",
        OptionList::PaymentAccounts => "payment_account",
        OptionList::ExpenseAccounts => "expense_account",
        OptionList::Connections
        | OptionList::Terms
        | OptionList::Customers
        | OptionList::Products
        | OptionList::Vendors
        | OptionList::Classes
        | OptionList::Departments
        | OptionList::PaymentMethods => return None,
    };
    actions::options::account_types(option)
}

/// The pattern of names that contain the text. What QuickBooks cannot be asked for stands for anything, as `%` does,
/// which cannot be escaped.
fn pattern(search: &str) -> String {
    let mut pattern = String::from("%");
    for character in search.chars() {
        let is_askable =
            character != '%' && Condition::can_equal(character.encode_utf8(&mut [0; 4]));
        if is_askable {
            pattern.push(character);
        } else if !pattern.ends_with('%') {
            pattern.push('%');
        }
    }
    if !pattern.ends_with('%') {
        pattern.push('%');
    }
    pattern
}

#[cfg(test)]
mod tests {
    use editor::OptionList;

    use super::query;

    #[test]
    fn a_list_is_one_query_whatever_is_typed() {
        for (list, search, start, expected) in [
            (
                OptionList::Terms,
                "",
                1,
                "select * from Term orderby Name startposition 1 maxresults 100",
            ),
            (
                OptionList::PaymentAccounts,
                "check",
                101,
                "select * from Account where AccountType in ('Bank', 'Credit Card') and Name like '%check%' \
                 orderby Name startposition 101 maxresults 100",
            ),
            (
                OptionList::Customers,
                "O'Keefe 100% 李",
                1,
                r"select * from Customer where FullyQualifiedName like '%O\'Keefe 100% %' orderby FullyQualifiedName startposition 1 maxresults 100",
            ),
        ] {
            assert_eq!(query(list, search, start).unwrap().to_string(), expected);
        }
        assert!(query(OptionList::Connections, "", 1).is_none());
    }
}
