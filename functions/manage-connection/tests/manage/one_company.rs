//! One company, one connection, unless somebody says that two never book the same record.

use serde_json::{Value, json};

use crate::operator::{Operator, refused};

fn settings(operator: &Operator, portal: Option<&str>) -> Value {
    let mut settings = json!({"company": {"realm_id": operator.stage.sandbox.realm_id()}});
    if let Some(portal) = portal {
        settings["hubspot"] = json!({"portal_id": portal});
    }
    settings
}

fn put(connection: &str, settings: &Value, version: Option<u64>) -> Value {
    json!({"operation": "put_settings", "connection": connection, "settings": settings, "version": version})
}

#[tokio::test]
async fn settings_begin_no_second_connection_to_a_company_without_somebody_s_word() {
    let operator = Operator::open().await;
    for portal in [None, Some("147")] {
        let second = settings(&operator, portal);
        let message = refused(
            operator.invoke(&put("new-books", &second, None)).await,
            "InvalidRequest",
        );
        for part in [
            "connection new-books",
            "of connection us-books",
            "booked twice",
            "second_connection",
        ] {
            assert!(message.contains(part), "{part}: {message}");
        }
        let check =
            json!({"operation": "check_settings", "connection": "new-books", "settings": second});
        let checked = operator.invoke(&check).await.unwrap();
        assert_eq!(
            checked["faults"][0]["setting"], "company.realm_id",
            "{checked}"
        );
        let mut check = check;
        check["second_connection"] = json!(true);
        assert_eq!(operator.invoke(&check).await.unwrap()["faults"], json!([]));
    }
    let mut word = put("new-books", &settings(&operator, None), None);
    word["second_connection"] = json!(true);
    operator.invoke(&word).await.unwrap();
    // What stands so may be changed as it is.
    let mut changed = settings(&operator, None);
    changed["once_per"] = json!("enrollment");
    operator
        .invoke(&put("new-books", &changed, Some(1)))
        .await
        .unwrap();
}

#[tokio::test]
async fn connections_of_two_hubspot_accounts_may_book_into_one_company_while_they_are_two() {
    let operator = Operator::open().await;
    let of = |portal| settings(&operator, Some(portal));
    operator
        .invoke(&put("us-books", &of("147"), Some(1)))
        .await
        .unwrap();
    operator
        .invoke(&put("new-books", &of("148"), None))
        .await
        .unwrap();
    let same = operator
        .invoke(&put("new-books", &of("147"), Some(1)))
        .await;
    assert!(refused(same, "InvalidRequest").contains("booked twice"));
}
