use proptest::prelude::{prop_assert, proptest};

use super::ApiError;

fn parse(body: &str) -> ApiError {
    ApiError::parse(body.as_bytes()).unwrap()
}

const INVALID_EMAIL: &str = r#"{"status":"error",
    "message":"Property values were not valid: canary@example.com is no address",
    "correlationId":"aeb5f871-7f07-4993-9211-075dc63e7cbf","category":"VALIDATION_ERROR",
    "errors":[{"message":"canary@example.com is no address","code":"INVALID_EMAIL","in":"canary lane 1",
        "context":{"propertyName":["email"],"propertyValue":["canary@example.com"]}}]}"#;

#[test]
fn an_error_shows_its_category_codes_properties_and_id() {
    let error = parse(INVALID_EMAIL);
    assert_eq!(
        error.to_string(),
        "VALIDATION_ERROR (INVALID_EMAIL, email), correlation id aeb5f871-7f07-4993-9211-075dc63e7cbf"
    );
    assert!(error.message.contains("canary"));
    assert_eq!(
        error.values("propertyValue").collect::<Vec<_>>(),
        ["canary@example.com"]
    );
}

#[test]
fn an_older_error_has_its_type_for_a_category() {
    let error = parse(
        r#"{"status":"error","message":"You have reached your daily limit.",
            "errorType":"RATE_LIMIT","policyName":"DAILY","requestId":"1"}"#,
    );
    assert!(error.is("RATE_LIMIT"));
    assert_eq!(error.policy_name.as_deref(), Some("DAILY"));
}

#[test]
fn a_sub_category_is_known_by_its_last_name() {
    let error = parse(
        r#"{"category":"OBJECT_NOT_FOUND","subCategory":"crm.associations.NO_ASSOCIATIONS_FOUND"}"#,
    );
    assert!(error.is("NO_ASSOCIATIONS_FOUND") && error.is("OBJECT_NOT_FOUND"));
    assert!(!error.is("FOUND"));
}

#[test]
fn an_error_out_of_shape_is_read_as_far_as_it_goes() {
    for body in [
        "{}",
        r#"{"errors":"none","context":[1],"category":7}"#,
        r#"{"errors":[null,[],{"context":{"ids":"2"}}],"message":null}"#,
    ] {
        let shown = parse(body).to_string();
        assert!(!shown.is_empty(), "{body}");
    }
    let single = parse(r#"{"context":{"ids":"2"}}"#);
    assert_eq!(single.values("ids").collect::<Vec<_>>(), ["2"]);
    for body in ["", "[]", "null", "<html>", r#"{"category":"#] {
        assert!(ApiError::parse(body.as_bytes()).is_none(), "{body}");
    }
}

#[test]
fn scopes_are_found_wherever_an_error_lists_them() {
    for (body, expected) in [
        (
            r#"{"category":"MISSING_SCOPES","errors":[{"message":"All of the following scopes are required.",
                "context":{"requiredGranularScopes":["crm.objects.deals.read","tax_rates.read"]}}]}"#,
            "crm.objects.deals.read, tax_rates.read",
        ),
        (
            r#"{"category":"MISSING_SCOPES","errors":[{"message":"One or more of the following scopes are required.",
                "context":{"requiredGranularScopes":["crm.objects.deals.read","sales-email-read"]}}]}"#,
            "one of crm.objects.deals.read, sales-email-read",
        ),
        (
            r#"{"context":{"missingScopes":["automation"]}}"#,
            "automation",
        ),
        (
            r#"{"category":"MISSING_SCOPES"}"#,
            "one that HubSpot does not name",
        ),
    ] {
        assert_eq!(parse(body).required_scopes().unwrap().to_string(), expected);
    }
    assert_eq!(parse(INVALID_EMAIL).required_scopes(), None);
}

proptest! {
    #[test]
    fn texts_and_values_are_never_shown(person in "[A-Z][a-z]{2,8} [A-Z][a-z]{2,8}", street in "[A-Za-z]{3,9} [0-9]{1,4}") {
        let body = serde_json::json!({
            "status": "error", "message": format!("{person} lives at {street}"), "category": person,
            "subCategory": street, "correlationId": person, "policyName": "x",
            "context": { "propertyValue": [person, street], "propertyName": [person] },
            "errors": [{ "message": person, "in": street, "code": person, "context": { street.clone(): [street] } }],
        });
        let error = ApiError::parse(body.to_string().as_bytes()).unwrap();
        let shown = format!("{error} {error:?}");
        prop_assert!(!shown.contains(&person) && !shown.contains(&street), "{}", shown);
    }
}

#[test]
fn debug_shows_no_text_and_no_value() {
    let debug = format!("{:?}", parse(INVALID_EMAIL));
    assert!(debug.contains("VALIDATION_ERROR") && debug.contains("propertyValue"));
    assert!(!debug.contains("canary"), "{debug}");
}
