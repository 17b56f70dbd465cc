//! Every fault of HubSpot at every request of a reading.

use super::*;

#[tokio::test]
async fn whatever_request_fails_its_error_has_a_name_and_nothing_of_the_token() {
    let faults: [(Fault, &str); 10] = [
        (
            || {
                Err(TransportError::NotSent {
                    detail: "refused".into(),
                })
            },
            "HubSpotUnavailable",
        ),
        (
            || {
                Err(TransportError::Lost {
                    detail: "closed".into(),
                })
            },
            "HubSpotUnavailable",
        ),
        (|| Ok(response(500, "{}")), "HubSpotUnavailable"),
        (
            || Ok(response(502, "<html>edge</html>")),
            "HubSpotUnavailable",
        ),
        (|| Ok(response(423, "{}")), "HubSpotUnavailable"),
        (
            || {
                Ok(response(
                    429,
                    r#"{"policyName":"DAILY","category":"RATE_LIMITS"}"#,
                ))
            },
            "HubSpotUnavailable",
        ),
        (|| Ok(response(477, "{}")), "HubSpotUnavailable"),
        (
            || Ok(response(401, r#"{"category":"INVALID_AUTHENTICATION"}"#)),
            "HubSpotAccessDenied",
        ),
        (
            || {
                Ok(response(
                    403,
                    r#"{"category":"MISSING_SCOPES","context":{"requiredGranularScopes":["crm.objects.deals.read"]}}"#,
                ))
            },
            "HubSpotAccessDenied",
        ),
        (|| Ok(response(403, "{}")), "HubSpotAccessDenied"),
    ];
    for object_type in TYPES {
        for place in 0..requests(object_type).await {
            for (fault, expected) in faults {
                let mut account = large();
                account.fault = Some((place, fault));
                let error = read_as(object_type, &account).await.unwrap_err();
                let (of, message) = (error.error_type(), error.to_string());
                assert_eq!(of, expected, "{object_type}, request {place}: {message}");
                let label = order(object_type, None).label();
                assert!(
                    message.contains(&label) && !message.contains("pat-canary"),
                    "{message}"
                );
            }
        }
    }
}

/// The types of record, each of which has lists of its own.
const TYPES: [&str; 3] = ["deal", "quote", "commerce_payment"];

/// An account of a record with a further page of lines, and the labels of two companies.
fn large() -> Account {
    let mut account = Account::of_lines(101);
    account.companies = vec!["77", "78"];
    account
}

/// The number of requests that the reading of such a record takes.
async fn requests(object_type: &str) -> usize {
    let account = large();
    read_as(object_type, &account).await.unwrap();
    account.sent.into_inner().unwrap().len()
}

#[tokio::test]
async fn an_archived_record_is_told_apart_from_one_that_never_was() {
    let mut account = Account::of_lines(1);
    account.fault = Some((0, || {
        Ok(response(404, r#"{"category":"OBJECT_NOT_FOUND"}"#))
    }));
    let error = read(&account).await.unwrap_err();
    assert_eq!(error.error_type(), "RecordNotFound");
    assert!(error.to_string().contains("archived"), "{error}");
}

#[tokio::test]
async fn another_record_s_answer_is_refused_and_one_that_it_was_merged_into_is_read() {
    let mut account = Account::of_lines(1);
    account.fault = Some((0, || Ok(response(200, r#"{"id":"9002","properties":{}}"#))));
    let error = read(&account).await.unwrap_err();
    assert_eq!(error.error_type(), "HubSpotUnavailable");
    let message = error.to_string();
    assert!(
        message.contains("deal 9001: ") && message.contains("another record than 9001"),
        "{message}"
    );
    let mut account = Account::of_lines(1);
    account.fault = Some((0, || {
        let merged = r#"{"id":"9002","properties":{"hs_merged_object_ids":"8999;9001"}}"#;
        Ok(response(200, merged))
    }));
    assert_eq!(read(&account).await.unwrap().id, "9002");
}

#[tokio::test]
async fn a_line_that_is_associated_and_not_given_is_an_error_and_no_lost_line() {
    let mut account = Account::of_lines(1);
    account.fault = Some((4, || {
        Ok(response(
            207,
            r#"{"status":"COMPLETE","results":[],"numErrors":1,"errors":[{"category":"OBJECT_NOT_FOUND"}]}"#,
        ))
    }));
    let error = read(&account).await.unwrap_err();
    assert_eq!(error.error_type(), "HubSpotUnavailable");
    assert!(error.to_string().contains("does not give it"), "{error}");
}

#[tokio::test]
async fn a_list_that_hubspot_does_not_find_or_may_not_give_is_told_as_such() {
    let in_part: Fault = || {
        Ok(response(
            207,
            r#"{"status":"COMPLETE","results":[],"numErrors":1,"errors":[{"category":"MISSING_SCOPES",
                "context":{"missingScopes":["crm.objects.line_items.read"]}}]}"#,
        ))
    };
    let absent: Fault = || Ok(response(404, r#"{"category":"OBJECT_NOT_FOUND"}"#));
    for object_type in TYPES {
        // After the record, and the question whose the token is.
        for place in 2..requests(object_type).await {
            let answered = async |fault: Fault| {
                let mut account = large();
                account.fault = Some((place, fault));
                let outcome = read_as(object_type, &account).await;
                (outcome, account.sent.into_inner().unwrap())
            };
            let error = answered(absent).await.0.unwrap_err();
            let at = format!("{object_type}, request {place}: {error}");
            assert_eq!(error.error_type(), "HubSpotUnavailable", "{at}");
            assert!(at.contains("did not find its"), "{at}");

            let forbidden = answered(|| Ok(response(403, "{}"))).await;
            let error = forbidden.0.unwrap_err().to_string();
            assert!(error.contains("does not let the app read its "), "{error}");
            assert!(error.contains("(crm.objects."), "{place}: {error}");

            let (outcome, sent) = answered(in_part).await;
            if sent[place].ends_with("/batch/read") {
                let error = outcome.unwrap_err();
                assert_eq!(error.error_type(), "HubSpotAccessDenied", "{at}");
                assert!(error.to_string().contains("line_items.read"), "{error}");
            }
        }
    }
}

#[tokio::test]
async fn a_token_of_another_account_gives_no_record_and_one_that_is_known_is_not_asked_about_again()
{
    let mut account = Account::of_lines(1);
    account.fault = Some((1, || Ok(response(200, r#"{"portalId":148}"#))));
    let now = Timestamp::from_second(1_000).unwrap();
    let deadline = Timestamp::from_second(1_030).unwrap();
    let (order, records) = (order("deal", None), reader(&account, move || now).await);
    let error = records.read(&order, deadline).await.unwrap_err();
    assert_eq!(error.error_type(), "SettingMissing");
    let message = error.to_string();
    for part in ["deal 9001: ", "account 147 is one of account 148"] {
        assert!(message.contains(part), "{message}");
    }
    for _ in 0..2 {
        records.read(&order, deadline).await.unwrap();
    }
    let sent = account.sent.lock().unwrap();
    let asked = sent.iter().filter(|line| line.contains("/account-info/"));
    assert_eq!(asked.count(), 2, "{sent:#?}");
}

#[tokio::test]
async fn an_api_version_that_hubspot_no_longer_has_is_told_as_such() {
    let mut account = Account::of_lines(1);
    account.fault = Some((1, || Ok(response(404, "{}"))));
    let error = read(&account).await.unwrap_err();
    assert_eq!(error.error_type(), "SettingMissing");
    let told = "HubSpot has no version 2026-03 of its API: set `HUBSPOT_API_VERSION`";
    assert!(error.to_string().contains(told), "{error}");
}
