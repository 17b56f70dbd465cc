//! Rows found by a value that is looked up, and pages of lists.

use serde_json::json;

use crate::client::Company;
use crate::queries::column;

#[tokio::test]
async fn a_row_is_found_by_what_it_is_called_now_and_not_by_what_it_was_called() {
    let company = Company::start().await;
    let found = async |name: &str| {
        let query = format!("select * from Customer where DisplayName in ('{name}', 'nobody')");
        column(&company, &query, "Id").await
    };
    assert_eq!(found("COOL cars").await, ["3"]);
    let rename = json!({"Id": "3", "DisplayName": "Warm Cars"});
    company.sandbox.edit("Customer", rename).unwrap();
    assert!(found("Cool Cars").await.is_empty());
    assert_eq!(found("Warm Cars").await, ["3"]);
    let below = json!({"DisplayName": "Van", "ParentRef": {"value": "3"}});
    let id = company.insert("Customer", below)["Id"].clone();
    assert_eq!(found("van").await, [id.as_str().unwrap()]);
}

#[tokio::test]
async fn pages_follow_each_other_in_every_order_without_gap_or_repetition() {
    let company = Company::start().await;
    company.insert("Customer", json!({"DisplayName": "amy in small letters"}));
    let later = json!({"Id": "5", "Notes": "changed last"});
    company.sandbox.edit("Customer", later).unwrap();
    for order in [
        "",
        "orderby Id",
        "orderby Id desc",
        "orderby MetaData.CreateTime",
        "orderby MetaData.LastUpdatedTime",
        "orderby MetaData.LastUpdatedTime desc",
        "orderby FullyQualifiedName",
        "orderby FullyQualifiedName desc",
        "orderby Balance desc, Id desc",
    ] {
        // No row is left out by the condition, which lets all of them be looked at.
        let all =
            format!("select * from Customer where Balance >= '-99999' {order} maxresults 1000");
        let all = column(&company, &all, "Id").await;
        assert_eq!(all.len(), 30, "{order}");
        let mut paged = Vec::new();
        for start in [1, 8, 15, 22, 29, 36] {
            let page = format!("select * from Customer {order} startposition {start} maxresults 7");
            paged.extend(column(&company, &page, "Id").await);
        }
        assert_eq!(paged, all, "{order}");
    }
    let last = "select * from Customer orderby MetaData.LastUpdatedTime desc maxresults 1";
    assert_eq!(column(&company, last, "Id").await, ["5"]);
}

#[tokio::test]
async fn who_was_made_inactive_is_neither_counted_nor_on_a_page_until_made_active_again() {
    let company = Company::start().await;
    let count = async |condition: &str| {
        let query = format!("select count(*) from Customer {condition}");
        company.query(&query).await.body["QueryResponse"]["totalCount"].clone()
    };
    for (is_active, shown) in [(false, 28), (true, 29)] {
        let edit = json!({"Id": "3", "Active": is_active});
        company.sandbox.edit("Customer", edit).unwrap();
        assert_eq!(count("").await, shown);
        assert_eq!(count("where Active = true").await, shown);
        assert_eq!(count("where Active in (true, false)").await, 29);
        for order in ["", "orderby Id", "orderby MetaData.LastUpdatedTime desc"] {
            let last = format!("select * from Customer {order} startposition 29");
            let last = column(&company, &last, "Id").await;
            assert_eq!(last.len(), usize::from(is_active), "{order}");
        }
    }
}

#[tokio::test]
async fn names_are_sorted_as_texts_even_where_they_look_like_numbers() {
    let company = Company::start().await;
    for number in 0..40 {
        let name = ["9", "10", "1a", "-1", "1.5"][number % 5].repeat(number / 5 + 1);
        let body = json!({"Name": name, "Type": "Service", "IncomeAccountRef": {"value": "1"}});
        company.insert("Item", body);
    }
    let sorted = "select * from Item where Active in (true, false) orderby Name desc";
    let mut names = column(&company, sorted, "Name").await;
    names.reverse();
    assert!(names.is_sorted(), "{names:?}");
    assert!(names.len() > 40);
}

#[tokio::test]
async fn what_begins_so_is_found_without_regard_to_case_and_what_only_contains_it_is_not() {
    let company = Company::start().await;
    let found = async |pattern: &str| {
        let query = format!("select * from Customer where DisplayName like '{pattern}'");
        column(&company, &query, "Id").await
    };
    assert_eq!(found("COOL%").await, ["3"]);
    assert_eq!(found("Cool Cars").await, ["3"]);
    assert_eq!(found("cars%").await, [""; 0]);
    assert_eq!(found("%cars").await, ["3"]);
    assert_eq!(found("C%s").await, ["3"]);
    assert_eq!(found("%").await.len(), 29);
}
