use secrecy::SecretString;

use super::{Endpoint, Request};
use crate::{
    api_version::ApiVersion, object_id::ObjectId, object_type::ObjectType, properties::Properties,
    request_error::RequestError,
};

fn endpoint(version: ApiVersion) -> Endpoint {
    Endpoint::new(Endpoint::PRODUCTION, version).unwrap()
}

fn token() -> SecretString {
    "canary-token".into()
}

/// The request as it goes over the wire, but for the host and the sensitive header.
fn wire(request: &Request, version: ApiVersion) -> String {
    let http = request.to_http(&endpoint(version), &token()).unwrap();
    let mut lines = vec![format!(
        "{} {}",
        http.method(),
        http.uri().path_and_query().unwrap()
    )];
    lines.extend(
        http.headers()
            .iter()
            .map(|(name, value)| format!("{name}: {value:?}")),
    );
    lines.push(String::new());
    lines.push(String::from_utf8(http.body().to_vec()).unwrap());
    lines.join("\n")
}

fn id(id: &str) -> ObjectId {
    ObjectId::new(id).unwrap()
}

/// The requests by what they do.
fn requests() -> Vec<(&'static str, Request)> {
    let amount = [("amount", "1480.00"), ("closedate", "")]
        .into_iter()
        .collect();
    vec![
        ("account", Request::account_details()),
        (
            "update",
            Request::update(&ObjectType::Deal, &id("9001"), &amount),
        ),
    ]
}

#[test]
fn every_kind_of_request_is_this_on_the_wire() {
    let text: Vec<_> = requests()
        .iter()
        .map(|(name, request)| format!("## {name}\n{}\n", wire(request, ApiVersion::default())))
        .collect();
    insta::assert_snapshot!(text.join("\n"));
}

#[test]
fn every_kind_of_request_has_these_addresses_in_each_version() {
    let address = |request: &Request, version| {
        let http = request.to_http(&endpoint(version), &token()).unwrap();
        format!("  {}", http.uri().path())
    };
    let text: Vec<_> = requests()
        .iter()
        .map(|(name, request)| {
            let [numbered, march, september] = [
                ApiVersion::Numbered,
                ApiVersion::MARCH_2026,
                ApiVersion::SEPTEMBER_2026,
            ]
            .map(|version| address(request, version));
            format!("{name}\n{numbered}\n{march}\n{september}")
        })
        .collect();
    insta::assert_snapshot!(text.join("\n"));
}

#[test]
fn the_host_is_the_one_of_the_endpoint() {
    let http = Request::account_details()
        .to_http(&endpoint(ApiVersion::default()), &token())
        .unwrap();
    assert_eq!(http.uri().host(), Some("api.hubapi.com"));
    assert_eq!(http.uri().scheme_str(), Some("https"));
}

#[test]
fn the_access_token_is_sent_and_marked_sensitive() {
    let http = Request::account_details()
        .to_http(&endpoint(ApiVersion::default()), &token())
        .unwrap();
    let authorization = &http.headers()["authorization"];
    assert_eq!(authorization, "Bearer canary-token");
    assert!(authorization.is_sensitive());
    assert!(!format!("{http:?}").contains("canary"));
}

#[test]
fn a_token_that_would_break_the_header_is_not_sent() {
    let token = "two\r\nlines".into();
    let refused = Request::account_details().to_http(&endpoint(ApiVersion::default()), &token);
    assert_eq!(refused.unwrap_err(), RequestError::AccessToken);
}

#[test]
fn debug_shows_method_and_path_only() {
    let person = [("email", "canary@example.com")].into_iter().collect();
    let update = Request::update(&ObjectType::Contact, &id("51"), &person);
    assert_eq!(format!("{update:?}"), "PATCH objects/contacts/51");
}

#[test]
fn a_name_cannot_lead_to_another_address() {
    let nothing = Properties::default();
    for name in ["", ".", "..", "a/b", "a?b", "a#", "%2e%2e", "a b", "é"] {
        let object_type = ObjectType::Other(name.to_owned());
        let update = Request::update(&object_type, &id("1"), &nothing);
        let refused = update.to_http(&endpoint(ApiVersion::default()), &token());
        assert_eq!(refused.unwrap_err(), RequestError::PathSegment, "{name:?}");
    }
}
