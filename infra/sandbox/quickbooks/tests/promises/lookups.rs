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
async fn pages_follow_each_other_without_gap_or_repetition() {
    let company = Company::start().await;
    let all = column(&company, "select * from Customer maxresults 1000", "Id").await;
    let mut paged = Vec::new();
    for start in [1, 11, 21] {
        let page = format!("select * from Customer startposition {start} maxresults 10");
        paged.extend(column(&company, &page, "Id").await);
    }
    assert_eq!(paged, all);
}
